"""Numbers in a burst: so many at once, then so many a minute, each for himself; a repeat and a failed commit count
nothing."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from server.domain.commands import CallNext
from server.number_pace import NumberLimits, NumberPace, taker
from server.submissions import Answer, AuthorRefusal, AuthorRefused
from tests.server.asking import answered, cancel, issue, refused, submission
from tests.server.conftest import Authors
from tests.server.stores import FaultyLog

pytestmark = pytest.mark.anyio

LIMITS = NumberLimits(a_minute=20, at_once=10)
FEW = NumberPace(NumberLimits(a_minute=1, at_once=3))


def taken(pace: NumberPace, who: str, at: int, most: int = 1_000) -> tuple[NumberPace, int]:
    """Takes numbers while it may, at one instant."""
    count = 0
    while count < most and pace.wait_ms(who, at) == 0:
        pace, count = pace.after(who, at), count + 1
    return pace, count


def test_ten_at_once_then_one_every_three_seconds() -> None:
    pace, count = taken(NumberPace(LIMITS), "device:k", 5_000)
    assert count == 10
    assert pace.wait_ms("device:k", 5_000) == 3_000
    assert pace.wait_ms("device:k", 7_999) == 1
    pace, count = taken(pace, "device:k", 8_000)
    assert count == 1
    assert taken(pace, "device:k", 5_000 + 11 * 3_000)[1] == 10, "after 33 seconds all of them again, and no more"
    assert taken(pace, "device:k", 5_000_000)[1] == 10


def test_nobodys_numbers_count_for_another() -> None:
    pace, _ = taken(NumberPace(LIMITS), "device:k", 0)
    assert taken(pace, "device:l", 0)[1] == taken(pace, "person:1", 0)[1] == 10


def test_a_person_is_the_same_at_every_counter() -> None:
    assert taker("person:1@device:a") == taker("person:1@device:b") == taker("person:1") == "person:1"
    assert taker("device:a") == "device:a"


@given(st.integers(1, 100), st.integers(1, 30), st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 20_000))))
def test_in_no_while_more_than_is_allowed(a_minute: int, at_once: int, asked: list[tuple[str, int]]) -> None:
    pace = NumberPace(NumberLimits(a_minute, at_once))
    at, given_at = 0, {"a": list[int](), "b": list[int]()}
    for who, later in asked:
        at += later
        wait = pace.wait_ms(who, at)
        if wait == 0:
            pace = pace.after(who, at)
            given_at[who].append(at)
        else:
            assert pace.wait_ms(who, at + wait) == 0, "who waits as long as was said may take one"
            assert pace.wait_ms(who, at + wait - 1) > 0
    for instants in given_at.values():
        for first in range(len(instants)):
            for last in range(first, len(instants)):
                spent = instants[last] - instants[first]
                assert last - first + 1 <= at_once + spent * a_minute / 60_000


async def test_the_one_too_many_is_refused_and_costs_no_number(authors: Authors) -> None:
    async with authors(pace=FEW) as author:
        asked = [author.ask(submission(f"key-{number:04}", by="device:k")) for number in range(1, 9)]
        outcomes = await asyncio.gather(*asked)
        assert [one.number for one in outcomes if isinstance(one, Answer)] == ["A001", "A002", "A003"]
        no = [one for one in outcomes if isinstance(one, AuthorRefused)]
        assert {one.code for one in no} == {AuthorRefusal.TOO_MANY_NUMBERS}
        assert all(one.wait_ms is not None and 0 < one.wait_ms <= 60_000 for one in no)
        assert (await answered(author.ask(submission("key-0100", by="device:l")))).number == "A004"
        called = await answered(author.ask(submission("key-0101", CallNext("1", 0, None), by="device:k")))
        assert called.number == "A001", "only numbers are counted"


async def test_the_same_key_again_counts_nothing_and_is_answered_at_any_pace(authors: Authors) -> None:
    async with authors(pace=FEW) as author:
        for _ in range(5):
            assert (await answered(author.ask(submission("key-0001", by="device:k")))).number == "A001"
        for key, number in [("key-0002", "A002"), ("key-0003", "A003"), ("key-0002", "A002"), ("key-0001", "A001")]:
            assert (await answered(author.ask(submission(key, by="device:k")))).number == number
        assert await refused(author.ask(submission("key-0004", by="device:k"))) is AuthorRefusal.TOO_MANY_NUMBERS
        assert (await answered(author.ask(submission("key-0003", by="device:k")))).number == "A003"
        assert (await author.ask(cancel("key-0004"))) is not None
        assert author.hall.waiting("apples") == 3


async def test_a_key_that_was_refused_may_be_asked_again(authors: Authors) -> None:
    """A refusal is not remembered: no number exists, and its sender may try the same intent later."""
    async with authors(pace=NumberPace(NumberLimits(a_minute=6_000, at_once=1))) as author:
        keys = [f"key-{number:04}" for number in range(40)]
        outcomes = await asyncio.gather(*(author.ask(submission(key, by="device:k")) for key in keys))
        again = [key for key, one in zip(keys, outcomes, strict=True) if isinstance(one, AuthorRefused)]
        assert again
        while isinstance(outcome := await author.ask(submission(again[0], by="device:k")), AuthorRefused):
            await asyncio.sleep((outcome.wait_ms or 0) / 1_000)
        assert isinstance(outcome, Answer)
        assert outcome.what == "ticket_issued"


async def test_what_the_hall_refuses_counts_nothing(authors: Authors) -> None:
    async with authors(pace=FEW) as author:
        for number in range(10):
            await author.ask(submission(f"no-{number:06}", issue("nowhere"), by="device:k"))
        assert (await answered(author.ask(submission("key-0001", by="device:k")))).number == "A001"


async def test_a_commit_that_failed_counts_nothing(authors: Authors, store: Engine) -> None:
    log = FaultyLog(store, "sample")
    async with authors(log, pace=FEW) as author:
        log.fail_appends = 10
        for number in range(10):
            asked = author.ask(submission(f"no-{number:06}", by="device:k"))
            assert await refused(asked) is AuthorRefusal.UNAVAILABLE
        for number in range(3):
            await answered(author.ask(submission(f"key-{number:04}", by="device:k")))


async def test_a_new_start_begins_anew(authors: Authors) -> None:
    for round_ in range(2):
        async with authors(pace=FEW) as author:
            for number in range(3):
                await answered(author.ask(submission(f"key-{round_}-{number:04}", by="device:k")))
            assert await refused(author.ask(submission(f"no-{round_:06}", by="device:k"))) is (
                AuthorRefusal.TOO_MANY_NUMBERS
            )
