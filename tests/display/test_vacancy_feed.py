"""Vacancies out of what other systems write."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.programme import Vacancy
from display.vacancy_feed import LONGEST, MOST, FeedError, read_vacancies

CSV = "\ufeff職務名稱,事業單位,工作地點,薪資,截止日期\r\n作業員,永康精密,永康區,月薪 3 萬,115/12/31\r\n,沒有職稱,,,\r\n"


def test_csv_of_a_spreadsheet() -> None:
    job = Vacancy("作業員", "永康精密", "永康區", "月薪 3 萬", "2026-12-31")
    assert read_vacancies(CSV.encode()) == (job,)
    assert read_vacancies(CSV.removeprefix("\ufeff").encode("cp950")) == (job,)


def test_json_as_a_list_or_in_an_answer() -> None:
    job = Vacancy("Clerk", "Harbour", "", "200", "")
    assert read_vacancies(b'[{"Job Title": "Clerk", "company": "Harbour", "salary": 200}]') == (job,)
    assert read_vacancies(b'{"total": 1, "data": [{"title": " Clerk ", "company": "Harbour", "pay": "200"}]}') == (job,)
    assert read_vacancies(b"[]") == ()


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("2026-12-31", "2026-12-31"),
        ("2026/1/5", "2026-01-05"),
        ("115.12.31", "2026-12-31"),
        ("1151231", "2026-12-31"),
        ("20261231", "2026-12-31"),
        ("115年12月31日", "2026-12-31"),
        ("2026-12-31T00:00:00", "2026-12-31"),
        ("2026-02-30", ""),
        ("即日起", ""),
    ],
)
def test_dates_of_both_calendars(said: str, date: str) -> None:
    (job,) = read_vacancies(f"title,until\nClerk,{said}\n".encode())
    assert job.last == date


@pytest.mark.parametrize(
    "raw", [b"\xff\xff\xff", b"[1, 2]", b'{"a": 1}', b"[", b"name,place\nClerk,Tainan\n", b"title\n" + b"x" * 200_000]
)
def test_what_is_no_feed_is_refused_with_a_reason(raw: bytes) -> None:
    with pytest.raises(FeedError, match=r"\w"):
        read_vacancies(raw)


def test_a_row_is_one_line_and_a_feed_has_an_end() -> None:
    (job,) = read_vacancies(b'[{"title": "A\\nB\\u202e C' + b"x" * 300 + b'"}]')
    assert job.title.startswith("A B C")
    assert len(job.title) == LONGEST
    assert len(read_vacancies(b"title\n" + b"Clerk\n" * (MOST + 50))) == MOST


@given(st.binary(max_size=300))
def test_no_bytes_are_too_much(raw: bytes) -> None:
    with contextlib.suppress(FeedError):
        read_vacancies(raw)
