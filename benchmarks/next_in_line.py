"""What it costs to know who is next: 24 counters, 60 and 400 people waiting, 15 in a hundred with priority.

    python -m benchmarks.next_in_line [--quick] [--json]

The floor is the order by place alone, as every hall once had it: the next of each counter and service, and who waits
longest, read off lines that stand ready. Beside it a press of *next* with whom it passes, the lines of all counters and
services that follow every event, and the board of all phones. Processor time, the median of many, on one hall.
"""

from __future__ import annotations

import argparse
import heapq
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from server.domain.commands import ConfigureHall, Context, IssueTicket
from server.domain.config import HallConfig
from server.domain.decide import decide
from server.domain.events import Event, Fact
from server.domain.evolve import evolve
from server.domain.fairness.policy import Policy, Preset, preset
from server.domain.hall import Hall
from server.domain.routing import select
from server.domain.tickets import Channel, Ticket, Visit
from server.domain.visitor_classes import ORDINARY, PRIORITY
from server.translation.events import NEXT_SHOWN, lines
from server.translation.phone import phone_board
from tests.server.sample_halls import NOON, sample_counter, sample_hall, sample_service

SERVICES = tuple(f"service-{number}" for number in range(8))
COUNTERS = 24
PRIORITY_SHARE = 0.15
GOAL = 6.0
"""Most floors that the lines of 400 people may cost."""


def main() -> int:
    parser = argparse.ArgumentParser(description="who is next, and what it costs to know")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    times = 15 if chosen.quick else 101
    found = {f"{waiting}_{name}": figure for waiting in (60, 400) for name, figure in measured(waiting, times).items()}
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, figure in found.items():
            floor = found[f"{name.split('_')[0]}_floor_us"]
            print(f"{name:24} {figure:8.0f} µs   {figure / floor:5.1f} floors")
        print(f"goal     the lines of 400 people in at most {GOAL:.0f} floors")
    return 0 if found["400_lines_us"] <= GOAL * found["400_floor_us"] else 1


def measured(waiting: int, times: int) -> dict[str, float]:
    fair = hall_of(preset(Preset.PROMISE_FIRST), waiting)
    counter = configured(fair).counters[0]
    now = NOON + waiting * 1_000
    return {
        "floor_us": median(lambda: by_place(fair), times),
        "next_us": median(lambda: select(fair, counter, now), times),
        "lines_us": median(lambda: lines(fair, now), times),
        "phones_us": median(lambda: phone_board(fair, now), times),
    }


def hall_of(rule: Policy, waiting: int) -> Hall:
    chance = random.Random(7)
    services = tuple(sample_service(one, "ABCDEFGH"[place]) for place, one in enumerate(SERVICES))
    counters = tuple(
        sample_counter(
            str(number),
            tuple(SERVICES[(number + step) % len(SERVICES)] for step in range(3)),
            (SERVICES[(number + 4) % len(SERVICES)],),
        )
        for number in range(1, COUNTERS + 1)
    )
    hall, now = Hall.empty(), NOON
    hall = applied(hall, ConfigureHall(replace(sample_hall(services, counters), routing=rule)), now)
    for _ in range(waiting):
        now += 1_000
        visitor_class = PRIORITY if chance.random() < PRIORITY_SHARE else ORDINARY
        hall = applied(hall, IssueTicket(Visit(chance.choice(SERVICES), Channel.KIOSK, "en", visitor_class)), now)
    return hall


def by_place(hall: Hall) -> object:
    """Each ticket of a counter's line is asked whether it is kept for another, as it was."""
    found: list[object] = []
    for counter in configured(hall).counters:
        queues = (hall.queue(one).items() for one in (*counter.primary, *counter.backup))
        line = (ticket_id for _, ticket_id in heapq.merge(*queues))
        found.append(tuple(islice((one for one in line if not ticket(hall, one).for_counter), NEXT_SHOWN)))
    for service_id in SERVICES:
        queue = hall.queue(service_id)
        found.append(tuple(islice(queue.values(), NEXT_SHOWN)))
        found.append(min((ticket(hall, one).issued_at for one in queue.values()), default=None))
    return found


def ticket(hall: Hall, ticket_id: str) -> Ticket:
    found = hall.ticket(ticket_id)
    assert found is not None
    return found


def applied(hall: Hall, command: ConfigureHall | IssueTicket, now: int) -> Hall:
    decision = decide(hall, command, Context(now, str))
    assert isinstance(decision, tuple)
    events: tuple[Event, ...] = decision
    for event in events:
        hall = evolve(hall, Fact(now, "kiosk", "key", event))
    return hall


def configured(hall: Hall) -> HallConfig:
    assert hall.config is not None
    return hall.config


def median(act: Callable[[], object], times: int) -> float:
    """In µs."""
    found = []
    for _ in range(times):
        begin = time.process_time()
        act()
        found.append((time.process_time() - begin) * 1_000_000)
    return statistics.median(found)


if __name__ == "__main__":
    sys.exit(main())
