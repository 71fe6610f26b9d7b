"""In a crowd the writer lets orders gather, so that one commit serves them all; a single order never waits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from queue import SimpleQueue

import pytest
from sqlalchemy import Engine

from program.clock import ManualClock
from program.steady import steady_ms
from server.domain.hall import Hall
from server.submissions import Published, Stop, Waiting
from server.tokens import TokenMint
from server.writer import Resolved, Writer
from tests.server.asking import submission
from tests.server.sample_halls import NOON, sample_hall
from tests.server.stores import FaultyLog

CROWD = 12


class Arriving(SimpleQueue[Waiting | Stop]):
    """Whoever is on the way comes in one by one, each time that somebody looks how many wait."""

    def __init__(self, here: Sequence[Waiting], on_the_way: Sequence[Waiting | Stop]) -> None:
        super().__init__()
        self.looks = 0
        self._on_the_way = list(on_the_way)
        for one in here:
            self.put(one)

    def qsize(self) -> int:
        self.looks += 1
        if self._on_the_way:
            self.put(self._on_the_way.pop(0))
        return super().qsize()


@pytest.fixture
def waiting() -> Iterator[list[Waiting]]:
    loop = asyncio.new_event_loop()
    yield [Waiting(submission(f"key-{n:04}"), steady_ms(), loop.create_future()) for n in range(2 * CROWD)]
    loop.close()


def commits(store: Engine, orders: Arriving) -> list[int]:
    """How many were answered by each commit."""
    done: list[int] = []

    def deliver(_hall: Hall, _news: Sequence[Published], resolved: Sequence[Resolved]) -> None:
        done.append(len(resolved))

    writer = Writer(
        FaultyLog(store, "sample"),
        sample_hall(),
        clock=ManualClock(NOON),
        mint=TokenMint(b"s" * 32, "sample"),
        name="test",
        orders=orders,
        deliver=deliver,
        beat_s=60,
        keys_kept_ms=1,
    )
    writer.open()
    assert writer.work() is None
    return done


def test_a_crowd_that_asks_again_is_served_by_one_commit(store: Engine, waiting: list[Waiting]) -> None:
    crowd, again = waiting[:CROWD], waiting[CROWD:]
    assert commits(store, Arriving(crowd, [*again, Stop()])) == [CROWD, CROWD]


def test_who_comes_alone_is_served_at_once(store: Engine, waiting: list[Waiting]) -> None:
    orders = Arriving(waiting[:1], [waiting[1], waiting[2], Stop()])
    assert commits(store, orders) == [1, 1, 1]
    assert orders.looks == 3, "once after each commit"
