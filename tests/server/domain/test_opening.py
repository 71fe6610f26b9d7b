"""Opening hours and the date of business, also on the nights when clocks change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.config import Interval, WeeklyHours
from server.domain.opening import Opening, Shut, business_date, instant, is_open, opening
from tests.server.sample_halls import ALWAYS, NEVER, sample_hall, sample_service

HOUR = 60
ZONES = ("Asia/Taipei", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Beirut")
"""No change; the usual ones of both hemispheres; half an hour; changes at midnight."""


def at(text: str, zone: str = "Asia/Taipei", fold: int = 0) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp() * 1000)


def weekdays(*intervals: Interval) -> WeeklyHours:
    return WeeklyHours((*((intervals,) * 5), (), ()))


def opening_of(hours: WeeklyHours, now: int, zone: str = "Asia/Taipei") -> Opening:
    return opening(sample_service("apples", "A", hours=hours), sample_hall(time_zone=zone), now)


MORNING_AND_AFTERNOON = weekdays(Interval(8 * HOUR, 12 * HOUR), Interval(13 * HOUR, 17 * HOUR))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-24 07:59:59", Opening(open=False, opens_at=at("2026-11-24 08:00"), closes_at=None, why=Shut.NOT_YET)),
        ("2026-11-24 08:00", Opening(open=True, opens_at=None, closes_at=at("2026-11-24 12:00"))),
        ("2026-11-24 11:59:59", Opening(open=True, opens_at=None, closes_at=at("2026-11-24 12:00"))),
        ("2026-11-24 12:00", Opening(open=False, opens_at=at("2026-11-24 13:00"), closes_at=None, why=Shut.BREAK)),
        ("2026-11-24 16:00", Opening(open=True, opens_at=None, closes_at=at("2026-11-24 17:00"))),
        ("2026-11-24 17:00", Opening(open=False, opens_at=at("2026-11-25 08:00"), closes_at=None, why=Shut.OVER)),
        ("2026-11-28 10:00", Opening(open=False, opens_at=at("2026-11-30 08:00"), closes_at=None, why=Shut.DAY_OFF)),
        ("2026-11-27 17:00", Opening(open=False, opens_at=at("2026-11-30 08:00"), closes_at=None, why=Shut.OVER)),
    ],
)
def test_a_working_week(now: str, expected: Opening) -> None:
    assert opening_of(MORNING_AND_AFTERNOON, at(now)) == expected


def test_never_open_says_no_instant() -> None:
    assert opening_of(NEVER, at("2026-11-24 12:00")) == Opening(
        open=False, opens_at=None, closes_at=None, why=Shut.DAY_OFF
    )


def test_always_open_closes_beyond_the_look_ahead() -> None:
    now = at("2026-11-24 12:00")
    assert opening_of(ALWAYS, now) == Opening(open=True, opens_at=None, closes_at=None)


def test_intervals_that_meet_over_midnight_are_one() -> None:
    night = WeeklyHours(((Interval(22 * HOUR, 24 * HOUR),), (Interval(0, 2 * HOUR),), (), (), (), (), ()))
    assert opening_of(night, at("2026-11-23 23:00")).closes_at == at("2026-11-24 02:00")
    assert opening_of(night, at("2026-11-24 00:00")).closes_at == at("2026-11-24 02:00")
    assert opening_of(night, at("2026-11-24 02:00")).opens_at == at("2026-11-30 22:00")


def test_the_only_interval_of_a_week_opens_next_week() -> None:
    monday = WeeklyHours(((Interval(9 * HOUR, 10 * HOUR),), (), (), (), (), (), ()))
    assert opening_of(monday, at("2026-11-23 10:00")).opens_at == at("2026-11-30 09:00")


def test_an_hour_that_is_skipped_opens_at_the_change() -> None:
    """Berlin, 29 March 2026: 02:00 is 03:00."""
    hours = WeeklyHours(((),) * 6 + ((Interval(2 * HOUR + 30, 4 * HOUR),),))
    found = opening_of(hours, at("2026-03-29 01:00", "Europe/Berlin"), "Europe/Berlin")
    assert found.opens_at == at("2026-03-29 03:00", "Europe/Berlin")
    assert type(found.opens_at) is int, "as the log writes it"


def test_an_interval_inside_the_skipped_hour_does_not_come() -> None:
    hours = WeeklyHours(((),) * 6 + ((Interval(2 * HOUR + 10, 2 * HOUR + 50),),))
    now = at("2026-03-29 03:00", "Europe/Berlin")
    found = opening_of(hours, now, "Europe/Berlin")
    assert found == Opening(
        open=False, opens_at=at("2026-04-05 02:10", "Europe/Berlin"), closes_at=None, why=Shut.DAY_OFF
    )
    assert opening_of(hours, now - 1, "Europe/Berlin").opens_at == at("2026-04-05 02:10", "Europe/Berlin")


def test_a_time_that_comes_twice_means_its_first_coming() -> None:
    """Berlin, 25 October 2026: 03:00 is 02:00 again."""
    hours = WeeklyHours(((),) * 6 + ((Interval(1 * HOUR, 2 * HOUR + 30),),))
    found = opening_of(hours, at("2026-10-25 01:00", "Europe/Berlin"), "Europe/Berlin")
    assert found.closes_at == at("2026-10-25 02:30", "Europe/Berlin")
    assert not opening_of(hours, at("2026-10-25 02:15", "Europe/Berlin", fold=1), "Europe/Berlin").open


@pytest.mark.parametrize(
    ("now", "date"),
    [
        ("2026-11-24 03:59:59", "2026-11-23"),
        ("2026-11-24 04:00", "2026-11-24"),
        ("2026-11-24 23:59:59", "2026-11-24"),
        ("2026-11-25 00:00", "2026-11-24"),
        ("2028-02-29 12:00", "2028-02-29"),
    ],
)
def test_the_date_changes_when_the_day_starts(now: str, date: str) -> None:
    assert business_date(sample_hall(), at(now)) == date


def test_a_day_that_starts_in_the_hour_that_comes_twice_starts_once() -> None:
    config = sample_hall(time_zone="Europe/Berlin", day_starts_minute=2 * HOUR + 30)
    assert business_date(config, at("2026-10-25 02:29", "Europe/Berlin")) == "2026-10-24"
    assert business_date(config, at("2026-10-25 02:30", "Europe/Berlin")) == "2026-10-25"
    assert business_date(config, at("2026-10-25 02:00", "Europe/Berlin", fold=1)) == "2026-10-25"


def test_a_day_may_start_at_midnight() -> None:
    assert business_date(sample_hall(day_starts_minute=0), at("2026-11-24 00:00")) == "2026-11-24"


moments = st.integers(
    int(datetime(1990, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2040, 1, 1, tzinfo=UTC).timestamp())
)


@given(st.sampled_from(ZONES), st.integers(0, 1439), moments, st.integers(0, 3 * 86_400))
def test_the_date_never_goes_back(zone: str, starts: int, now: int, later: int) -> None:
    config = sample_hall(time_zone=zone, day_starts_minute=starts)
    before, after = business_date(config, now * 1000), business_date(config, (now + later) * 1000)
    assert before <= after


@given(st.sampled_from(ZONES), st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 1439), st.integers(1, 1440))
def test_instants_keep_the_order_of_local_times(zone: str, day: date, minute: int, later: int) -> None:
    assert instant(zone, day, minute) <= instant(zone, day, min(1440, minute + later))
    assert instant(zone, day, 1440) == instant(zone, day + timedelta(days=1), 0)


@given(st.sampled_from(ZONES), st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 1439))
def test_an_instant_shows_the_local_time_unless_that_is_skipped(zone: str, day: date, minute: int) -> None:
    shown = datetime.fromtimestamp(instant(zone, day, minute) / 1000, ZoneInfo(zone)).replace(tzinfo=None)
    meant = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    assert shown == meant or (shown > meant and _skipped(zone, meant))


def _skipped(zone: str, local: datetime) -> bool:
    return (
        datetime.fromtimestamp(local.replace(tzinfo=ZoneInfo(zone)).timestamp(), ZoneInfo(zone)).replace(tzinfo=None)
        != local
    )


intervals = st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True).map(
    lambda marks: tuple(Interval(start, end) for start, end in zip(*[iter(sorted(marks))] * 2, strict=False))
)
weeks = st.lists(intervals, min_size=7, max_size=7).map(lambda days: WeeklyHours(tuple(days)))


@given(weeks, st.sampled_from(ZONES), moments)
def test_what_it_says_is_what_happens(hours: WeeklyHours, zone: str, now: int) -> None:
    """Open stays open until `closes_at` and is closed there; closed stays closed until `opens_at` and is open there."""
    found = opening_of(hours, now * 1000, zone)
    change = found.closes_at if found.open else found.opens_at
    assert (found.opens_at is None) or not found.open
    assert change is not None
    assert change > now * 1000
    assert opening_of(hours, change, zone).open is not found.open
    assert opening_of(hours, change - 1, zone).open is found.open
    between = (now * 1000 + change) // 2
    assert replace(opening_of(hours, between, zone), why=None) == replace(found, why=None)
    assert (found.why is None) is found.open


@given(weeks, st.sampled_from(ZONES), moments)
def test_open_now_is_the_same_question(hours: WeeklyHours, zone: str, now: int) -> None:
    service, config = sample_service("apples", "A", hours=hours), sample_hall(time_zone=zone)
    assert is_open(service, config, now * 1000) is opening(service, config, now * 1000).open
