"""Keeps the kiosk's window on its monitor, full screen, also when monitors come and go."""

from __future__ import annotations

import structlog
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtQuick import QQuickWindow

log = structlog.get_logger("kiosk")


class WindowKeeper(QObject):
    """Places the window by the monitor's name; while that monitor is away, on the first one."""

    def __init__(self, app: QGuiApplication, window: QQuickWindow, monitor: str) -> None:
        super().__init__(app)
        self._window = window
        self._monitor = monitor
        # Qt moves a window off a monitor that leaves without giving it the new geometry; one turn later it can be set.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.place)
        for screen in app.screens():
            screen.geometryChanged.connect(self._soon.start)
        app.screenAdded.connect(self._screen_added)
        app.screenRemoved.connect(self._soon.start)
        window.installEventFilter(self)

    @Slot()
    def place(self) -> None:
        screen = self._screen()
        if screen is None:
            log.warning("no_monitor", monitor=self._monitor)
            return
        self._window.hide()
        self._window.setScreen(screen)
        self._window.setGeometry(screen.geometry())
        self._window.showFullScreen()
        log.info("window", monitor=screen.name(), width=screen.size().width(), height=screen.size().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """No key and no window manager closes the kiosk; only its own process ends it."""
        if event.type() is QEvent.Type.Close:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    @Slot(QScreen)
    def _screen_added(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._soon.start)
        self._soon.start()

    def _screen(self) -> QScreen | None:
        screens = QGuiApplication.screens()
        named = next((screen for screen in screens if screen.name() == self._monitor), None)
        return named or (screens[0] if screens else None)


def show_in_plain_window(window: QQuickWindow) -> None:
    """A portrait window that leaves room for others on the screen: for trying out at a desk."""
    screen = window.screen().availableGeometry()
    height = min(1920, screen.height() * 17 // 20)
    window.setFlags(Qt.WindowType.Window)
    window.resize(height * 9 // 16, height)
    window.setPosition(screen.right() - window.width() - 10, screen.top() + 40)
    window.show()
