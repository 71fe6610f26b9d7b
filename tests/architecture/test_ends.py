"""What is matched is matched to its end: to Python `$` also stands before a newline, and `re.match` stops early."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("program", "wire", "server", "hardware", "screen", "kiosk", "display")
PREFIXES = {'re.match("--?platform=", word)', 're.match("/dev/(usb/)?lp\\\\d", text)'}
"""Where a beginning is all that is asked for."""


def faults(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        patterns = [one.value for one in node.keywords if one.arg == "pattern"]
        if called in {"re.compile", "re.search", "re.match", "re.fullmatch"}:
            patterns += node.args[:1]
        if called == "re.match" and ast.unparse(node).replace("'", '"') not in PREFIXES:
            yield ast.unparse(node)
        for pattern in patterns:
            text = pattern.value if isinstance(pattern, ast.Constant) else ""
            if isinstance(text, bytes):
                text = text.decode("latin-1")
            if isinstance(text, str) and re.search(r"(?<!\\)\$(\||\)|\Z)", text):
                yield ast.unparse(node)


def test_patterns_are_held_to_their_end() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {fault}"
        for room in ROOMS
        for file in sorted((ROOT / room).rglob("*.py"))
        for fault in faults(file.read_text("utf-8"))
    ]
    assert found == []


def test_what_lets_a_newline_through_is_found() -> None:
    for bad in (
        're.match("[a-z]+", text)',
        're.search(r"^[a-z]+$", text)',
        're.compile(rb"a$|b")',
        'Meta(pattern=r"^[a-z]+$")',
    ):
        assert len(list(faults(bad))) == 1, bad
    for good in ('re.fullmatch("[a-z]+", text)', 'Meta(pattern=r"^[a-z]+$(?!\\n)")', r're.compile(r"\$")'):
        assert list(faults(good)) == [], good


def test_a_browser_holds_them_so_too() -> None:
    """There `$` is the end, but where a flag says that it ends lines."""
    pattern = re.compile(r"/[gimsuy]*m[gimsuy]*\.(test|exec)|new RegExp\([^)]*,")
    scripts = sorted((ROOT / "server/web/static").glob("*.mjs"))
    assert scripts
    assert [file.name for file in scripts if pattern.search(file.read_text("utf-8"))] == []
