"""A day at a hall, played by its real rules: visitors come, clerks call whoever is next as soon as they are free."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from server.domain.config import HallConfig
from server.domain.counters import away
from server.domain.events import Fact
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NOON

MINUTE = 60_000


class Comes(NamedTuple):
    minute: int
    service_id: str
    takes: int
    """Minutes at the counter."""
    on_to: str = ""
    """Service to which he is sent on when it is over."""


def played(
    visitors: list[Comes],
    config: HallConfig,
    until: int = 600,
    *,
    turn_ms: int = 0,
    counters: tuple[str, ...] = (),
    before: Callable[[Scene], None] | None = None,
) -> list[Fact]:
    """The facts of a day that begins at noon. `counters`: those that are attended, all without; each lets `turn_ms`
    pass before it calls
    whoever stands there; `before` is done first thing in the day. Clerks look once a minute."""
    scene = Scene(config)
    if before is not None:
        before(scene)
    attended = counters or tuple(one.counter_id for one in config.counters)
    takes: dict[str, Comes] = {}
    free: dict[str, int] = dict.fromkeys(attended, 0)
    at_work: dict[str, str] = {}
    coming = sorted(visitors)
    for minute in range(until):
        scene.now = NOON + minute * MINUTE
        for counter_id, ticket_id in list(at_work.items()):
            if free[counter_id] <= minute:
                visitor = takes.pop(ticket_id)
                del at_work[counter_id]
                scene.now = NOON + minute * MINUTE
                if visitor.on_to:
                    takes[ticket_id] = Comes(minute, visitor.on_to, visitor.takes)
                    scene.transfer(counter_id, ticket_id, visitor.on_to)
                else:
                    scene.finish(counter_id, ticket_id)
        while coming and coming[0].minute <= minute:
            visitor = coming.pop(0)
            scene.now = NOON + minute * MINUTE
            takes[scene.issue(visitor.service_id)] = visitor
        for counter_id in sorted(attended, key=lambda one: _breadth(config, one)):
            scene.now = NOON + minute * MINUTE + turn_ms
            if counter_id not in at_work and (called := _next(scene, counter_id)):
                at_work[counter_id] = called
                free[counter_id] = minute + takes[called].takes
    scene.now = NOON + until * MINUTE
    return scene.facts


def _breadth(config: HallConfig, counter_id: str) -> int:
    counter = config.counter(counter_id)
    return 0 if counter is None else len(counter.primary) + len(counter.backup)


def _next(scene: Scene, counter_id: str) -> str | None:
    return None if away(scene.hall.counter(counter_id), counter_id) else scene.next(counter_id)


def some_visitors(random: Random, count: int, services: tuple[str, ...], minutes: int = 480) -> list[Comes]:
    return [Comes(random.randrange(minutes), random.choice(services), random.randint(2, 20)) for _ in range(count)]
