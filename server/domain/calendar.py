"""On which hours of a date a service works and gives numbers. Pure: dates and minutes, no zone and no clock.

The week holds, unless the hall's calendar says something else of the date; the service's lunch is taken out of either.
A service that the week never opens stays closed whatever the calendar says: it has been withdrawn.
"""

from __future__ import annotations

from datetime import date

from server.domain.config import HallConfig, Interval, Service

Hours = tuple[Interval, ...]


def working(service: Service, config: HallConfig, day: date) -> Hours:
    """When visitors are served, in order."""
    if not any(service.hours.days):
        return ()
    special = config.special_day(day.isoformat())
    if special is None:
        hours = service.hours.days[day.weekday()]
    elif special.like is None:
        hours = special.hours
    else:
        hours = service.hours.days[special.like]
    return hours if service.lunch is None else _without(hours, service.lunch)


def giving(service: Service, config: HallConfig, day: date) -> Hours:
    """When numbers are given: until some minutes before the last of its hours ends, if the service has it so."""
    if day.isoformat() <= service.closed_on:
        return ()
    hours = working(service, config, day)
    if not hours or not service.last_number_minutes:
        return hours
    *before, last = hours
    end = last.end - service.last_number_minutes
    return (*before, Interval(last.start, end)) if end > last.start else tuple(before)


def holiday(config: HallConfig, day: date) -> bool:
    """Whether the hall's calendar closes a date that it names."""
    special = config.special_day(day.isoformat())
    return special is not None and special.like is None and not special.hours


NEXT_YEAR_FROM_MONTH = 9
"""Governments announce a year's holidays in the middle of the one before: from this month on it is missed."""


SOON_FROM_MONTH = 12
"""From this month on whoever works with the hall is told too, and not only who looks after its files."""


def unlisted(config: HallConfig, day: date, next_from_month: int = NEXT_YEAR_FROM_MONTH) -> tuple[int, ...]:
    """Years whose announced holidays the hall has no list of: that of this date and, late in it, the next one."""
    years = (day.year, day.year + 1) if day.month >= next_from_month else (day.year,)
    return tuple(year for year in years if year not in config.calendar_years)


def _without(hours: Hours, lunch: Interval) -> Hours:
    parts = (
        part
        for one in hours
        for part in (Interval(one.start, min(one.end, lunch.start)), Interval(max(one.start, lunch.end), one.end))
    )
    return tuple(part for part in parts if part.end > part.start)
