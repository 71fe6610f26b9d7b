"""Vacancies out of a file that another system writes: CSV with a line of names, or JSON. Pure.

Columns are found by their names, as the public services' own exports have them; what is not found stays empty.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

import msgspec

from display.programme import Vacancy

MOST = 2_000
"""Vacancies of a feed that are read: many may be over by now."""
LONGEST = 120
HEAD = 10
"""The names of the columns stand in one of so many first lines; above them there may be a title."""
ROW_LINES = 50
"""A cell within quotation marks may have so many lines."""
LOST = "\ufffd"
NAMES: dict[str, tuple[str, ...]] = {
    "title": ("職務名稱", "職稱", "職缺名稱", "職缺", "工作職稱", "title", "position", "job", "job_title"),
    "employer": ("事業單位", "公司名稱", "公司", "單位名稱", "求才單位", "雇主", "employer", "company"),
    "place": ("工作地點", "地點", "工作地區", "上班地點", "place", "location", "city"),
    "pay": ("薪資", "待遇", "薪資待遇", "核薪", "月薪", "pay", "salary", "wage"),
    "last": ("截止日期", "有效期限", "求才截止日", "到期日", "until", "deadline", "closing_date", "expires"),
}
NO_TITLE = f"has no column named {', '.join(NAMES['title'][:3])} or title"
_DATE = re.compile(
    r"(?<![0-9])(?:([0-9]{2,4})[^0-9]{1,3}([0-9]{1,2})[^0-9]{1,3}([0-9]{1,2})|([0-9]{3,4})([0-9]{2})([0-9]{2}))(?![0-9])"
)


class FeedError(ValueError):
    """The file says no vacancies; the text says why."""


def read_vacancies(raw: bytes) -> tuple[Vacancy, ...]:
    """In the feed's order. One without a title is left out; so is a date that is none. Raises FeedError."""
    text = _text(raw)
    rows = list(islice(_json_rows(text) if text.lstrip()[:1] in {"[", "{"} else _csv_rows(text), MOST))
    keys = {_plain(key): key for row in rows for key in row}
    columns = {part: [keys[name] for name in names if name in keys] for part, names in NAMES.items()}
    if rows and not columns["title"]:
        raise FeedError(NO_TITLE)
    found = []
    for row in rows:
        said = {part: _said(row, names) for part, names in columns.items()}
        said["last"] = _date(said["last"])
        if said["title"]:
            found.append(Vacancy(**said))
    return tuple(found)


def _text(raw: bytes) -> str:
    """UTF-8, what a spreadsheet calls Unicode text, or what Taiwan's older systems write. A few characters that are
    none, as in names that Big5 does not have, are not worth all the others."""
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError as fault:
            raise FeedError(f"is no UTF-16: {fault.reason}") from fault
    read = [raw.decode(encoding, errors="replace") for encoding in ("utf-8-sig", "cp950")]
    text = min(read, key=lambda one: one.count(LOST))
    if text.count(LOST) * 50 > len(text):
        raise FeedError("is neither UTF-8 nor Big5")
    return text.replace(LOST, "?")


def _csv_rows(text: str) -> Iterator[dict[str, Any]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = text.lstrip().partition("\n")[0]
    rows = _csv_lists(text, max(",;\t", key=first.count))
    try:
        for row in islice(rows, HEAD):
            if any(_plain(cell) in NAMES["title"] for cell in row):
                names = row
                break
        else:
            raise FeedError(NO_TITLE)
        yield from (dict(zip(names, row, strict=False)) for row in rows)
    except csv.Error as fault:
        raise FeedError(f"is no CSV: {fault}") from fault


def _csv_lists(text: str, delimiter: str) -> Iterator[list[str]]:
    """Raises csv.Error. A line whose quotation marks are no pairs is a row as it stands: else it would take in those
    below it, up to the next mark."""
    lines = io.StringIO(text).readlines()
    at = 0
    while at < len(lines):
        rows = csv.reader(lines[at : at + ROW_LINES], delimiter=delimiter, strict=True)
        try:
            row, taken = next(rows), rows.line_num
        except csv.Error:
            (plain,) = csv.reader([lines[at]], delimiter=delimiter, quoting=csv.QUOTE_NONE)
            row, taken = [cell.strip('" ') for cell in plain], 1
        yield row
        at += taken


def _json_rows(text: str) -> Iterator[dict[str, Any]]:
    try:
        read = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as fault:
        raise FeedError(f"is no JSON: {fault}") from fault
    lists = list(_lists(read))
    rows = next((found for one in lists if (found := [row for row in one if isinstance(row, dict)])), None)
    if rows is None and (not lists or any(lists)):
        raise FeedError("has no list of vacancies")
    return iter(rows or ())


def _lists(read: Any, depth: int = 3) -> Iterator[list[Any]]:
    """Those in it that stand in no other: open data puts its records into an answer, and that into another."""
    if isinstance(read, list):
        yield read
    elif isinstance(read, dict) and depth:
        for value in read.values():
            yield from _lists(value, depth - 1)


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
    """As an ISO date: 2026-12-31, 2026/12/31, and 115/12/31 or 1151231 of the Republic's calendar; of a span its end;
    else empty."""
    found = []
    for parts in _DATE.findall(said):
        year, month, day = (int(one) for one in parts if one)
        try:
            found.append(date(year + 1911 if year < 1000 else year, month, day).isoformat())
        except ValueError:
            continue
    return max(found, default="")
