"""Questions answered from a hall's log, which is only read: beside a server, or without one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from server.domain.calendar import giving
from server.domain.config import HallConfig
from server.storage.reader import LogReader
from server.what_if.answer import Answer, what_if, what_if_on
from server.what_if.changes import Change, ChangeRefused, Fault
from server.what_if.day import Day
from server.what_if.day_of_log import day_of_log

LOOK_AHEAD_DAYS = 31
"""A hall that opens on none of them opens tomorrow."""
Changes = Callable[[HallConfig], Sequence[Change]]
"""What is asked for, in the words of this configuration; may raise ChangeRefused."""


def of_day(log: LogReader, changes: Changes, on: str = "") -> Answer:
    """Of the business day of this ISO date, the newest without one. Raises ChangeRefused; StorageFault and LogCorrupt
    as the log does."""
    dates = _dates(log)
    if on and on not in dates:
        raise ChangeRefused(Fault.NO_DAY, on, [*dates[:1], *dates[1:][-1:]])
    day = _day(log, on or dates[-1])
    return what_if(day, changes(day.config), seed=day.date)


def of_tomorrow(log: LogReader, changes: Changes, weeks: int) -> Answer:
    """Of the next day on which the hall opens, from so many days at most of its weekday. Raises as `of_day`."""
    dates = _dates(log)
    newest = _day(log, dates[-1])
    on = next_day(newest.config, dates[-1])
    wanted = weekday(newest.config, on)
    like = [one for one in dates if weekday(newest.config, date.fromisoformat(one)) == wanted][-weeks:]
    days = [
        replace(day, config=newest.config, policy=newest.policy)  # as the hall is now, whatever it did then
        for one in like
        if (day := newest if one == dates[-1] else _day(log, one)).arrivals
    ]
    if not days:
        raise ChangeRefused(Fault.NOTHING_LEARNT, on.isoformat())
    return what_if_on(on.isoformat(), days, changes(newest.config), seed=on.isoformat())


def next_day(config: HallConfig, after: str) -> date:
    """The next date on which some service gives numbers."""
    first = date.fromisoformat(after) + timedelta(days=1)
    coming = (first + timedelta(days=number) for number in range(LOOK_AHEAD_DAYS))
    return next((day for day in coming if any(giving(one, config, day) for one in config.services)), first)


def weekday(config: HallConfig, day: date) -> int:
    """By whose hours it goes: of a make-up workday, those of the one that it stands for. Monday is 0."""
    special = config.special_day(day.isoformat())
    return day.weekday() if special is None or special.like is None else special.like


def _dates(log: LogReader) -> Sequence[str]:
    dates = log.dates()
    if not dates:
        raise ChangeRefused(Fault.NO_LOG, "")
    return dates


def _day(log: LogReader, on: str) -> Day:
    return day_of_log([one.fact for one in log.of_date(on)])
