"""How long it takes to say what a day's waits would have been under another plan: a busy day of the reference hall,
from its log, in a process of its own, as `./jiaohao what-if` and the server do it.

    python -m benchmarks.what_if [--quick] [--json]

The floor is a process with the same imports that reads and answers nothing, measured in turn. Told beside it: what the
replays take alone, and how far the replay without any change is from what happened.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from heapq import heapify, heappop, heappush
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec

from benchmarks.programs import write_config
from benchmarks.routing.reference_hall import REFERENCE, Day, Visitor, day
from server.domain.commands import (
    CallNext,
    Command,
    ConfigureHall,
    Context,
    Declined,
    FinishTicket,
    IssueTicket,
    MissTicket,
    OpenCounter,
    OpenDay,
    PauseCounter,
    TransferTicket,
)
from server.domain.config import Counter, HallConfig, Interval, WeeklyHours
from server.domain.counter_states import CounterStatus, PauseReason
from server.domain.decide import decide
from server.domain.events import DayOpened, Fact, TicketIssued
from server.domain.evolve import evolve
from server.domain.hall import Hall
from server.domain.opening import instant
from server.domain.tickets import Channel, Visit
from server.domain.visitor_classes import ORDINARY
from server.settings import check
from server.storage.engine import open_engine
from server.storage.log import Entry, HallLog
from server.storage.migrate import migrate
from server.what_if.answer import Answer, what_if
from server.what_if.asked import ChangeAsked, Question, change_asked
from server.what_if.day_of_log import day_of_log
from server.what_if.worker import Errand

GOAL_S = 2.0
BUSY = 205
"""Visitors of a busy day."""
OPENS = 480
"""Minute of the day."""
FIRST = date(2026, 11, 2)
WEEKS = 4
ROUNDS = 7
QUESTION = Question(
    changes=(ChangeAsked("extra_counter", services=("B",), start="10:00", end="12:00"),),
)
IMPORTS = "import sys, server.what_if.worker"


class Took(NamedTuple):
    processor_s: float
    """What the clock says of a machine that has nothing else to do."""
    clock_s: float


class Played:
    """A hall whose log is written by its own rules, day after day."""

    def __init__(self, config: HallConfig) -> None:
        self.config = config
        self.hall = Hall.empty()
        self.facts: list[tuple[int, Fact]] = []
        self._now = 0
        self._at_work: dict[str, tuple[Visitor, list[int]]] = {}
        """By ticket, who it is and how long what is left of him takes."""
        self._coming: list[tuple[int, int, str, str, Visitor | None]] = []

    def play(self, played: Day, on: date) -> None:
        zone = self.config.time_zone
        began = instant(zone, on, OPENS)
        self._now = instant(zone, on, OPENS - 60)
        self._ask(OpenDay(on.isoformat()) if self.hall.config else ConfigureHall(self.config))
        self._at_work = {}
        self._coming = [(began + one.came, one.number, "comes", "", one) for one in played.visitors]
        for counter in REFERENCE.counters:
            at = began + round(counter.break_at * 60_000)
            self._coming.append((at, -1, "pauses", counter.name, None))
            self._coming.append((at + 30 * 60_000, -1, "opens", counter.name, None))
        heapify(self._coming)
        while self._coming:
            self._now, number, what, where, visitor = heappop(self._coming)
            if visitor is not None:
                self._comes(visitor)
            elif what == "leaves":
                self._leaves(where)
            else:
                self._ask(PauseCounter(where, PauseReason.BREAK, None) if what == "pauses" else OpenCounter(where))
            self._call(number)

    def _comes(self, visitor: Visitor) -> None:
        kind = "priority" if visitor.priority else ORDINARY
        (issued,) = self._ask(IssueTicket(Visit(visitor.legs[0].service, Channel.KIOSK, "zh-TW", kind)))
        assert isinstance(issued, TicketIssued)
        self._at_work[issued.ticket_id] = (visitor, [leg.lasts for leg in visitor.legs])

    def _leaves(self, counter_id: str) -> None:
        there = self.hall.counter(counter_id).tickets[0]
        visitor, left = self._at_work[there]
        if visitor.gone:
            self._ask(MissTicket(counter_id, there))
        elif len(left) > 1:
            left.pop(0)
            self._ask(TransferTicket(there, visitor.legs[-1].service, counter_id))
        else:
            self._ask(FinishTicket(counter_id, there))

    def _call(self, number: int) -> None:
        """Whoever is free calls, and who does least calls first."""
        for counter in sorted(self.config.counters, key=lambda one: len(one.primary)):
            here = self.hall.counter(counter.counter_id)
            if here.free and here.status is CounterStatus.OPEN:
                self._ask(CallNext(counter.counter_id, here.calls))
                called = self.hall.counter(counter.counter_id).ticket_id
                if called is not None:
                    visitor, left = self._at_work[called]
                    lasts = 90_000 if visitor.gone else 30_000 + left[0]
                    heappush(self._coming, (self._now + lasts, number, "leaves", counter.counter_id, None))

    def _ask(self, command: Command) -> tuple[object, ...]:
        decision = decide(self.hall, command, Context(self._now, lambda _: "0" * 64))
        assert not isinstance(decision, Declined), decision
        for event in decision:
            fact = Fact(self._now, "person:1", f"{len(self.facts)}", event)
            self.hall = evolve(self.hall, fact)
            self.facts.append((self.hall.day, fact))
        return decision


def reference_config() -> HallConfig:
    """The reference hall, as a server knows it."""
    with TemporaryDirectory() as folder:
        hall = check(write_config(Path(folder))).hall
    (like, *_) = hall.services
    services = tuple(
        replace(
            like,
            service_id=one.name,
            prefix=one.name,
            name=(("zh-TW", one.name), ("en", one.name)),
            short_name=(),
            hours=WeeklyHours((*((Interval(OPENS, OPENS + 480),),) * 5, (), ())),
        )
        for one in REFERENCE.services
    )
    counters = tuple(Counter(one.name, one.name, tuple(one.skills)) for one in REFERENCE.counters)
    return replace(hall, services=services, counters=counters, days=())


def weeks(config: HallConfig, count: int) -> Iterator[tuple[date, Played]]:
    """The same hall after each of its working days."""
    played = Played(config)
    for number in range(count * 5):
        on = FIRST + timedelta(days=number // 5 * 7 + number % 5)
        played.play(day(REFERENCE, BUSY, number), on)
        yield on, played


def write_log(folder: Path, played: Played) -> str:
    """Its database."""
    url = f"sqlite:///{folder / 'hall.db'}"
    engine = open_engine(url)
    migrate(engine)
    log = HallLog(engine, played.config.hall_id)
    log.append([Entry(on, fact) for on, fact in played.facts], [])
    log.close()
    engine.dispose()
    return url


def main() -> int:
    parser = argparse.ArgumentParser(description="what a day's waits would have been")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    config = reference_config()
    *_, (on, played) = weeks(config, 1 if chosen.quick else WEEKS)
    today = [fact for number, fact in played.facts if number == played.hall.day]
    assert isinstance(today[0].event, DayOpened)
    with TemporaryDirectory() as folder:
        url = write_log(Path(folder), played)
        errands = {
            "floor": (IMPORTS, b""),
            "a day": ("-m", msgspec.json.encode(Errand(url, config.hall_id, QUESTION))),
            "tomorrow": (
                "-m",
                msgspec.json.encode(Errand(url, config.hall_id, msgspec.structs.replace(QUESTION, tomorrow=True))),
            ),
        }
        times: dict[str, list[Took]] = {name: [] for name in errands}
        for _ in range(3 if chosen.quick else ROUNDS):
            for name, (what, sent) in errands.items():
                times[name].append(_took(what, sent))
    began = time.process_time()
    answer = what_if(day_of_log(today), [change_asked(one, config) for one in QUESTION.changes])
    alone = time.process_time() - began
    found = {name: Took(*map(statistics.median, zip(*each, strict=True))) for name, each in times.items()}
    report(found, alone, answer, len(today), on, as_json=chosen.json)
    return 0 if found["a day"].processor_s <= GOAL_S else 1


def _took(what: str, sent: bytes) -> Took:
    words = ["-m", "server.what_if.worker"] if what == "-m" else ["-c", what]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *words], input=sent, stdout=subprocess.PIPE, check=True)
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock)


def report(found: dict[str, Took], alone: float, answer: Answer, facts: int, on: date, *, as_json: bool) -> None:
    assert answer.distance is not None
    away = answer.distance.each_ms / 1000
    if as_json:
        print(json.dumps({"seconds": found, "replays": alone, "facts": facts, "seconds_away": away}))
        return
    for name, took in found.items():
        ratio = took.processor_s / found["floor"].processor_s
        processor = f"{took.processor_s:5.2f} s of the processor ({ratio:.1f} x floor)"
        print(f"{name:9} {processor}, {took.clock_s:5.2f} s by the clock")
    people = answer.outlooks[0].unchanged.people
    print(f"{on}: {people} waits, {facts:,} facts; {answer.runs} runs, each twice, take {alone:.2f} s of it")
    print(
        f"a replay without any change is {away:.1f} s from what happened for each wait; goal {GOAL_S:.0f} s for a day"
    )


if __name__ == "__main__":
    sys.exit(main())
