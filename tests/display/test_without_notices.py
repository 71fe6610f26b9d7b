"""Where no notice stands at the foot of the order monitor, something else does: no band of it is empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication

from tests.display.large_halls import Kind, large_hall
from tests.display.matrix import STATES
from tests.display.scene import wrong
from tests.display.screens import Screens, items
from tests.display.walls import Wall
from tests.real_hall import RealHall


@pytest.fixture(scope="module")
def screens(qapp: QGuiApplication) -> Iterator[Screens]:
    with Screens(qapp, 1920, 1080, calm=True) as made:
        yield made


def without_notices() -> Wall:
    wall = Wall(RealHall(replace(large_hall(Kind(8, 8)), notices=()))).start()
    wall.called("s00", "c0")
    return wall


def cells(screens: Screens) -> list[QRectF]:
    found = items(screens.order.contentItem(), "serviceCell")
    return [one.mapRectToScene(QRectF(0, 0, one.width(), one.height())) for one in found]


@pytest.mark.parametrize("state", ["closed", "typhoon", "open"])
@pytest.mark.parametrize("shared", [False, True], ids=["two monitors", "one monitor"])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1366, 768)], ids=str)
def test_the_strip_stands_at_the_foot(screens: Screens, size: tuple[int, int], shared: bool, state: str) -> None:
    wall = without_notices() if state == "open" else STATES[state](Kind(8, 8))
    screens.hang(*size, 55.0, 15.0, 6.0, shared=shared)
    screens.draw(wall.board, wall.now)
    (strip,) = items(screens.order.contentItem(), "strip")
    area = strip.mapRectToScene(QRectF(0, 0, strip.width(), strip.height()))
    assert area.bottom() == pytest.approx(size[1], abs=0.5)
    there = cells(screens)
    assert there[0].top() - area.top() == pytest.approx(area.bottom() - there[-1].bottom(), abs=0.5)
    above = screens.layout.content if shared and screens.layout.content.width else None
    assert above is None or area.top() == pytest.approx(screens.layout.strip.y)
    assert wrong(screens.order, 1) == []


def test_a_notice_has_its_room_again(screens: Screens) -> None:
    wall = without_notices()
    screens.hang(1920, 1080, 55.0, 15.0)
    screens.draw(wall.board, wall.now)
    before = cells(screens)[0].top()
    wall.link(up=False).wait(5_000)
    screens.draw(wall.board, wall.now)
    assert before - cells(screens)[0].top() == pytest.approx(screens.layout.ticker.height)
