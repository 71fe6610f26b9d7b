"""How good the estimate was."""

from __future__ import annotations

from server.domain.promise import Promise
from server.forecast.past import Kept, PastDay
from server.forecast.report import ALL, Score, report

MINUTE_MS = 60_000


def kept(service_id: str, waited: int, promise: tuple[int, int, int] | None, age_ms: int = 0) -> Kept:
    told = None
    if promise is not None:
        point, low, high = (one * MINUTE_MS for one in promise)
        told = Promise(point, low, high, made_at=10_000 - age_ms)
    return Kept(service_id, "ordinary", told, 10_000, waited * MINUTE_MS)


def test_error_bias_coverage_by_service_and_of_all() -> None:
    days = [
        PastDay("2026-11-23", kept=(kept("apples", 20, (10, 5, 15), 600), kept("apples", 8, (10, 5, 15), 200))),
        PastDay("2026-11-24", kept=(kept("books", 3, None), kept("apples", 12, (10, 5, 15), 400))),
    ]
    every, apples, books = report(days)
    assert apples == Score("apples", 3, 3, 14 / 3 * MINUTE_MS, 10 / 3 * MINUTE_MS, 2 / 3, 10 * MINUTE_MS, 400.0)
    assert books == Score("books", 1, 0)
    assert (every.service_id, every.called, every.promised, every.coverage) == (ALL, 4, 3, 2 / 3)


def test_no_days_are_reported_as_none() -> None:
    assert report([]) == (Score(ALL, 0, 0),)
