"""A clerk's *next* while fifty people wait to be signed in, against the same presses while nobody is.

    python -m benchmarks.sign_in_load [--quick] [--json]

The figure is from the request to its answer, commit included. A password costs tens of milliseconds of one core on
purpose; what is measured is that this is nobody else's time. Both take turns, in pairs on a server of their own; a
figure is the median of the pairs' ratios.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.blocking_clients import Asker
from benchmarks.fan_out import TicketSource
from benchmarks.programs import Program, client, hall_server
from tests.system.entry import make_account
from wire.codec import encode
from wire.messages.commands import CallNext

PEOPLE = 50
MIDDLE_GOAL = 1.15
TAIL_GOAL = 2.0
WARM_UP = 10
LOGIN, PASSWORD = "crowd", "seven swans by the long lake"


class Clerk:
    """At a counter whose line does not end."""

    def __init__(self, program: Program, visitors: int) -> None:
        source = TicketSource(program)
        for _ in range(visitors):
            source.issue()
        self._asker = Asker(program.port, program.clerk())
        self._called = 0

    def next(self) -> float:
        """Seconds from the press to its answer. Raises RuntimeError when it is refused."""
        number = self._called
        self._called += 1
        key = f"next-{number:06}"
        command = encode(CallNext(key=key, counter_id="1", after=number, present="served" if number else None))
        begun = time.perf_counter()
        self._asker.ask(command)
        answer = self._asker.answer()
        seconds = time.perf_counter() - begun
        if b'"ticket_called"' not in answer:
            raise RuntimeError(f"a call was refused: {answer!r}")
        return seconds

    def presses(self, count: int, chance: random.Random) -> list[float]:
        """In order of size."""
        found = []
        for _ in range(count + WARM_UP):
            time.sleep(chance.uniform(0.005, 0.03))
            found.append(self.next())
        return sorted(found[WARM_UP:])


@contextmanager
def crowd(program: Program) -> Iterator[None]:
    """So many people wait to be signed in, all the time. Raises RuntimeError when one was turned away or none got in:
    then nobody waited.
    """
    process = client("sign_in_clients", program.port, PEOPLE, LOGIN, PASSWORD)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        if json.loads(process.stdout.readline())["ready"] != PEOPLE:
            raise RuntimeError("not everybody came")
        yield
        process.stdin.close()
        found = json.loads(process.stdout.readline())
        if found["refused"] or not found["signed_in"]:
            raise RuntimeError(f"the crowd was no load: {found}")
    finally:
        process.kill()
        process.wait(30)


@dataclass(frozen=True)
class Pair:
    """Seconds, in order of size."""

    quiet: list[float]
    crowded: list[float]

    @property
    def middle(self) -> float:
        return statistics.median(self.crowded) / statistics.median(self.quiet)

    @property
    def tail(self) -> float:
        return p99(self.crowded) / p99(self.quiet)


def p99(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]


def one_pair(count: int, chance: random.Random, *, crowd_first: bool) -> Pair:
    with tempfile.TemporaryDirectory() as folder, hall_server(Path(folder)) as program:
        make_account(program.entry, program.door, LOGIN, PASSWORD, role="volunteer")
        clerk = Clerk(program, 2 * (count + WARM_UP))
        found: dict[bool, list[float]] = {}
        for crowded in (crowd_first, not crowd_first):
            if crowded:
                with crowd(program):
                    found[crowded] = clerk.presses(count, chance)
            else:
                found[crowded] = clerk.presses(count, chance)
    return Pair(found[False], found[True])


def measure(pairs: int, count: int) -> dict[str, float]:
    chance = random.Random(7)
    found = [one_pair(count, chance, crowd_first=bool(number % 2)) for number in range(pairs)]
    return {
        "quiet_p50_ms": 1000 * statistics.median(statistics.median(one.quiet) for one in found),
        "quiet_p99_ms": 1000 * statistics.median(p99(one.quiet) for one in found),
        "crowded_p50_ms": 1000 * statistics.median(statistics.median(one.crowded) for one in found),
        "crowded_p99_ms": 1000 * statistics.median(p99(one.crowded) for one in found),
        "ratio_p50": statistics.median(one.middle for one in found),
        "ratio_p99": statistics.median(one.tail for one in found),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="what people who sign in cost a clerk who calls")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(*((3, 100) if options.quick else (7, 300)))
    met = found["ratio_p50"] <= MIDDLE_GOAL and found["ratio_p99"] <= TAIL_GOAL
    if options.json:
        print(json.dumps(found | {"met": met}))
        return 0 if met else 1
    for name, words in (("quiet", "nobody signs in"), ("crowded", f"{PEOPLE} people sign in")):
        print(f"next while {words:20} p50 {found[f'{name}_p50_ms']:6.2f} ms   p99 {found[f'{name}_p99_ms']:6.2f} ms")
    for name, goal in (("p50", MIDDLE_GOAL), ("p99", TAIL_GOAL)):
        print(f"ratio of {name}: {found[f'ratio_{name}']:.2f} (goal {goal:.2f})")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
