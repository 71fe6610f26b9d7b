"""A ticket and the states of its life."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    MISSED = "missed"
    SERVED = "served"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    VOID = "void"


FINAL = frozenset({TicketState.SERVED, TicketState.LAPSED, TicketState.CANCELLED, TicketState.VOID})


class VisitorClass(StrEnum):
    ORDINARY = "ordinary"
    PRIORITY = "priority"


class Channel(StrEnum):
    KIOSK = "kiosk"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One visit for one service. Instants are ms since the epoch."""

    ticket_id: str
    """Business day and number, "17-A012": unique in the hall for ever, and no secret."""
    number: str
    """As printed: "A012"."""
    service_id: str
    state: TicketState
    visitor_class: VisitorClass
    channel: Channel
    language: str
    issued_at: int
    place: int
    """Key of its place in line, an instant: when it was issued, never before those issued earlier; later by the
    configured minutes for each restore."""
    issue_order: int
    """Position among the day's issues; breaks ties of `place`."""
    token_hash: str
    """SHA-256 of the phone page's token, hex."""
    counter_id: str | None = None
    called_at: int | None = None
    recalls: int = 0
