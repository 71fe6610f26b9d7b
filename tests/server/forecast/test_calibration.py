"""The band: by what was wrong before, in bins of what was expected."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.domain.promise import Promise
from server.forecast.calibration import ENOUGH, WIDER, Calibration, calibrate, part
from server.forecast.past import Kept, PastDay

MINUTE_MS = 60_000


def kept(point: float, waited: float) -> Kept:
    told = Promise(round(point * MINUTE_MS), 0, 0, made_at=0)
    return Kept("apples", "ordinary", told, 0, round(waited * MINUTE_MS))


def day(*each: Kept) -> PastDay:
    return PastDay("2026-11-23", kept=each)


def test_until_enough_is_known_the_runs_are_made_wider() -> None:
    few = calibrate([day(*(kept(10, 10) for _ in range(ENOUGH - 1)))])
    assert few == Calibration()
    assert few.band(600_000, 500_000, 800_000) == (600_000 - WIDER * 100_000, 600_000 + WIDER * 200_000)


def test_a_bin_goes_by_its_own_errors() -> None:
    short = [kept(1, 1 + one / 100) for one in range(101)]
    long = [kept(50, 40 + one / 5) for one in range(101)]
    found = calibrate([day(*short, *long)])
    assert found.band(MINUTE_MS, 0, 0) == (MINUTE_MS + 6_000, MINUTE_MS + 54_000)
    assert found.band(50 * MINUTE_MS, 0, 0) == (42 * MINUTE_MS, 58 * MINUTE_MS)


def test_a_bin_that_has_seen_few_goes_by_all() -> None:
    found = calibrate([day(*(kept(1, 2) for _ in range(2 * ENOUGH)), *(kept(30, 90) for _ in range(29)))])
    assert found.band(30 * MINUTE_MS, 0, 0) == (31 * MINUTE_MS, 31 * MINUTE_MS)
    full = calibrate([day(*(kept(1, 2) for _ in range(2 * ENOUGH)), *(kept(30, 90) for _ in range(30)))])
    assert full.band(30 * MINUTE_MS, 0, 0) == (90 * MINUTE_MS, 90 * MINUTE_MS)


def test_the_newest_three_thousand_count() -> None:
    old = day(*(kept(10, 60) for _ in range(3_000)))
    new = day(*(kept(10, 10) for _ in range(3_000)))
    assert calibrate([old, new]).band(10 * MINUTE_MS, 0, 0) == (10 * MINUTE_MS, 10 * MINUTE_MS)


def test_numbers_that_were_promised_nothing_teach_nothing() -> None:
    nothing = Kept("apples", "ordinary", None, 0, MINUTE_MS)
    assert calibrate([day(*(nothing for _ in range(ENOUGH)))]) == Calibration()


@given(
    st.lists(st.tuples(st.integers(0, 120), st.integers(0, 240)), max_size=400),
    st.integers(0, 200 * MINUTE_MS),
    st.integers(0, 100 * MINUTE_MS),
    st.integers(0, 100 * MINUTE_MS),
)
def test_no_band_is_negative(errors: list[tuple[int, int]], point: int, below: int, above: int) -> None:
    found = calibrate([day(*(kept(*one) for one in errors))])
    low, high = found.band(point, max(0, point - below), point + above)
    assert 0 <= low <= high


@given(st.lists(st.integers(-1_000, 1_000), min_size=1), st.floats(0, 1))
def test_so_many_lie_below_a_part(values: list[int], share: float) -> None:
    ordered = sorted(values)
    assert ordered[0] <= part(ordered, share) <= ordered[-1]
    assert sum(one < part(ordered, share) for one in ordered) <= share * (len(ordered) - 1) + 1
