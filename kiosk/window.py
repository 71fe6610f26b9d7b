"""Keeps the kiosk's window on its monitor, full screen, also when monitors come and go."""

from __future__ import annotations

import structlog
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtQuick import QQuickWindow

from screen.placing import MonitorWatch, desk_on, monitors, show_fullscreen, show_on_desk

NOWHERE = ("no monitor", 0, 0)
log = structlog.get_logger("kiosk")


class KioskWindow(QObject):
    """Places the window by the monitor's name; while that monitor is away, on the first one."""

    def __init__(self, app: QGuiApplication, window: QQuickWindow, monitor: str) -> None:
        super().__init__(app)
        self._window = window
        self._monitor = monitor
        self._said = ("", 0, 0)
        self._watch = MonitorWatch(app, self.place, self)
        window.installEventFilter(self)

    def place(self) -> str:
        """Puts the window where it belongs; gives where it stood instead, in words."""
        screen = self._screen()
        if screen is None:
            if self._said != NOWHERE:
                log.warning("no_monitor", monitor=self._monitor)
            self._said = NOWHERE
            return ""
        stood = show_fullscreen(self._window, screen)
        name, width, height = now = (screen.name(), screen.size().width(), screen.size().height())
        if now != self._said:
            self._said = now
            log.info("window", monitor=name, width=width, height=height)
        return stood

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """No key and no window manager closes the kiosk; only its own process ends it."""
        if event.type() is QEvent.Type.Close:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _screen(self) -> QScreen | None:
        screens = monitors()
        named = next((screen for screen in screens if screen.name() == self._monitor), None)
        return named or (screens[0] if screens else None)


def show_in_plain_window(window: QQuickWindow) -> None:
    """A portrait window that leaves room for others on the screen: for trying out at a desk."""
    show_on_desk(window, desk_on(window.screen()).kiosk)
