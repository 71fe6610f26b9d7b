"""A window stays on its monitor whoever puts it elsewhere while monitors come and go."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot
from structlog.testing import capture_logs

from screen.placing import MonitorWatch, delete_now, show_fullscreen

ELSEWHERE = QRect(40, 30, 320, 200)


@pytest.fixture
def window(qapp: QGuiApplication) -> Iterator[QQuickWindow]:
    made = QQuickWindow()
    made.setTitle("wall")
    yield made
    made.close()
    delete_now(made)


def test_a_window_that_was_put_elsewhere_is_put_back(qapp: QGuiApplication, window: QQuickWindow, qtbot: QtBot) -> None:
    monitor = qapp.primaryScreen()
    show_fullscreen(window, monitor)
    watch = MonitorWatch(qapp, lambda: show_fullscreen(window, monitor), QObject(qapp))
    window.showNormal()
    window.setGeometry(ELSEWHERE)
    qtbot.waitUntil(lambda: window.geometry() == monitor.geometry(), timeout=10_000)
    assert window.isVisible()
    watch.stop()


def test_one_that_obeys_somebody_else_is_left_and_told_once(qapp: QGuiApplication, qtbot: QtBot) -> None:
    asked: list[str] = []

    def place() -> str:
        asked.append("")
        return "wall: elsewhere"

    with capture_logs() as lines:
        watch = MonitorWatch(qapp, place, QObject(qapp), look_again_ms=(10, 20, 40))
        qtbot.waitUntil(lambda: bool(lines))
    assert [line["event"] for line in lines] == ["window_elsewhere"]
    assert lines[0]["window"] == "wall: elsewhere"
    assert len(asked) == 3
    watch.stop()


def test_where_it_stood_is_said_and_nothing_of_one_that_is_there(qapp: QGuiApplication, window: QQuickWindow) -> None:
    monitor = qapp.primaryScreen()
    assert show_fullscreen(window, monitor) == "", "it stood nowhere"
    assert show_fullscreen(window, monitor) == ""
    window.showNormal()
    window.setGeometry(ELSEWHERE)
    said = show_fullscreen(window, monitor)
    assert said.startswith("wall: (40, 30, 320, 200), not ")
    assert monitor.name() in said
