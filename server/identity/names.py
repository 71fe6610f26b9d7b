"""Logins and names of people and devices: what they may be, and how they are compared."""

from __future__ import annotations

import unicodedata

from program.one_line import fault_in_line, shows_nothing
from server.identity.answers import Denial

LONGEST = 40
"""Characters."""
_IN_LOGINS = "._-@"


def login_key(login: str) -> str:
    """How logins are compared and kept. One that nobody can have stays one that nobody has."""
    return unicodedata.normalize("NFKC", login[: 4 * LONGEST]).strip().casefold()[: LONGEST + 1]


def name_in(name: str) -> str:
    return name.strip()


def fault_of_login(login: str) -> Denial | None:
    """Letters and digits of any script, and `._-@`."""
    key = login_key(login)
    good = 1 <= len(key) <= LONGEST and all(letter.isalnum() or letter in _IN_LOGINS for letter in key)
    return None if good else Denial("not_allowed", reason="login")


def fault_of_name(name: str) -> Denial | None:
    """One line that shows something."""
    bad = len(name_in(name)) > LONGEST or shows_nothing(name) or bool(fault_in_line(name))
    return Denial("not_allowed", reason="name") if bad else None
