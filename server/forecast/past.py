"""What a finished day of the log teaches: how long visits kept a counter, who did not come, who came when, and how long
those waited who were promised something. Pure, from the day's facts alone. Durations and instants are ms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from server.domain.day_end import of_day_end
from server.domain.events import (
    CallUndone,
    CounterClosed,
    CounterPaused,
    DayOpened,
    Event,
    Fact,
    GroupCalled,
    ServedWithoutNumber,
    TicketCalled,
    TicketCancelled,
    TicketContinued,
    TicketFinished,
    TicketGivenUp,
    TicketHeld,
    TicketIssued,
    TicketMissed,
    TicketPicked,
    TicketResumed,
    TicketTransferred,
    TicketVoided,
    TimeCorrected,
)
from server.domain.life import LIFE
from server.domain.opening import instant
from server.domain.practice import of_practice
from server.domain.promise import Promise

SLOT_MS = 30 * 60_000
"""Arrivals are counted by half hours."""
LONGEST_TURNAROUND_MS = 5 * 60_000
"""A counter that called nobody for longer, though somebody waited, was about something else."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A number that was taken in the day, and called."""

    service_id: str
    visitor_class: str
    promise: Promise | None
    """What was told when it was taken."""
    issued_at: int
    waited_ms: int
    """From its issue to its first call that was meant."""

    @property
    def error_ms(self) -> int | None:
        """How much longer it waited than was expected; None: nothing was."""
        return None if self.promise is None else self.waited_ms - self.promise.point_ms

    @property
    def held(self) -> bool | None:
        """Whether it was called within its band; None: nothing was promised."""
        return None if self.promise is None else self.promise.low_ms <= self.waited_ms <= self.promise.high_ms


@dataclass(frozen=True, slots=True)
class PastDay:
    date: str
    served: tuple[tuple[str, int], ...] = ()
    """Service, and how long a visitor who came kept the counter: from the call on."""
    missed: tuple[tuple[str, int], ...] = ()
    """The same of those who did not come."""
    turnarounds: tuple[int, ...] = ()
    """From when a counter was left until it called again, where one it called was waiting all the while."""
    came: tuple[tuple[str, str, int], ...] = ()
    """Service, visitor class and half hour of the local day, of everybody who took a number; of those who came to an
    appointment not, whose coming is no chance."""
    kept: tuple[Kept, ...] = ()


def past_day(facts: Iterable[Fact]) -> PastDay | None:
    """None where nothing can be learnt: the time was put right in the course of the day, or there was none."""
    day = _Day()
    for fact in facts:
        if isinstance(fact.event, TimeCorrected):
            return None
        if not (of_practice(fact.event) or of_day_end(fact)):
            day.take(fact)
    return day.done() if day.date else None


@dataclass(slots=True)
class _Visit:
    issued: TicketIssued
    issued_at: int
    service_id: str
    waits_since: int
    """When it came into the line in which it stands, or stood."""
    called_at: int | None = None
    counter_id: str = ""
    first_called: int | None = None
    back: bool = False
    """At the counter once more, after it had been set aside."""
    as_issued: bool = True
    """Still waits, or was called, for what it was taken for."""


@dataclass(slots=True)
class _Day:
    date: str = ""
    midnight: int = 0
    visits: dict[str, _Visit] = field(default_factory=dict)
    left_at: dict[str, int] = field(default_factory=dict)
    """By counter, when it was last left, as long as it has not called again."""
    served: list[tuple[str, int]] = field(default_factory=list)
    missed: list[tuple[str, int]] = field(default_factory=list)
    turnarounds: list[int] = field(default_factory=list)

    def take(self, fact: Fact) -> None:
        event = fact.event
        match event:
            case DayOpened():
                self.date = event.date
                self.midnight = instant(event.config.time_zone, date.fromisoformat(event.date), 0)
            case TicketIssued():
                self.visits[event.ticket_id] = _Visit(event, fact.at, event.visit.service_id, fact.at)
            case TicketCalled() | TicketPicked():
                self._call(event.ticket_id, event.counter_id, fact.at)
            case GroupCalled():
                for one in event.each:
                    self._call(one.ticket_id, one.counter_id, fact.at)
            case TicketMissed() | TicketCancelled():
                self._leave(event.ticket_id, fact.at, self.missed)
            case TicketFinished() | TicketHeld():
                self._leave(event.ticket_id, fact.at, self.served)
            case TicketContinued() | TicketTransferred():
                self._leave(event.ticket_id, fact.at, self.served)
                self._go_on(event.ticket_id, event.service_id)
            case _:
                self._unusual(event, fact.at)

    def _unusual(self, event: Event, at: int) -> None:
        match event:
            case CallUndone():
                self._undo(event.ticket_id)
            case TicketGivenUp():  # no visitor who did not come
                self._leave(event.ticket_id, at, [])
            case TicketVoided():  # was no visit
                self._leave(event.ticket_id, at, [])
                self.visits.pop(event.ticket_id, None)
            case CounterPaused() | CounterClosed() | ServedWithoutNumber():  # is about something else
                self.left_at.pop(event.counter_id, None)
            case TicketResumed():
                self._resume(event.ticket_id, event.counter_id)
            case _:
                self._step(event, at)

    def _step(self, event: Event, at: int) -> None:
        """Whoever stepped out of the line for a while waited for no counter meanwhile."""
        verb, visit = LIFE.of_event.get(type(event)), self.visits.get(getattr(event, "ticket_id", ""))
        if verb is not None and visit is not None and verb.by_itself:
            visit.waits_since = at
            visit.as_issued = visit.as_issued and visit.first_called is not None

    def done(self) -> PastDay:
        kept = tuple(
            Kept(
                one.issued.visit.service_id,
                str(one.issued.visit.visitor_class),
                one.issued.promise,
                one.issued_at,
                one.first_called - one.issued_at,
            )
            for one in self.visits.values()
            if one.first_called is not None
        )
        came = tuple(
            (visit.service_id, str(visit.visitor_class), (one.issued_at - self.midnight) // SLOT_MS)
            for one in self.visits.values()
            if (visit := one.issued.visit).slot is None
        )
        return PastDay(self.date, tuple(self.served), tuple(self.missed), tuple(self.turnarounds), came, kept)

    def _call(self, ticket_id: str, counter_id: str, at: int) -> None:
        visit = self.visits.get(ticket_id)
        left = self.left_at.pop(counter_id, None)
        if visit is None:
            return
        if left is not None and visit.waits_since <= left and at - left <= LONGEST_TURNAROUND_MS:
            self.turnarounds.append(at - left)
        visit.called_at, visit.counter_id = at, counter_id
        if visit.first_called is None and visit.as_issued:
            visit.first_called = at

    def _undo(self, ticket_id: str) -> None:
        visit = self.visits.get(ticket_id)
        if visit is not None and visit.called_at is not None:
            if visit.first_called == visit.called_at:
                visit.first_called = None
            visit.called_at = None

    def _leave(self, ticket_id: str, at: int, into: list[tuple[str, int]]) -> None:
        visit = self.visits.get(ticket_id)
        if visit is None or not (visit.back or visit.called_at is not None):
            return
        if visit.called_at is not None:
            into.append((visit.service_id, at - visit.called_at))
        self.left_at[visit.counter_id] = at
        visit.called_at, visit.back = None, False

    def _resume(self, ticket_id: str, counter_id: str) -> None:
        self.left_at.pop(counter_id, None)
        visit = self.visits.get(ticket_id)
        if visit is not None:
            visit.counter_id, visit.back = counter_id, True

    def _go_on(self, ticket_id: str, service_id: str) -> None:
        visit = self.visits.get(ticket_id)
        if visit is not None:
            visit.as_issued = visit.as_issued and visit.first_called is not None
            visit.service_id = service_id
