"""Qt without a screen, and the typeface the kiosk is drawn in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow
from PySide6.QtQuickControls2 import QQuickStyle
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from kiosk.app import load_window
from kiosk.painter import Painter
from kiosk.picture import Picture
from kiosk.timing import Timing
from kiosk.view_model import KioskView
from program.texts import read_catalog
from screen.typeface import use_typeface

Shown = tuple[KioskView, QQuickWindow]


@pytest.fixture(scope="session")
def painter() -> Painter:
    return Painter(read_catalog("kiosk"), Timing(), "en", "yongkang")


@pytest.fixture
def show(qapp: QGuiApplication, qtbot: QtBot) -> Iterator[Callable[[Picture, int, int], Shown]]:
    """Shows a picture in a window of a size."""
    QQuickStyle.setStyle("Basic")
    use_typeface(qapp)
    engines = []
    keys = iter(range(1, 1000))

    def shown(picture: Picture, width: int, height: int) -> Shown:
        view = KioskView(picture, lambda: f"key-{next(keys):04d}")
        engine, window = load_window(view)
        engines.append(engine)
        window.setGeometry(0, 0, width, height)
        window.show()
        qtbot.waitUntil(window.isExposed, timeout=20_000)
        return view, window

    yield shown
    for engine in engines:
        delete(engine)
