"""The two windows: each on its own monitor by name, and back there when a monitor was away.

Qt moves a window off a monitor that vanishes and does not bring it back (6.11), so every change of the monitors places
both anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import structlog
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow

import display.fitter  # noqa: F401  # QML finds Fitter once its module is loaded
from display.content_view import ContentView
from display.monitors import Places, place
from display.order_view import OrderView

QML = Path(__file__).parent / "qml"
SETTLE_MS = 60
"""One unplugged cable brings several signals; the windows move once."""

log = structlog.get_logger(__name__)


class QmlError(RuntimeError):
    """A QML file of ours cannot be loaded."""


class Windows(QObject):
    """Order and content window. `placed` is told the places and the windows' sizes after every change."""

    def __init__(
        self,
        app: QGuiApplication,
        order_view: OrderView,
        content_view: ContentView,
        *,
        names: tuple[str, str],
        placed: Callable[[Places, dict[str, tuple[int, int]]], None],
        plain: bool = False,
    ) -> None:
        """`names` are the configured monitors of order and content; `plain`: two windows on a desk instead, for
        trying out. Raises QmlError when the QML cannot load.
        """
        super().__init__(app)
        self._app = app
        self._names = names
        self._placed = placed
        self._plain = plain
        self._engine = QQmlEngine(self)
        self._engine.addImportPath(str(QML))
        self.order = self._make("OrderWindow", {"view": order_view, "content": content_view})
        self.content = self._make("ContentWindow", {"view": content_view})
        self.places: Places | None = None
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.place)
        for screen in app.screens():
            screen.geometryChanged.connect(self._settle.start)
        app.screenAdded.connect(self._added)
        app.screenRemoved.connect(self._removed)

    def place(self) -> None:
        """Puts each window where it belongs now."""
        if self._plain:
            self._place_on_desk()
            return
        screens = {screen.name(): screen for screen in reversed(self._app.screens())}
        primary = self._app.primaryScreen()
        names = [screen.name() for screen in self._app.screens()]
        if primary is not None and primary.name() in names:
            names.sort(key=lambda name: name != primary.name())
        places = place(*self._names, tuple(names))
        if places is None:
            log.warning("no_monitor")
            return
        if places != self.places:
            log.info("monitors", order=places.order, content=places.content or "", missing=list(places.missing))
        self.places = places
        sizes = {"order": _size(screens[places.order])}
        if places.content is not None:
            sizes["content"] = _size(screens[places.content])
        self._placed(places, sizes)
        self.order.setProperty("shared", places.shared)
        _show(self.order, screens[places.order])
        if places.content is None:
            self.content.hide()
        else:
            _show(self.content, screens[places.content])

    def _place_on_desk(self) -> None:
        """Two plain windows, one below the other, on the left of the first screen."""
        screen = self._app.primaryScreen()
        if screen is None or self.order.isVisible():
            return
        room = screen.availableGeometry()
        width = min(room.width() * 3 // 5, (room.height() - 120) * 8 // 9)
        size = (width, width * 9 // 16)
        self.places = Places(screen.name(), screen.name(), False, ())
        self._placed(self.places, {"order": size, "content": size})
        for row, window in enumerate((self.order, self.content)):
            window.setFlags(Qt.WindowType.Window)
            window.resize(*size)
            window.setPosition(room.left() + 10, room.top() + 40 + row * (size[1] + 40))
            window.show()

    def close(self) -> None:
        """Takes both windows down, QML before the view-models they show."""
        self._settle.stop()
        self._app.screenAdded.disconnect(self._added)
        self._app.screenRemoved.disconnect(self._removed)
        for window in (self.order, self.content):
            window.close()
            delete_now(window)
        delete_now(self._engine)

    def _make(self, name: str, properties: dict[str, object]) -> QQuickWindow:
        component = QQmlComponent(self._engine, self)
        component.loadFromModule("Display", name)
        made = component.createWithInitialProperties(properties)
        if not isinstance(made, QQuickWindow):
            raise QmlError(f"{name}: {component.errorString()}")
        made.setParent(None)
        return made

    def _added(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._settle.start)
        self._settle.start()

    def _removed(self, _screen: QScreen) -> None:
        self._settle.start()


def delete_now(thing: QObject) -> None:
    """Deletes without waiting for an event loop, which may have ended."""
    thing.deleteLater()
    QCoreApplication.sendPostedEvents(thing, QEvent.Type.DeferredDelete.value)


def _size(screen: QScreen) -> tuple[int, int]:
    return screen.geometry().width(), screen.geometry().height()


def _show(window: QQuickWindow, screen: QScreen) -> None:
    """Fullscreen on `screen`. setScreen alone leaves the old geometry; showFullScreen alone the old screen."""
    there = window.screen()
    same = there is not None and there.name() == screen.name() and window.geometry() == screen.geometry()
    if same and window.isVisible():
        return
    window.hide()
    window.setScreen(screen)
    window.setGeometry(screen.geometry())
    window.showFullScreen()
