"""Instants as a visitor reads them: in the hall's zone, 24 hours, the year of the Republic in Chinese. Pure."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from program.texts import Catalog

ROC_OFFSET = 1911


def local(at: int, time_zone: str) -> datetime:
    """`at` is ms since the epoch."""
    return datetime.fromtimestamp(at / 1000, ZoneInfo(time_zone))


def time_text(at: int, time_zone: str) -> str:
    """`09:14`."""
    return local(at, time_zone).strftime("%H:%M")


def date_text(day: date, language: str, catalog: Catalog) -> str:
    """`115年11月23日（一）` in Chinese, `Mon 23 Nov 2026` elsewhere, with the language's own names."""
    weekday = catalog.text(language, "weekdays").split("|")[day.weekday()]
    if language.startswith("zh"):
        return f"{day.year - ROC_OFFSET}年{day.month}月{day.day}日（{weekday}）"
    month = catalog.text(language, "months").split("|")[day.month - 1]
    return f"{weekday} {day.day} {month} {day.year}"


def opening_text(at: int, now: int, time_zone: str, language: str, catalog: Catalog) -> str:
    """When a service opens next: the time today, with the weekday on another day."""
    opens, today = local(at, time_zone), local(now, time_zone)
    if opens.date() == today.date():
        return catalog.text(language, "opens", time=opens.strftime("%H:%M"))
    weekday = catalog.text(language, "weekdays").split("|")[opens.weekday()]
    return catalog.text(language, "opens_day", weekday=weekday, time=opens.strftime("%H:%M"))
