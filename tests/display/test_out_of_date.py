"""A wall whose server has been away for long: what it still shows is of another time, and looks it. And what
looks alike in every state of the board."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow

from display.content_layout import content_layout
from display.content_page import content_page
from display.deck import Dwell
from display.legibility import Monitor
from display.link_lines import LISTEN_MS
from program.texts import read_catalog
from tests.display.pictures import pixels
from tests.display.scene import seen, shortened, visible, wrong
from tests.display.screens import Screens
from tests.display.walls import Wall
from tests.real_hall import MORNING, RealHall

CATALOG = read_catalog("display")
MONITORS = [(1920, 1080, False), (1080, 1920, False), (1920, 1080, True), (1080, 1920, True)]
MONITOR_NAMES = ["lying", "standing", "one lying", "one standing"]
CALL, TEXT, OLD, QUIET = "#ffc83d", "#f7fafc", "#9ba9bc", "#b6c4d6"


def busy() -> Wall:
    """Two are called, one waits, and one missed its number."""
    wall = Wall().start()
    missed = wall.called("benefit-again", "4")
    wall.hear(wall.hall.miss(missed))
    wall.called("training", "5")
    wall.called("youth", "6")
    wall.hall.issue("training")
    return wall.hear()


def drawn(window: QQuickWindow, name: str) -> Iterator[QQuickItem]:
    return (item for item in visible(window.contentItem()) if item.objectName() == name)


def colours(window: QQuickWindow, name: str) -> set[str]:
    return {item.property("color").name() for item in drawn(window, name)}


def everything(window: QQuickWindow) -> set[str]:
    """Every colour that fills more than the edges of letters."""
    found = pixels(window).getcolors(window.width() * window.height()) or []
    return {f"#{bytes(colour).hex()}" for many, colour in found if many > 500 and isinstance(colour, tuple)}


def texts(window: QQuickWindow) -> set[str]:
    return {one.text for one in seen(window)}


@pytest.mark.parametrize(("width", "height", "shared"), MONITORS, ids=MONITOR_NAMES)
def test_numbers_of_another_time_do_not_look_like_those_of_now(
    qapp: QGuiApplication, width: int, height: int, shared: bool
) -> None:
    with Screens(qapp, width, height, shared=shared, calm=True) as screens:
        wall = busy()
        screens.draw(wall.board, wall.now)
        assert TEXT in colours(screens.order, "rowLabel")
        assert CALL in everything(screens.order)
        assert any("人" in one for one in counts(screens.order))
        wall.link(up=False).wait(LISTEN_MS)
        screens.draw(wall.board, wall.now)
        assert not any(CALL in everything(window) for window in screens.windows)
        said = texts(screens.order)
        assert {"截至 09:14 的號碼", "請聽現場人員叫號"} <= said
        assert "目前號碼" not in said
        assert not [one for one in shortened(screens.order) if "09:14" in one], "of when they are is whole"
        for name in ("rowLabel", "rowNumber", "missedNumbers"):
            assert colours(screens.order, name) == {OLD}, name
        assert not any(bool(number.property("bold")) for number in drawn(screens.order, "rowNumber"))
        assert counts(screens.order) == {"–"}
        assert {item.property("color").name() for item in drawn(screens.order, "serviceName")} == {QUIET}
        assert not any("下一號" in one for one in said)
        assert [fault for window in screens.windows for fault in wrong(window, 1)] == []
        wall.link(up=True).start()
        wall.called("youth", "6")
        screens.draw(wall.board, wall.now)
        assert "目前號碼" in texts(screens.order)
        assert colours(screens.order, "missedNumbers") == {TEXT}
        assert CALL in everything(screens.order)
        assert any("人" in one for one in counts(screens.order))


def counts(window: QQuickWindow) -> set[str]:
    return {str(item.property("words")) for item in drawn(window, "serviceState")}


def test_no_call_outlives_the_line_on_the_content_monitor() -> None:
    """Also where calls are set to stay for minutes."""
    wall = Wall().start()
    wall.board = replace(wall.board, dwell=Dwell(4 * LISTEN_MS, 4 * LISTEN_MS))
    layout = content_layout(Monitor(1920, 1080, 55.0, 6.0))
    wall.called("training", "5")
    wall.link(up=False).wait(LISTEN_MS - 1_000)
    assert content_page(wall.board, wall.now, layout, CATALOG).bar.called
    page = content_page(wall.wait(1_000).board, wall.now, layout, CATALOG)
    assert (page.bar.called, page.bar.digits) == (False, "")
    wall.link(up=True).start()
    assert content_page(wall.board, wall.now, layout, CATALOG).bar.called


@pytest.mark.parametrize(("width", "height", "shared"), MONITORS, ids=MONITOR_NAMES)
def test_where_nobody_is_the_line_stands_below_the_numbers_of_others(
    qapp: QGuiApplication, width: int, height: int, shared: bool
) -> None:
    with Screens(qapp, width, height, shared=shared, calm=True) as screens:
        wall = busy()
        screens.draw(wall.board, wall.now)
        nobody, numbers = ends(screens.order, "rowNobody"), ends(screens.order, "rowNumber")
        assert nobody
        assert numbers
        assert nobody | numbers == numbers


def ends(window: QQuickWindow, name: str) -> set[int]:
    """Where they end, from the left edge of their rows."""
    return {round(item.x() + item.width()) for item in drawn(window, name)}


@pytest.mark.parametrize(("width", "height", "shared"), MONITORS, ids=MONITOR_NAMES)
def test_a_service_that_gives_no_more_numbers_looks_the_same_whoever_is_called(
    qapp: QGuiApplication, width: int, height: int, shared: bool
) -> None:
    hall = RealHall()
    with Screens(qapp, width, height, shared=shared, calm=True) as screens:
        wall = Wall(hall).start()
        looks = []
        ticket = wall.called("youth", "6")
        for ended in (False, True):
            if ended:
                hall.arrive(ticket)
                hall.finish(ticket)
                wall.hear().wait(1_000)
            hall.closed["youth"] = MORNING + 24 * 3_600_000
            wall.told(hall.opening_changed())
            screens.draw(wall.board, wall.now)
            looks.append(look_of(screens.order, "G"))
        assert looks[0] == looks[1] == (QUIET, QUIET)


def look_of(window: QQuickWindow, prefix: str) -> tuple[str, str]:
    """Of the service's name and of its status."""
    (cell,) = (item for item in drawn(window, "serviceCell") if prefix in said(item))
    named = {item.objectName(): item.property("color").name() for item in visible(cell)}
    return named["serviceName"], named["serviceState"]


def said(item: QQuickItem) -> set[str]:
    return {str(one.property("text")) for one in visible(item)}
