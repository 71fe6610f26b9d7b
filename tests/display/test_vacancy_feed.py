"""Vacancies out of what other systems write."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.programme import MOST_VACANCIES, Entry, Kind, Vacancy, open_vacancies
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
        ("2026-12-31 10:10:10", "2026-12-31"),
        ("2026/1/1-2026/12/31", "2026-12-31"),
        ("115/1/1～115/12/31", "2026-12-31"),
        ("99999999999/1/1", ""),
        ("2026-02-30", ""),
        ("即日起", ""),
    ],
)
def test_dates_of_both_calendars(said: str, date: str) -> None:
    (job,) = read_vacancies(f"title,until\nClerk,{said}\n".encode())
    assert job.last == date


@pytest.mark.parametrize(
    "raw",
    [
        "職稱;公司\r\n作業員;永康精密\r\n".encode(),
        "職稱\t公司\r\n作業員\t永康精密\r\n".encode("utf-16"),
        "職稱,公司\r作業員,永康精密\r".encode(),
        "\r\n永康區職缺,\r\n,\r\n職稱,公司\r\n作業員,永康精密\r\n".encode(),
        '{"success": true, "result": {"fields": [], "records": [{"職稱": "作業員", "公司": "永康精密"}]}}'.encode(),
    ],
    ids=["semicolons", "unicode text", "carriage returns", "a title above", "open data"],
)
def test_as_spreadsheets_and_open_data_write_it(raw: bytes) -> None:
    assert read_vacancies(raw) == (Vacancy("作業員", "永康精密"),)


def test_a_name_that_big5_does_not_have_costs_no_other() -> None:
    rows = "職稱,公司\n" + "作業員,永康精密\n" * 20
    *others, odd = read_vacancies(rows.encode("cp950") + "司機,".encode("cp950") + b"\x87\x40" + "行\n".encode("cp950"))
    assert len(others) == 20
    assert odd.title == "司機"
    assert odd.employer.startswith("?")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>error</html>",
        b"\xff\xff\xff",
        b"[1, 2]",
        b'{"a": 1}',
        b"[",
        b"name,place\nClerk,Tainan\n",
        b"title\n" + b"x" * 200_000,
    ],
)
def test_what_is_no_feed_is_refused_with_a_reason(raw: bytes) -> None:
    with pytest.raises(FeedError, match=r"\w"):
        read_vacancies(raw)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ('Cook,"Harbour', "Harbour"),
        ('Cook,"Harbour" Hotel', 'Harbour" Hotel'),
        ('Cook,"Har"bour"', 'Har"bour'),
        ('Cook,"Harbour\nHotel, by the sea"', "Harbour Hotel, by the sea"),
        ('Cook,5" Harbour', '5" Harbour'),
    ],
    ids=["never closed", "closed too soon", "within", "over two lines", "of an inch"],
)
@pytest.mark.parametrize(
    "rest", ["Clerk,Mill\n" * 30, 'Clerk,Mill\n"Clerk","Mill"\n' * 20, ""], ids=["plain", "quoted", "end"]
)
def test_a_quotation_mark_costs_no_other_row(broken: str, said: str, rest: str) -> None:
    first, cook, *others = read_vacancies(f"title,company\nClerk,Mill\n{broken}\n{rest}".encode())
    assert cook == Vacancy("Cook", said)
    assert {*others} | {first} == {Vacancy("Clerk", "Mill")}
    assert len(others) == rest.count("\n")


def test_a_row_is_one_line_and_a_feed_has_an_end() -> None:
    (job,) = read_vacancies(b'[{"title": "A\\nB\\u202e C' + b"x" * 300 + b'"}]')
    assert job.title.startswith("A B C")
    assert len(job.title) == LONGEST
    assert len(read_vacancies(b"title\n" + b"Clerk\n" * (MOST + 50))) == MOST
    assert read_vacancies(b"title\n") == ()


def test_those_that_are_over_hide_none_that_is_open() -> None:
    feed = read_vacancies(b"title,until\n" + b"Cook,2020-01-01\n" * 300 + b"Clerk,2030-01-01\n" * 300)
    shown = open_vacancies(Entry("item:0", Kind.VACANCIES, vacancies=feed), datetime(2026, 11, 28, tzinfo=UTC))
    assert {one.title for one in shown} == {"Clerk"}
    assert len(shown) == MOST_VACANCIES


@given(st.binary(max_size=300))
def test_no_bytes_are_too_much(raw: bytes) -> None:
    with contextlib.suppress(FeedError):
        read_vacancies(raw)
