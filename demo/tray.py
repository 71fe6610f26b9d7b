"""The window beside the hall: the LED sign, dot by dot, and every printed ticket, as the emulators decoded them.

    JIAOHAO_SIGN_IN="…" python -m demo.tray TICKETS-FOLDER SIGN-FOLDER CONSOLE-ADDRESS LANGUAGE [CAPTION-FILE]

It ends with 0 when its window is closed. Once it stands it says where the clerk's console has room beside it, in the
desktop's own units, and how many dots one of them is: `console X Y WIDTH HEIGHT RATIO`. With a file of captions a strip
below shows the newest, and every window has its name over it, also where no desktop draws title bars.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from demo.lines import Lines
from demo.narration import told
from demo.person import SIGN_IN_LINE
from hardware.typeface import noto_sans_tc
from screen.desk import TITLE_BAR, Desk, Place, desk
from screen.placing import room_on

LOOK_EVERY_MS = 300
CAPTION_SHARE, CAPTION_LEAST = 0.09, 68
"""Of the desk's height, and dots at least."""


class Tray(QObject):
    """Looks into the emulators' folders and tells the window."""

    def __init__(
        self,
        window: QQuickWindow,
        tickets: Path,
        sign: Path,
        *,
        caption: QObject | None = None,
        captions: Path = Path(),
        backdrop: QObject | None = None,
    ) -> None:
        """`caption`: the window that shows what the file `captions` says, `backdrop` the one with the windows' names;
        None: there is none."""
        super().__init__(window)
        self._window = window
        self._tickets_folder = tickets
        self._sign_file = sign / "sign.png"
        self._caption = caption
        self._captions = captions
        self._backdrop = backdrop
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
        if self._backdrop is not None:
            # Title bars have the names, and of any height would cover a part of ours.
            self._backdrop.setProperty("named", self._window.frameMargins().top() == 0)
        if self._caption is not None:
            newest_told = told(self._captions)
            self._caption.setProperty("titleLine", newest_told.title)
            self._caption.setProperty("tellsLine", newest_told.tells)
            self._caption.setProperty("part", newest_told.part)
            self._caption.setProperty("yours", newest_told.yours)
            self._window.setProperty("signIn", newest_told.sign_in)


def main() -> int:
    tickets, sign, console, language, *captions = sys.argv[1:]
    app = QGuiApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)  # the caption is no window of its own: who closes the tray ends it
    QFontDatabase.addApplicationFont(str(noto_sans_tc()))
    font = QFont(["Noto Sans TC"])
    font.setVariableAxis(QFont.Tag("wght"), 400)
    app.setFont(font)
    signal.signal(signal.SIGTERM, lambda *_: app.quit())
    engine = QQmlApplicationEngine(app)
    lines = Lines(language)
    console_line = "\n".join((lines.text("tray_console", address=console), os.environ.get(SIGN_IN_LINE, ""))).strip()
    words = {"title": lines.text("tray_title"), "consoleLine": console_line, "emptyLine": lines.text("tray_empty")}
    room = room_on(app.primaryScreen())
    stands = desk(room, caption_height(room) if captions else 0)
    caption: QQuickWindow | None = None
    backdrop: QQuickWindow | None = None
    if captions:
        title = {"title": lines.text("tour")}
        if app.platformName() == "xcb":  # elsewhere nobody may say which window stands behind
            backdrop = shown(engine, "Backdrop", {**title, "labels": labels(stands, room, lines), **place_of(room)})
            backdrop.show()
            backdrop.lower()
        caption = shown(engine, "Caption", {**title, **place_of(stands.caption)})
    window = shown(engine, "Tray", {**words, **place_of(stands.paper)})
    tray = Tray(window, Path(tickets), Path(sign), caption=caption, captions=Path(*captions), backdrop=backdrop)
    tray.look()
    place = stands.console
    sys.stdout.write(f"console {place.x} {place.y} {place.width} {place.height} {app.devicePixelRatio()}\n")
    sys.stdout.flush()
    return app.exec()


def caption_height(room: Place) -> int:
    return max(CAPTION_LEAST, round(room.height * CAPTION_SHARE))


def shown(engine: QQmlApplicationEngine, name: str, properties: dict[str, Any]) -> QQuickWindow:
    """The window of a QML file beside this one. Raises RuntimeError when there is none in it."""
    before = len(engine.rootObjects())
    engine.setInitialProperties(properties)
    engine.load(QUrl.fromLocalFile(str(Path(__file__).parent / f"{name}.qml")))
    roots = engine.rootObjects()
    if len(roots) == before or not isinstance(roots[-1], QQuickWindow):
        raise RuntimeError(f"{name}.qml is no window")
    return roots[-1]


def labels(stands: Desk, room: Place, lines: Lines) -> list[dict[str, Any]]:
    """What stands over each window, in the room's own units."""
    places = {
        "order": stands.order,
        "content": stands.content,
        "console": stands.console,
        "paper": stands.paper,
        "kiosk": stands.kiosk,
    }
    return [
        {
            "x": place.x - room.x,
            "y": place.y - room.y - TITLE_BAR,
            "width": place.width,
            "height": TITLE_BAR,
            "text": lines.text(f"label_{name}"),
        }
        for name, place in places.items()
    ]


def place_of(place: Place) -> dict[str, int]:
    return {"x": place.x, "y": place.y, "width": place.width, "height": place.height}


if __name__ == "__main__":
    sys.exit(main())
