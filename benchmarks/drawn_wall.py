"""The display's own windows in this process, in a hall that nobody talks to over a network."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow

from benchmarks.two_monitors import ROOT
from display.app import DisplayApp
from display.board import BoardMessage
from display.settings import check
from program.clock import clock_from
from screen.placing import delete_now
from screen.typeface import use_typeface
from tests.display.walls import Wall
from tests.real_hall import RealHall

MORNING = "2026-11-23T09:14:00+08:00"
"""As in the hall."""


class DrawnWall(Wall):
    """What the hall says is heard by both windows; `frames` and `swapped` count and date each one's frames."""

    def __init__(self, app: QGuiApplication, hall: RealHall | None = None) -> None:
        super().__init__(hall)
        self.hall.set_going()
        use_typeface(app)
        self.app = app
        self.display = DisplayApp(app, check(ROOT / "config.toml"), clock_from(MORNING))
        self.display.windows.place()
        self.windows = {"order": self.display.windows.order, "content": self.display.windows.content}
        self.frames = dict.fromkeys(self.windows, 0)
        self.swapped = dict.fromkeys(self.windows, 0.0)
        for name, window in self.windows.items():
            window.frameSwapped.connect(self._counter(name))
        self.display.tidier.start()
        self.start()

    def shows(self, ticket_id: str) -> bool:
        """Whether both monitors call it large."""
        number, bar = self.hall.ticket(ticket_id).number, self.display.content_page.bar
        large = [card.letter + card.digits for card in self.display.order_page.cards[:1]] + [bar.letter + bar.digits]
        return [one.replace("\u2009", "") for one in large] == [number, number]

    def told(self, *messages: BoardMessage) -> DrawnWall:
        for message in messages:
            self.display.live_board.hear(message)
        return self

    def _counter(self, name: str) -> Callable[[], None]:
        def count() -> None:
            self.frames[name] += 1
            self.swapped[name] = time.perf_counter()

        return count


class BareWindow:
    """A window with one text in it, and nothing that is ours: what every frame costs here."""

    def __init__(self, qml: bytes) -> None:
        self._engine = QQmlEngine()
        self._component = QQmlComponent(self._engine)
        self._component.setData(qml, "")
        window = self._component.create()
        assert isinstance(window, QQuickWindow), self._component.errorString()
        self.window = window
        self.frames = 0
        self.swapped = 0.0
        window.frameSwapped.connect(self._count)

    def _count(self) -> None:
        self.frames += 1
        self.swapped = time.perf_counter()

    def close(self) -> None:
        self.window.close()
        delete_now(self.window)
        delete_now(self._engine)


def run(seconds: float) -> None:
    """Lets Qt's own loop run, sleeping when it has nothing to do."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def until(app: QGuiApplication, true: Callable[[], bool]) -> None:
    end = time.perf_counter() + 5
    while not true():
        if time.perf_counter() > end:
            raise TimeoutError("no frame came in 5 s")
        app.processEvents()


def percentiles(name: str, times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {f"{name}_p50_ms": statistics.median(ordered), f"{name}_p95_ms": p95}
