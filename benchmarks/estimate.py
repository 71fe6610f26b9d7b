"""What an estimate costs, and whom: how long a refresh takes in its process, and what a clerk's *next* loses by it.

    python -m benchmarks.estimate [--quick] [--json]

The refresh is of 60 who wait and 6 counters of the sample hall, as on its first day and after one to learn from: the
processor time of the process that the server begins, which others on a busy machine do not make longer. *Next* is from
the request to its answer, with 60 in line all the time; with waits reckoned and without in turns, in pairs, each on a
server of its own. A figure is the median of the pairs' ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.fan_out import TicketSource
from benchmarks.forecast_band import FIRST_DAY, MINUTE_MS, SHARES, Play, sample_hall
from benchmarks.programs import started_server, write_config
from benchmarks.sign_in_load import Clerk, p99
from program.clock import ManualClock
from server.domain.commands import CallNext, ConfigureHall, IssueTicket
from server.domain.opening import instant
from server.domain.tickets import Channel, Visit
from server.domain.visitor_classes import ORDINARY, PRIORITY
from server.forecast.estimate import estimate
from server.forecast.hall_now import now_of
from server.forecaster import Forecaster
from server.storage.engine import open_engine
from server.storage.migrate import migrate

WAITING, COUNTERS = 60, 6
REFRESH_GOAL_MS = 100.0
TAIL_GOAL = 1.15
WARM_UP = 10


def busy_hall() -> Play:
    """After a day to learn from: 60 wait, and each counter has somebody."""
    config = sample_hall()
    config = replace(config, counters=config.counters[:COUNTERS])
    one = Play(config, random.Random(3), runs=1)
    one.day(FIRST_DAY, 120)
    now = Play(config, random.Random(4), runs=1, learnt=one.learnt)
    now.now = instant(config.time_zone, date(2026, 3, 3), 10 * 60)
    now.do(ConfigureHall(config))
    served = [service_id for service_id in SHARES if any(each.does(service_id) for each in config.counters)]
    for number in range(WAITING + COUNTERS):
        kind = PRIORITY if number % 7 == 3 else ORDINARY
        now.do(IssueTicket(Visit(served[number % len(served)], Channel.KIOSK, "zh-TW", kind)))
        now.now += MINUTE_MS // 2
    for counter in config.counters:
        now.do(CallNext(counter.counter_id, 0))
    now.now += 3 * MINUTE_MS
    return now


def processor_ms(hall: Play, count: int) -> float:
    now = now_of(hall.hall, hall.now)
    assert now is not None
    took = []
    for _ in range(count):
        begun = time.process_time()
        estimate(now, hall.learnt)
        took.append((time.process_time() - begun) * 1_000)
    return statistics.median(took)


async def refresh_ms(hall: Play, count: int) -> float:
    """Median of what the process itself says."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/hall.db")
        migrate(engine)
        clock = ManualClock(hall.now)
        forecaster = Forecaster(
            lambda: hall.hall, clock, engine.url, hall.config.hall_id, between_s=0.05, at_rest_s=0.0
        )
        work = asyncio.create_task(forecaster.work())
        took: list[float] = []
        while len(took) < count:
            await asyncio.sleep(0.02)
            if forecaster.newest() is not None and (not took or took[-1] != forecaster.took_ms):
                took.append(forecaster.took_ms)
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        engine.dispose()
    return statistics.median(took)


def presses(count: int, chance: random.Random, *, reckoned: bool) -> list[float]:
    """Seconds of each, in order of size."""
    with tempfile.TemporaryDirectory() as folder:
        config = write_config(Path(folder), estimate=reckoned)
        with started_server(config) as program:
            source = TicketSource(program)
            clerk = Clerk(program, WAITING)
            found = []
            for _ in range(count + WARM_UP):
                time.sleep(chance.uniform(0.01, 0.06))
                source.issue()
                found.append(clerk.next())
    return sorted(found[WARM_UP:])


def measure(pairs: int, count: int) -> dict[str, float]:
    hall = busy_hall()
    waiting = sum(hall.hall.waiting(one.service_id) for one in hall.config.services)
    chance = random.Random(7)
    without, with_it = [], []
    for number in range(pairs):
        found = {}
        for reckoned in (bool(number % 2), not number % 2):
            found[reckoned] = presses(count, chance, reckoned=reckoned)
        without.append(found[False])
        with_it.append(found[True])
    ratios = [p99(one) / p99(other) for one, other in zip(with_it, without, strict=True)]
    return {
        "waiting": waiting,
        "refresh_ms": asyncio.run(refresh_ms(hall, 9)),
        "learnt_ms": processor_ms(hall, 9),
        "without_p50_ms": 1_000 * statistics.median(statistics.median(one) for one in without),
        "without_p99_ms": 1_000 * statistics.median(map(p99, without)),
        "with_p50_ms": 1_000 * statistics.median(statistics.median(one) for one in with_it),
        "with_p99_ms": 1_000 * statistics.median(map(p99, with_it)),
        "ratio_p99": statistics.median(ratios),
        "least": min(ratios),
        "most": max(ratios),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="what an estimate costs")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(*((3, 100) if options.quick else (7, 300)))
    met = max(found["refresh_ms"], found["learnt_ms"]) <= REFRESH_GOAL_MS and found["ratio_p99"] <= TAIL_GOAL
    if options.json:
        print(json.dumps(found | {"met": met}))
        return 0 if met else 1
    print(
        f"a refresh for {found['waiting']:.0f} waiting and {COUNTERS} counters: {found['refresh_ms']:.0f} ms, "
        f"where it knows who comes {found['learnt_ms']:.0f} ms (goal {REFRESH_GOAL_MS:.0f} ms)"
    )
    for name, words in (("without", "no waits"), ("with", "waits reckoned")):
        print(f"next with {words:15} p50 {found[f'{name}_p50_ms']:6.2f} ms   p99 {found[f'{name}_p99_ms']:6.2f} ms")
    print(f"ratio of p99: {found['ratio_p99']:.2f}, {found['least']:.2f} to {found['most']:.2f} (goal {TAIL_GOAL:.2f})")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
