"""A hall that goes by a wrong time, which nothing elapsed tells: it is put right, or staff are told what to do."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Engine

from program.texts import read_catalog
from program.trusted_clock import SteppedTime, TrustedClock
from server.timekeeping import DateWords, clock_trouble
from tests.server.clock_rig import ClockRig
from tests.server.sample_halls import NOON, sample_hall

pytestmark = pytest.mark.anyio

MINUTE = 60_000
HOUR = 60 * MINUTE
SAVED = 16 * HOUR


@pytest.fixture
async def rig(store: Engine) -> AsyncIterator[ClockRig]:
    one = ClockRig(store, sample_hall(), NOON)
    yield one
    await one.stop()


def trouble(rig: ClockRig) -> str:
    return "".join(one.code for one in clock_trouble(rig.clock))


async def saved(rig: ClockRig) -> None:
    """A virtual computer is put away and taken out again: no clock of its own counts that."""
    await rig.wait(MINUTE)
    rig.now += SAVED
    rig.lapse |= {one.ticket_id for one in rig.author.hall.tickets()}


@pytest.mark.parametrize("at_once", [True, False], ids=["the network steps", "set, vouched for later"])
async def test_an_empty_hall_on_a_computer_that_was_put_away_comes_to_today_by_itself(
    rig: ClockRig, at_once: bool
) -> None:
    await rig.start()
    await saved(rig)
    rig.time.step(SAVED, vouched=at_once)
    await rig.look()
    if not at_once:
        assert trouble(rig) == "clock_far_off"
        rig.time.step(0, vouched=True)
        await rig.look()
    assert trouble(rig) == ""
    await rig.take()
    rig.check()
    assert rig.days() == ["2026-11-24", "2026-11-25"]


async def test_the_network_lets_nobody_lapse_who_waits_where_it_vouched_before(rig: ClockRig) -> None:
    await rig.start()
    await rig.take()
    await saved(rig)
    rig.time.step(SAVED, vouched=True)
    await rig.look()
    assert rig.author.hall.date == "2026-11-24"
    assert trouble(rig) == "clock_far_off"
    await rig.start()
    assert trouble(rig) == ""
    await rig.take()
    rig.check()


async def test_a_computer_without_a_battery_that_gave_a_number_says_what_to_do(rig: ClockRig) -> None:
    rig.time.step(0)
    await rig.start()
    rig.now += 18 * HOUR
    taken = await rig.take()
    rig.time.step(18 * HOUR, vouched=True)
    await rig.look()
    assert rig.author.hall.ticket(taken) is not None, "who took a number since the start stays"
    assert trouble(rig) == "clock_far_off"
    rig.lapse.add(taken)
    await rig.start(DateWords(confirmed=True))
    assert trouble(rig) == ""
    assert rig.author.hall.date == rig.date()


@pytest.mark.parametrize(("off", "code"), [(59 * MINUTE, "clock_jumped"), (-HOUR, "clock_far_off")])
def test_staff_are_told_what_to_do_from_an_hour_on(off: int, code: str) -> None:
    time = SteppedTime(NOON)
    clock = TrustedClock(time)
    time.step(off)
    (said,) = clock_trouble(clock)
    assert (said.code, said.blocks) == (code, False)


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_the_text_names_the_line_to_run(language: str) -> None:
    assert "./jiaohao server --confirm-date" in read_catalog("web").text(language, "code_clock_far_off")
