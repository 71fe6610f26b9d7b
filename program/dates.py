"""Dates and times as a language writes them, after the patterns of its style. Pure.

A pattern is text with `<roc>` (year of the Republic, AD minus 1911), `<year>`, `<month>`, `<month2>` and `<day2>` (two
digits), `<day>`, `<month_name>`, `<weekday>` and `<time>` (24 hours, "09:14").
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from program.language import Style

ROC_BEFORE_FIRST_YEAR = 1911


def local(instant: int, time_zone: str) -> datetime:
    """The instant (ms since the epoch) on the hall's own clock."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZoneInfo(time_zone))


def written(style: Style, pattern: str, moment: date) -> str:
    """The moment, or the day, after a pattern of the style. Raises KeyError for a word no pattern may hold."""
    words = {
        "roc": str(moment.year - ROC_BEFORE_FIRST_YEAR),
        "year": str(moment.year),
        "month": str(moment.month),
        "month2": f"{moment.month:02d}",
        "month_name": style.months[moment.month - 1],
        "day": str(moment.day),
        "day2": f"{moment.day:02d}",
        "weekday": style.weekdays[moment.weekday()],
    }
    if isinstance(moment, datetime):
        words["time"] = clock(moment)
    return re.sub(r"<(\w+)>", lambda found: words[found.group(1)], pattern)


def clock(moment: datetime) -> str:
    """Hours and minutes, 24 hours: "09:14"."""
    return f"{moment.hour:02d}:{moment.minute:02d}"
