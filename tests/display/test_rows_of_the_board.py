"""A row of the board as it is drawn: its number ends it, in the middle of its frame; words stand whole before it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem

from display.counter_board import PAGE_MS
from display.words import TURN_MS
from tests.display import further_states
from tests.display.complaints import complaints
from tests.display.full_swing import in_full_swing
from tests.display.large_halls import Kind
from tests.display.pictures import pixels
from tests.display.scene import told
from tests.display.screens import Screens, items

ALL = ("zh-TW", "en", "vi", "id", "th")
SMALL = [((720, 1280), 43.0, 3.0, False), ((1366, 768), 75.0, 6.0, False), ((720, 1280), 43.0, 3.0, True)]
"""Monitors on which the rows of 45 counters are 14 to 27 pixels high."""


@pytest.fixture(scope="module")
def screens(qapp: QGuiApplication) -> Iterator[Screens]:
    with Screens(qapp, 1920, 1080, calm=True) as made:
        yield made


def area_of(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def ink_in(picture: Image.Image, area: QRectF) -> tuple[int, int, int, int]:
    """The box around what is drawn there on one ground, in pixels of the picture."""
    box = area.toAlignedRect()
    part = picture.crop((box.left(), box.top(), box.right() + 1, box.bottom() + 1)).convert("L")
    counted = part.histogram()
    ground = Image.new("L", part.size, counted.index(max(counted)))
    found = ImageChops.difference(part, ground).point(lambda value: 255 * (value > 60)).getbbox()
    assert found is not None
    left, top, right, bottom = found
    return box.left() + left, box.top() + top, box.left() + right, box.top() + bottom


@pytest.mark.parametrize("labels", ["plain", "named", "four"])
@pytest.mark.parametrize("monitor", SMALL, ids=str)
def test_digits_stand_in_the_middle_of_their_frame_and_do_not_touch_it(
    screens: Screens, monitor: tuple[tuple[int, int], float, float, bool], labels: str
) -> None:
    size, inch, metres, shared = monitor
    screens.hang(*size, inch, metres, shared=shared)
    wall = in_full_swing(Kind(8, 45, "letters", labels), 4)
    screens.draw(wall.board, wall.now)
    assert complaints(screens, wall.hall.view) == []
    picture = pixels(screens.order)
    rows = [row for row in items(screens.order.contentItem(), "counterRow") if list(items(row, "calledBack"))]
    assert rows
    for row in rows:
        (frame,), (digits,) = items(row, "calledBack"), items(row, "digits")
        edge = told(frame, "border.width")
        assert isinstance(edge, int | float)
        inside = area_of(frame).adjusted(edge + 0.5, edge + 0.5, -edge - 0.5, -edge - 0.5)
        wide = area_of(digits)
        _, top, _, bottom = ink_in(picture, inside.intersected(QRectF(wide.x(), inside.y(), wide.width(), 1000)))
        above, below = top - inside.top(), inside.bottom() - bottom
        assert abs(above - below) <= 2.5, (row.property("label"), above, below)


@pytest.mark.parametrize("prefixes", ["letters", "two"])
def test_who_is_nobody_is_marked_in_the_middle_of_others_digits(screens: Screens, prefixes: str) -> None:
    screens.hang(1920, 1080, 55.0, 15.0)
    wall = further_states.paused(Kind(20, 8, prefixes))
    wall.hear(wall.hall.finish(str(wall.hall.hall.counter("c7").ticket_id)))
    off = []
    for _ in range(2):
        screens.draw(wall.board, wall.now)
        picture = pixels(screens.order)
        for row in items(screens.order.contentItem(), "counterRow"):
            for one in [*items(row, "digits"), *items(row, "rowNobody")]:
                area = area_of(one).intersected(area_of(row).adjusted(0, 6, 0, -6))
                _, top, _, bottom = ink_in(picture, area)
                off.append((one.objectName(), (top + bottom) / 2 - area_of(row).center().y()))
        wall.wait(PAGE_MS)
    middles = {name: [at for one, at in off if one == name] for name, _ in off}
    assert set(middles) == {"digits", "rowNobody"}
    digits, nobody = (sum(found) / len(found) for found in (middles["digits"], middles["rowNobody"]))
    assert nobody == pytest.approx(digits, abs=screens.layout.counters.number * 0.03)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (1080, 1920)], ids=str)
def test_every_number_ends_its_row(screens: Screens, size: tuple[int, int], shared: bool) -> None:
    """Also that of a counter which is paused: no frame is empty behind its number."""
    for kind in (Kind(8, 8), Kind(8, 20, "letters", "named")):
        screens.hang(*size, 43.0, 11.7, 6.0, shared=shared)
        wall = further_states.paused(kind)
        screens.draw(wall.board, wall.now)
        rows = list(items(screens.order.contentItem(), "counterRow"))
        ends = [area_of(row).right() - area_of(one).right() for row in rows for one in items(row, "digits")]
        assert ends
        assert max(ends) <= screens.layout.counters.number * 0.1


@pytest.mark.parametrize(
    ("kind", "size", "inch", "metres", "shared"),
    [
        (Kind(1, 12, "letters", "named"), (1280, 720), 75.0, 6.0, False),
        (Kind(1, 12, "none", "named"), (1366, 768), 55.0, 6.0, False),
        (Kind(8, 45, "letters", "four", languages=ALL), (720, 1280), 75.0, 6.0, True),
        (Kind(8, 20, "letters", "named", languages=ALL), (1366, 768), 43.0, 6.0, True),
        (Kind(8, 45, "letters", "plain"), (1280, 720), 24.0, 10.0, False),
    ],
    ids=str,
)
def test_that_a_counter_is_paused_stands_whole_in_its_row(  # noqa: PLR0917
    screens: Screens, kind: Kind, size: tuple[int, int], inch: float, metres: float, shared: bool
) -> None:
    said = set()
    wall = further_states.paused(kind)
    for _ in range(8):
        screens.hang(*size, inch, metres, shared=shared)
        screens.draw(wall.board, wall.now)
        assert [one for one in complaints(screens, wall.hall.view) if "counterRow" in one] == []
        rows = items(screens.order.contentItem(), "counterRow")
        said |= {str(row.property("own")) for row in rows if row.property("says") == "serving"}
        wall.wait(TURN_MS)
    assert "暫停服務" in said


def test_a_pause_where_nobody_is_stands_whole_in_its_row(screens: Screens) -> None:
    """Its translation stands beside it or below it, else both take turns."""
    kind = Kind(8, 20, "letters", "named", languages=("en", "zh-TW"))
    wall = further_states.paused(kind)
    said = set()
    for _ in range(4):
        screens.hang(1080, 1920, 43.0, 11.7, 6.0)
        screens.draw(wall.board, wall.now)
        rows = list(items(screens.order.contentItem(), "counterRow"))
        drawn = {str(told(one, "text")) for row in rows for pair in items(row, "rowSaid") for one in pair.childItems()}
        assert not [text for text in drawn if text.endswith("…")]
        said |= drawn
        wall.wait(TURN_MS)
    assert {"Paused", "暫停服務"} <= said
