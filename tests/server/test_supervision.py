from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from program.tending import Falls
from server.supervision import Supervisor, ends_with, tried

pytestmark = pytest.mark.anyio


class Falling:
    """A task that falls over as often as it is told, and then runs."""

    def __init__(self, falls: int) -> None:
        self.falls = falls
        self.begun = 0
        self.runs = asyncio.Event()

    async def work(self) -> None:
        self.begun += 1
        if self.begun <= self.falls:
            raise LookupError(f"fall {self.begun}")
        self.runs.set()
        await asyncio.Event().wait()


@asynccontextmanager
async def supervisor(at: list[float], first_pause_s: float = 0.0) -> AsyncIterator[Supervisor]:
    one = Supervisor(lambda: Falls(first_pause_s=first_pause_s, longest_pause_s=0.002, monotonic=lambda: at[0]))
    try:
        yield one
    finally:
        await one.end()


async def test_a_task_that_falls_is_logged_and_begun_again() -> None:
    async with supervisor([0.0]) as tends:
        work = Falling(falls=2)
        with capture_logs() as lines:
            tends.start("phones", work.work)
            async with asyncio.timeout(5):
                await work.runs.wait()
        assert [(one["event"], one["work"], str(one["exc_info"])) for one in lines] == [
            ("work_failed", "phones", "fall 1"),
            ("work_failed", "phones", "fall 2"),
        ]
        assert work.begun == 3


async def test_it_is_a_trouble_until_it_has_run_well_for_a_while() -> None:
    at = [0.0]
    async with supervisor(at) as tends:
        work = Falling(falls=1)
        tends.start("phones", work.work)
        assert tends.troubles() == []
        async with asyncio.timeout(5):
            await work.runs.wait()
        (trouble,) = tends.troubles()
        assert (trouble.part, trouble.code, trouble.detail) == ("phones", "task_failed", "LookupError: fall 1")
        assert not trouble.blocks
        at[0] = 59.0
        assert tends.troubles()
        at[0] = 60.0
        assert tends.troubles() == []


async def test_a_task_that_ends_by_itself_has_fallen_too() -> None:
    async with supervisor([0.0]) as tends:
        ended = asyncio.Event()

        async def once() -> None:
            if not ended.is_set():
                ended.set()
                return
            await asyncio.Event().wait()

        tends.start("lines", once)
        async with asyncio.timeout(5):
            while not tends.troubles():
                await asyncio.sleep(0)
        assert tends.troubles()[0].detail == "it ended by itself"


async def test_the_pauses_grow_and_are_bounded() -> None:
    async with supervisor([0.0], first_pause_s=0.0005) as tends:
        work = Falling(falls=5)
        with capture_logs() as lines:
            tends.start("phones", work.work)
            async with asyncio.timeout(5):
                await work.runs.wait()
        assert [one["again_in_s"] for one in lines] == [0.0005, 0.001, 0.002, 0.002, 0.002]


async def test_the_end_ends_all_and_leaves_no_trouble_behind() -> None:
    tends = Supervisor()
    work = Falling(falls=0)
    tends.start("phones", work.work)
    with pytest.raises(ValueError, match="phones"):
        tends.start("phones", work.work)
    await work.runs.wait()
    await tends.end()
    await tends.end()
    assert tends.troubles() == []
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "phones"]


async def test_what_the_program_cannot_be_without_ends_it_whatever_becomes_of_it() -> None:
    ended: list[str] = []

    async def good() -> str:
        return "why"

    async def bad() -> str:
        raise LookupError("ours")

    assert await ends_with(good(), lambda: ended.append("good")) == "why"
    with pytest.raises(LookupError):
        await ends_with(bad(), lambda: ended.append("bad"))
    assert ended == ["good", "bad"]


async def test_what_is_only_tried_says_its_fault_and_ends_nothing() -> None:
    async def bad() -> None:
        raise LookupError("ours")

    with capture_logs() as lines:
        await tried("reload", bad())
    assert [(one["event"], one["work"], one["reason"], one["exc_info"]) for one in lines] == [
        ("work_failed", "reload", "LookupError: ours", True)
    ]
