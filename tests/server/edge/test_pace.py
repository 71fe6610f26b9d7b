"""A bucket of tokens: so many at once, so many a second."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.edge.pace import Pace


def test_so_many_at_once_and_then_so_many_a_second() -> None:
    pace = Pace(per_s=2, burst=3)
    assert [pace.take(10.0) for _ in range(4)] == [True, True, True, False]
    assert not pace.take(10.4)
    assert pace.take(10.5)
    assert not pace.take(10.5)
    assert [pace.take(100.0) for _ in range(4)] == [True, True, True, False]


def test_what_is_refused_costs_nothing() -> None:
    pace = Pace(per_s=1, burst=2)
    assert not pace.take(0.0, 3)
    assert pace.take(0.0, 2)
    assert not pace.take(0.0)
    assert not any(pace.take(0.5) for _ in range(100))
    assert pace.take(1.0)


def test_how_long_to_wait() -> None:
    pace = Pace(per_s=4, burst=2)
    assert pace.wait_s(5.0) == 0.0
    assert pace.take(5.0, 2)
    assert pace.wait_s(5.0) == 0.25
    assert pace.take(5.0 + pace.wait_s(5.0))
    assert pace.wait_s(5.0, 3) == math.inf


def test_full_again() -> None:
    pace = Pace(per_s=1, burst=2)
    assert pace.full(0.0)
    assert pace.take(0.0)
    assert not pace.full(0.9)
    assert pace.full(1.0)


@pytest.mark.parametrize(("per_s", "burst"), [(0, 1), (1, 0), (-1, 1)])
def test_a_pace_that_lets_nobody_through_is_a_fault(per_s: float, burst: float) -> None:
    with pytest.raises(ValueError, match="lets nobody through"):
        Pace(per_s, burst)


@given(
    per_s=st.integers(1, 50),
    burst=st.integers(1, 50),
    steps=st.lists(st.tuples(st.integers(-3, 40), st.integers(1, 60)), max_size=60),
)
def test_never_more_than_the_burst_and_what_the_time_gives(
    per_s: int, burst: int, steps: list[tuple[int, int]]
) -> None:
    """Also where the time goes back."""
    pace, now, taken = Pace(per_s, burst), 0.0, 0
    began = latest = steps[0][0] / 8 if steps else 0.0
    for ahead, cost in steps:
        now += ahead / 8
        if pace.take(now, cost):
            taken += cost
        latest = max(latest, now)
        assert taken <= burst + (latest - began) * per_s
