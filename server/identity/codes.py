"""One-time codes that people read out and type: the first administrator's, a new password's, a device's."""

from __future__ import annotations

import hashlib
import secrets
from typing import Literal

from server.identity.sign_in_policy import DAY_MS, MINUTE_MS

Purpose = Literal["first", "password", "device"]
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which read as digits."""
LENGTH: dict[Purpose, int] = {"first": 12, "password": 12, "device": 8}
"""4.58 bits a letter. What lives a day is longer, since somebody may try it at a stolen copy of its hash."""
VALID_MS: dict[Purpose, int] = {"first": DAY_MS, "password": DAY_MS, "device": 10 * MINUTE_MS}
AHEAD_MS = MINUTE_MS
"""An instant so far in the future was written by a clock that was right; later ones by one that was set back since."""


def new_code(purpose: Purpose) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH[purpose]))


def typed(text: str) -> str:
    """A code as people type it: any case, in groups, with blanks."""
    return "".join(letter for letter in text.upper() if letter.isalnum())[:40]


def spelled(code: str) -> str:
    """In groups of four, for reading."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def code_hash(purpose: Purpose, code: str) -> str:
    return hashlib.sha256(f"{purpose}|{typed(code)}".encode()).hexdigest()


def still_valid(made_at: int, expires_at: int, now: int) -> bool:
    """Not when the clock was set back behind the code's making: nobody knows then how old it is."""
    return made_at - AHEAD_MS <= now < expires_at
