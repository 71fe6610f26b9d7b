"""How a program becomes a device of a hall: it looks who is at an address, a person compares the fingerprint, and only
then does it redeem the code that the administrator gave it.

    found = enroller.look("wss://192.0.2.1:8765/ws")     found.fingerprint == what the administrator's page shows?
    credentials = enroller.redeem(found, "KTRWMPAE", program_version())
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from program.credentials import Credentials

CODE_LETTERS = 8


class Obstacle(StrEnum):
    """Why there are no credentials; each has its words in every language."""

    UNREACHABLE = "unreachable"
    """Nobody at that address takes a connection."""
    NO_SERVER = "no_server"
    """Somebody does, but it is not a hall's server, or one without encryption."""
    UNTRUSTED = "untrusted"
    """Its certificate is not what it said it would be."""
    WRONG_NAME = "wrong_name"
    """Its certificate is not for the address that was typed."""
    WRONG_CODE = "wrong_code"
    """The code was never given, is used already, or has ended."""
    LOCKED = "locked"
    """Too many wrong codes: wait."""
    BUSY = "busy"
    WRONG_KIND = "wrong_kind"
    """The code was made for another kind of device."""


class NotEnrolled(Exception):
    """It came to nothing."""

    def __init__(self, obstacle: Obstacle, detail: str = "", *, retry_after_s: int = 0) -> None:
        """`detail` in English, for logs."""
        super().__init__(f"{obstacle}: {detail}" if detail else str(obstacle))
        self.obstacle = obstacle
        self.detail = detail
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Found:
    """Who is at an address, before anybody vouched for it."""

    server: str
    """As a link takes it."""
    authority_pem: str
    """The one certificate authority that shall be believed; "": this computer's own, which know this server already."""
    fingerprint: str
    """To be compared by a person; "" where nothing is to be compared."""


class Enroller(Protocol):
    """Its methods block, for at most some seconds."""

    def look(self, server: str) -> Found:
        """Raises NotEnrolled."""

    def redeem(self, found: Found, code: str, version: str, kind: str) -> Credentials:
        """Gives the code to the server that was found, and to nobody else. A code for another kind of device stays
        good for that. Raises NotEnrolled."""

    def prove(self, credentials: Credentials, server: str) -> None:
        """Raises NotEnrolled unless the server of these credentials is at that address."""


class ScriptedEnroller:
    """An Enroller for tests: everybody finds what `look` answers, and gets what `redeem` answers."""

    def __init__(
        self,
        look: Callable[[str], Found],
        redeem: Callable[[Found, str], Credentials],
    ) -> None:
        self._look = look
        self._redeem = redeem

    def look(self, server: str) -> Found:
        """See Enroller."""
        return self._look(server)

    def redeem(self, found: Found, code: str, version: str, kind: str) -> Credentials:  # noqa: ARG002
        """See Enroller."""
        return self._redeem(found, code)

    def prove(self, credentials: Credentials, server: str) -> None:
        """See Enroller: whoever is found there with the same authority is it."""
        if self._look(server).authority_pem != credentials.authority_pem:
            raise NotEnrolled(Obstacle.UNTRUSTED)


def code_in(text: str) -> str:
    """A code as it was typed, with or without its gap, in capital letters; "" when it cannot be one."""
    letters = "".join(one for one in unicodedata.normalize("NFKC", text).upper() if one not in " -.·")
    return letters if len(letters) == CODE_LETTERS and letters.isascii() and letters.isalpha() else ""


def for_kind(credentials: Credentials, kind: str) -> Credentials:
    """Raises NotEnrolled when they are of another kind of device."""
    if credentials.kind != kind:
        raise NotEnrolled(Obstacle.WRONG_KIND, f"the code is of a {credentials.kind}, not of a {kind}")
    return credentials
