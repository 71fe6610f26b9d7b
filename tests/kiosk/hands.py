"""A kiosk that runs, and the fingers that touch it through its window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtQuickControls2 import QQuickStyle
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.app import Kiosk, build
from kiosk.settings import Settings
from program.clock import Clock, ManualClock
from program.credentials import Credentials
from screen.typeface import use_typeface

PATIENCE_MS = 60_000


class Hands:
    """Finds what can be touched by its objectName, as an outside driver would."""

    def __init__(self, kiosk: Kiosk, qtbot: QtBot) -> None:
        self.kiosk = kiosk
        self._qtbot = qtbot

    @property
    def screen(self) -> str:
        return self.kiosk.conductor.flow.screen.value

    def find(self, name: str) -> QQuickItem | None:
        return _find(self.kiosk.window.contentItem(), name)

    def touch(self, name: str) -> None:
        """Presses and releases in the middle of the item, once it is there and enabled."""
        self._qtbot.waitUntil(lambda: _ready(self.find(name)), timeout=PATIENCE_MS)
        item = self.find(name)
        assert item is not None
        where = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        self.touch_at(where)

    def touch_at(self, where: QPoint) -> None:
        QTest.mouseClick(self.kiosk.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)

    def reach(self, screen: str) -> None:
        self._qtbot.waitUntil(lambda: self.screen == screen, timeout=PATIENCE_MS)

    def wait(self, condition: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)


@contextmanager
def running_kiosk(
    settings: Settings,
    qapp: QGuiApplication,
    qtbot: QtBot,
    clock: Clock | None = None,
    credentials: Credentials | None = None,
    *,
    languages: Sequence[str] = (),
) -> Iterator[Hands]:
    """Without `credentials` it is not enrolled, which no server of the tests asks. `languages`: those of the hall's
    file."""
    QQuickStyle.setStyle("Basic")
    use_typeface(qapp)
    kiosk = build(qapp, settings, clock or ManualClock(0), credentials, languages=languages)
    kiosk.window.setGeometry(0, 0, 540, 960)
    kiosk.window.show()
    kiosk.start()
    try:
        yield Hands(kiosk, qtbot)
    finally:
        kiosk.stop()


def _find(item: QQuickItem, name: str) -> QQuickItem | None:
    if item.objectName() == name and item.isVisible():
        return item
    return next((found for child in item.childItems() if (found := _find(child, name)) is not None), None)


def _ready(item: QQuickItem | None) -> bool:
    return item is not None and item.isEnabled() and item.width() > 0
