"""Events: what has happened, in the order of the log. Sent to screens, kiosks and consoles after the commit.

Each carries `seq` (its place in the log) and `prev_seq` (the one this stream sent before): a receiver whose last
seq is not `prev_seq` has a gap and asks for a snapshot. Each carries the whole ticket after the event, and
how many now wait for its service, so a receiver never counts.
"""

from __future__ import annotations

import msgspec

from wire.messages.tickets import ServiceState, TicketView


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    seq: int
    prev_seq: int
    at: int
    ticket: TicketView
    waiting: int
    """Waiting for the ticket's service, after this event."""


class TicketIssued(Happened, frozen=True, kw_only=True, tag="ticket_issued"):
    pass


class TicketCalled(Happened, frozen=True, kw_only=True, tag="ticket_called"):
    counter_id: str
    calls: int
    """The counter's calls today, this one included."""


class TicketRecalled(Happened, frozen=True, kw_only=True, tag="ticket_recalled"):
    counter_id: str


class TicketArrived(Happened, frozen=True, kw_only=True, tag="ticket_arrived"):
    counter_id: str


class TicketFinished(Happened, frozen=True, kw_only=True, tag="ticket_finished"):
    counter_id: str


class TicketMissed(Happened, frozen=True, kw_only=True, tag="ticket_missed"):
    counter_id: str


class TicketRestored(Happened, frozen=True, kw_only=True, tag="ticket_restored"):
    pass


class OpeningChanged(msgspec.Struct, frozen=True, kw_only=True, tag="opening_changed"):
    """The clock opened or closed services. Not of the log, so without seq."""

    services: tuple[ServiceState, ...]


HallEvent = (
    TicketIssued | TicketCalled | TicketRecalled | TicketArrived | TicketFinished | TicketMissed | TicketRestored
)
