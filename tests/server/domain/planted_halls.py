"""Halls with a planted bug, each of which the model must notice: what is wrong here, a program could have wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from server.domain.commands import CallGroup, CallNext, Command, Declined, OpenDay
from server.domain.config import HallConfig
from server.domain.events import Event, GroupCalled, TicketCalled, TicketHeld, TicketIssued, TicketLapsed
from server.domain.hall import Call, Hall, Line
from server.domain.practice import of_practice, practice_hall
from server.domain.tickets import TicketState
from tests.server.domain.in_process import InProcess
from tests.server.hall_driver import Answer, Order

Plant = Callable[[HallConfig, int], InProcess]


class PressCountedTwice(InProcess):
    """*Next* does not look at how many calls the clerk has seen: a second press is a second call."""

    def ask(self, order: Order | CallGroup) -> Answer:
        if isinstance(order, CallNext):
            order = replace(order, after=self.hall.counter(order.counter_id).calls)
        return super().ask(order)


class CalledAndStillInLine(InProcess):
    """Who is called keeps the place in line, and another counter calls the same number."""

    def _do(self, command: Command) -> tuple[Event, ...] | Declined:
        decision = super()._do(command)
        if not isinstance(decision, Declined):
            for event in decision:
                if isinstance(event, TicketCalled):
                    self.hall = _back_in_line(self.hall, event.ticket_id)
        return decision


class HoldLost(InProcess):
    """Who is held is nowhere."""

    def _do(self, command: Command) -> tuple[Event, ...] | Declined:
        decision = super()._do(command)
        if not isinstance(decision, Declined):
            for event in decision:
                if isinstance(event, TicketHeld):
                    self.hall = replace(self.hall, live=self.hall.live.drop(event.ticket_id))
        return decision


class HoldLostAtRestart(InProcess):
    """A start finds those who wait and those who are served, and forgets who is held."""

    def restart(self, *, hard: bool) -> None:
        super().restart(hard=hard)
        for ticket in self.hall.tickets():
            if ticket.state is TicketState.HELD:
                self.hall = replace(self.hall, live=self.hall.live.drop(ticket.ticket_id))


class DayRolledTwice(InProcess):
    """A start opens one day more."""

    def restart(self, *, hard: bool) -> None:
        super().restart(hard=hard)
        self._do(OpenDay((date.fromisoformat(self.hall.date) + timedelta(days=1)).isoformat()))


class DayNotRolled(InProcess):
    """Only a date that is two later, or more, opens a day."""

    def set_clock(self, now: int) -> None:
        before = self.hall.date
        if _date(now) > (date.fromisoformat(before) + timedelta(days=1)).isoformat():
            super().set_clock(now)
        else:
            self.now = now


class DayWithYesterdaysCalls(InProcess):
    """Counters go on counting."""

    def set_clock(self, now: int) -> None:
        day, counters = self.hall.day, self.hall.counters
        super().set_clock(now)
        if self.hall.day != day:
            for counter_id, before in counters.items():
                fresh = replace(before, tickets=())
                self.hall = replace(self.hall, counters=self.hall.counters.put(counter_id, fresh))


class LapseUnsaid(InProcess):
    """Somebody who is still there at the day's end is gone without a record."""

    def set_clock(self, now: int) -> None:
        before = len(self.facts)
        super().set_clock(now)
        lapsed = [fact for fact in self.facts[before:] if isinstance(fact.event, TicketLapsed)]
        self.facts = [fact for fact in self.facts if fact not in lapsed[:1]]


class ByHandForgotten(InProcess):
    """A start begins with the file alone."""

    def restart(self, *, hard: bool) -> None:
        super().restart(hard=hard)
        self.hall = replace(self.hall, by_hand=(), config=self.hall.configured, written=None)


class GroupCalledInHalf(InProcess):
    """The last of a group is not at the counter, and waits on."""

    def _do(self, command: Command) -> tuple[Event, ...] | Declined:
        decision = super()._do(command)
        if not isinstance(decision, Declined) and decision and isinstance(decision[-1], GroupCalled):
            event = decision[-1]
            left = self.hall.ticket(event.ticket_ids[-1])
            assert left is not None
            waits = replace(left, state=TicketState.WAITING, counter_id=None, called_at=None)
            here = self.hall.counter(event.counter_id).without(left.ticket_id)
            self.hall = replace(
                _back_in_line(self.hall, left.ticket_id),
                live=self.hall.live.put(left.ticket_id, waits),
                counters=self.hall.counters.put(event.counter_id, here),
            )
        return decision


class GroupHeardTwice(InProcess):
    """A second press calls the next group as well."""

    def ask(self, order: Order | CallGroup) -> Answer:
        if isinstance(order, CallGroup):
            order = replace(order, after=self.hall.counter(order.counter_id).calls)
        return super().ask(order)


class LeakedPractice(InProcess):
    """What a practice ticket's step does, it does to the hall."""

    def _do(self, command: Command) -> tuple[Event, ...] | Declined:
        decision = super()._do(command)
        if not isinstance(decision, Declined):
            for event in decision:
                if isinstance(event, TicketIssued | TicketCalled) and of_practice(event):
                    self.hall = self.leak(event)
        return decision

    def leak(self, event: TicketIssued | TicketCalled) -> Hall:
        raise NotImplementedError


class PracticeCallOnTheWall(LeakedPractice):
    """It is among the calls."""

    def leak(self, event: TicketIssued | TicketCalled) -> Hall:
        learnt = practice_hall(self.hall).ticket(event.ticket_id)
        if learnt is None or learnt.counter_id is None:
            return self.hall
        call = Call(self.hall.seq, self.now, learnt.counter_id, learnt)
        return replace(self.hall, calls=(call, *self.hall.calls))


class PracticeCallAtTheCounter(LeakedPractice):
    """It counts as a call of the counter."""

    def leak(self, event: TicketIssued | TicketCalled) -> Hall:
        if isinstance(event, TicketIssued):
            return self.hall
        before = self.hall.counter(event.counter_id)
        counters = self.hall.counters.put(event.counter_id, replace(before, calls=before.calls + 1))
        return replace(self.hall, counters=counters)


class PracticeNumberInLine(LeakedPractice):
    """One more waits."""

    def leak(self, event: TicketIssued | TicketCalled) -> Hall:
        learnt = practice_hall(self.hall).ticket(event.ticket_id)
        if learnt is None or isinstance(event, TicketCalled):
            return self.hall
        return _back_in_line(replace(self.hall, live=self.hall.live.put(event.ticket_id, learnt)), event.ticket_id)


class PracticeNumberCounted(LeakedPractice):
    """The day has given one number more."""

    def leak(self, event: TicketIssued | TicketCalled) -> Hall:
        return replace(self.hall, issues=self.hall.issues + isinstance(event, TicketIssued))


PLANTED_IN_GROUPS: dict[str, Plant] = {
    "a group called in half": GroupCalledInHalf,
    "two groups by two presses": GroupHeardTwice,
}

PLANTED: dict[str, Plant] = {
    "double call by one press": PressCountedTwice,
    "double call of one number": CalledAndStillInLine,
    "lost hold": HoldLost,
    "lost hold at a restart": HoldLostAtRestart,
    "wrong day roll: twice": DayRolledTwice,
    "wrong day roll: not at all": DayNotRolled,
    "wrong day roll: yesterday's calls": DayWithYesterdaysCalls,
    "wrong day roll: a lapse without a record": LapseUnsaid,
    "what was set by hand, lost at a restart": ByHandForgotten,
    "leaked practice call: on the wall": PracticeCallOnTheWall,
    "leaked practice call: at the counter": PracticeCallAtTheCounter,
    "leaked practice number: in the line": PracticeNumberInLine,
    "leaked practice number: in the figures": PracticeNumberCounted,
}


def _back_in_line(hall: Hall, ticket_id: str) -> Hall:
    ticket = hall.ticket(ticket_id)
    assert ticket is not None
    service_id = ticket.visit.service_id
    line = (hall.lines.get(service_id) or Line()).put((ticket.place, ticket.issue_order), ticket_id)
    return replace(hall, lines=hall.lines.put(service_id, line))


def _date(now: int) -> str:
    """In Taipei, whose business day begins at four."""
    return (date(1970, 1, 1) + timedelta(milliseconds=now + 4 * 3_600_000)).isoformat()
