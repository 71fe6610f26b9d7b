"""From a clerk's call to the display's socket: a quiet hall, then with thousands of phones on the line, first served by
the same process and then by one of their own.

    python -m benchmarks.call_to_display [--quick] [--json] [--rounds N]

The call is a POST of `call_next`; the figure ends when a greeted display has the `ticket_called`. The floor is the sum
of its parts at their least: an echo over a WebSocket, a request that does nothing, one raw commit.

Floor and quiet hall take turns, call by call, so that what else the computer does meets both. With phones the calls
come at uneven times, so that some meet the phones' sweep; they are held against a quiet hall called at the same times,
since a call after a rest finds cold caches, phones or none. Each round has programs of its own; a figure is the median
of the rounds' ratios, since one round's 99th percentile is two or three calls.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.blocking_clients import Asker, Wire
from benchmarks.fan_out import TicketSource, swarm
from benchmarks.programs import bench_program, hall_server, public_process
from server.storage.engine import sqlite_module
from server.writer import BEAT_SECONDS
from wire.codec import encode
from wire.messages import PROTOCOL
from wire.messages.commands import CallNext
from wire.messages.session import Hello

QUIET_GOAL = 2.0
TAIL_GOAL = 1.5
CROWD_GOAL = 2.0
APART_GOAL = 1.5
PHONES_NICE = 19
"""In a hall the phones' own work is done by phones, here by one of two cores."""
WARM_UP = 10
REST_S = BEAT_SECONDS + 0.5
"""A server that has just been filled with tickets gets one heartbeat to tidy up, as it does all day."""
TIDY_EVERY = 32
"""Commits after which the floor's store is tidied too, between two measurements."""


class Hall:
    """A server with `count` people in line, a display, and a clerk who calls one after the other. `apart`: the phones
    have a process of their own."""

    def __init__(self, stack: ExitStack, count: int, phones: int, *, apart: bool = False) -> None:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(hall_server(folder, public=apart))
        source = TicketSource(server)
        tokens = [source.issue()[1] for _ in range(count + WARM_UP)]
        phones_port = stack.enter_context(public_process(folder)).port if apart else server.port
        stack.enter_context(swarm(phones_port, phones, tokens[0], PHONES_NICE) if phones else nullcontext())
        time.sleep(REST_S)
        self._display = Wire(server.port, b"/ws", server.display())
        stack.callback(self._display.close)
        self._display.send(encode(Hello(protocol=PROTOCOL, role="display", name="display-1")))
        self._display.wait_for(b'"type":"snapshot"')
        self._clerk = Asker(server.port, server.clerk())
        self._called = 0

    def call(self) -> float:
        """Seconds to the display."""
        number = self._called
        self._called += 1
        command = encode(
            CallNext(key=f"call-{number:06}", counter_id="1", after=number, present="served" if number else None)
        )
        begun = time.perf_counter()
        self._clerk.ask(command)
        self._display.wait_for(b'"what":"ticket_called"')
        found = time.perf_counter() - begun
        if b'"accepted"' not in self._clerk.answer():
            raise RuntimeError("a call was refused")
        return found


class Floor:
    """The parts of a call at their least."""

    def __init__(self, stack: ExitStack) -> None:
        program = stack.enter_context(bench_program("bare", "asgi"))
        self._echo, self._asker = Wire(program.port, b"/"), Asker(program.port)
        stack.callback(self._echo.close)
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        self._store = sqlite_module().connect(f"{folder}/raw.db", isolation_level=None)
        stack.callback(self._store.close)
        for line in ("journal_mode=wal", "synchronous=full", "wal_autocheckpoint=0"):
            self._store.execute(f"pragma {line}").close()
        self._store.execute("create table event(seq integer primary key, body text)")
        self._commits = 0
        for _ in range(2 * TIDY_EVERY):
            self.commit()
            self.tidy()

    def echo(self) -> None:
        self._echo.send(b'{"type":"echo"}')
        self._echo.wait_for(b"echo")

    def request(self) -> None:
        self._asker.ask(b"{}")
        self._asker.answer()

    def commit(self) -> None:
        self._store.execute("begin immediate")
        self._store.execute("insert into event(body) values(?)", ("x" * 400,))
        self._store.execute("commit")
        self._commits += 1

    def tidy(self) -> None:
        """A commit that makes the write-ahead log longer waits for the file system too: not the least."""
        if self._commits >= TIDY_EVERY:
            self._store.execute("pragma wal_checkpoint(passive)").fetchall()
            self._commits = 0


@dataclass(frozen=True)
class Round:
    """Seconds, each list in order of size."""

    parts: dict[str, list[float]]
    floor: list[float]
    """Sums of the parts that were measured after one another."""
    quiet: list[float]
    paced: list[float]
    """The quiet hall, called at the uneven times of those below."""
    crowd: list[float]
    """With phones, in the same process."""
    apart: list[float]
    """With phones, which have a process of their own."""

    @property
    def ratios(self) -> tuple[float, float, float, float]:
        """Those that have goals: p50 and p99 of the quiet hall to the floor's, p99 with phones to without, twice."""
        paced = _p99(self.paced)
        middle = statistics.median(self.quiet) / statistics.median(self.floor)
        return middle, _p99(self.quiet) / _p99(self.floor), _p99(self.crowd) / paced, _p99(self.apart) / paced


def one_round(phones: int, quiet_calls: int, crowd_calls: int, chance: random.Random) -> Round:
    with ExitStack() as stack:
        floor = Floor(stack)
        hall = Hall(stack, quiet_calls, 0)
        acts: dict[str, Callable[[], None]] = {"echo": floor.echo, "request": floor.request, "commit": floor.commit}
        parts: dict[str, list[float]] = {name: [] for name in acts}
        quiet = []
        for _ in range(quiet_calls + WARM_UP):
            for name, act in acts.items():
                time.sleep(0.01)
                parts[name].append(_timed(act))
            floor.tidy()
            time.sleep(0.01)
            quiet.append(hall.call())
    pauses = [chance.uniform(0.02, 0.3) for _ in range(crowd_calls + WARM_UP)]
    paced = at_uneven_times(pauses, 0)
    crowd = at_uneven_times(pauses, phones)
    apart = at_uneven_times(pauses, phones, apart=True)
    sums = [sum(one) for one in zip(*parts.values(), strict=True)]
    measured = {name: sorted(found[WARM_UP:]) for name, found in parts.items()}
    return Round(measured, sorted(sums[WARM_UP:]), sorted(quiet[WARM_UP:]), paced, crowd, apart)


def at_uneven_times(pauses: list[float], phones: int, *, apart: bool = False) -> list[float]:
    """A call after each pause, in seconds; the first ones, which warm up, left out; in order of size."""
    with ExitStack() as stack:
        hall = Hall(stack, len(pauses) - WARM_UP, phones, apart=apart)
        found = []
        for pause in pauses:
            time.sleep(pause)
            found.append(hall.call())
    return sorted(found[WARM_UP:])


def _timed(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _p99(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]


def summary(phones: int, rounds: list[Round]) -> dict[str, object]:
    def middle(found: list[float]) -> float:
        return statistics.median(found) * 1000

    crowd = f"p99 with {phones:,} phones / without"
    names = ("quiet p50 / floor p50", "quiet p99 / floor p99", crowd, f"{crowd}, apart")
    ratios = [statistics.median(column) for column in zip(*(one.ratios for one in rounds), strict=True)]
    rows = {
        kind: {
            "p50_ms": middle([statistics.median(getattr(one, kind)) for one in rounds]),
            "p99_ms": middle([_p99(getattr(one, kind)) for one in rounds]),
        }
        for kind in ("floor", "quiet", "paced", "crowd", "apart")
    }
    parts = {
        name: {
            "p50_ms": middle([statistics.median(one.parts[name]) for one in rounds]),
            "p99_ms": middle([_p99(one.parts[name]) for one in rounds]),
        }
        for name in rounds[0].parts
    }
    goals = [
        {"name": name, "ratio": ratio, "goal": goal, "met": ratio <= goal}
        for name, ratio, goal in zip(names, ratios, (QUIET_GOAL, TAIL_GOAL, CROWD_GOAL, APART_GOAL), strict=True)
    ]
    return {"phones": phones, "rounds": [one.ratios for one in rounds], "rows": rows, "parts": parts, "goals": goals}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, help="5, or 3 with --quick")
    options = parser.parse_args()
    phones, count, quiet_calls, crowd_calls = (2_000, 3, 100, 60) if options.quick else (10_000, 5, 300, 200)
    chance = random.Random(1)
    stolen = _stolen_ticks()
    rounds = [one_round(phones, quiet_calls, crowd_calls, chance) for _ in range(options.rounds or count)]
    found = summary(phones, rounds) | {"load": os.getloadavg()[1], "stolen": _share(stolen, _stolen_ticks())}
    if options.json:
        print(json.dumps(found))
    else:
        _show(found)
    goals = found["goals"]
    assert isinstance(goals, list)
    return 0 if all(goal["met"] for goal in goals) else 1


def _stolen_ticks() -> tuple[int, int]:
    """What the host took from this virtual machine, and all time, in ticks since the start."""
    ticks = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return ticks[7], sum(ticks)


def _share(before: tuple[int, int], after: tuple[int, int]) -> float:
    return (after[0] - before[0]) / max(1, after[1] - before[1])


def _show(found: dict[str, Any]) -> None:
    print("medians of the rounds        p50        p99")
    crowd = f"{found['phones']:,} phones"
    named = {
        "floor": "floor",
        "quiet": "quiet hall",
        "paced": "quiet, uneven times",
        "crowd": crowd,
        "apart": f"{crowd}, apart",
    }
    lines = [(named[kind], row) for kind, row in found["rows"].items()]
    lines[1:1] = [(f"  {name}", row) for name, row in found["parts"].items()]
    for name, row in lines:
        print(f"{name:22} {row['p50_ms']:7.2f} ms {row['p99_ms']:7.2f} ms")
    print(f"{'':42} ratio   goal   each round")
    for number, goal in enumerate(found["goals"]):
        each = " ".join(f"{one[number]:.2f}" for one in found["rounds"])
        shown = "met" if goal["met"] else "NOT MET"
        print(f"{goal['name']:42} {goal['ratio']:5.2f} {goal['goal']:6.1f}   {each}   {shown}")
    print(f"around it: load {found['load']:.1f} on {os.cpu_count()} cores, {found['stolen']:.1%} taken by the host")


if __name__ == "__main__":
    sys.exit(main())
