"""Vacancies out of a file that another system writes: CSV with a line of names, or JSON. Pure.

Columns are found by their names, as the public services' own exports have them; what is not found stays empty.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import msgspec

from display.programme import Vacancy

MOST = 200
"""Vacancies of a feed that are read: at five a page nobody waits for more."""
LONGEST = 120
NAMES: dict[str, tuple[str, ...]] = {
    "title": ("職務名稱", "職稱", "職缺名稱", "職缺", "工作職稱", "title", "position", "job", "job_title"),
    "employer": ("事業單位", "公司名稱", "公司", "單位名稱", "求才單位", "雇主", "employer", "company"),
    "place": ("工作地點", "地點", "工作地區", "上班地點", "place", "location", "city"),
    "pay": ("薪資", "待遇", "薪資待遇", "核薪", "月薪", "pay", "salary", "wage"),
    "last": ("截止日期", "有效期限", "求才截止日", "到期日", "until", "deadline", "closing_date", "expires"),
}


class FeedError(ValueError):
    """The file says no vacancies; the text says why."""


def read_vacancies(raw: bytes) -> tuple[Vacancy, ...]:
    """In the feed's order. One without a title is left out; so is a date that is none. Raises FeedError."""
    text = _text(raw)
    rows = _json_rows(text) if text.lstrip()[:1] in {"[", "{"} else _csv_rows(text)
    keys = {_plain(key): key for row in rows for key in row if isinstance(key, str)}
    columns = {part: [keys[name] for name in names if name in keys] for part, names in NAMES.items()}
    if rows and not columns["title"]:
        raise FeedError(f"has no column named {', '.join(NAMES['title'][:3])} or title")
    found = []
    for row in rows:
        said = {part: _said(row, names) for part, names in columns.items()}
        said["last"] = _date(said["last"])
        if said["title"]:
            found.append(Vacancy(**said))
    return tuple(found[:MOST])


def _text(raw: bytes) -> str:
    """UTF-8, or what Taiwan's older systems write."""
    for encoding in ("utf-8-sig", "cp950"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FeedError("is neither UTF-8 nor Big5")


def _csv_rows(text: str) -> list[dict[str, Any]]:
    try:
        return list(csv.DictReader(io.StringIO(text)))
    except csv.Error as fault:
        raise FeedError(f"is no CSV: {fault}") from fault


def _json_rows(text: str) -> list[dict[str, Any]]:
    try:
        read = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as fault:
        raise FeedError(f"is no JSON: {fault}") from fault
    lists = [read] if isinstance(read, list) else [one for one in read.values() if isinstance(one, list)]
    rows = [row for row in (lists[0] if lists else []) if isinstance(row, dict)]
    if not rows and (not lists or lists[0]):
        raise FeedError("has no list of vacancies")
    return rows


def _said(row: dict[str, Any], names: list[str]) -> str:
    """Of the first of these columns that says something: one line of plain characters."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            line = " ".join("".join(one if one.isprintable() else " " for one in str(value)).split())
            if line:
                return line[:LONGEST]
    return ""


def _plain(name: str) -> str:
    return name.strip().casefold().replace(" ", "_")


def _date(said: str) -> str:
    """As an ISO date: 2026-12-31, 2026/12/31, and 115/12/31 or 1151231 of the Republic's calendar; else empty."""
    digits = "".join(one if one.isdecimal() and one.isascii() else " " for one in said).split()
    if len(digits) == 1 and len(digits[0]) in {7, 8}:
        whole = digits[0]
        digits = [whole[:-4], whole[-4:-2], whole[-2:]]
    if len(digits) < 3:
        return ""
    year, month, day = (int(one) for one in digits[:3])
    try:
        return date(year + 1911 if year < 1000 else year, month, day).isoformat()
    except ValueError:
        return ""
