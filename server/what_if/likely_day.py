"""A day that has not been yet, as it may be: visitors as they came on earlier days like it, each hour as on one of
them, and counters attended as on one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from server.domain.opening import instant
from server.what_if.day import Arrival, Day, Leg

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class _Past:
    day: Day
    """At the instants of the day to come."""
    hours: dict[int, list[Arrival]]
    """Who came in each hour after midnight."""


class LikelyDays:
    """Days that a date may become, drawn from earlier ones."""

    def __init__(self, days: Sequence[Day], on: str) -> None:
        """`days`: at least one, all of one zone."""
        self._on = on
        self._past = [_past(day, on) for day in days]

    def draw(self, random: Random) -> Day:
        frame = random.choice(self._past).day
        hours = sorted({hour for one in self._past for hour in one.hours})
        came = [arrival for hour in hours for arrival in random.choice(self._past).hours.get(hour, ())]
        arrivals = tuple(
            replace(arrival, ticket_id=f"{order}", order=order)
            for order, arrival in enumerate(sorted(came, key=lambda one: one.at), 1)
            if arrival.at < frame.until
        )
        return replace(frame, date=self._on, arrivals=arrivals)


def _past(day: Day, on: str) -> _Past:
    midnight = instant(day.time_zone, date.fromisoformat(on), 0)
    by_ms = midnight - instant(day.time_zone, date.fromisoformat(day.date), 0)
    arrivals = tuple(_moved(one, by_ms) for one in day.arrivals)
    hours: dict[int, list[Arrival]] = {}
    for one in arrivals:
        hours.setdefault((one.at - midnight) // HOUR_MS, []).append(one)
    return _Past(
        replace(
            day,
            date=on,
            arrivals=arrivals,
            presences=tuple(replace(one, start=one.start + by_ms, end=one.end + by_ms) for one in day.presences),
            officers=tuple((at + by_ms, officer, counter_id) for at, officer, counter_id in day.officers),
            until=day.until + by_ms,
        ),
        hours,
    )


def _moved(arrival: Arrival, by_ms: int) -> Arrival:
    return replace(
        arrival,
        at=arrival.at + by_ms,
        slot=None if arrival.slot is None else arrival.slot + by_ms,
        legs=tuple(_moved_leg(leg, by_ms) for leg in arrival.legs),
    )


def _moved_leg(leg: Leg, by_ms: int) -> Leg:
    return replace(
        leg,
        entered_at=leg.entered_at + by_ms,
        place=leg.place + by_ms,
        called_at=None if leg.called_at is None else leg.called_at + by_ms,
        gone_at=None if leg.gone_at is None else leg.gone_at + by_ms,
    )
