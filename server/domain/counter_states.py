"""What a counter may be, and why its clerk is away for a while."""

from __future__ import annotations

from enum import StrEnum


class CounterStatus(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    """Its clerk comes back; until then nobody is called here."""
    CLOSED = "closed"
    """For the rest of the business day, unless somebody opens it."""


class PauseReason(StrEnum):
    LUNCH = "lunch"
    BREAK = "break"
    MEETING = "meeting"
    PAPERWORK = "paperwork"
    """At work, for nobody who waits in the hall."""
    OTHER = "other"
