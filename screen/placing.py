"""Windows on their monitors: full screen by the monitor's name, and again whenever monitors come, go or change.

Qt moves a window off a monitor that vanishes and does not bring it back (6.11), so every change places anew.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtQuick import QQuickWindow

from screen.desk import Desk, Place, desk

SETTLE_MS = 60
"""One unplugged cable brings several signals; the windows move once."""


class MonitorWatch(QObject):
    """Calls `place` soon after each change of the monitors, until `stop`."""

    def __init__(self, app: QGuiApplication, place: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(place)
        for screen in app.screens():
            screen.geometryChanged.connect(self._settle.start)
        app.screenAdded.connect(self._added)
        app.screenRemoved.connect(self._removed)

    def stop(self) -> None:
        self._settle.stop()
        self._app.screenAdded.disconnect(self._added)
        self._app.screenRemoved.disconnect(self._removed)

    def _added(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._settle.start)
        self._settle.start()

    def _removed(self, _screen: QScreen) -> None:
        self._settle.start()


def show_fullscreen(window: QQuickWindow, screen: QScreen) -> None:
    """Fullscreen on `screen`. setScreen alone leaves the old geometry; showFullScreen alone the old screen."""
    there = window.screen()
    same = there is not None and there.name() == screen.name() and window.geometry() == screen.geometry()
    if same and window.isVisible():
        return
    window.hide()
    window.setScreen(screen)
    window.setGeometry(screen.geometry())
    window.showFullScreen()


def room_on(screen: QScreen) -> Place:
    """What this screen has for windows, without the desktop's own panels."""
    room = screen.availableGeometry()
    return Place(room.left(), room.top(), room.width(), room.height())


def desk_on(screen: QScreen) -> Desk:
    """Where windows stand on this screen when a hall is tried on one PC."""
    return desk(room_on(screen))


def show_on_desk(window: QQuickWindow, place: Place) -> None:
    """A plain window that can be moved and closed: for trying out."""
    window.setFlags(Qt.WindowType.Window)
    window.resize(place.width, place.height)
    window.setPosition(place.x, place.y)
    window.show()


def delete_now(thing: QObject) -> None:
    """Deletes without waiting for an event loop, which may have ended."""
    thing.deleteLater()
    QCoreApplication.sendPostedEvents(thing, QEvent.Type.DeferredDelete.value)
