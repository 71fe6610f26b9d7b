"""When an anchor is due: a quarter of an hour after the last closing of a date, else when its day of business ends.
Pure functions of the hall's time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from server.domain.calendar import working
from server.domain.config import HallConfig
from server.domain.opening import business_date, instant

AFTER_CLOSING_MINUTES: Final = 15


class Due(NamedTuple):
    date: str
    """The newest date of business, ISO, whose anchor should be there by now."""
    next_at: int
    """When the next one will be due, ms since the epoch."""


def due(config: HallConfig, now: int) -> Due:
    """What should be there at `now`, by the hall's time."""
    today = date.fromisoformat(business_date(config, now))
    at = due_at(config, today)
    if now < at:
        return Due((today - timedelta(days=1)).isoformat(), at)
    return Due(today.isoformat(), due_at(config, today + timedelta(days=1)))


def due_at(config: HallConfig, day: date) -> int:
    """The instant from which the anchor of that date is due; never after its day of business ends."""
    ends = instant(config.time_zone, day + timedelta(days=1), config.day_starts_minute)
    begins = config.day_starts_minute
    closes = [
        interval.end
        for service in config.services
        for interval in working(service, config, day)
        if interval.end > begins  # what closes before belongs to the evening of the date before
    ]
    if not closes:
        return ends
    return min(ends, instant(config.time_zone, day, max(closes)) + AFTER_CLOSING_MINUTES * 60_000)
