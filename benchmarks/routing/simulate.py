"""A day of a hall under a rule for who is next, event by event (simpy).

Who is passed is counted here, by the definition in docs/routing.md and not by the rule that is tried: a rule that
forgot its own bound is found out.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, cast

import simpy

from benchmarks.routing.reference_hall import Counter, Day, Hall, Visitor, ms
from benchmarks.routing.rules import Line, Waiter

_Steps = Generator[simpy.Event, Any, None]


@dataclass(frozen=True, slots=True)
class Call:
    waiter: Waiter
    counter: str
    at: int

    @property
    def wait(self) -> int:
        """From check-in, or the appointed time where that is later; of a second leg, from the end of the first."""
        return max(self.at - _waits_from(self.waiter), 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    calls: tuple[Call, ...]
    left_over: tuple[Waiter, ...]
    """Not called when the hall closed for good."""
    passes: dict[int, int]
    """By number, how often it was passed in the whole visit; who never was is left out."""
    closed_at: int

    def waits(self, of: Callable[[Waiter], bool]) -> list[float]:
        """In minutes; who was left over has waited until the end."""
        called = [call.wait / ms(1) for call in self.calls if of(call.waiter)]
        waited = [max(self.closed_at - _waits_from(each), 0) / ms(1) for each in self.left_over if of(each)]
        return called + waited


@dataclass(slots=True)
class Desk:
    """What a counter does now."""

    counter: Counter
    serves: Waiter | None = None
    since: int = 0
    """When it called whom it serves."""
    back_at: int | None = None
    """On its break, which ends then."""
    had_break: bool = False


class Simulation:
    def __init__(self, hall: Hall, day: Day, line: Line, watch: Callable[[Simulation, Waiter], None] | None = None):
        """`watch` is told of whoever has just joined the line and was not called at once."""
        self.hall = hall
        self.day = day
        self.line = line
        self.desks = {counter.name: Desk(counter) for counter in hall.counters}
        self.waiting: dict[int, Waiter] = {}
        self.passes: dict[int, int] = {}
        self.calls: list[Call] = []
        self._watch = watch
        self._environment = simpy.Environment()
        self._idle: dict[str, simpy.Event] = {}

    @property
    def now(self) -> int:
        return int(self._environment.now)

    def open_counters(self) -> frozenset[str]:
        return frozenset(name for name, desk in self.desks.items() if desk.back_at is None)

    def run(self) -> Outcome:
        end = ms(self.hall.hard_close)
        self.line.open(self.open_counters())
        for counter in self.hall.counters:
            self._environment.process(self._work(self.desks[counter.name]))
        self._environment.process(self._arrive())
        self._environment.run(until=end)
        return Outcome(tuple(self.calls), tuple(self.waiting.values()), self.passes, end)

    def _arrive(self) -> _Steps:
        for visitor in self.day.visitors:
            yield self._environment.timeout(visitor.came - self.now)
            self._join(Waiter(visitor, 0, self.now))

    def _join(self, waiter: Waiter) -> None:
        """Of the idle counters, the one that can do least takes him."""
        self.waiting[waiter.number] = waiter
        self.line.add(waiter)
        idle = [counter for counter in self.hall.counters if counter.name in self._idle]
        for counter in sorted(idle, key=lambda counter: len(counter.skills)):
            if waiter.service in counter.skills and (called := self._call(counter)) is not None:
                self._idle.pop(counter.name).succeed(called)
                break
        if self._watch and waiter.number in self.waiting:
            self._watch(self, waiter)

    def _work(self, desk: Desk) -> _Steps:
        break_at = ms(desk.counter.break_at)
        while True:
            if not desk.had_break and self.now >= break_at:
                yield from self._pause(desk)
            called = self._call(desk.counter)
            if called is None:
                wake = self._idle[desk.counter.name] = self._environment.event()
                if desk.had_break:
                    yield wake
                else:
                    yield wake | self._environment.timeout(break_at - self.now)
                self._idle.pop(desk.counter.name, None)
                if not wake.triggered:
                    continue
                called = cast("Waiter", wake.value)
            yield from self._serve(desk, called)

    def _pause(self, desk: Desk) -> _Steps:
        length = ms(self.hall.break_minutes)
        desk.back_at, desk.had_break = self.now + length, True
        self.line.open(self.open_counters())
        yield self._environment.timeout(length)
        desk.back_at = None
        self.line.open(self.open_counters())

    def _call(self, counter: Counter) -> Waiter | None:
        number = self.line.call(counter, self.now)
        if number is None:
            return None
        called = self.waiting.pop(number)
        if called.service not in counter.skills:
            raise ValueError(f"counter {counter.name} cannot do {called.service}")
        for other in self.waiting.values():
            slot = other.kept_slot
            earlier = _came(other.visitor) < _came(called.visitor)
            if earlier and other.service in counter.skills and (slot is None or self.now >= slot):
                self.passes[other.number] = self.passes.get(other.number, 0) + 1
        self.calls.append(Call(called, counter.name, self.now))
        desk = self.desks[counter.name]
        desk.serves, desk.since = called, self.now
        return called

    def _serve(self, desk: Desk, waiter: Waiter) -> _Steps:
        visitor = waiter.visitor
        if visitor.gone:
            yield self._environment.timeout(ms(self.hall.no_show_minutes))
        else:
            yield self._environment.timeout(ms(self.hall.call_minutes) + visitor.legs[waiter.leg].lasts)
        if not visitor.gone and waiter.leg + 1 < len(visitor.legs):
            self._join(Waiter(visitor, waiter.leg + 1, self.now))
        desk.serves = None


def play(hall: Hall, day: Day, line: Line) -> Outcome:
    return Simulation(hall, day, line).run()


def _came(visitor: Visitor) -> tuple[int, int]:
    return (visitor.came, visitor.number)


def _waits_from(waiter: Waiter) -> int:
    slot = waiter.visitor.slot if waiter.leg == 0 else None
    return waiter.joined if slot is None else max(waiter.joined, slot)
