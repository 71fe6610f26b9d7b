"""Dates and times as a hall writes them, after patterns of the language's text file. Pure.

A pattern is text with `<roc>` (year of the Republic, AD minus 1911), `<year>`, `<month>`, `<month2>` and `<day2>` (two
digits), `<day>`, `<month_name>`, `<weekday>` and `<time>` (24 hours, "09:14").
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from program.texts import Catalog

ROC_BEFORE_FIRST_YEAR = 1911


def local(instant: int, time_zone: str) -> datetime:
    """The instant (ms since the epoch) on the hall's own clock."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZoneInfo(time_zone))


def written(catalog: Catalog, language: str, pattern_key: str, moment: datetime) -> str:
    """The moment after the language's pattern `pattern_key`. Raises KeyError for a word no pattern may hold."""
    words = {
        "roc": str(moment.year - ROC_BEFORE_FIRST_YEAR),
        "year": str(moment.year),
        "month": str(moment.month),
        "month2": f"{moment.month:02d}",
        "month_name": catalog.text(language, "months").split()[moment.month - 1],
        "day": str(moment.day),
        "day2": f"{moment.day:02d}",
        "weekday": catalog.text(language, "weekdays").split()[moment.weekday()],
        "time": clock(moment),
    }
    return re.sub(r"<(\w+)>", lambda found: words[found.group(1)], catalog.text(language, pattern_key))


def clock(moment: datetime) -> str:
    """Hours and minutes, 24 hours: "09:14"."""
    return f"{moment.hour:02d}:{moment.minute:02d}"
