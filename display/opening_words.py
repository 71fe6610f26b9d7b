"""When a service opens next, as the wall says it. Pure."""

from __future__ import annotations

from program.dates import clock, local, written
from program.texts import Catalog


def opening_text(at: int, now: int, time_zone: str, language: str, catalog: Catalog) -> str:
    """`at` and `now` are ms since the epoch: the time today, with the weekday on another day."""
    opens, today = local(at, time_zone), local(now, time_zone)
    if opens.date() == today.date():
        return catalog.text(language, "opens", time=clock(opens))
    style = catalog.style(language)
    return catalog.text(language, "opens_day", weekday=written(style, style.weekday, opens), time=clock(opens))
