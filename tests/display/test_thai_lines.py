"""No Thai text of the wall is torn inside a word: measured on what is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtGui import QGuiApplication

from program import thai_words
from program.language import spoken_in
from tests.display.full_swing import in_full_swing
from tests.display.large_halls import Kind
from tests.display.scene import told, visible
from tests.display.screens import Screens


def torn(screens: Screens) -> Iterator[str]:
    """Texts of several lines with their lines, where one ends inside a word or nobody has made it."""
    words = spoken_in("display")["th"].style.whole_words
    for window in screens.windows:
        for item in visible(window.contentItem()):
            text = str(item.property("text"))
            if not item.inherits("QQuickText") or not thai_words.THAI.search(text):
                continue
            lines = text.replace("\u2028", "\n").split("\n")
            if len(lines) != told(item, "lineCount"):
                yield f"{told(item, 'lineCount')} lines: {lines}"
            for line, after in pairwise(lines):
                both = line + after
                if not line.endswith(" ") and len(line) not in ends(both, words):
                    yield f"{line} / {after}"


def ends(text: str, words: tuple[str, ...]) -> set[int]:
    """Where a part of the text ends."""
    found, at = set(), 0
    for part in text.split(" "):
        for piece in thai_words.parts(part, words):
            at += len(piece)
            found.add(at)
        at += 1
    return found


@pytest.mark.parametrize("shared", [False, True], ids=["two", "shared"])
@pytest.mark.parametrize("languages", [("th", "en"), ("zh-TW", "th")], ids="+".join)
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1280, 1024)], ids=str)
def test_thai_on_the_wall_breaks_between_words(
    qapp: QGuiApplication, size: tuple[int, int], languages: tuple[str, ...], shared: bool
) -> None:
    with Screens(qapp, *size, shared=shared, calm=True, inch=32.0, order_from_m=9.0, content_from_m=6.0) as screens:
        wall = in_full_swing(Kind(8, 3, languages=languages), 1)
        found: list[str] = []
        for _ in range(4):
            screens.draw(wall.board, wall.now)
            found += torn(screens)
            wall.wait(6_000)
        wall.link(up=False).wait(70_000)
        screens.draw(wall.board, wall.now)
        assert found + list(torn(screens)) == []
