"""The window beside the hall: the LED sign, dot by dot, and every printed ticket, as the emulators decoded them.

    JIAOHAO_SIGN_IN="…" python -m demo.tray TICKETS-FOLDER SIGN-FOLDER CONSOLE-ADDRESS LANGUAGE

It ends with 0 when its window is closed. Once it stands it says where the clerk's console has room beside it, in the
desktop's own units, and how many dots one of them is: `console X Y WIDTH HEIGHT RATIO`.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

from demo.lines import Lines
from demo.person import SIGN_IN_LINE
from hardware.typeface import noto_sans_tc
from screen.desk import Place
from screen.placing import desk_on

LOOK_EVERY_MS = 300


class Tray(QObject):
    """Looks into the emulators' folders and tells the window."""

    def __init__(self, window: QObject, tickets: Path, sign: Path) -> None:
        super().__init__(window)
        self._window = window
        self._tickets_folder = tickets
        self._sign_file = sign / "sign.png"
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        newest = sorted(self._tickets_folder.glob("receipt-*.png"), reverse=True)[:12]
        tickets = [QUrl.fromLocalFile(str(path)).toString() for path in newest]
        if tickets != self._window.property("tickets"):
            self._window.setProperty("tickets", tickets)
        if self._sign_file.exists():
            # A new address with every change, so that the picture is read again.
            address = f"{QUrl.fromLocalFile(str(self._sign_file)).toString()}?{self._sign_file.stat().st_mtime_ns}"
            self._window.setProperty("sign", address)


def main() -> int:
    tickets, sign, console, language = sys.argv[1:]
    app = QGuiApplication(sys.argv[:1])
    QFontDatabase.addApplicationFont(str(noto_sans_tc()))
    font = QFont(["Noto Sans TC"])
    font.setVariableAxis(QFont.Tag("wght"), 400)
    app.setFont(font)
    signal.signal(signal.SIGTERM, lambda *_: app.quit())
    engine = QQmlApplicationEngine(app)
    lines = Lines(language)
    console_line = "\n".join((lines.text("tray_console", address=console), os.environ.get(SIGN_IN_LINE, ""))).strip()
    words = {"title": lines.text("tray_title"), "consoleLine": console_line, "emptyLine": lines.text("tray_empty")}
    stands = desk_on(app.primaryScreen())
    engine.setInitialProperties({**words, **place_of(stands.paper)})
    engine.load(QUrl.fromLocalFile(str(Path(__file__).parent / "Tray.qml")))
    if not engine.rootObjects():
        return 1
    window = engine.rootObjects()[0]
    tray = Tray(window, Path(tickets), Path(sign))
    tray.look()
    room = stands.console
    sys.stdout.write(f"console {room.x} {room.y} {room.width} {room.height} {app.devicePixelRatio()}\n")
    sys.stdout.flush()
    return app.exec()


def place_of(place: Place) -> dict[str, int]:
    return {"x": place.x, "y": place.y, "width": place.width, "height": place.height}


if __name__ == "__main__":
    sys.exit(main())
