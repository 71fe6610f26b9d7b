"""Queues whose mean wait is known, to see whether the simulator plays what it should: one line, equal counters, times
without memory. Ciw, a simulator that none of us wrote, is given the same visitors."""

from __future__ import annotations

import math
import statistics
from dataclasses import replace
from itertools import pairwise
from random import Random

import ciw

from benchmarks.routing.reference_hall import MINUTE_MS, REFERENCE, Counter, Day, Hall, Leg, Service, Visitor
from benchmarks.routing.rules import RankedLine, first_come
from benchmarks.routing.simulate import play


def erlang_c_wait(arrivals: float, service_minutes: float, counters: int) -> float:
    """Mean minutes of wait with so many arrivals a minute."""
    offered = arrivals * service_minutes
    ahead = sum(offered**busy / math.factorial(busy) for busy in range(counters))
    all_busy = offered**counters / math.factorial(counters) * counters / (counters - offered)
    return all_busy / (ahead + all_busy) * service_minutes / (counters - offered)


def visitors(arrivals: float, service_minutes: float, count: int, seed: int) -> Day:
    random = Random(seed)
    at = 0.0
    came = []
    for number in range(count):
        at += random.expovariate(arrivals)
        lasts = round(random.expovariate(1 / service_minutes) * MINUTE_MS)
        came.append(Visitor(number, round(at * MINUTE_MS), None, False, False, (Leg("A", lasts),), ""))
    return Day(tuple(came), (), 1)


def our_waits(day: Day, counters: int) -> list[float]:
    """In minutes, by number."""
    ends = day.visitors[-1].came / MINUTE_MS + 10_000
    hall: Hall = replace(
        REFERENCE,
        services=(Service("A", 1, 1, 1),),
        counters=tuple(Counter(str(place), "A", ends) for place in range(counters)),
        hard_close=ends,
        call_minutes=0,
    )
    outcome = play(hall, day, RankedLine(first_come))
    return [call.wait / MINUTE_MS for call in sorted(outcome.calls, key=lambda call: call.waiter.number)]


def ciw_waits(day: Day, counters: int) -> list[float]:
    """In minutes, by number."""
    came = [0, *(visitor.came for visitor in day.visitors)]
    apart = [(after - before) / MINUTE_MS for before, after in pairwise(came)]
    lasts = [visitor.legs[0].lasts / MINUTE_MS for visitor in day.visitors]
    network = ciw.create_network(
        # the list would begin anew at its end
        arrival_distributions=[ciw.dists.Sequential([*apart, math.inf])],
        service_distributions=[ciw.dists.Sequential(lasts)],
        number_of_servers=[counters],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(len(day.visitors), method="Finish")
    records = sorted(simulation.get_all_records(), key=lambda record: record.arrival_date)
    return [record.waiting_time for record in records]


def mean_and_margin(
    arrivals: float, service_minutes: float, counters: int, days: int, count: int
) -> tuple[float, float]:
    """Of the simulator's mean wait, from days that know nothing of each other; the margin is three standard errors. The
    first fifth of each day, when the line is still short, does not count."""
    means = [
        statistics.fmean(our_waits(visitors(arrivals, service_minutes, count, seed), counters)[count // 5 :])
        for seed in range(days)
    ]
    return statistics.fmean(means), 3 * statistics.stdev(means) / math.sqrt(days)
