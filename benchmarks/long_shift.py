"""Whether the kiosk stays as it is over 3,000 visitors, who choose a language, read a guide, take number and paper.

    python -m benchmarks.long_shift [--quick] [--json]

The kiosk runs as in a hall but for its screen, which is drawn by software where nobody sees it. Its server and its
printer are processes of their own; the printer is emulated, and each number is called and finished at once. Every 20th
visitor it says what it holds; the last third is held against the second, as by `benchmarks.long_day`. `--quick`: 600.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.held import held
from benchmarks.long_day import flat
from benchmarks.two_monitors import inner, told
from tests.kiosk.peers import ScriptedServer, emulated_printer
from wire.codec import encode
from wire.messages import Accepted, IssueTicket

VISITORS, QUICK_VISITORS = 3_000, 600
EVERY = 20
GUIDE_EVERY = 5
"""So often a guide is read before the number is taken."""
LOOK_MS = 20


def main() -> int:
    parser = argparse.ArgumentParser(description="whether the kiosk stays as it is over 3,000 visitors")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", nargs=4, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        server, printer, folder, visitors = chosen.inside
        inside(server, printer, Path(folder), int(visitors))
        return 0
    visitors = QUICK_VISITORS if chosen.quick else VISITORS
    samples = measure(visitors)
    if not chosen.json:
        print(f"{visitors} visitors, {len(samples)} looks")
    return 0 if flat(samples, as_json=chosen.json) else 1


class BusyServer(ScriptedServer):
    """Gives each number a token of its own, calls it at once and has it finished."""

    def _answer(self, question: IssueTicket) -> Accepted:
        new = question.key not in self.answers
        before = len(self._hall.messages)
        answer = super()._answer(question)
        if new and answer.ticket_id is not None:
            answer = self.answers[question.key] = msgspec.structs.replace(answer, token=secrets.token_urlsafe(16))
            self._hall.call(answer.ticket_id or "", self._hall.config.counters[0].counter_id)
            self._hall.finish(answer.ticket_id or "")
            frames = [encode(one) for one in self._hall.messages[before:]]
            self._telling = asyncio.ensure_future(self._tell(frames))
        return answer

    async def _tell(self, frames: list[bytes]) -> None:
        for line in tuple(self._lines):
            for frame in frames:
                await line.send(frame, text=True)


def measure(visitors: int) -> list[dict[str, Any]]:
    """Figures of the kiosk, in order of time."""
    server = BusyServer()
    server.start()
    drawn = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    try:
        with tempfile.TemporaryDirectory() as folder, emulated_printer(Path(folder) / "paper") as printer:
            words = (f"ws://127.0.0.1:{server.port}/ws", printer.address, folder, str(visitors))
            with inner("benchmarks.long_shift", *words, environment=drawn) as kiosk:
                return [told(kiosk) for _ in range(visitors // EVERY)]
    finally:
        server.stop()


def inside(server: str, printer: str, folder: Path, visitors: int) -> None:
    """The kiosk, and the visitor who touches it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtQuickControls2 import QQuickStyle

    from kiosk.app import build
    from kiosk.flow_types import Screen
    from kiosk.settings import Settings
    from program.clock import clock_from
    from program.free_memory import bound_free_memory
    from screen.typeface import use_typeface
    from tests.display.screens import items

    bound_free_memory()
    QQuickStyle.setStyle("Basic")
    app = QGuiApplication([])
    use_typeface(app)
    settings = Settings(id="kiosk-1", server=server, printer=printer, state_folder=str(folder))
    kiosk = build(app, settings, clock_from("2026-11-23T09:14:00+08:00"))
    kiosk.window.setGeometry(0, 0, 1080, 1920)
    kiosk.window.show()
    kiosk.start()
    view, conductor = kiosk.view, kiosk.conductor
    visitor = count(1)
    at, read = 0, 0

    def touch() -> None:
        nonlocal at, read
        flow = conductor.flow
        if flow.screen is Screen.HOME and flow.facts is not None and flow.obstacle() is None:
            at = next(visitor)
            view.choose_language(flow.languages[at % len(flow.languages)])
            view.choose_service(flow.facts.hall.services[at % len(flow.facts.hall.services)].service_id)
        elif flow.screen is Screen.CONFIRM and at % GUIDE_EVERY == 0 and read != at:
            read = at
            view.open_guide()
        elif flow.screen is Screen.CONFIRM:
            view.confirm()
        elif flow.screen is Screen.GUIDE:
            view.go_back()
        elif flow.screen is Screen.DONE:
            view.finish()
            if at % EVERY == 0:
                print(json.dumps({"items": sum(1 for _ in items(kiosk.window.contentItem())), **held()}), flush=True)
            if at == visitors:
                app.quit()
        elif flow.screen is Screen.TROUBLE:
            raise SystemExit(f"the kiosk is in trouble: {flow.trouble}")

    hand = QTimer(interval=LOOK_MS)
    hand.timeout.connect(touch)
    hand.start()
    app.exec()
    kiosk.stop()


if __name__ == "__main__":
    sys.exit(main())
