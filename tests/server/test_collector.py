"""Garbage is collected when nobody waits, and only then."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Engine

from server.collector import THRESHOLDS, YOUNG_EVERY_S, collect_at_rest
from tests.server.asking import answered, submission
from tests.server.conftest import Authors
from tests.server.stores import FaultyLog

pytestmark = pytest.mark.anyio


class Knot:
    """Refers to itself: only the collector can free it."""

    def __init__(self) -> None:
        self.itself = self


@asynccontextmanager
async def collecting(rested_s: Callable[[], float]) -> AsyncIterator[None]:
    before = gc.get_threshold()
    task = asyncio.create_task(collect_at_rest(rested_s))
    try:
        await asyncio.sleep(0)
        yield
    finally:
        task.cancel()
        gc.set_threshold(*before)


def knot() -> weakref.ref[Knot]:
    return weakref.ref(Knot())


async def gone(tied: weakref.ref[Knot]) -> None:
    async with asyncio.timeout(10):
        while tied() is not None:
            await asyncio.sleep(0.02)


async def test_what_is_young_is_collected_at_rest() -> None:
    async with collecting(lambda: 0.1):
        assert gc.get_threshold() == THRESHOLDS
        await gone(knot())


async def test_nothing_is_collected_while_somebody_waits() -> None:
    waits = True
    async with collecting(lambda: 0.0 if waits else 0.1):
        tied = knot()
        await asyncio.sleep(2.5 * YOUNG_EVERY_S)
        assert tied() is not None
        waits = False
        await gone(tied)


async def test_what_is_old_is_collected_when_nobody_asked_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.collector.FULL_EVERY_S", 0.0)
    kept = Knot()
    gc.collect()
    tied = weakref.ref(kept)
    del kept
    rested = 0.1
    async with collecting(lambda: rested):
        await asyncio.sleep(2.5 * YOUNG_EVERY_S)
        assert tied() is not None
        rested = 5.0
        await gone(tied)


async def test_what_is_old_is_collected_at_last_in_a_hall_that_never_rests_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("server.collector.FULL_LATEST_S", 0.0)
    kept = Knot()
    gc.collect()
    tied = weakref.ref(kept)
    del kept
    async with collecting(lambda: 0.1):
        await gone(tied)


async def test_an_author_rests_when_everybody_has_an_answer(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    async with authors(log) as author:
        assert author.rested_s() > 0
        log.gate.clear()
        asked = asyncio.create_task(author.ask(submission("key-0001")))
        await asyncio.to_thread(log.at_gate.wait, 10)
        assert author.rested_s() == 0
        log.gate.set()
        await answered(asked)
        assert 0 < author.rested_s() < 10
