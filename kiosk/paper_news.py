"""What is known of the paper of a number, and the news that the printer has of it. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Paper(StrEnum):
    """What may be said of a number's paper. Only `MISSING` says that there is none."""

    COMING = "coming"
    OUT = "out"
    """The printer proved it."""
    SENT = "sent"
    """Handed over whole to a printer that proves nothing."""
    AWAITED = "awaited"
    """No byte has gone out yet; it is tried for as long as its visitor's screen stands."""
    UNSURE = "unsure"
    """Bytes went out, and nobody knows whether they became a ticket."""
    MISSING = "missing"
    """No byte went out, and none will."""


HAD = frozenset({Paper.OUT, Paper.SENT})
"""The visitor may be asked to take it."""


@dataclass(frozen=True)
class Progress:
    """How far the paper of the number on the screen is."""

    begun: bool = False
    """A byte of it may have gone out."""
    held: str = ""
    """Code of what holds it up; empty: nothing."""
    since: int = 0
    """Instant of its last byte or, while it is held up, of when that began."""
    written: int = 0
    total: int = 0
    """Bytes that have gone out, and all of them; 0 while that is not known."""
    whole: bool = False
    """All its bytes have gone out."""
    reported: bool = False
    """Staff were told that this number may lack its paper."""


NO_PROGRESS = Progress()


@dataclass(frozen=True)
class PaperMoved:
    """Bytes of it are going out."""

    key: str
    written: int = 0
    total: int = 0
    """As in `Progress`."""
    whole: bool = False
    """All of them have; the printer is waited for."""


@dataclass(frozen=True)
class PaperHeld:
    """Something holds it up: before its first byte it is tried again, after it the printer is waited for."""

    key: str
    code: str
    begun: bool


@dataclass(frozen=True)
class PaperEnded:
    """What became of it, as far as the printer's driver will ever know; `code` says why it is not out."""

    key: str
    paper: Literal[Paper.OUT, Paper.SENT, Paper.UNSURE, Paper.MISSING]
    code: str = ""


PaperNews = PaperMoved | PaperHeld | PaperEnded
