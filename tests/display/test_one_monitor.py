"""A hall with one monitor: calls and guides share it; a guide is as easy to read there as on a monitor of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import zxingcpp
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem

from display.content_layout import SECOND
from display.legibility import Monitor, leisure_px
from display.programme import SHOW_MS
from tests.display import further_states
from tests.display.full_swing import in_full_swing
from tests.display.large_halls import Kind
from tests.display.matrix import CONTENT_FROM_M, INCHES, SIZES
from tests.display.pictures import pixels
from tests.display.scene import seen, visible, wrong
from tests.display.screens import CATALOG, Screens, items
from tests.display.walls import Wall

SMALL_SHARE = 0.6
"""Of what its readers need: 43 and 32 inches are too small for calls and a guide to be read from as far as on 55."""


@pytest.fixture(scope="module")
def screens(qapp: QGuiApplication) -> Iterator[Screens]:
    with Screens(qapp, 1920, 1080, calm=True) as made:
        yield made


def hung(screens: Screens, size: tuple[int, int], wall: Wall, inch: float = 55.0) -> None:
    screens.hang(*size, inch, round(15.0 * inch / 55.0, 1), CONTENT_FROM_M, shared=True)
    screens.draw(wall.board, wall.now, CATALOG)


def texts(screens: Screens, part: str) -> list[QQuickItem]:
    found = [one for row in items(screens.order.contentItem(), part) for one in items(row)]
    return [one for one in found if one.property("words")]


def small(screens: Screens, parts: tuple[str, ...], needed: float) -> list[str]:
    """Which texts are smaller than that; what is not bold may have the share of the second language."""
    return [
        f"{one.property('words')}: {one.property('font').pixelSize()}"
        for part in parts
        for one in texts(screens, part)
        if one.property("font").pixelSize() < int(0.98 * needed * (1 if one.property("bold") else SECOND))
    ]


@pytest.mark.parametrize("inch", INCHES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_who_is_called_reads_his_papers_and_has_their_code(
    screens: Screens, size: tuple[int, int], inch: float
) -> None:
    wall = in_full_swing(Kind(8, 8), 1)
    hung(screens, size, wall, inch)
    needed = leisure_px(Monitor(*size, inch, CONTENT_FROM_M))
    assert texts(screens, "guidePaper")
    assert not texts(screens, "guideStep")
    assert small(screens, ("guidePaper",), needed * (1 if inch == INCHES[0] else SMALL_SHARE)) == []
    assert [code.text for code in zxingcpp.read_barcodes(pixels(screens.order))] != []
    assert wrong(screens.order, screens.guide.least_second) == []


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_between_calls_the_steps_and_then_the_papers_of_each_guide_are_read(
    screens: Screens, size: tuple[int, int]
) -> None:
    wall = further_states.between_calls(Kind(8, 8))
    needed = leisure_px(Monitor(*size, 55.0, CONTENT_FROM_M))
    shown = []
    for _ in range(SHOW_MS // 1_500 - 1):
        hung(screens, size, wall)
        steps, papers = bool(texts(screens, "guideStep")), bool(texts(screens, "guidePaper"))
        assert steps != papers
        assert small(screens, ("guideStep", "guidePaper"), needed) == []
        shown.append("steps" if steps else "papers")
        wall.wait(1_500)
    assert shown == sorted(shown, reverse=True)
    assert set(shown) == {"steps", "papers"}


@pytest.mark.parametrize("shared", [False, True], ids=["two monitors", "one monitor"])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)], ids=str)
def test_which_page_is_on_is_told_by_the_line_below_the_title_of_its_list(
    screens: Screens, size: tuple[int, int], shared: bool
) -> None:
    """No number among the numbers; the only one of its kind counts the guides of a round between calls."""
    wall = in_full_swing(Kind(20, 45, "two", "named"), 2)
    for turn in range(4):
        screens.hang(*size, 55.0, 15.0, CONTENT_FROM_M, shared=shared)
        screens.draw(wall.board, wall.now, CATALOG)
        for window in screens.windows:
            counted = [one.text for one in seen(window) if re.fullmatch(r"\d+/\d+", one.text)]
            assert len(counted) <= 1, (turn, counted)
            shown = list(visible(window.contentItem()))
            marks = [
                one for one in shown if one.objectName() in {"boardPlace", "stripPlace", "stepPlace", "paperPlace"}
            ]
            areas = [one.mapRectToScene(QRectF(0, 0, one.width(), one.height())) for one in marks]
            inks = [one.ink for one in seen(window) if not one.clipped]
            assert not [area for area in areas for ink in inks if ink.intersects(area)]
            pages = [one for one in marks if one.property("place")]
            assert window is not screens.order or len(pages) >= 2
            assert all(one.property("pages") > 1 for one in pages)
        wall.wait(5_000)


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1366, 768)], ids=str)
def test_that_nothing_is_heard_is_said_in_as_many_languages_as_the_strip_is_high_for(
    screens: Screens, size: tuple[int, int]
) -> None:
    for inch in INCHES:
        wall = further_states.listen(Kind(20, 2, languages=("zh-TW", "en", "vi", "id", "th")))
        for _ in range(3):
            screens.hang(*size, inch, 6.0, CONTENT_FROM_M, shared=True)
            screens.draw(wall.board, wall.now, CATALOG)
            strips = [one for one in wrong(screens.order, 1) if "StaleStrip" in one]
            assert strips == [], inch
            wall.wait(6_000)
