"""Windows on their monitors: full screen by the monitor's name, and again whenever monitors come, go or change.

Qt moves a window off a monitor that vanishes and does not bring it back (6.11), so every change places anew.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Final

import structlog
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtQuick import QQuickWindow

from screen.desk import Desk, Place, desk

SETTLE_MS = 60
"""One unplugged cable brings several signals; the windows move once."""
LOOK_AGAIN_MS = (500, 1_000, 2_000, 4_000, 8_000)
"""A window manager may hear of a monitor after the windows went there, and then fills another one, or all of them."""

_MONITOR: Final = "monitor"
"""A property: of a monitor its number, of a window the number of the monitor that it was put on."""
_numbers = count(1)

log = structlog.get_logger(__name__)


class MonitorWatch(QObject):
    """Calls `place` soon after each change of the monitors, until `stop`, and a few times more, as at the start, for
    windows that were put elsewhere. `place` gives what it met elsewhere, in words, or nothing. Who is not obeyed in
    the end says so in the log and leaves it: windows that come and go disturb more."""

    def __init__(
        self,
        app: QGuiApplication,
        place: Callable[[], str],
        parent: QObject,
        *,
        look_again_ms: tuple[int, ...] = LOOK_AGAIN_MS,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._place = place
        self._look_again_ms = look_again_ms
        self._looks = 0
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self._again = QTimer(self, singleShot=True, interval=look_again_ms[0])
        self._again.timeout.connect(self._look)
        for screen in app.screens():
            screen.geometryChanged.connect(self._settle.start)
        app.screenAdded.connect(self._added)
        app.screenRemoved.connect(self._removed)
        self._again.start()

    def stop(self) -> None:
        self._settle.stop()
        self._again.stop()
        self._app.screenAdded.disconnect(self._added)
        self._app.screenRemoved.disconnect(self._removed)

    def _added(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._settle.start)
        self._settle.start()

    def _removed(self, _screen: QScreen) -> None:
        self._settle.start()

    def _settled(self) -> None:
        self._place()
        self._looks = 0
        self._again.start(self._look_again_ms[0])

    def _look(self) -> None:
        elsewhere = self._place()
        self._looks += 1
        if self._looks < len(self._look_again_ms):
            self._again.start(self._look_again_ms[self._looks])
        elif elsewhere:
            log.warning("window_elsewhere", window=elsewhere)


def monitors() -> list[QScreen]:
    """Those that show anything, the primary one first. With none Qt has a placeholder without any room (Wayland)."""
    primary = QGuiApplication.primaryScreen()
    screens = [one for one in QGuiApplication.screens() if not one.geometry().isEmpty()]
    return sorted(screens, key=lambda one: one != primary)


def show_fullscreen(window: QQuickWindow, screen: QScreen) -> str:
    """Fullscreen on `screen`. setScreen alone leaves the old geometry; showFullScreen alone the old screen.
    Gives where it stood instead, in words; empty: there, or nowhere."""
    there = window.screen()
    stood, wanted = window.geometry(), screen.geometry()
    # A window under Wayland is never told where it stands.
    fits = stood.size() == wanted.size() if _on_wayland() else stood == wanted
    # Nor that the compositor put it elsewhere while the monitor was away, which is another one when it is back.
    fits = fits and window.property(_MONITOR) == _number(screen)
    shown = window.isVisible()
    if shown and fits and there is not None and there.name() == screen.name():
        return ""
    window.hide()
    window.setScreen(screen)
    window.setGeometry(wanted)
    window.showFullScreen()
    window.setProperty(_MONITOR, _number(screen))
    return f"{window.title()}: {stood.getRect()}, not {screen.name()} {wanted.getRect()}" if shown else ""


def _number(screen: QScreen) -> int:
    """Another one for a monitor that was away."""
    number = screen.property(_MONITOR)
    if number is None:
        number = next(_numbers)
        screen.setProperty(_MONITOR, number)
    return int(number)


def _on_wayland() -> bool:
    return QGuiApplication.platformName().startswith("wayland")


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
