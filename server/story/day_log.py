"""The facts of one business day, found by number: what a story is read from, without going through the day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from server.domain.by_hand import Standing, after_setting, meant
from server.domain.config import HallConfig
from server.domain.events import (
    ByHandSet,
    CallUndone,
    DayOpened,
    Event,
    Fact,
    GroupCalled,
    HallChanged,
    HallConfigured,
    HallEdited,
    OfNoTicket,
    TicketIssued,
    TimeCorrected,
)
from server.domain.hall import Hall
from server.domain.hall_changes import written_after
from server.domain.persistent import SortedMap
from server.domain.practice import of_practice
from server.domain.right_time import corrected
from server.domain.ticket_after import ticket_after, ticket_as_issued
from server.domain.tickets import Stage, Ticket, TicketState
from server.story.passing import OtherCall


class DayLog:
    """Takes a day's facts in the log's order, its `DayOpened` first; each costs the same, however many there are."""

    def __init__(self) -> None:
        self.seq = 0
        """Log position of the last fact taken."""
        self._facts: list[Fact] = []
        self._steps: dict[str, list[tuple[int, Ticket]]] = {}
        """By ticket: the index of each of its facts, and the ticket after it."""
        self._of_hall: list[int] = []
        self._ids: dict[str, str] = {}
        self._now: dict[str, Ticket] = {}
        """Also those that have left the hall."""
        self._entered: dict[str, tuple[int, bool]] = {}
        """By ticket: index of the fact by which it last came into a line, and whether it came from another service."""
        self._calls: dict[str, list[OtherCall]] = {}
        """By service, in order."""
        self._passed_by: dict[str, list[OtherCall]] = {}
        """By ticket: calls of another service's numbers that passed it, in order."""
        self._configs: list[tuple[int, HallConfig]] = []
        self._file: HallConfig | None = None
        self._by_hand: Standing = ()
        self._newest_place = 0

    def take(self, seq: int, fact: Fact) -> None:
        """The next fact. Raises ValueError for one that cannot follow."""
        index, event, self.seq = len(self._facts), fact.event, seq
        self._facts.append(fact)
        if of_practice(event):
            return
        if isinstance(event, HallChanged):
            self._of_hall.append(index)
            self._hall_changed(index, event, fact)
            return
        for ticket_id in tickets_of(event):  # none, where it speaks of a counter
            before = self._now.get(ticket_id)
            after = self._after(before, event, fact)
            self._steps.setdefault(ticket_id, []).append((index, after))
            self._now[ticket_id] = after
            if before is None:
                self._ids[after.number.upper()] = ticket_id
                self._newest_place = max(self._newest_place, after.place)
            elif before.stage is Stage.IN_LINE and after.state is TicketState.CALLED:
                call = OtherCall(index, fact.at, fact.by, event, before, *self._entered[ticket_id])
                self._calls.setdefault(before.visit.service_id, []).append(call)
                self._count(call, after.passed)
            if isinstance(event, CallUndone):
                self._forget_call(after)
            elif after.stage is Stage.IN_LINE:
                self._entered[ticket_id] = (
                    index,
                    before is not None and before.visit.service_id != after.visit.service_id,
                )

    def ticket_id(self, number: str) -> str | None:
        """Of a number as people write it, or of a ticket id; None for one that was not given on this day."""
        wanted = "".join(number.split()).upper()
        return self._ids.get(wanted) or (wanted if wanted in self._steps else None)

    def now(self, ticket_id: str) -> Ticket:
        """As it is now, or was when it left the hall."""
        return self._now[ticket_id]

    def lived_through(self, ticket_id: str) -> Iterator[tuple[int, Fact, Ticket | None, Ticket]]:
        """The facts of a number, and those of the hall while it was there: each with its index, and the ticket before
        and after it."""
        own = self._steps[ticket_id]
        end = own[-1][0] if self._now[ticket_id].stage is Stage.GONE else len(self._facts)
        first, last = (bisect_left(self._of_hall, bound) for bound in (own[0][0], end))
        steps = dict(own)
        ticket: Ticket | None = None
        for index in sorted((*steps, *self._of_hall[first:last])):
            after = steps.get(index) or ticket
            if after is not None:
                yield index, self._facts[index], ticket, after
            ticket = after

    def calls_between(self, ticket: Ticket, after: int, before: int) -> list[OtherCall]:
        """Calls of numbers that stood in its line, and of others that passed it, by index: both ends excluded."""
        found: list[OtherCall] = []
        for calls in (self._calls.get(ticket.visit.service_id, []), self._passed_by.get(ticket.ticket_id, [])):
            first = bisect_left(calls, after + 1, key=lambda call: call.index)
            found += calls[first : bisect_left(calls, before, key=lambda call: call.index)]
        return sorted(found, key=lambda call: call.index)

    def config_at(self, index: int) -> HallConfig:
        """In force at that fact."""
        return self._configs[bisect_left(self._configs, index + 1, key=lambda one: one[0]) - 1][1]

    def __len__(self) -> int:
        return len(self._facts)

    def _forget_call(self, ticket: Ticket) -> None:
        """It was taken back: whoever stood before it did so all the while."""
        calls = self._calls[ticket.visit.service_id]
        last = next(place for place in reversed(range(len(calls))) if calls[place].ticket.ticket_id == ticket.ticket_id)
        self._count(calls.pop(last), ticket.passed, times=-1)

    def _count(self, call: OtherCall, passed: tuple[str, ...], times: int = 1) -> None:
        """Whom the call passed, in its own line or another; or did not, as it was taken back."""
        for ticket_id in passed:
            other = self._now[ticket_id]
            self._now[ticket_id] = replace(other, passes=other.passes + times)
            if other.visit.service_id != call.ticket.visit.service_id:
                calls = self._passed_by.setdefault(ticket_id, [])
                if times > 0:
                    calls.append(call)
                else:
                    calls.remove(call)

    def _hall_changed(self, index: int, event: HallChanged, fact: Fact) -> None:
        if isinstance(event, DayOpened | HallConfigured | HallEdited):
            self._file = written_after(self._file, event)
        if isinstance(event, DayOpened):
            self._by_hand = event.by_hand
        if isinstance(event, ByHandSet):
            self._by_hand = after_setting(self._by_hand, event, fact)
        if self._file is not None:
            self._configs.append((index, meant(self._file, self._by_hand, "")))
        if isinstance(event, TimeCorrected):
            here = self._hall(*(one for one in self._now.values() if one.stage is not Stage.GONE), date=event.date)
            right = corrected(here, event)
            self._now.update(right.live.items())
            self._newest_place = right.newest_place

    def _after(self, before: Ticket | None, event: Event, fact: Fact) -> Ticket:
        """By the hall's own rules, in a hall that has no other ticket."""
        if isinstance(event, TicketIssued):
            return ticket_as_issued(event, fact, len(self._ids) + 1, self._newest_place)
        if before is None or isinstance(event, OfNoTicket):
            raise ValueError(f"{event} happened to a number that was not given")
        each = event.each if isinstance(event, GroupCalled) else (event,)
        one = next(one for one in each if one.ticket_id == before.ticket_id)
        return ticket_after(self._hall(before), one, fact.at)

    def _hall(self, *tickets: Ticket, date: str = "") -> Hall:
        live = SortedMap((one.ticket_id, one) for one in sorted(tickets, key=lambda one: one.ticket_id))
        return Hall(self.seq - 1, date=date, live=live, issues=len(self._ids), newest_place=self._newest_place)


def tickets_of(event: Event) -> tuple[str, ...]:
    """Ids of the tickets that an event speaks of."""
    one: str = getattr(event, "ticket_id", "")
    return (one,) if one else getattr(event, "ticket_ids", ())


def next_day_log(day: DayLog, seq: int, fact: Fact) -> DayLog:
    """The log with one more fact: a new one for the first fact of another business day."""
    if isinstance(fact.event, DayOpened):
        day = DayLog()
    day.take(seq, fact)
    return day
