"""An anchor is due in the evening, after the last closing of the date."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from server.audit.anchor_times import due, due_at
from server.domain.config import HallConfig, Interval, WeeklyHours
from tests.server.sample_halls import ALWAYS, NEVER, sample_hall, sample_service

WEEK = WeeklyHours((*(((Interval(480, 720), Interval(810, 1_020)),) * 5), ((Interval(480, 720),)), ()))


def hall(*hours: WeeklyHours, day_starts_minute: int = 240, time_zone: str = "Asia/Taipei") -> HallConfig:
    services = tuple(sample_service(f"s{at}", "ABC"[at], hours=one) for at, one in enumerate(hours))
    made = sample_hall(services, (), time_zone=time_zone)
    return replace(made, day_starts_minute=day_starts_minute)


def at(text: str) -> int:
    """Of Taipei's time."""
    return int(datetime.fromisoformat(f"{text}+08:00").timestamp() * 1_000)


@pytest.mark.parametrize(
    ("hours", "day", "when"),
    [
        ((WEEK,), date(2026, 11, 24), "2026-11-24T17:15"),
        ((WEEK,), date(2026, 11, 28), "2026-11-28T12:15"),
        ((WEEK,), date(2026, 11, 29), "2026-11-30T04:00"),  # a Sunday: at the day's roll
        ((WEEK, NEVER), date(2026, 11, 24), "2026-11-24T17:15"),
        ((NEVER,), date(2026, 11, 24), "2026-11-25T04:00"),
        ((WEEK, ALWAYS), date(2026, 11, 24), "2026-11-25T00:15"),
        ((WeeklyHours(((Interval(0, 120),),) * 7),), date(2026, 11, 24), "2026-11-25T04:00"),
        ((WeeklyHours(((Interval(0, 120), Interval(300, 400)),) * 7),), date(2026, 11, 24), "2026-11-24T06:55"),
    ],
)
def test_a_quarter_of_an_hour_after_the_last_closing_else_when_the_day_ends(
    hours: tuple[WeeklyHours, ...], day: date, when: str
) -> None:
    assert due_at(hall(*hours), day) == at(when)


def test_never_after_the_day_of_business_ends() -> None:
    assert due_at(hall(ALWAYS, day_starts_minute=0), date(2026, 11, 24)) == at("2026-11-25T00:00")


def test_what_should_be_there_and_when_the_next_one_is_due() -> None:
    config = hall(WEEK)
    evening, sunday = at("2026-11-24T17:15"), at("2026-11-30T04:00")
    assert due(config, evening - 1) == ("2026-11-23", evening)
    assert due(config, evening) == ("2026-11-24", at("2026-11-25T17:15"))
    assert due(config, at("2026-11-25T03:59")) == ("2026-11-24", at("2026-11-25T17:15"))
    assert due(config, at("2026-11-28T13:00")) == ("2026-11-28", sunday)
    assert due(config, sunday - 1) == ("2026-11-28", sunday)
    assert due(config, sunday) == ("2026-11-29", at("2026-11-30T17:15"))


def test_clocks_that_change_leave_no_date_out() -> None:
    config = hall(WeeklyHours(((Interval(480, 1_020),),) * 7), time_zone="Europe/Berlin")
    start = int(datetime(2026, 10, 20, tzinfo=UTC).timestamp() * 1_000)
    dates = [due(config, start + hour * 3_600_000).date for hour in range(24 * 12)]
    assert sorted(set(dates)) == [f"2026-10-{day}" for day in range(19, 32)]
    assert dates == sorted(dates)
