"""A stepped wall clock over a true one: nobody lapses, and no number comes twice on one date without a said reason."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from program.trusted_clock import SteppedTime, TrustedClock
from server.domain.commands import MissTicket, RestoreTicket
from server.edge.trouble_watch import TroubleWatch
from server.timekeeping import DateWords, clock_trouble
from tests.server.asking import answered, submission
from tests.server.clock_rig import ClockRig
from tests.server.sample_halls import NOON, sample_hall

pytestmark = pytest.mark.anyio

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
YEARS = 3_653 * DAY


def at(zone: str, text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1_000)


MOMENTS = {
    "noon": ("Asia/Taipei", NOON),
    "day roll": ("Asia/Taipei", at("Asia/Taipei", "2026-11-25T03:59:58")),
    "midnight": ("Asia/Taipei", at("Asia/Taipei", "2026-11-24T23:59:58")),
    "spring night": ("Europe/Berlin", at("Europe/Berlin", "2027-03-28T01:59:58")),
    "autumn night": ("Europe/Berlin", at("Europe/Berlin", "2026-10-25T02:59:58")),
}


@pytest.fixture
async def rigs(store: Engine) -> AsyncIterator[list[ClockRig]]:
    """Those in it are stopped at the end."""
    made: list[ClockRig] = []
    yield made
    for rig in made:
        await rig.stop()


@pytest.mark.parametrize("people", [0, 3], ids=["at rest", "people wait"])
@pytest.mark.parametrize("step", [YEARS, 26 * HOUR, -2 * HOUR, -26 * HOUR, -YEARS], ids=lambda ms: f"{ms // HOUR}h")
@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_step_and_back_is_nobodys_business(
    store: Engine, rigs: list[ClockRig], moment: str, step: int, people: int
) -> None:
    zone, start = MOMENTS[moment]
    rig = ClockRig(store, sample_hall(time_zone=zone), start - HOUR)
    rigs.append(rig)
    await rig.start()
    await rig.take()
    await rig.wait(HOUR)
    for _ in range(people):
        await rig.take()
    await rig.step(step)
    await rig.wait(4 * SECOND, take=people > 0)
    await rig.wait(3 * SECOND)
    await rig.step(-step)
    await rig.take()
    await rig.wait(HOUR, take=True)
    rig.check()
    assert len(rig.days()) == len({date for date, _ in rig.taken})


async def test_small_steps_do_not_add_up_to_a_day(store: Engine, rigs: list[ClockRig]) -> None:
    rig = ClockRig(store, sample_hall(), NOON)
    rigs.append(rig)
    await rig.start()
    await rig.take()
    for _ in range(240):
        await rig.step(290 * SECOND)
        await rig.wait(SECOND)
    await rig.take()
    rig.check()
    assert rig.days() == ["2026-11-24"]


def test_a_jump_is_a_trouble_as_long_as_it_lasts_with_one_line_in_and_one_out() -> None:
    time = SteppedTime(NOON)
    watch = TroubleWatch((partial(clock_trouble, TrustedClock(time)),), lambda _: None)
    with capture_logs() as said:
        time.wait(8 * HOUR)
        watch.look()
        assert watch.now() == (), "asleep is not set"
        time.step(26 * HOUR)
        watch.look()
        (trouble,) = watch.now()
        assert (trouble.part, trouble.code, trouble.blocks) == ("clock", "clock_far_off", False)
        assert "1 d 2 h 0 min ahead" in trouble.detail
        assert "./jiaohao server --confirm-date" in trouble.detail
        time.wait(7 * SECOND)
        watch.look()
        assert watch.now() == (trouble,), "the same words"
        time.step(-26 * HOUR)
        watch.look()
    assert [(one["event"], one["code"]) for one in said] == [
        ("trouble", "clock_far_off"),
        ("trouble_over", "clock_far_off"),
    ]


async def test_the_true_day_rolls_while_the_clock_is_wrong(store: Engine, rigs: list[ClockRig]) -> None:
    rig = ClockRig(store, sample_hall(), NOON)
    rigs.append(rig)
    await rig.start()
    await rig.take()
    await rig.step(YEARS)
    await rig.wait(DAY, take=True)
    await rig.step(-YEARS)
    rig.check()
    assert rig.days() == ["2026-11-24", "2026-11-25"]


async def test_a_ticket_taken_while_the_clock_was_fast_comes_back_after_ten_minutes(
    store: Engine, rigs: list[ClockRig]
) -> None:
    rig = ClockRig(store, sample_hall(), NOON)
    rigs.append(rig)
    await rig.start()
    await rig.step(2 * HOUR)
    fast = await rig.take()
    await rig.step(-2 * HOUR)
    await rig.call()
    await rig.author.ask(submission("miss-0001", MissTicket("1", fast)))
    await rig.wait(9 * MINUTE)
    before = await rig.take()
    await rig.wait(2 * MINUTE)
    after = await rig.take()
    await answered(rig.author.ask(submission("restore-1", RestoreTicket(fast))))
    assert rig.author.hall.line("apples") == (before, fast, after)


async def test_a_computer_that_boots_in_2020_goes_on_by_itself_when_it_is_right(
    store: Engine, rigs: list[ClockRig]
) -> None:
    rig = ClockRig(store, sample_hall(), NOON)
    rigs.append(rig)
    await rig.start()
    await rig.take()
    await rig.stop()
    behind = NOON - at("Asia/Taipei", "2020-01-01T00:00:00")
    rig.time.step(-behind)
    await rig.start(waits=(0, 0, behind))
    await rig.wait(MINUTE, take=True)
    rig.check()
    assert not rig.lapse
    assert rig.said() == []


async def test_a_clock_slow_at_the_start_is_put_right_by_the_network(store: Engine, rigs: list[ClockRig]) -> None:
    """As on a computer without a battery, which begins where it was switched off."""
    rig = ClockRig(store, sample_hall(), NOON)
    rigs.append(rig)
    await rig.start()
    await rig.take()
    await rig.wait(MINUTE)
    await rig.stop()
    rig.now += 20 * HOUR
    rig.time.step(0)
    await rig.begin()
    assert rig.author.hall.date == "2026-11-24"
    rig.time.step(20 * HOUR, vouched=True)
    await rig.look()
    await rig.take()
    rig.check()
    assert rig.days() == ["2026-11-24", "2026-11-25"]
    assert rig.said() == ["the network vouches for the time"]
    await rig.wait(MINUTE)
    assert len(rig.said()) == 1, "once"


async def test_a_clock_fast_at_the_start_is_put_right_by_the_network_with_all_who_took_a_number(
    store: Engine, rigs: list[ClockRig]
) -> None:
    rig = ClockRig(store, sample_hall(), NOON)
    rigs.append(rig)
    rig.time.step(2 * HOUR)
    await rig.start()
    taken = await rig.take()
    await rig.wait(MINUTE)
    rig.time.step(-2 * HOUR, vouched=True)
    await rig.look()
    ticket = rig.author.hall.ticket(taken)
    assert ticket is not None
    assert (ticket.issued_at, ticket.place) == (NOON, NOON)
    later = await rig.take()
    assert rig.author.hall.ticket(later).place == NOON + MINUTE  # type: ignore[union-attr]
    rig.check()


async def test_the_network_lets_nobody_lapse_who_took_a_number_since_the_start(
    store: Engine, rigs: list[ClockRig]
) -> None:
    rig = ClockRig(store, sample_hall(), NOON)
    rigs.append(rig)
    rig.time.step(0)
    await rig.start()
    await rig.take()
    rig.time.step(26 * HOUR, vouched=True)
    await rig.look()
    rig.check()


async def poisoned(store: Engine, rigs: list[ClockRig], ahead: int) -> ClockRig:
    """Begun ahead by somebody's word: four lapsed, two took numbers, one of them is called; then it was set right."""
    rig = ClockRig(store, sample_hall(), NOON)
    rigs.append(rig)
    await rig.start()
    for _ in range(4):
        await rig.take()
    rig.time.step(ahead)
    rig.lapse |= {one.ticket_id for one in rig.author.hall.tickets()}
    await rig.start(DateWords(confirmed=True))
    for _ in range(2):
        await rig.take()
    rig.taken[-2:] = [("said", number) for _, number in rig.taken[-2:]]
    await rig.call()
    rig.time.step(-ahead)
    await rig.wait(MINUTE)
    return rig


@pytest.mark.parametrize("ahead", [YEARS, 26 * HOUR], ids=["years", "26 hours"])
async def test_a_poisoned_log_is_held_until_a_person_says_why_it_is_wrong(
    store: Engine, rigs: list[ClockRig], ahead: int
) -> None:
    rig = await poisoned(store, rigs, ahead)
    for words in (DateWords(), DateWords(confirmed=True)):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(rig.start(words), 0.2)
    before = {one.ticket_id for one in rig.author.hall.tickets()}
    assert len(before) == 2
    await rig.start(DateWords(heal="the battery was flat"))
    assert {one.ticket_id for one in rig.author.hall.tickets()} == before, "nobody lapsed"
    assert rig.said() == ["the battery was flat"]
    with store.connect() as connection:
        dates = connection.exec_driver_sql("SELECT date FROM business_day ORDER BY day").scalars().all()
    assert dates == ["2026-11-24", "2026-11-24"], "as readers of the store find them"
    await rig.take()
    assert rig.taken[-1] == ("2026-11-24", "A005"), "what is on paper since the morning is not given again"
    rig.check()
    await rig.start()
    await rig.wait(DAY, take=True)
    rig.check()
    assert rig.said() == ["the battery was flat"], "once, and for good"


async def test_a_log_two_hours_ahead_is_put_right_by_a_persons_word(store: Engine, rigs: list[ClockRig]) -> None:
    rig = ClockRig(store, sample_hall(), NOON)
    rigs.append(rig)
    rig.time.step(2 * HOUR)
    await rig.start()
    taken = await rig.take()
    rig.time.step(-2 * HOUR)
    await rig.wait(MINUTE)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(rig.start(), 0.2)
    await rig.start(DateWords(confirmed=True))
    ticket = rig.author.hall.ticket(taken)
    assert ticket is not None
    assert ticket.place == NOON + MINUTE
    rig.check()
