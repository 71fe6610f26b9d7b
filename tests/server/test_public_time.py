"""Phones are told the hall's time by a process of their own, whatever this computer's clock shows."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Engine

from program.clock import RehearsalClock, rehearsal_from
from program.trusted_clock import SteppedTime
from server.public import with_its_time
from server.storage.log import HallLog
from server.storage.reader import LogReader
from tests.server.sample_halls import NOON

pytestmark = pytest.mark.anyio

HOUR = 3_600_000
YEARS = 3_653 * 24 * HOUR


def reader(store: Engine) -> LogReader:
    return LogReader(store, "sample", "public")


def test_a_jump_at_work_is_not_told_to_phones(store: Engine) -> None:
    time = SteppedTime(NOON)
    clock, _ = with_its_time(reader(store), store.dispose, time)
    time.step(YEARS)
    time.wait(HOUR)
    assert clock.now() == NOON + HOUR


@pytest.mark.parametrize("started", [NOON + YEARS, NOON - 18 * HOUR], ids=["started in the jump", "put right since"])
async def test_the_halls_heartbeat_says_what_time_it_is(store: Engine, started: int) -> None:
    log = HallLog(store, "sample")
    log.claim("author", NOON - HOUR)
    clock, follower = with_its_time(reader(store), store.dispose, SteppedTime(started))
    follower.start()
    async with asyncio.timeout(20):
        while not follower.author():
            await asyncio.sleep(0.01)
        assert clock.now() == started, "the first may be old"
        log.beat(NOON, "author")
        while clock.now() != NOON:
            await asyncio.sleep(0.01)
    await follower.stop()


def test_a_rehearsal_keeps_its_own(store: Engine) -> None:
    rehearsal = rehearsal_from("2026-11-24T12:00:00+08:00")
    clock, _ = with_its_time(reader(store), store.dispose, rehearsal)
    assert isinstance(clock, RehearsalClock)
