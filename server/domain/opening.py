"""Opening hours and the date of business: pure functions of an instant.

A local time is turned into its instant by one rule, so that intervals that meet still meet on the nights
when clocks change: a local time that comes twice means its first coming, one that is skipped means the instant of the
change. Instants are thereby never out of order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from server.domain.calendar import giving, holiday
from server.domain.config import DayRule, HallConfig, Service

LOOK_AHEAD_DAYS = 14


class Shut(StrEnum):
    """Why a service gives no numbers now."""

    NOT_YET = "not_yet"
    """It opens later on this date."""
    BREAK = "break"
    """It was open on this date and will be again."""
    OVER = "over"
    """It was open on this date, and gives no more numbers on it."""
    DAY_OFF = "day_off"
    """The week has no hours for this date."""
    HOLIDAY = "holiday"
    """The calendar closes this date."""


@dataclass(frozen=True, slots=True)
class Opening:
    open: bool
    opens_at: int | None
    """Next instant it opens, when closed; None when that is more than `LOOK_AHEAD_DAYS` away."""
    closes_at: int | None
    """Instant it stops giving numbers, when open; None when that is more than `LOOK_AHEAD_DAYS` away."""
    why: Shut | None = None
    """None when open."""


def opening(service: Service, config: HallConfig, now: int) -> Opening:
    """Whether the service gives numbers at `now`, and when that changes."""
    last = _local_date(config.time_zone, now) + timedelta(days=LOOK_AHEAD_DAYS)
    coming = _intervals(service, config, now, last)
    first = next(coming, None)
    if first is None or first[0] > now:
        opens_at = first[0] if first else None
        return Opening(open=False, opens_at=opens_at, closes_at=None, why=_why(service, config, now))
    closes_at = first[1]
    for start, end in coming:
        if start > closes_at:
            break
        closes_at = end
    known = closes_at < instant(config.time_zone, last, 1440)
    return Opening(open=True, opens_at=None, closes_at=closes_at if known else None)


def is_open(service: Service, config: HallConfig, now: int) -> bool:
    """Whether the service gives numbers at `now`; the same as `opening(...).open`, for the price of one day."""
    first = next(_intervals(service, config, now, _local_date(config.time_zone, now)), None)
    return first is not None and first[0] <= now


def business_date(rule: DayRule | HallConfig, now: int) -> str:
    """ISO date of the business day at `now`: it changes at `day_starts_minute`, local time, and never goes back while
    `now` goes on. A date that a change of clocks leaves out, as when a country moves over the date line, is none."""
    today = _local_date(rule.time_zone, now)
    later = today + timedelta(days=1)
    while now < instant(rule.time_zone, later, rule.day_starts_minute) or _left_out(rule.time_zone, later):
        later -= timedelta(days=1)
    return later.isoformat()


def _left_out(time_zone: str, day: date) -> bool:
    return instant(time_zone, day, 0) == instant(time_zone, day, 1440)


@lru_cache(maxsize=4096)
def instant(time_zone: str, day: date, minute: int) -> int:
    """Milliseconds since the epoch at `minute` minutes (0 to 1440) after local midnight of `day`."""
    zone = ZoneInfo(time_zone)
    local = datetime.combine(day, time()) + timedelta(minutes=minute)
    first = _ms(local.replace(tzinfo=zone))
    second = _ms(local.replace(tzinfo=zone, fold=1))
    return first if first <= second else _change(zone, second, first)


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The instant in (before, after] from which the zone's offset is another than at `before`."""
    offset = _at(zone, before).utcoffset()
    while after - before > 1:
        middle = (before + after) // 2
        if _at(zone, middle).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def _why(service: Service, config: HallConfig, now: int) -> Shut:
    """Why it is closed now, when it is."""
    zone = config.time_zone
    today = _local_date(zone, now)
    if today.isoformat() <= service.closed_on:
        return Shut.OVER
    starts = [
        start
        for one in giving(service, config, today)
        if (start := instant(zone, today, one.start)) < instant(zone, today, one.end)
    ]
    begun, to_come = any(start <= now for start in starts), any(start > now for start in starts)
    if begun:
        return Shut.BREAK if to_come else Shut.OVER
    if to_come:
        return Shut.NOT_YET
    return Shut.HOLIDAY if holiday(config, today) else Shut.DAY_OFF


def _intervals(service: Service, config: HallConfig, now: int, last: date) -> Iterator[tuple[int, int]]:
    """Intervals in which it gives numbers, to the date `last`, that end after `now`, in order; none that a change of
    clocks swallows."""
    time_zone = config.time_zone
    day = _local_date(time_zone, now)
    while day <= last:
        for interval in giving(service, config, day):
            start, end = instant(time_zone, day, interval.start), instant(time_zone, day, interval.end)
            if end > max(start, now):
                yield start, end
        day += timedelta(days=1)


def _local_date(time_zone: str, now: int) -> date:
    return _at(ZoneInfo(time_zone), now).date()


def _at(zone: ZoneInfo, now: int) -> datetime:
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(zone)


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
