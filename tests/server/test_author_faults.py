"""The author in trouble: failed commits, lost replies, stale authors, impatient askers, bugs of others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from program.clock import ManualClock
from server.author import MAX_WAITING, Author
from server.storage.faults import LogCorrupt, LogTaken, StorageFault
from server.storage.keys import FORGOTTEN_AT_ONCE
from server.storage.log import HallLog
from server.submissions import Answer, AuthorRefusal, AuthorRefused, KeyFate, Published
from server.tokens import TokenMint
from tests.server.asking import answered, cancel, refused, submission
from tests.server.conftest import Authors
from tests.server.sample_halls import NOON, sample_hall, sample_service
from tests.server.storage.tampering import tampered
from tests.server.stores import FaultyLog

pytestmark = pytest.mark.anyio


async def test_patience_that_ran_out_is_expired_unless_remembered(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    async with authors(log) as author:
        first = await author.ask(submission("key-0001", patience_ms=60_000))
        log.gate.clear()
        log.at_gate.clear()
        before = asyncio.create_task(author.ask(submission("key-0002")))
        await asyncio.to_thread(log.at_gate.wait, 10)
        late = asyncio.create_task(author.ask(submission("key-0003", patience_ms=20)))
        known = asyncio.create_task(author.ask(submission("key-0001", patience_ms=20)))
        patient = asyncio.create_task(author.ask(submission("key-0004", patience_ms=60_000)))
        await asyncio.sleep(0.06)
        log.gate.set()
        assert isinstance(await before, Answer)
        assert await refused(late) == AuthorRefusal.EXPIRED
        assert await known == first
        assert isinstance(await patient, Answer)
        assert author.hall.waiting("apples") == 3
        assert isinstance(await author.ask(submission("key-0003")), Answer), "an expired key had no effect"


async def test_a_failed_commit_has_never_been(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    async with authors(log) as author:
        await author.ask(submission("key-0001"))
        before = author.hall
        heard: list[Published] = []
        author.subscribe(heard.extend)
        log.fail_appends = 2
        assert await refused(author.ask(submission("key-0002"))) == AuthorRefusal.UNAVAILABLE
        assert await refused(author.ask(submission("key-0003"))) == AuthorRefusal.UNAVAILABLE
        assert (author.hall, heard) == (before, [])
        answer = await answered(author.ask(submission("key-0002")))
        assert answer.number == "A002"
        assert [published.seq for published in heard] == [3]


async def test_a_reply_of_the_store_that_was_lost_is_found_out(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    async with authors(log) as author:
        log.lose_replies = 1
        answer = await answered(author.ask(submission("key-0001")))
        assert answer.seq == author.hall.seq == 2


async def test_a_commit_in_doubt_is_settled_before_anything_else_is_decided(authors: Authors, store: Engine) -> None:
    """The commit arrived, its reply did not, and then the store was away: refused, but never decided twice."""
    log = FaultyLog(store, "sample")
    async with authors(log) as author:
        heard: list[Published] = []
        author.subscribe(heard.extend)
        log.lose_replies = 1
        log.blind = True
        assert await refused(author.ask(submission("key-0001"))) == AuthorRefusal.UNAVAILABLE
        assert await refused(author.ask(submission("key-0002"))) == AuthorRefusal.UNAVAILABLE
        assert heard == []
        log.blind = False
        second = await answered(author.ask(submission("key-0002")))
        assert second.number == "A002"
        assert [published.seq for published in heard] == [2, 3], "the doubtful one is announced, once"
        first = await answered(author.ask(submission("key-0001")))
        assert first.number == "A001"


async def test_a_commit_in_doubt_that_holds_only_keys_is_settled_too(authors: Authors, store: Engine) -> None:
    """A cancelled key, or one that had nothing to do, has no event; what it did must not be forgotten for that."""
    log = FaultyLog(store, "sample")
    async with authors(log) as author:
        log.lose_replies = 1
        log.blind = True
        assert await refused(author.ask(cancel("key-0001"))) == AuthorRefusal.UNAVAILABLE
        log.blind = False
        assert await refused(author.ask(submission("key-0001"))) == AuthorRefusal.CANCELLED
        log.lose_replies = 1
        assert await author.ask(cancel("key-0002")) == KeyFate(cancelled=True)
        assert await refused(author.ask(submission("key-0002"))) == AuthorRefusal.CANCELLED
        assert author.hall.seq == 1


async def test_a_stale_author_writes_nothing_and_stops(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    log.claimed = False
    async with authors() as first, authors(log) as second:
        assert isinstance(await first.ask(submission("key-0001")), Answer)
        assert await refused(second.ask(submission("key-0002"))) == AuthorRefusal.UNAVAILABLE
        await asyncio.wait_for(second.ended.wait(), 10)
        assert isinstance(second.fault, LogTaken)
        assert await refused(second.ask(submission("key-0003"))) == AuthorRefusal.UNAVAILABLE
        assert isinstance(await first.ask(submission("key-0004")), Answer)
    assert HallLog(store, "sample").verify_chain() == 3


async def test_the_heartbeat_follows_the_store(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    async with authors(log, beat_s=0.02) as author:
        age = author.heartbeat_age_ms()
        assert age is not None
        assert age < 5_000
        log.blind = True
        await _until(lambda: (author.heartbeat_age_ms() or 0) > 200)
        log.blind = False
        await _until(lambda: (author.heartbeat_age_ms() or 999) < 100)


def _moved(here: Path, there: Path) -> None:
    for file in list(here.glob("hall.db*")):
        file.rename(there / file.name)


async def _until(holds: Any) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.005)


async def test_too_many_waiting_are_refused_at_once(authors: Authors, store: Engine) -> None:
    config = sample_hall((sample_service("apples", "A", last=9_999),))
    log = FaultyLog(store, "sample")
    async with authors(log, config) as author:
        log.gate.clear()
        waiting = [asyncio.create_task(author.ask(submission(f"key-{number:05}"))) for number in range(MAX_WAITING)]
        await asyncio.sleep(0)
        assert await refused(author.ask(submission("one-more"))) == AuthorRefusal.OVERLOADED
        log.gate.set()
        assert all(isinstance(answer, Answer) for answer in await asyncio.gather(*waiting))
        assert isinstance(await author.ask(submission("one-more")), Answer)


async def test_a_listener_that_fails_harms_nobody(authors: Authors) -> None:
    async with authors() as author:
        heard: list[Published] = []

        def fails(batch: Sequence[Published]) -> None:
            raise RuntimeError("a listener's bug")

        author.subscribe(fails)
        unsubscribe = author.subscribe(heard.extend)
        assert isinstance(await author.ask(submission("key-0001")), Answer)
        unsubscribe()
        assert isinstance(await author.ask(submission("key-0002")), Answer)
        assert [published.seq for published in heard] == [2]


async def test_an_order_that_breaks_the_rules_code_is_refused_alone(authors: Authors) -> None:
    async with authors() as author:
        broken, good = await asyncio.gather(
            author.ask(submission("key-0001", object())), author.ask(submission("key-0002"))
        )
        assert isinstance(broken, AuthorRefused)
        assert isinstance(good, Answer)


async def test_a_damaged_log_does_not_start(authors: Authors, store: Engine) -> None:
    async with authors() as author:
        await author.ask(submission("key-0001"))
        await author.ask(submission("key-0002"))
    tampered(store, "UPDATE event SET body = replace(body, 'A001', 'A003') WHERE seq = 2")
    with pytest.raises(LogCorrupt, match="seq 3"):
        async with authors():
            pass


async def test_a_store_without_tables_does_not_start(authors: Authors, store: Engine) -> None:
    with store.begin() as connection:
        connection.execute(text("DROP TABLE business_day"))
    with pytest.raises(StorageFault, match="business_day"):
        async with authors():
            pass


async def test_an_author_never_started_stops(store: Engine) -> None:
    author = Author(
        HallLog(store, "sample"), sample_hall(), clock=ManualClock(NOON), mint=TokenMint(b"", "sample"), name="x"
    )
    await author.stop()
    assert await refused(author.ask(submission("key-0001"))) == AuthorRefusal.UNAVAILABLE


async def test_damage_that_is_met_at_work_ends_the_author_as_damage(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    async with authors(log) as author:
        assert isinstance(await author.ask(submission("key-0001")), Answer)
        log.gate.clear()
        broken = asyncio.create_task(author.ask(submission("key-0002")))
        log.damaged = True
        log.gate.set()
        assert await refused(broken) == AuthorRefusal.UNAVAILABLE
        await asyncio.wait_for(author.ended.wait(), 10)
        assert isinstance(author.fault, LogCorrupt)
        assert await refused(author.ask(submission("key-0003"))) == AuthorRefusal.UNAVAILABLE


async def test_a_database_deleted_under_the_author_takes_no_command_any_more(
    authors: Authors, store: Engine, tmp_path: Path
) -> None:
    async with authors(beat_s=0.05) as author:
        assert isinstance(await author.ask(submission("key-0001")), Answer)
        (tmp_path / "away").mkdir()
        _moved(tmp_path, tmp_path / "away")
        assert await refused(author.ask(submission("key-0002"))) == AuthorRefusal.UNAVAILABLE
        await _until(lambda: (author.heartbeat_age_ms() or 0) > 200)
        _moved(tmp_path / "away", tmp_path)
        await _until(lambda: (author.heartbeat_age_ms() or 999) < 100)
        assert (await answered(author.ask(submission("key-0002")))).number == "A002"


async def test_a_start_waits_for_a_portion_of_old_keys_and_the_rest_go_at_rest(authors: Authors, store: Engine) -> None:
    portions = 3
    async with authors() as author:
        await author.ask(submission("key-0001"))
    with store.begin() as connection:
        for portion in range(portions):
            rows = ", ".join(
                f"('sample', 'old-{portion}-{number}', '', 'nothing', 0, 0, 0)" for number in range(FORGOTTEN_AT_ONCE)
            )
            connection.execute(text(f"INSERT INTO command_key VALUES {rows}"))

    def left() -> int:
        with store.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM command_key WHERE day = 0")).scalar_one())

    async with authors(beat_s=60):
        assert left() == (portions - 1) * FORGOTTEN_AT_ONCE
    async with authors(beat_s=0.02):
        await _until(lambda: left() == 0)
