"""A hall as it is now: frozen data, changed only by `evolve`. Tickets that are finished have left it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from server.domain.appointments import Appointment
from server.domain.by_hand import Standing
from server.domain.canonical import canonical
from server.domain.closing import ClosingReason
from server.domain.config import DayRule, HallConfig, Service
from server.domain.counter_states import CounterStatus, PauseReason
from server.domain.emergency import Emergency
from server.domain.numbering import next_ordinal
from server.domain.persistent import SortedMap
from server.domain.tickets import Stage, Ticket
from server.domain.watch import Watch

CALLS_KEPT = 12
"""As many public calls as the largest wall lists. What is on is kept beside them: a display of some counters shows
it."""

Line = SortedMap[tuple[int, int], str]
"""Waiting ticket ids of one service by (place, issue order)."""
Due = SortedMap[tuple[int, int], str]
"""Ticket ids by (instant, issue order)."""


@dataclass(frozen=True, slots=True)
class CounterNow:
    calls: int = 0
    """Calls made here in the business day; `CallNext` names it as `after`."""
    tickets: tuple[str, ...] = ()
    """Ids of those called or serving here, in the order in which they were called: several are of one call."""
    status: CounterStatus = CounterStatus.OPEN
    since: int = 0
    """Instant at which it came into its status; 0 while it is as the day began."""
    pause_reason: PauseReason | None = None
    back_at: int | None = None
    """While it is paused: instant at which its clerk means to be back, if that was said."""
    auto_call: bool = False
    """A finish that leaves it free calls who is next."""
    without_number: int = 0
    """How many were served here today who had no number."""
    officer: str = ""
    """Opaque id of the account that acted here last, and has acted at no other counter since."""

    @property
    def free(self) -> bool:
        return not self.tickets

    @property
    def ticket_id(self) -> str | None:
        """The ticket here, of several the first; None where nobody is."""
        return self.tickets[0] if self.tickets else None

    def with_ticket(self, ticket_id: str) -> CounterNow:
        return replace(self, tickets=(*self.tickets, ticket_id))

    def without(self, ticket_id: str) -> CounterNow:
        return replace(self, tickets=tuple(one for one in self.tickets if one != ticket_id))


@dataclass(frozen=True, slots=True)
class Call:
    """One public call, or its latest recall."""

    seq: int
    at: int
    counter_id: str
    ticket: Ticket
    """As it is now, also when it has left the hall."""


@dataclass(frozen=True, slots=True)
class Hall:
    seq: int
    """Log position of the last event applied."""
    day: int = 0
    """Number of the business day; 0 before the first."""
    date: str = ""
    """ISO 8601 calendar date of the business day in the hall's zone."""
    config: HallConfig | None = None
    """What is in force: the file's configuration, what was set by hand, and what is no longer configured as long as
    somebody needs it."""
    written: HallConfig | None = None
    """The configuration as it was written, where `config` is another."""
    by_hand: Standing = ()
    """What was set by hand and stands beside the file."""
    ends_by: DayRule | None = None
    """By which rule the business day ends: that which it began with."""
    closed_today: ClosingReason | None = None
    """Why it was closed for the rest of the business day; None: it was not."""
    emergency: Emergency | None = None
    """What everybody is told before anything else."""
    rehearsal: bool = False
    """Whether its times are made up."""
    live: SortedMap[str, Ticket] = field(default_factory=SortedMap)
    """Every ticket not in a final state, by id."""
    lines: SortedMap[str, Line] = field(default_factory=SortedMap)
    due: Due = field(default_factory=SortedMap)
    """Who is back in line by itself, and when."""
    watches: tuple[Watch, ...] = ()
    """What it sees by itself, and what of it stands."""
    counters: SortedMap[str, CounterNow] = field(default_factory=SortedMap)
    """Counters that have called, paused or closed today, also those that have left the configuration."""
    used: SortedMap[tuple[str, int], str] = field(default_factory=SortedMap)
    """Today's numbers as (prefix, ordinal), each with its ticket's id: what a range may give next follows from it,
    however ranges and prefixes are changed in the middle of the day."""
    given: SortedMap[str, int] = field(default_factory=SortedMap)
    """How many numbers each service has given today; what became of them counts nothing."""
    calls: tuple[Call, ...] = ()
    """Newest first, one for each ticket: the last `CALLS_KEPT`, and what is on of those before."""
    issues: int = 0
    """Tickets issued today."""
    appointments: SortedMap[str, Appointment] = field(default_factory=SortedMap)
    """By code: all that are to come, those of today whatever became of them, and for a while those that were missed."""
    booked: int = 0
    """Appointments made today, for whatever day."""
    practice: Hall | None = None
    """Where its clerks practise (`server.domain.practice`); nothing of the hall looks into it."""
    newest_place: int = 0
    """Latest place said at an issue: a clock set back must not let the next one in before it."""

    @staticmethod
    def empty(seq: int = 0) -> Hall:
        """A hall of which nothing is known yet; `seq` is the log position before the first event to come."""
        return Hall(seq)

    @property
    def configured(self) -> HallConfig | None:
        """The configuration as it was written; None before the first."""
        return self.written or self.config

    @property
    def withdrawn(self) -> frozenset[str]:
        """Ids of the services that have left the configuration and are kept until their last ticket has gone."""
        if self.config is None or self.written is None:
            return frozenset()
        return frozenset({one.service_id for one in self.config.services if not self.written.service(one.service_id)})

    def offers(self, service_id: str) -> bool:
        """Whether anybody may come to wait for it: in force, and not only for who has its tickets."""
        return self.config is not None and bool(self.config.service(service_id)) and service_id not in self.withdrawn

    def ticket(self, ticket_id: str) -> Ticket | None:
        """A live ticket; None when the id is unknown or the ticket is finished."""
        return self.live.get(ticket_id)

    def tickets(self) -> tuple[Ticket, ...]:
        """Every live ticket: the lines as the configuration orders the services (withdrawn ones last), each in order;
        then those called, serving or set aside, in order of issue."""
        waiting = [ticket for line in self._lines_in_order() for _, key in line.items() if (ticket := self.ticket(key))]
        others = (ticket for ticket in self.live.values() if ticket.stage is not Stage.IN_LINE)
        return (*waiting, *sorted(others, key=lambda ticket: ticket.issue_order))

    def waiting(self, service_id: str) -> int:
        return len(self.queue(service_id))

    def queue(self, service_id: str) -> Line:
        """Who waits for a service, next first."""
        return self.lines.get(service_id) or Line()

    def line(self, service_id: str) -> tuple[str, ...]:
        """Waiting ticket ids of a service, next first."""
        return tuple(self.queue(service_id).values())

    def counter(self, counter_id: str) -> CounterNow:
        """A counter that has not called today, or that nobody knows, has made no call and has no ticket."""
        return self.counters.get(counter_id) or CounterNow()

    def last_at(self, officer: str) -> str:
        """Id of the counter at which this account acted last today, also when that is closed by now; else ""."""
        return next((one for one, now in self.counters.items() if officer and now.officer == officer), "")

    def at_work(self, officer: str) -> str:
        """Id of the counter at which this account is at work: where it acted last today, unless that is closed; else
        ""."""
        counter_id = self.last_at(officer)
        return "" if self.counter(counter_id).status is CounterStatus.CLOSED else counter_id

    def numbers_left(self, service_id: str) -> bool:
        """Whether the service's range has a number that is not used today, and its quota is not reached; False for an
        unknown service."""
        service = self.config.service(service_id) if self.config else None
        if service is None or self.quota_reached(service):
            return False
        return next_ordinal(service.prefix, service.numbers, self.used) is not None

    def quota_reached(self, service: Service) -> bool:
        return service.quota is not None and (self.given.get(service.service_id) or 0) >= service.quota

    def canonical(self) -> bytes:
        """The whole state as one byte string; equal for equal halls, whatever edits led to them."""
        return canonical(self)

    def _lines_in_order(self) -> list[Line]:
        return [self.queue(service.service_id) for service in self.config.services] if self.config else []
