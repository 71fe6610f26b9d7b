"""Facts of a hall. Past tense, frozen, complete: `evolve` reads nothing else.

A field is never renamed or given another meaning: a changed event is a new version (see storage's codec).
"""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.config import HallConfig
from server.domain.tickets import Channel, VisitorClass


@dataclass(frozen=True, slots=True)
class DayOpened:
    """First event of a business day, and of a hall. Carries what lives on, so a start reads one day only."""

    at: int
    day: int
    """1 for the hall's first business day."""
    date: str
    """ISO 8601 calendar date in the hall's zone."""
    config: HallConfig


@dataclass(frozen=True, slots=True)
class HallConfigured:
    at: int
    config: HallConfig


@dataclass(frozen=True, slots=True)
class TicketIssued:
    at: int
    ticket_id: str
    number: str
    prefix: str
    ordinal: int
    service_id: str
    channel: Channel
    visitor_class: VisitorClass
    language: str
    token_hash: str
    people_ahead: int
    """Promised at issue: waiting for the same service before this ticket."""
    issued_by: str
    """The kiosk or desk that asked."""


@dataclass(frozen=True, slots=True)
class TicketCalled:
    at: int
    ticket_id: str
    counter_id: str


@dataclass(frozen=True, slots=True)
class TicketRecalled:
    at: int
    ticket_id: str
    counter_id: str


@dataclass(frozen=True, slots=True)
class TicketArrived:
    at: int
    ticket_id: str
    counter_id: str


@dataclass(frozen=True, slots=True)
class TicketFinished:
    at: int
    ticket_id: str
    counter_id: str
    arrival_implied: bool
    """The clerk finished straight from *called*."""


@dataclass(frozen=True, slots=True)
class TicketMissed:
    at: int
    ticket_id: str
    counter_id: str


@dataclass(frozen=True, slots=True)
class TicketRestored:
    at: int
    ticket_id: str
    place: int


@dataclass(frozen=True, slots=True)
class TicketLapsed:
    """The day ended before the visit did."""

    at: int
    ticket_id: str


Event = (
    DayOpened
    | HallConfigured
    | TicketIssued
    | TicketCalled
    | TicketRecalled
    | TicketArrived
    | TicketFinished
    | TicketMissed
    | TicketRestored
    | TicketLapsed
)
