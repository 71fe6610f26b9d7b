"""A hall of any size in the middle of its day, as a wall hears it."""

from __future__ import annotations

from display.deck import FADE_MS
from tests.display.large_halls import Kind, large_hall
from tests.display.walls import Wall
from tests.real_hall import TO_EIGHT_MS, RealHall

AFTER_FADE_MS = FADE_MS + 100


def in_full_swing(kind: Kind, calls: int) -> Wall:
    """Numbers called to the last counters and missed, the newest ones on the screen, the second one with priority."""
    hall = RealHall(large_hall(kind))
    wall = Wall(hall).start()
    services = [one.service_id for one in hall.config.services]
    counters = [one.counter_id for one in hall.config.counters]
    for place in range(12):
        ticket = wall.called(services[-1 - place % len(services)], counters[place % len(counters)])
        if place % 4 == 1:
            wall.hear(hall.miss(ticket))
    hall.closed[services[-1]] = hall.at + 3 * 24 * 3_600_000 - TO_EIGHT_MS
    hall.pass_ms(70_000)
    wall.steady += 70_000
    wall.board = Wall(hall).start().board
    for place in range(calls):
        # Each has had its show, so that all of them stand on the screen.
        wall.wait(3_100).hear()
        wall.called(services[place % len(services)], counters[place % min(len(counters), 4)], priority=place == 1)
    hall.issue(services[0])
    return wall.hear().told(hall.lines()).wait(AFTER_FADE_MS)
