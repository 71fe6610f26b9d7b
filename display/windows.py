"""The two windows: each on its own monitor by name, and back there when a monitor was away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import structlog
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow

import display.film  # noqa: F401  # QML finds Film once its module is loaded
import screen.fitter  # QML finds Fitter once its module is loaded
import screen.shortener  # noqa: F401  # and Shortener
from display.content_view import ContentView
from display.monitors import Box, Places, place_apart
from display.order_view import OrderView
from screen import SHARED_QML
from screen.placing import MonitorWatch, delete_now, desk_on, monitors, show_fullscreen, show_on_desk

QML = Path(__file__).parent / "qml"

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
        for folder in (QML, SHARED_QML):
            self._engine.addImportPath(str(folder))
        self.order = self._make("OrderWindow", {"view": order_view, "content": content_view})
        self.content = self._make("ContentWindow", {"view": content_view})
        if not plain:
            for window in (self.order, self.content):
                window.setCursor(Qt.CursorShape.BlankCursor)
        self.places: Places | None = None
        self._waits = False
        """For a monitor, as the log says."""
        self._sizes: tuple[tuple[int, int], tuple[int, int] | None] | None = None
        self._watch = MonitorWatch(app, self.place, self)

    def place(self) -> str:
        """Puts each window where it belongs now; gives what stood elsewhere instead, in words."""
        if self._plain:
            self._place_on_desk()
            return ""
        screens = {screen.name(): screen for screen in reversed(monitors())}
        places = place_apart(*self._names, {name: _box(screens[name]) for name in reversed(screens)})
        if places is None:
            if self.places is not None or not self._waits:
                log.warning("no_monitor")
            self.places, self._waits = None, True
            return ""
        self._waits = False
        if places != self.places:
            log.info("monitors", order=places.order, content=places.content or "", missing=list(places.missing))
            if places.mirrored:
                log.warning("monitors_mirrored", same_picture=list(places.mirrored))
        order = screens[places.order]
        content = None if places.content is None else screens[places.content]
        sizes = (_size(order), None if content is None else _size(content))
        if (places, sizes) != (self.places, self._sizes):
            self.places, self._sizes = places, sizes
            self._placed(places, {part: size for part, size in zip(("order", "content"), sizes, strict=True) if size})
            self.order.setProperty("shared", places.shared)
        elsewhere = show_fullscreen(self.order, order)
        if content is None:
            self.content.hide()
            return elsewhere
        return "; ".join(filter(None, (elsewhere, show_fullscreen(self.content, content))))

    def _place_on_desk(self) -> None:
        """Two plain windows beside each other on the first screen."""
        screen = self._app.primaryScreen()
        if screen is None or self.order.isVisible():
            return
        stands = desk_on(screen)
        size = (stands.order.width, stands.order.height)
        self.places = Places(screen.name(), screen.name(), False, ())
        self._placed(self.places, {"order": size, "content": size})
        show_on_desk(self.order, stands.order)
        show_on_desk(self.content, stands.content)

    def close(self) -> None:
        """Takes both windows down, QML before the view-models they show."""
        self._watch.stop()
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


def _size(screen: QScreen) -> tuple[int, int]:
    return screen.geometry().width(), screen.geometry().height()


def _box(screen: QScreen) -> Box:
    """In whole pixels where a scale below 1 makes a monitor larger than its place."""
    one, scale = screen.geometry(), min(1.0, screen.devicePixelRatio())
    return one.left(), one.top(), round(one.width() * scale), round(one.height() * scale)
