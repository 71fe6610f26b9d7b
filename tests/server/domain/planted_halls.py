"""Halls with a planted bug, each of which the model must notice: what is wrong here, a program could have wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from server.domain.commands import CallGroup, CallNext, OpenDay
from server.domain.config import HallConfig
from server.domain.events import Fact, TicketLapsed
from server.domain.hall import Hall
from server.domain.tickets import TicketState
from tests.server.domain.in_process import InProcess
from tests.server.hall_driver import Answer, Order
from tests.server.planted_faults import FAULTS, GROUP_FAULTS, Fault

Plant = Callable[[HallConfig, int], InProcess]


class PressCountedTwice(InProcess):
    """*Next* does not look at how many calls the clerk has seen: a second press is a second call."""

    def ask(self, order: Order) -> Answer:
        if isinstance(order, CallNext | CallGroup):
            order = replace(order, after=self.hall.counter(order.counter_id).calls)
        return super().ask(order)


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


def planted(fault: Fault) -> Plant:
    """A hall in which every fact makes what the fault says."""

    class Planted(InProcess):
        def evolved(self, fact: Fact) -> Hall:
            return fault(self.hall, fact, super().evolved(fact))

    return Planted


PLANTED_IN_GROUPS: dict[str, Plant] = {
    **{name: planted(fault) for name, fault in GROUP_FAULTS.items()},
    "two groups by two presses": PressCountedTwice,
}

PLANTED: dict[str, Plant] = {
    **{name: planted(fault) for name, fault in FAULTS.items()},
    "double call by one press": PressCountedTwice,
    "lost hold at a restart": HoldLostAtRestart,
    "wrong day roll: twice": DayRolledTwice,
    "wrong day roll: not at all": DayNotRolled,
    "wrong day roll: a lapse without a record": LapseUnsaid,
    "what was set by hand, lost at a restart": ByHandForgotten,
}


def _date(now: int) -> str:
    """In Taipei, whose business day begins at four."""
    return (date(1970, 1, 1) + timedelta(milliseconds=now + 4 * 3_600_000)).isoformat()
