"""The process that reckons waits: told of the hall, begun again, ended, and waited for by nobody."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from program.clock import ManualClock
from program.tending import Falls
from server.domain.commands import CallNext, Leaving
from server.domain.config import Guide
from server.domain.promise import Promise
from server.forecast.forecast import Wait
from server.forecaster import Forecaster, ReckoningEnded, ReckoningLate
from server.supervision import Supervisor
from tests.server.asking import issue, submission
from tests.server.conftest import Authors
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NOON, sample_hall

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]
DEAF = (sys.executable, "-c", "import signal; signal.pause()")
"""Instead of the process: one that never answers."""
WAIT_S = 30.0


def timed_hall() -> Scene:
    """Each visit takes about ten minutes, as configured."""
    config = sample_hall()
    return Scene(replace(config, services=tuple(replace(one, guide=Guide(minutes=10)) for one in config.services)))


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(WAIT_S):
        while not holds():
            await asyncio.sleep(0.005)


def forecaster(store: Engine, scene: Scene, **more: object) -> Forecaster:
    clock = ManualClock(scene.now)
    times = {"between_s": 0.01, "at_rest_s": 0.4}
    return Forecaster(lambda: scene.hall, clock, store.url, "sample", **(times | more))  # type: ignore[arg-type]


@asynccontextmanager
async def at_work(one: Forecaster, longest_pause_s: float = 0.05) -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(lambda: Falls(first_pause_s=0.01, longest_pause_s=longest_pause_s))
    for name, work in one.works().items():
        supervisor.start(name, work)
    try:
        yield supervisor
    finally:
        await supervisor.end()


def gone(pid: int) -> bool:
    """Ended, or only waiting for its parent to look."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


async def test_it_says_how_long_everybody_waits_and_what_a_new_number_is_promised(store: Engine) -> None:
    scene = timed_hall()
    for _ in range(5):
        scene.issue("apples")
    one = forecaster(store, scene)
    assert one.newest() is None
    assert one.promise_of(issue().visit) is None
    async with at_work(one):
        await until(lambda: one.newest() is not None)
        found = one.newest()
        assert found is not None
        assert (found.at, found.seq) == (scene.now, scene.hall.seq)
        waits = [found.tickets[f"1-A00{number}"] for number in range(1, 6)]
        points = [wait.point_ms for wait in waits if isinstance(wait, Wait)]
        assert points[:3] == [0, 0, 0], "three counters are free"
        assert points == sorted(points)
        told = found.issued_now["apples", "ordinary"]
        assert isinstance(told, Wait)
        assert one.promise_of(issue().visit) == Promise(told.point_ms, told.low_ms, told.high_ms, found.at)
        scene.issue("apples")
        await until(lambda: (one.newest() or found).seq == scene.hall.seq)
    assert one.newest() is None, "it has ended"


async def test_what_it_learnt_from_finished_days_goes_into_it(authors: Authors, store: Engine) -> None:
    scene = timed_hall()
    clock = ManualClock(NOON)
    async with authors(clock=clock) as author:
        for number in range(40):
            await author.ask(submission(f"issue-{number}"))
        for number in range(40):
            here = author.hall.counter("1")
            await author.ask(submission(f"next-{number}", CallNext("1", here.calls, Leaving.SERVED)))
            clock.advance(120_000)
        clock.advance(86_400_000)
        await author.ask(submission("next-day"))
        hall = author.hall
    scene.hall, scene.now = hall, clock.now()
    for _ in range(9):
        scene.issue("apples")
    one = forecaster(store, scene)
    async with at_work(one):
        await until(lambda: one.newest() is not None)
        found = one.newest()
    assert found is not None
    last = found.tickets["2-A010"]
    assert isinstance(last, Wait)
    assert last.point_ms == 3 * 120_000, "39 visits took two minutes each; nine wait before, at three counters"


async def test_one_that_is_killed_takes_the_waits_along_and_is_begun_again(store: Engine) -> None:
    scene = timed_hall()
    scene.issue("apples")
    one = forecaster(store, scene)
    async with at_work(one, longest_pause_s=0.3) as supervisor:
        await until(lambda: one.newest() is not None)
        first = one.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        await until(lambda: one.newest() is None)
        assert one.promise_of(issue().visit) is None
        await until(lambda: bool(supervisor.troubles()))
        (trouble,) = supervisor.troubles()
        assert trouble.part == "forecast"
        assert not trouble.blocks
        assert "ReckoningEnded" in trouble.detail
        await until(lambda: one.newest() is not None)
        assert one.pid not in {None, first}


async def test_one_that_hangs_is_killed_and_begun_again(store: Engine) -> None:
    scene = timed_hall()
    scene.issue("apples")
    one = forecaster(store, scene, late_s=0.3)
    async with at_work(one, longest_pause_s=0.3) as supervisor:
        await until(lambda: one.newest() is not None)
        first = one.pid
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        await until(lambda: one.newest() is None)
        await until(lambda: bool(supervisor.troubles()))
        assert gone(first)
        assert "ReckoningLate" in supervisor.troubles()[0].detail
        await until(lambda: one.newest() is not None)


async def test_one_that_never_answers_is_given_up(store: Engine) -> None:
    one = forecaster(store, timed_hall(), command=DEAF, learning_s=0.1)
    with pytest.raises(ReckoningLate):
        await one.work()
    assert one.newest() is None
    assert one.pid is None


async def test_one_that_ends_says_so(store: Engine) -> None:
    one = forecaster(store, timed_hall(), command=(sys.executable, "-c", ""))
    with pytest.raises(ReckoningEnded):
        await one.work()


async def test_an_answer_that_is_old_is_none(store: Engine) -> None:
    scene = timed_hall()
    one = forecaster(store, scene, at_rest_s=60.0, old_ms=0.0)
    async with at_work(one):
        await until(lambda: one.took_ms > 0)
        assert one.newest() is None
        assert one.promise_of(issue().visit) is None


LEARNS_SLOWLY = """
import os, sys, threading
threading.Event().wait(1.5)
os.execv(sys.executable, [sys.executable, "-m", "server.forecast.worker"])
"""
SLOW_TO_LEARN = (sys.executable, "-c", LEARNS_SLOWLY)
"""Its first answer takes longer than an answer is good for."""


async def test_one_that_learns_for_longer_than_an_answer_is_good_for_is_asked_again_at_once(store: Engine) -> None:
    scene = timed_hall()
    one = forecaster(store, scene, command=SLOW_TO_LEARN, between_s=3600.0, old_ms=1_400.0)
    async with at_work(one):
        await until(lambda: one.newest() is not None)


async def test_where_no_waits_are_shown_there_is_no_process(store: Engine) -> None:
    assert forecaster(store, timed_hall(), shown=False).works() == {}


async def upto(start: bytes, lines: asyncio.StreamReader) -> AsyncIterator[bytes]:
    async for line in lines:
        yield line
        if line.startswith(start):
            return


async def test_it_ends_with_the_server_also_with_one_that_is_killed(store: Engine) -> None:
    """Its parent begins it, tells which it is, and is killed."""
    url = store.url.render_as_string(hide_password=False)
    program = f"""
import asyncio
from sqlalchemy import make_url
from program.clock import ManualClock
from server.forecaster import Forecaster
from tests.server.test_forecaster import timed_hall

async def main():
    hall = timed_hall().hall
    one = Forecaster(lambda: hall, ManualClock({NOON}), make_url({url!r}), "sample")
    task = asyncio.create_task(one.work())
    while one.newest() is None:
        await asyncio.sleep(0.01)
    print("pid", one.pid, flush=True)
    await task

asyncio.run(main())
"""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    try:
        said = [line async for line in upto(b"pid ", parent.stdout)]
        pid = int(said[-1].split()[1])
        assert not gone(pid)
    finally:
        parent.kill()
        await parent.wait()
    await until(lambda: gone(pid))


async def test_the_hall_is_told_the_promise_of_the_newest_forecast(authors: Authors) -> None:
    promise = Promise(600_000, 300_000, 900_000, made_at=NOON)
    async with authors(promise_of=lambda _: promise) as author:
        await author.ask(submission("first"))
        ticket = author.hall.tickets()[0]
    assert ticket.promise == promise
