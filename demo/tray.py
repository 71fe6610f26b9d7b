"""The window beside the hall: the LED sign, dot by dot, and every printed ticket, as the emulators decoded them.

python -m demo.tray TICKETS-FOLDER SIGN-FOLDER CONSOLE-ADDRESS
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from PySide6.QtCore import Property, QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

from hardware.typeface import noto_sans_tc

LOOK_EVERY_MS = 300


class Tray(QObject):
    """Looks into the emulators' folders. QML binds to its properties."""

    changed = Signal()

    def __init__(self, tickets: Path, sign: Path, console: str) -> None:
        super().__init__()
        self._tickets_folder = tickets
        self._sign_file = sign / "sign.png"
        self._console = console
        self._tickets: list[str] = []
        self._sign_age = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        tickets = [
            QUrl.fromLocalFile(str(path)).toString()
            for path in sorted(self._tickets_folder.glob("receipt-*.png"), reverse=True)[:12]
        ]
        age = self._sign_file.stat().st_mtime_ns if self._sign_file.exists() else 0
        if tickets != self._tickets or age != self._sign_age:
            self._tickets, self._sign_age = tickets, age
            self.changed.emit()

    @Property(list, notify=changed)
    def tickets(self) -> list[str]:
        """Addresses of the newest printed tickets, newest first."""
        return self._tickets

    @Property(str, notify=changed)
    def sign(self) -> str:
        """Address of the sign's picture; a new one with every change, so that it is read again."""
        return f"{QUrl.fromLocalFile(str(self._sign_file)).toString()}?{self._sign_age}" if self._sign_age else ""

    @Property(str, constant=True)
    def console(self) -> str:
        return self._console


def main() -> int:
    tickets, sign, console = sys.argv[1:]
    app = QGuiApplication(sys.argv[:1])
    QFontDatabase.addApplicationFont(str(noto_sans_tc()))
    font = QFont(["Noto Sans TC"])
    font.setVariableAxis(QFont.Tag("wght"), 400)
    app.setFont(font)
    signal.signal(signal.SIGTERM, lambda *_: app.quit())
    tray = Tray(Path(tickets), Path(sign), console)
    tray.setParent(app)
    engine = QQmlApplicationEngine(app)
    engine.setInitialProperties({"tray": tray})
    engine.load(QUrl.fromLocalFile(str(Path(__file__).parent / "Tray.qml")))
    if not engine.rootObjects():
        return 1
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
