"""When a service opens next, as the wall says it. Pure."""

from __future__ import annotations

from program.dates import clock, local, written
from program.texts import Catalog

WEEK_DAYS = 7


def opening_text(at: int, now: int, time_zone: str, language: str, catalog: Catalog, *, whole: bool = False) -> str:
    """`at` and `now` are ms since the epoch: the time today, with the weekday on another day, with the date where that
    weekday comes sooner. `whole`: a sentence of its own, which says that this is when it opens."""
    opens, today = local(at, time_zone), local(now, time_zone)
    if opens.date() == today.date():
        return catalog.text(language, "opens_whole" if whole else "opens", time=clock(opens))
    style = catalog.style(language)
    weekday = written(style, style.day if weeks_away(at, now, time_zone) else style.weekday, opens)
    key = "opens_day_whole" if whole else "opens_day"
    return catalog.text(language, key, weekday=weekday, time=clock(opens))


def weeks_away(at: int, now: int, time_zone: str) -> bool:
    """Whether a weekday alone would tell of another day than that of `at`."""
    return (local(at, time_zone).date() - local(now, time_zone).date()).days >= WEEK_DAYS
