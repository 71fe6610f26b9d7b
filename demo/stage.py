"""Runs one of the Qt programs as it is, with a stage hand beside it: something outside can touch it and look at it.

    python -m demo.stage kiosk --hand SOCKET [arguments of the program ...]

The program's own code knows nothing of this: it is started as `python -m kiosk` would start it, and the hand only
uses what a person has, a finger on the glass and eyes on the windows. One JSON object a line, over
a socket that is a file: whoever cannot write here cannot touch the glass, and another network is no hindrance:

    {"do": "touch", "item": "service_benefit-again"}            press and release in the middle of the named item
    {"do": "look", "folder": "…", "name": "home"}   PNG of every window, home-<window>.png, and what
                                                    can be read on it; none while something moves
    {"do": "read"}                                  the texts that can be seen, per window
    {"do": "find", "item": "confirm"}               whether the item is there, visible and enabled
    {"do": "below", "item": "callCard"}             the texts in each item of that name, those of one together
    {"do": "moving"}                                how many animations are going on that will end
    {"do": "title", "titles": {"order": "…"}}       what the desktop's title bars say
    {"do": "screens"}                               which screen each window stands on

Every answer is an object with "ok"; a fault has "ok": false and "fault".
"""

from __future__ import annotations

import json
import runpy
import socket
import sys
import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QPointingDevice
from PySide6.QtQml import QQmlProperty
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from demo.file_socket import listen_at

Answer = dict[str, Any]


class StageHand(QObject):
    """Does on the Qt thread what the socket's thread was asked for."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.answer: Answer = {}
        self.done = threading.Event()
        self._finger: QPointingDevice | None = None
        self.asked.connect(self._act, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _act(self, order: Answer) -> None:
        try:
            self.answer = {"ok": True, **self._do(order)}
        except (LookupError, OSError, RuntimeError, ValueError) as fault:  # RuntimeError: an item that has just gone
            self.answer = {"ok": False, "fault": str(fault)}
        self.done.set()

    def _do(self, order: Answer) -> Answer:
        answer: Answer
        match order["do"]:
            case "touch":
                answer = self._touch(order["item"])
            case "look":
                going = moving()
                answer = {"moving": going, "pictures": {} if going else look(Path(order["folder"]), order["name"])}
            case "read":
                answer = {"texts": {name_of(window): texts_in(window.contentItem()) for window in windows()}}
            case "find":
                found = find(order["item"])
                answer = {"found": found is not None, "enabled": found is not None and found[1].isEnabled()}
            case "moving":
                answer = {"count": moving()}
            case "below":
                answer = {"groups": [texts_in(item) for item in seen() if item.objectName() == order["item"]]}
            case "title":
                for window in windows():
                    # As a property of QML's: a binding would take the title back.
                    title = QQmlProperty(window, "title")
                    title.write(order["titles"].get(name_of(window), window.title()))
                answer = {"titles": [window.title() for window in windows()]}
            case "screens":
                answer = {"screens": {name_of(window): window.screen().name() for window in windows()}}
            case what:
                raise ValueError(f"cannot do {what!r}")
        return answer

    def _touch(self, name: str) -> Answer:
        found = find(name)
        if found is None:
            raise LookupError(f"no {name!r} to be seen")
        window, item = found
        point = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        if self._finger is None:
            self._finger = QTest.createTouchDevice()
        enabled = item.isEnabled()  # asked first: a touch may take the whole screen away
        QTest.touchEvent(window, self._finger).press(0, point, window).commit()
        QTest.touchEvent(window, self._finger).release(0, point, window).commit()
        return {"at": [point.x(), point.y()], "enabled": enabled}


def windows() -> list[QQuickWindow]:
    """Windows that can be seen, in the order they were made."""
    return [
        window
        for window in QGuiApplication.topLevelWindows()
        if isinstance(window, QQuickWindow) and window.isVisible()
    ]


def name_of(window: QQuickWindow) -> str:
    return window.objectName() or window.title() or "window"


def children(item: QQuickItem) -> list[QQuickItem]:
    """Items below `item` that can be seen, itself included; drawn order."""
    if not item.isVisible() or item.opacity() == 0:
        return []
    below = [item]
    for child in item.childItems():
        below += children(child)
    return below


def seen() -> list[QQuickItem]:
    """Every item that can be seen, of all windows."""
    return [item for window in windows() for item in children(window.contentItem())]


def moving() -> int:
    """How many animations that will end are going on in windows that can be seen. One that has only been told to begin
    is, and its item may still be as it was before, or not to be seen at all. Endless ones (a ticker, dots that say
    "wait") belong to a window at rest. What fades out counts until it is gone: what takes its place has not begun.
    A Behavior or a Transition does not tell; there is none in the programs' QML.
    """
    return sum(
        animations(item) + (item.property("fading") is True)
        for window in windows()
        for item in [window, *all_items(window.contentItem())]
    )


def all_items(item: QQuickItem) -> list[QQuickItem]:
    """Items at and below `item`, also those that are still transparent."""
    if not item.isVisible():
        return []
    return [item, *(below for child in item.childItems() for below in all_items(child))]


def animations(owner: QObject) -> int:
    """Animations that belong to `owner` itself and will end."""
    count = 0
    for child in owner.children():
        if isinstance(child, QQuickItem | QQuickWindow):
            continue
        if child.inherits("QQuickAbstractAnimation"):
            endless = (child.property("loops") or 1) < 0
            still = endless or child.inherits("QQuickPauseAnimation")
            count += bool(child.property("running")) and not still
        else:
            count += animations(child)
    return count


def find(name: str) -> tuple[QQuickWindow, QQuickItem] | None:
    """The visible item with this objectName, and its window."""
    for window in windows():
        for item in children(window.contentItem()):
            if item.objectName() == name:
                return window, item
    return None


def texts_in(root: QQuickItem) -> list[str]:
    """Every text that can be seen below `root`, in drawing order."""
    texts = []
    for item in children(root):
        text = item.property("text")
        if isinstance(text, str) and text.strip() and item.inherits("QQuickText"):
            texts.append(text)
    return texts


def look(folder: Path, name: str) -> dict[str, list[str]]:
    """Grabs every window into `folder`; returns the file names, and the texts that can be read on each. Raises OSError
    when a picture cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {}
    for window in windows():
        picture = f"{name}-{name_of(window)}.png"
        if not window.grabWindow().save(str(folder / picture)):
            raise OSError(f"cannot write {folder / picture}")
        pictures[picture] = texts_in(window.contentItem())
    return pictures


def serve(listener: socket.socket) -> None:
    """Answers one hand after another until the program ends. Runs on its own thread."""
    hand: StageHand | None = None
    while True:
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb") as lines:
            for line in lines:
                app = QGuiApplication.instance()
                if app is None or QGuiApplication.startingUp():
                    answer: Answer = {"ok": False, "fault": "not up yet"}
                else:
                    if hand is None:
                        hand = StageHand()
                        hand.moveToThread(app.thread())
                    hand.done.clear()
                    hand.asked.emit(json.loads(line))
                    answer = (
                        hand.answer if hand.done.wait(20) else {"ok": False, "fault": "the program does not answer"}
                    )
                lines.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
                lines.flush()


def main() -> None:
    room, option, place, *arguments = sys.argv[1:]
    if option != "--hand":
        raise SystemExit("usage: python -m demo.stage ROOM --hand SOCKET [arguments ...]")
    listener = listen_at(Path(place))
    threading.Thread(target=serve, args=(listener,), name="stage", daemon=True).start()
    sys.argv = [room, *arguments]
    runpy.run_module(room, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
