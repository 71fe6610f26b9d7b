"""The table of what the rule must reach: it tells a rule that keeps its promise from one that does not."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from benchmarks.routing import measures as m
from benchmarks.routing.measures import Sure
from benchmarks.routing.rules import RULES, FairLine, Line, promise_first
from benchmarks.routing.targets import Played, Row, fairness_rows, passed_too_often, table
from server.domain.fairness.policy import Policy


def unbounded(policy: Policy) -> Line:
    """A rule that has forgotten its bound."""
    return FairLine(replace(policy, most_passed=10**6))


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return fairness_rows(Played(6), random_halls=20)


def test_nobody_is_passed_too_often_in_any_hall(rows: list[Row]) -> None:
    bounds = [row for row in rows if "passed" in row.target]
    assert len(bounds) == 3
    assert all(row.met for row in bounds), table(bounds)
    assert any(row.found.value > 0 for row in bounds)


def test_every_row_says_where_it_may_lie_and_for_how_many_days(rows: list[Row]) -> None:
    shown = table(rows).splitlines()[2:]
    assert len(shown) == len(rows) == 20
    assert all("≤" in line or "≥" in line for line in shown)
    assert all(row.days in {3, 6} for row in rows[1:])


def test_a_rule_that_forgot_its_bound_is_reported() -> None:
    rules = {**RULES, "promise-first": lambda: unbounded(promise_first().policy)}
    missed = [row.target for row in fairness_rows(Played(6, rules=rules), random_halls=0) if not row.met]
    assert any(target.startswith("stress, n=185: most often passed") for target in missed)
    assert any(target.startswith("stress, n=205: most often passed") for target in missed)


def test_random_halls_find_a_rule_that_forgot_its_bound() -> None:
    assert sum(passed_too_often(number) for number in range(20)) == 0
    assert sum(passed_too_often(number, unbounded) for number in range(20)) > 0


def test_a_row_is_met_on_its_bound_and_missed_beyond() -> None:
    def row(value: float, at_most: float, at_least: float = -math.inf) -> Row:
        return Row("x", Sure(value, value, value), at_most, at_least)

    assert row(0.6, at_most=0.6).met
    assert not row(0.601, at_most=0.6).met
    assert row(0.77, at_least=0.77, at_most=0.85).met
    assert not row(0.86, at_least=0.77, at_most=0.85).met
    assert "| 0.601 |  |  | **missed** |" in table([row(0.601, at_most=0.6)])
    assert "| 0.61 |  |  | **missed** |" in table([row(0.611, at_most=0.6)])


def test_a_rule_is_as_good_as_itself() -> None:
    found = Played(4).ratio(m.p95(m.ordinary), "ZMS", "ZMS", 205)
    assert (found.value, found.low, found.high) == (1, 1, 1)


@pytest.mark.parametrize(("part", "value"), [(0.05, 1), (0.5, 10), (0.95, 19), (1, 20)])
def test_percentiles_are_values_that_were_seen(part: float, value: float) -> None:
    assert m.percentile(range(1, 21)[::-1], part) == value
