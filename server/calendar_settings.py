"""Days on which the week does not hold: lists that ship with the program, a hall's own, and its `[[day]]` tables.

A list is a file like `calendars/tw-2026.toml`: the government's holidays and make-up workdays of one year, with their
source, and whether they are announced or only follow from the law.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec

from program.config_file import ConfigError, decode_table
from program.texts import in_language
from server.domain.calendar import unlisted
from server.domain.config import HallConfig, SpecialDay
from server.setting_checks import Checks

SHIPPED = Path(__file__).parent / "calendars"
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS = get_args(Weekday)
_Name = dict[str, Annotated[str, msgspec.Meta(min_length=1, max_length=200)]]
_LARGEST_FILE = 200_000


class DayTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[[day]]`: one date, closed unless it says otherwise."""

    date: str
    name: _Name = {}
    hours: list[str] = []
    """Of its own, "HH:MM-HH:MM"."""
    like: Weekday | None = None
    """A make-up workday: each service keeps its hours of this weekday."""


class _Year(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    source: str
    year: Annotated[int, msgspec.Meta(ge=2000, le=2200)]
    announced: bool
    """By the government; false: it follows from the law and may still be moved."""
    day: list[DayTable]


def special_days(
    checks: Checks, path: Path, lists: Sequence[str], own: Sequence[DayTable]
) -> tuple[tuple[SpecialDay, ...], tuple[int, ...]]:
    """What the calendar says of single dates, in order, and the years whose holidays are listed as announced. A hall's
    own day wins over every list, a later list over one before it. Raises ConfigError."""
    found: dict[str, SpecialDay] = {}
    years: set[int] = set()
    for index, name in enumerate(lists):
        for file in _files(checks, path, f"hall.calendar[{index}]", name):
            year = _read(file)
            its = Checks(file, checks.languages)
            days = [_day(its, f"day[{place}]", one, whole=False) for place, one in enumerate(year.day)]
            its.distinct("day", "date", [one.date for one in days])
            for place, one in enumerate(days):
                if not one.date.startswith(f"{year.year}-"):
                    its.refuse(f"day[{place}].date", f"`{one.date}` is not of {year.year}")
            found.update((one.date, one) for one in days)
            years |= {year.year} if year.announced else set()
    mine = [_day(checks, f"day[{place}]", one, whole=True) for place, one in enumerate(own)]
    checks.distinct("day", "date", [one.date for one in mine])
    found.update((one.date, one) for one in mine)
    return tuple(found[day] for day in sorted(found)), tuple(sorted(years))


def calendar_warnings(path: Path, config: HallConfig, today: date) -> list[str]:
    """A line for each year whose holidays nobody has confirmed, for whoever checks the file."""
    return [
        f"{path}: hall.calendar: "
        + (
            f"the holidays of {year} follow from the law only; compare them with the government's announcement"
            if any(one.date.startswith(f"{year}-") for one in config.days)
            else f"no holidays of {year} are known, so the week holds on every date"
        )
        for year in unlisted(config, today)
    ]


def _files(checks: Checks, path: Path, key: str, name: str) -> list[Path]:
    """Those of a list that ships, or one beside the config file."""
    if name.endswith(".toml"):
        return [path.parent / name]
    files = sorted(SHIPPED.glob(f"{name}-*.toml")) if name.isascii() and name.isalpha() else []
    if not files:
        known = sorted({one.stem.partition("-")[0] for one in SHIPPED.glob("*-*.toml")})
        checks.refuse(key, f"`{name}` must be one of {', '.join(known)}, or a file of your own that ends in .toml")
    return files


def _read(file: Path) -> _Year:
    try:
        raw = file.read_bytes()
        tables = tomllib.loads(raw[:_LARGEST_FILE].decode("utf-8-sig"))
    except OSError as fault:
        raise ConfigError(file, "", f"cannot be read: {fault.strerror}") from fault
    except (ValueError, RecursionError) as fault:
        raise ConfigError(file, "", f"is no list of holidays: {fault}"[:300]) from fault
    return decode_table(file, "calendar", tables, _Year)


def _day(checks: Checks, key: str, table: DayTable, *, whole: bool) -> SpecialDay:
    """`whole`: its name, if it has one, is there in each language of the hall, as every text of the config is."""
    try:
        day = date.fromisoformat(table.date).isoformat()
    except ValueError:
        day = ""
    if day != table.date:
        checks.refuse(f"{key}.date", f'`{table.date}` must be a date like "2026-02-28", in plain digits')
    if table.hours and table.like is not None:
        checks.refuse(f"{key}.like", "a day has hours of its own, or those of a weekday, not both")
    named = table.name if whole or not table.name else {tag: in_language(table.name, tag) for tag in checks.languages}
    return SpecialDay(
        date=day,
        name=checks.texts(f"{key}.name", named, optional=True),
        hours=checks.intervals(f"{key}.hours", table.hours),
        like=None if table.like is None else WEEKDAYS.index(table.like),
    )
