"""Holidays, make-up workdays, days with hours of their own, lunch and the last number, in front of the week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.calendar import giving, holiday, unlisted, working
from server.domain.config import HallConfig, Interval, Service, SpecialDay, WeeklyHours
from server.domain.opening import Shut, instant, opening
from tests.server.sample_halls import NEVER, sample_hall, sample_service

HOUR = 60
WEEK = WeeklyHours((*(((Interval(8 * HOUR, 17 * HOUR),),) * 5), (), ()))
TUESDAY, SATURDAY = date(2026, 11, 24), date(2026, 11, 28)
LUNCH = Interval(12 * HOUR, 13 * HOUR + 30)


def service(hours: WeeklyHours = WEEK, lunch: Interval | None = None, last_number_minutes: int = 0) -> Service:
    plain = sample_service("apples", "A", hours=hours)
    return replace(plain, lunch=lunch, last_number_minutes=last_number_minutes)


def hall(*days: SpecialDay) -> HallConfig:
    return replace(sample_hall(), days=days)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Taipei")).timestamp() * 1000)


def spans(*hours: tuple[float, float]) -> tuple[Interval, ...]:
    return tuple(Interval(int(start * HOUR), int(end * HOUR)) for start, end in hours)


def test_a_holiday_closes_a_weekday() -> None:
    closed = hall(SpecialDay("2026-11-24"))
    assert working(service(), closed, TUESDAY) == ()
    assert holiday(closed, TUESDAY)
    found = opening(service(), closed, at("2026-11-24 10:00"))
    assert (found.open, found.why, found.opens_at) == (False, Shut.HOLIDAY, at("2026-11-25 08:00"))


def test_a_make_up_workday_has_the_hours_of_its_weekday_in_each_service() -> None:
    made_up = hall(SpecialDay("2026-11-28", like=4))
    short_friday = WeeklyHours((*WEEK.days[:4], spans((9, 11)), (), ()))
    assert working(service(), made_up, SATURDAY) == spans((8, 17))
    assert working(service(short_friday), made_up, SATURDAY) == spans((9, 11))
    assert not holiday(made_up, SATURDAY)
    assert working(service(), hall(), SATURDAY) == ()


def test_a_day_with_hours_of_its_own() -> None:
    assert working(service(), hall(SpecialDay("2026-11-24", hours=spans((8, 12)))), TUESDAY) == spans((8, 12))


def test_who_is_closed_all_week_stays_closed() -> None:
    """A service that was withdrawn while somebody waits for it gives no numbers on a Saturday either."""
    for special in (SpecialDay("2026-11-28", like=4), SpecialDay("2026-11-28", hours=spans((8, 12)))):
        assert working(service(NEVER), hall(special), SATURDAY) == ()


def test_lunch_is_a_break_of_the_one_service() -> None:
    assert working(service(lunch=LUNCH), hall(), TUESDAY) == spans((8, 12), (13.5, 17))
    found = opening(service(lunch=LUNCH), hall(), at("2026-11-24 12:00"))
    assert (found.open, found.why, found.opens_at) == (False, Shut.BREAK, at("2026-11-24 13:30"))
    assert opening(service(), hall(), at("2026-11-24 12:00")).open


@pytest.mark.parametrize(
    ("hours", "lunch", "left"),
    [
        (spans((8, 17)), (7, 8), spans((8, 17))),
        (spans((8, 17)), (7, 9), spans((9, 17))),
        (spans((8, 17)), (16, 18), spans((8, 16))),
        (spans((8, 17)), (8, 17), ()),
        (spans((8, 12), (13, 17)), (11, 14), spans((8, 11), (14, 17))),
        (spans((8, 12), (13, 17)), (12, 13), spans((8, 12), (13, 17))),
    ],
)
def test_lunch_is_taken_out_wherever_it_lies(
    hours: tuple[Interval, ...], lunch: tuple[int, int], left: tuple[Interval, ...]
) -> None:
    its = service(WeeklyHours((hours,) * 7), Interval(lunch[0] * HOUR, lunch[1] * HOUR))
    assert working(its, hall(), TUESDAY) == left


def test_the_last_number_comes_before_the_end_of_the_day_and_not_before_lunch() -> None:
    its = service(lunch=LUNCH, last_number_minutes=30)
    assert giving(its, hall(), TUESDAY) == spans((8, 12), (13.5, 16.5))
    assert working(its, hall(), TUESDAY) == spans((8, 12), (13.5, 17))
    assert opening(its, hall(), at("2026-11-24 16:29:59")).closes_at == at("2026-11-24 16:30")
    assert opening(its, hall(), at("2026-11-24 16:30")).why is Shut.OVER


def test_hours_that_are_shorter_than_that_give_none() -> None:
    its = service(WeeklyHours((spans((8, 12), (16.5, 17)),) * 7), last_number_minutes=45)
    assert giving(its, hall(), TUESDAY) == spans((8, 12))
    assert opening(its, hall(), at("2026-11-24 16:45")).why is Shut.OVER


def test_what_no_list_knows_is_named() -> None:
    assert unlisted(replace(hall(), calendar_years=(2026,)), TUESDAY) == (2027,)
    assert unlisted(replace(hall(), calendar_years=(2026, 2027)), TUESDAY) == ()
    assert unlisted(hall(), TUESDAY) == (2026, 2027)


def test_the_next_years_list_is_not_missed_before_it_can_be_there() -> None:
    """The government announces it in June."""
    assert unlisted(replace(hall(), calendar_years=(2026,)), date(2026, 8, 31)) == ()
    assert unlisted(replace(hall(), calendar_years=(2026,)), date(2026, 9, 1)) == (2027,)


ZONES = ("Asia/Taipei", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago")
marks = st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True).map(sorted)
hours_of_a_day = marks.map(lambda found: tuple(Interval(*pair) for pair in zip(found[::2], found[1::2], strict=False)))
weeks = st.lists(hours_of_a_day, min_size=7, max_size=7).map(lambda days: WeeklyHours(tuple(days)))
dates = st.dates(date(2026, 1, 1), date(2027, 12, 31))
specials = st.builds(
    lambda day, hours, like: SpecialDay(day.isoformat(), hours=() if like is not None else hours, like=like),
    dates,
    st.just(()) | hours_of_a_day,
    st.none() | st.integers(0, 6),
)
lunches = st.none() | marks.map(lambda found: Interval(found[0], found[1]))


@given(weeks, specials, lunches, st.integers(0, 240), st.integers(-3, 3))
def test_numbers_are_given_only_while_somebody_works_and_nobody_has_lunch(
    week: WeeklyHours, special: SpecialDay, lunch: Interval | None, last: int, beside: int
) -> None:
    its, config = service(week, lunch, last), hall(special)
    day = date.fromisoformat(special.date) + timedelta(days=beside)
    works, gives = working(its, config, day), giving(its, config, day)
    minutes = {minute for one in works for minute in range(one.start, one.end)}
    assert {minute for one in gives for minute in range(one.start, one.end)} <= minutes
    assert lunch is None or not minutes & set(range(lunch.start, lunch.end))
    assert [*works] == sorted(works, key=lambda one: one.start)
    if beside and lunch is None:
        assert works == week.days[day.weekday()]


@given(weeks, specials, lunches, st.integers(0, 240), st.sampled_from(ZONES), st.integers(0, 1440))
def test_a_day_of_the_calendar_opens_and_closes_when_it_says(  # noqa: PLR0917
    week: WeeklyHours, special: SpecialDay, lunch: Interval | None, last: int, zone: str, minute: int
) -> None:
    its, config = service(week, lunch, last), replace(hall(special), time_zone=zone)
    day = date.fromisoformat(special.date)
    now = instant(zone, day, min(minute, 1439))
    found = opening(its, config, now)
    local = datetime.fromtimestamp(now / 1000, ZoneInfo(zone)).date()
    inside = [
        one
        for one in giving(its, config, local)
        if instant(zone, local, one.start) <= now < instant(zone, local, one.end)
    ]
    assert found.open is bool(inside)
    assert (found.why is None) is found.open
    if found.why is Shut.HOLIDAY:
        assert local == day
