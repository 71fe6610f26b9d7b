"""`--windowed`: both views as plain windows on one screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from display.app import DisplayApp
from display.settings import check
from program.clock import ManualClock
from screen.typeface import use_typeface

ROOT = Path(__file__).parents[2]


def test_both_views_stand_beside_each_other_in_the_shape_of_a_wall(qtbot: QtBot, qapp: QGuiApplication) -> None:
    use_typeface(qapp)
    display = DisplayApp(qapp, check(ROOT / "config.toml"), ManualClock(1_795_395_600_000), plain_windows=True)
    display.windows.place()
    order, content = display.windows.order, display.windows.content
    qtbot.waitUntil(lambda: order.isVisible() and content.isVisible(), timeout=20_000)
    assert not order.geometry().intersects(content.geometry())
    assert order.width() / order.height() == pytest.approx(16 / 9, rel=0.01)
    assert not order.flags() & Qt.WindowType.FramelessWindowHint
    assert {order.cursor().shape(), content.cursor().shape()} == {Qt.CursorShape.ArrowCursor}
    display.windows.close()


def test_no_pointer_stands_on_a_wall(qtbot: QtBot, qapp: QGuiApplication) -> None:
    use_typeface(qapp)
    display = DisplayApp(qapp, check(ROOT / "config.toml"), ManualClock(1_795_395_600_000))
    for window in (display.windows.order, display.windows.content):
        assert window.cursor().shape() == Qt.CursorShape.BlankCursor
    display.windows.close()
