from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from kiosk.window import show_in_plain_window


def test_plain_window_is_portrait_fits_the_screen_and_can_be_closed(qtbot: QtBot) -> None:
    window = QQuickWindow()
    window.setFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
    show_in_plain_window(window)
    qtbot.waitUntil(window.isVisible, timeout=20_000)
    room = window.screen().availableGeometry()
    assert window.width() < window.height() <= room.height()
    assert room.contains(window.geometry())
    assert not window.flags() & Qt.WindowType.FramelessWindowHint
    assert window.close()
