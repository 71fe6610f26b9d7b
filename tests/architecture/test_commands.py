"""A command that is one text is joined by shlex: a checkout may lie in a folder whose name has a space."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("program", "wire", "screen", "server", "hardware", "kiosk", "display", "demo", "deploy", "tests", "benchmarks")


def pasted(source: str) -> Iterator[int]:
    """Lines where Python's own path is put into a text as it is."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr) and any(
            ast.unparse(part.value) == "sys.executable" for part in node.values if isinstance(part, ast.FormattedValue)
        ):
            yield node.lineno


def test_no_command_has_pythons_path_pasted_into_it() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        for line in pasted(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("line", ["f'{sys.executable} -m demo'", "f\"player = '{sys.executable} {file}'\""])
def test_the_check_finds_what_is_planted(line: str) -> None:
    assert list(pasted(line)) == [1]
