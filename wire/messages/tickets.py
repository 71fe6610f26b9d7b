"""Tickets and calls as screens, kiosks and consoles see them."""

from __future__ import annotations

from typing import Literal

import msgspec

TicketState = Literal["waiting", "called", "serving", "missed", "served", "lapsed", "cancelled", "void"]
VisitorClass = Literal["ordinary", "priority"]
Channel = Literal["kiosk", "desk"]


class TicketView(msgspec.Struct, frozen=True, kw_only=True):
    """One ticket after the event that carries it. All instants are milliseconds since the epoch, UTC."""

    ticket_id: str
    number: str
    """As printed: "A012"."""
    service_id: str
    state: TicketState
    visitor_class: VisitorClass
    channel: Channel
    language: str
    issued_at: int
    place: int
    """Its place in line: smaller is sooner; an instant in ms (issue time, later after a restore)."""
    counter_id: str | None = None
    """Where it was last called to; None before the first call and after a restore."""
    called_at: int | None = None
    """Instant of the latest call or recall."""
    recalls: int = 0
    """Recalls since it was last called."""


class CallView(msgspec.Struct, frozen=True, kw_only=True):
    """One public call, newest first in a snapshot's `calls`."""

    seq: int
    """Log position of the call or of its latest recall: a higher one is newer and rings again."""
    number: str
    ticket_id: str
    service_id: str
    counter_id: str
    visitor_class: VisitorClass
    language: str
    at: int


class CounterState(msgspec.Struct, frozen=True, kw_only=True):
    counter_id: str
    calls: int
    """How many calls this counter has made in the business day; `call_next` names it as `after`."""
    ticket_id: str | None = None
    """The ticket called or serving here."""


class ServiceState(msgspec.Struct, frozen=True, kw_only=True):
    """What changes about a service during the day."""

    service_id: str
    waiting: int
    open: bool
    opens_at: int | None = None
    """Next instant it opens, when closed and known."""
    closes_at: int | None = None
    """Instant it stops giving numbers, when open."""
    numbers_left: bool = True
