"""How long services take, from their visits and from what is configured."""

from __future__ import annotations

from statistics import fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.forecast.past import PastDay
from server.forecast.service_times import ENOUGH, LEARNT_DAYS, VARIATION, Times, learn, spread

MINUTE_MS = 60_000


def day(*minutes: float, missed: tuple[int, ...] = (), date: str = "2026-11-23") -> PastDay:
    return PastDay(
        date,
        served=tuple(("apples", round(one * MINUTE_MS)) for one in minutes),
        missed=tuple(("apples", one * MINUTE_MS) for one in missed),
    )


def test_thirty_visits_say_alone_how_long_it_takes() -> None:
    learnt = learn([day(*([4.0] * ENOUGH))])
    found = learnt.times_of("apples", minutes=60)
    assert found is not None
    assert found.mean == 4 * MINUTE_MS


def test_fewer_are_mixed_with_what_is_configured() -> None:
    learnt = learn([day(*([4.0] * 10))])
    found = learnt.times_of("apples", minutes=10)
    assert found is not None
    assert len(found.shortest_first) == ENOUGH
    assert found.mean == pytest.approx((10 * 4 + 20 * 10) / 30 * MINUTE_MS, rel=1e-3)


def test_nothing_is_known_of_what_is_neither_seen_nor_configured() -> None:
    assert learn([]).times_of("apples", None) is None
    assert learn([day(1, 2, 3, 4)]).times_of("apples", None) is None
    assert learn([day(1, 2, 3, 4, 5)]).times_of("apples", None) is not None


def test_a_visit_that_was_forgotten_to_be_finished_is_cut() -> None:
    learnt = learn([day(*([5.0] * 400), 600.0)])
    assert learnt.times["apples"].shortest_first[-1] == 5 * MINUTE_MS


def test_who_did_not_come_is_a_share_and_a_cost() -> None:
    learnt = learn([day(5, 5, 5, missed=(1,))])
    assert learnt.missed["apples"] == (0.25, MINUTE_MS)


def test_only_the_last_days_count() -> None:
    days = [day(*([60.0] * ENOUGH))] + [day(4)] * LEARNT_DAYS
    assert learn(days).times["apples"].mean == 4 * MINUTE_MS


@pytest.mark.parametrize("mean", [2, 15, 40])
def test_what_is_configured_is_spread_as_services_are(mean: int) -> None:
    times = spread(mean * MINUTE_MS, 1_000)
    assert fmean(times) == pytest.approx(mean * MINUTE_MS, rel=1e-3)
    assert pstdev(times) / fmean(times) == pytest.approx(VARIATION, rel=0.05)


@given(st.lists(st.integers(0, 100_000), min_size=1), st.floats(0, 0.999), st.integers(1, 200_000))
def test_what_has_lasted_lasts_longer_still(found: list[int], part: float, elapsed: int) -> None:
    times = Times(tuple(sorted(found)))
    assert times.at(part, elapsed) >= elapsed
    assert times.at(part) in found


def test_the_longer_it_has_lasted_the_later_it_is_over() -> None:
    times = Times(tuple(range(1, 101)))
    assert [times.at(0.5, elapsed) for elapsed in (0, 40, 90)] == [51, 71, 96]
