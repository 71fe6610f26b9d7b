"""A hall as it is now: frozen data, changed only by `evolve`. Tickets that are finished have left it; counts stay."""

from __future__ import annotations

from dataclasses import dataclass, field

from server.domain.canonical import canonical
from server.domain.config import HallConfig
from server.domain.numbering import next_ordinal
from server.domain.persistent import SortedMap
from server.domain.tickets import Ticket, TicketState, VisitorClass

CALLS_KEPT = 12
"""As many public calls as the largest wall lists."""

Line = SortedMap[tuple[int, int], str]
"""Waiting ticket ids of one service by (place, issue order)."""


@dataclass(frozen=True, slots=True)
class CounterNow:
    calls: int = 0
    """Calls made here in the business day; `CallNext` names it as `after`."""
    ticket_id: str | None = None
    """The ticket called or serving here."""


@dataclass(frozen=True, slots=True)
class Call:
    """One public call, or its latest recall."""

    seq: int
    ticket_id: str
    number: str
    service_id: str
    counter_id: str
    visitor_class: VisitorClass
    language: str
    at: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a service's tickets today. A ticket missed twice counts twice as missed."""

    issued: int = 0
    served: int = 0
    missed: int = 0
    lapsed: int = 0


@dataclass(frozen=True, slots=True)
class Hall:
    seq: int
    """Log position of the last event applied."""
    day: int = 0
    """Number of the business day; 0 before the first."""
    date: str = ""
    """ISO 8601 calendar date of the business day in the hall's zone."""
    config: HallConfig | None = None
    live: SortedMap[str, Ticket] = field(default_factory=SortedMap)
    """Every ticket not in a final state, by id."""
    lines: SortedMap[str, Line] = field(default_factory=SortedMap)
    counters: SortedMap[str, CounterNow] = field(default_factory=SortedMap)
    """Counters that have called today; those a new configuration removed stay, with their ticket."""
    ordinals: SortedMap[str, int] = field(default_factory=SortedMap)
    """Highest number used today, by prefix."""
    calls: tuple[Call, ...] = ()
    """Newest first, one for each ticket, at most `CALLS_KEPT`."""
    counts: SortedMap[str, Counts] = field(default_factory=SortedMap)
    """By service id."""
    issues: int = 0
    """Tickets issued today."""
    newest_place: int = 0
    """Place of the ticket issued last: a clock set back must not let the next one in before it."""

    @staticmethod
    def empty(seq: int = 0) -> Hall:
        """A hall of which nothing is known yet; `seq` is the log position before the first event to come."""
        return Hall(seq)

    def ticket(self, ticket_id: str) -> Ticket | None:
        """A live ticket; None when the id is unknown or the ticket is finished."""
        return self.live.get(ticket_id)

    def tickets(self) -> tuple[Ticket, ...]:
        """Every live ticket: the lines as the configuration orders the services (services it no longer has last), each
        in order; then those called, serving or missed, in order of issue."""
        waiting = [ticket for line in self._lines_in_order() for _, key in line.items() if (ticket := self.ticket(key))]
        others = (ticket for ticket in self.live.values() if ticket.state is not TicketState.WAITING)
        return (*waiting, *sorted(others, key=lambda ticket: ticket.issue_order))

    def waiting(self, service_id: str) -> int:
        return len(self._line(service_id))

    def line(self, service_id: str) -> tuple[str, ...]:
        """Waiting ticket ids of a service, next first."""
        return tuple(self._line(service_id).values())

    def head(self, service_id: str) -> tuple[tuple[int, int], str] | None:
        """(place, issue order) and id of the first in a service's line; None when nobody waits."""
        return self._line(service_id).first()

    def counter(self, counter_id: str) -> CounterNow:
        """A counter that has not called today, or that nobody knows, has made no call and has no ticket."""
        return self.counters.get(counter_id) or CounterNow()

    def count(self, service_id: str) -> Counts:
        return self.counts.get(service_id) or Counts()

    def ahead_of(self, ticket_id: str) -> int:
        """How many stand before this ticket in its line; 0 when it does not wait."""
        ticket = self.ticket(ticket_id)
        if ticket is None or ticket.state is not TicketState.WAITING:
            return 0
        return self._line(ticket.service_id).rank((ticket.place, ticket.issue_order))

    def last_ordinal(self, prefix: str) -> int:
        """Highest number used today with this prefix; 0 when none is."""
        return self.ordinals.get(prefix) or 0

    def numbers_left(self, service_id: str) -> bool:
        """Whether the service's range has a number that is not used today; False for an unknown service."""
        service = self.config.service(service_id) if self.config else None
        return service is not None and next_ordinal(service, self.last_ordinal(service.prefix)) is not None

    def canonical(self) -> bytes:
        """The whole state as one byte string; equal for equal halls, whatever edits led to them."""
        return canonical(self)

    def _line(self, service_id: str) -> Line:
        return self.lines.get(service_id) or Line()

    def _lines_in_order(self) -> list[Line]:
        known = [service.service_id for service in self.config.services] if self.config else []
        gone = [service_id for service_id, _ in self.lines.items() if service_id not in known]
        return [self._line(service_id) for service_id in (*known, *gone)]
