"""An author whose log another has taken shows the hall that the other writes, and says why it takes no command."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from program.clock import ManualClock
from server.author import Author
from server.domain.commands import CallNext
from server.overtaking import follow_once_overtaken
from server.storage.faults import LogTaken
from server.submissions import Answer, AuthorRefusal, AuthorRefused, Published
from tests.server.asking import submission
from tests.server.conftest import Authors
from tests.server.sample_halls import NOON
from tests.server.stores import FaultyLog

pytestmark = pytest.mark.anyio


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.005)


async def told(author: Author, key: str, command: object = None) -> Answer:
    outcome = await author.ask(submission(key, command))
    assert isinstance(outcome, Answer), outcome
    return outcome


async def test_it_shows_what_the_other_writes_and_refuses_with_the_reason(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    log.claimed = False
    clock = ManualClock(NOON)
    async with authors() as first, authors(log, clock=clock, beat_s=0.01) as second:
        assert not second.troubles()
        authorship = asyncio.create_task(follow_once_overtaken(second, store.url, "sample", clock))
        heard: list[Published] = []
        second.subscribe(heard.extend)
        await told(first, "key-0001")
        await until(lambda: second.hall.seq == first.hall.seq)
        assert isinstance(second.fault, LogTaken)
        await told(first, "key-0002")
        await told(first, "key-0003", CallNext("1", 0))
        await until(lambda: second.hall.seq == first.hall.seq)
        assert second.hall.canonical() == first.hall.canonical()
        assert [(one.seq, one.rings) for one in heard] == [(2, False), (3, False), (4, True)], "each once, in order"
        refused = await second.ask(submission("key-0004"))
        assert isinstance(refused, AuthorRefused)
        assert refused.code is AuthorRefusal.UNAVAILABLE
        assert "another server (test) writes this hall's log" in refused.detail
        (trouble,) = second.troubles()
        assert (trouble.part, trouble.code, trouble.blocks) == ("store", "overtaken", True)
        assert "(test)" in trouble.detail
        assert second.heartbeat_age_ms() is not None
        await told(first, "key-0004")
        assert not authorship.done(), "it goes on showing the hall"
        authorship.cancel()
        await asyncio.wait([authorship])


async def test_a_call_that_is_old_by_the_time_it_is_known_does_not_ring(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    log.claimed = False
    clock = ManualClock(NOON)
    async with authors() as first, authors(log, clock=clock) as second:
        heard: list[Published] = []
        second.subscribe(heard.extend)
        await told(first, "key-0001")
        await told(first, "key-0002", CallNext("1", 0))
        clock.advance(10_001)
        outcome = await second.ask(submission("key-0003"))
        assert isinstance(outcome, AuthorRefused)
        authorship = asyncio.create_task(follow_once_overtaken(second, store.url, "sample", clock))
        await until(lambda: second.hall.seq == first.hall.seq)
        assert [(one.seq, one.rings) for one in heard] == [(2, False), (3, False)]
        authorship.cancel()
        await asyncio.wait([authorship])


async def test_an_author_that_stops_as_asked_follows_nobody(authors: Authors, store: Engine) -> None:
    async with authors() as author:
        authorship = asyncio.create_task(follow_once_overtaken(author, store.url, "sample", ManualClock(NOON)))
        await author.stop()
        assert await asyncio.wait_for(authorship, 10) is None
