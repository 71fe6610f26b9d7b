"""A call has one colour on every screen of a hall: Qt's file says it, the pages' and the demo's say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COLOURS = (ROOT / "screen" / "qml" / "Screen" / "CallColours.qml").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "file", "pattern"),
    [
        ("call", "server/web/static/base.css", r"--call:\s*(#\w+);"),
        ("call", "server/web/static/icon.svg", r'stroke="(#\w+)"'),
        ("ink", "server/web/static/base.css", r"--ink:\s*(#\w+);"),
        ("call", "demo/Caption.qml", r'color: yours \? "(#\w+)"'),
        ("ink", "demo/Caption.qml", r'color: window.yours \? "(#\w+)"'),
    ],
)
def test_pages_and_captions_have_the_colours_of_the_screens(name: str, file: str, pattern: str) -> None:
    said = re.search(rf'color {name}: "(#\w+)"', COLOURS)
    same = re.search(pattern, (ROOT / file).read_text("utf-8"))
    assert said is not None
    assert same is not None
    assert same[1].lower() == said[1].lower()


def test_a_kiosk_has_nothing_in_the_colour_of_a_call() -> None:
    """Nobody is called by it."""
    files = sorted((ROOT / "kiosk" / "qml").rglob("*.qml"))
    assert files
    assert [file.name for file in files if re.search(r"(CallColours|Theme)\.call\b", file.read_text("utf-8"))] == []


@pytest.mark.parametrize("page", ["phone", "guide", "counter"])
def test_pages_have_the_colour_of_a_call_only_for_who_is_called(page: str) -> None:
    """A guide's note is none, nor is somebody else's number on a visitor's phone. A counter's pause is its own."""
    text = (ROOT / "server" / "web" / "static" / f"{page}.css").read_text("utf-8")
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    assert rules
    yellow = [selector.strip() for selector, words in rules if "var(--call" in words]
    assert [one for one in yellow if 'data-stage="called"' not in one and "paused" not in one] == []
