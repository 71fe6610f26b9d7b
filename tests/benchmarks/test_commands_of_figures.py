"""Whoever reads a figure can have it again: the command beside it is one that there is."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.__main__ import NAMES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/performance.md").read_text("utf-8")
COMMAND = re.compile(r"benchmarks\.(\w+)((?: --[\w-]+(?: \d+)?)*)")


def first_table() -> list[list[str]]:
    table = PAGE[PAGE.index("| what | measured |") :].partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in table.splitlines()[2:]]


def test_each_figure_has_a_command_or_that_of_the_row_above_it() -> None:
    before = ""
    for row in first_table():
        command, test = COMMAND.search(row[-1]), re.search(r"`(tests/\S+\.py)`", row[-1])
        same = bool(before) and re.match(r"same\b", row[-1].strip("| ")) is not None
        assert command or same or (test and (ROOT / test[1]).is_file()), row[0]
        before = row[-1] if command else before if same else ""


def test_every_command_is_one_that_there_is() -> None:
    found = COMMAND.findall(PAGE)
    assert len(found) > 20
    for name, words in found:
        assert name in NAMES, name
        source = "".join(path.read_text("utf-8") for path in (ROOT / "benchmarks").glob(f"{name}*"))
        for option in re.findall(r"--[\w-]+", words):
            assert f'"{option}"' in source, (name, option)
