"""The security page names every id of ASVS 5.0's first two levels, and only tests that there are."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from deploy.asvs import LEVELS, PAGE, Row, Table, exists, faults, read_table, with_table

TABLE = read_table()
TEXT = PAGE.read_text("utf-8")


def test_every_id_is_there_and_every_test_named_exists() -> None:
    assert sum(LEVELS.values()) == 253
    assert sum(map(len, TABLE.values())) == 253
    assert not list(faults(TABLE, TEXT))


def test_the_printed_page_is_what_the_table_says() -> None:
    assert with_table(TEXT, TABLE) == TEXT
    assert TEXT.count("\n| 7.2.3 |") == 1


def _with(one: str, row: Row) -> Table:
    chapter = next(name for name, rows in TABLE.items() if one in rows)
    return {**TABLE, chapter: {**TABLE[chapter], one: row}}


@pytest.mark.parametrize(
    ("one", "change", "says"),
    [
        ("7.2.3", {"tests": ("server/test_tokens.py::test_nobody_wrote",)}, "there is no test"),
        ("7.2.3", {"tests": ("server/no_such_file.py::test_x",)}, "there is no test"),
        ("7.2.3", {"tests": ()}, "nothing shows that it is met"),
        ("7.2.3", {"not_applicable": "we say so"}, "is not applicable, or it is not"),
        ("7.2.3", {"level": 2}, "ids, by level"),
        ("7.1.1", {"documents": ("A heading that is nowhere",)}, "no heading"),
    ],
)
def test_what_is_wrong_is_named(one: str, change: dict[str, object], says: str) -> None:
    row = next(rows[one] for rows in TABLE.values() if one in rows)
    found = list(faults(_with(one, msgspec.structs.replace(row, **change)), TEXT))
    assert [line for line in found if says in line], found


def test_an_id_that_is_missing_or_of_another_chapter_is_named() -> None:
    name, rows = next((name, rows) for name, rows in TABLE.items() if "7.2.3" in rows)
    without = {**TABLE, name: {one: row for one, row in rows.items() if one != "7.2.3"}}
    assert any("252 ids" in line for line in faults(without, TEXT))
    other = {**without, name: {**without[name], "7.2.9": rows["7.2.3"]}}
    assert list(faults(other, TEXT)) == ["ids and levels are not those of the standard"]
    moved = {**without, name: {**without[name], "6.2.3x": rows["7.2.3"]}}
    assert "6.2.3x: is no id of V7 Sessions" in list(faults(moved, TEXT))


def test_only_a_test_is_a_test(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_one.py").write_text("def test_it() -> None: ...\ndef help() -> None: ...\n")
    assert exists("test_one.py::test_it", tmp_path)
    assert not exists("test_one.py::help", tmp_path)
    assert not exists("test_one.py", tmp_path)
