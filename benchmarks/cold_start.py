"""From the start of the process to its first frame, and the memory it then has: display, kiosk, and a floor.

    python -m benchmarks.cold_start [--quick] [--json]

The programs run as a hall starts them, offscreen and without a server. The floor is an empty QML window of PySide6.
Inside each process a watcher waits for the first swapped frame; the programs know nothing of it.
"""

from __future__ import annotations

import argparse
import json
import os
import runpy
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
GOAL_S = 1.5
GOAL_MB = 150.0
PROGRAMS = ("floor", "display", "kiosk")
SETTLE_S = 2.0
"""Memory is read so long after the first frame."""


def main() -> int:
    parser = argparse.ArgumentParser(description="cold start to the first frame, and resident memory")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", choices=PROGRAMS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        inside(chosen.inside)
        return 0
    rounds = 3 if chosen.quick else 7
    found: dict[str, dict[str, float]] = {}
    # In turn, so that what else the machine does falls on all alike.
    runs = [[_once(program) for program in PROGRAMS] for _ in range(rounds)]
    for place, program in enumerate(PROGRAMS):
        seconds, kilobytes = zip(*(run[place] for run in runs), strict=True)
        found[program] = {"first_frame_s": statistics.median(seconds), "resident_mb": max(kilobytes) / 1024}
    if chosen.json:
        print(json.dumps(found))
        return 0
    floor = found["floor"]["first_frame_s"]
    for program, figures in found.items():
        ratio = figures["first_frame_s"] / floor
        print(
            f"{program:8} first frame {figures['first_frame_s']:5.2f} s ({ratio:.1f} x floor), "
            f"resident {figures['resident_mb']:5.0f} MB"
        )
    print(f"goals    first frame at most {GOAL_S} s, resident at most {GOAL_MB:.0f} MB")
    return 0


def _once(program: str) -> tuple[float, int]:
    """Seconds from the start to the first frame, and KB resident a little later."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.cold_start", "--inside", program],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"{program} ended with {process.wait(10)} before its first frame")
        seconds = json.loads(line)["at"] - began
        time.sleep(SETTLE_S)
        status = Path(f"/proc/{process.pid}/status").read_text()
        return seconds, int(next(row for row in status.splitlines() if row.startswith("VmRSS:")).split()[1])
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def inside(program: str) -> None:
    """Runs the program in this process, with the watcher beside it."""
    threading.Thread(target=_watch, name="watch", daemon=True).start()
    if program == "floor":
        _empty_window()
        return
    sys.argv = [program, "--config", str(ROOT / "config.toml")]
    runpy.run_module(program, run_name="__main__", alter_sys=True)


def _watch() -> None:
    """Tells when the first frame was swapped, once the program's own Qt is up."""
    while "PySide6.QtQuick" not in sys.modules:
        time.sleep(0.002)
    from PySide6.QtCore import QObject, Qt, Signal
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtQuick import QQuickWindow

    class Watcher(QObject):
        begin = Signal()

        def look(self) -> None:
            for window in QGuiApplication.topLevelWindows():
                if isinstance(window, QQuickWindow) and window.isVisible():
                    window.frameSwapped.connect(self.tell, Qt.ConnectionType.SingleShotConnection)
                    window.update()
                    return
            self.begin.emit()

        def tell(self) -> None:
            print(json.dumps({"at": time.monotonic()}), flush=True)

    while (app := QGuiApplication.instance()) is None or QGuiApplication.startingUp():
        time.sleep(0.002)
    watcher = Watcher()
    watcher.moveToThread(app.thread())
    watcher.begin.connect(watcher.look, Qt.ConnectionType.QueuedConnection)
    watcher.begin.emit()
    threading.Event().wait()


def _empty_window() -> None:
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtQml import QQmlApplicationEngine
    from PySide6.QtQuick import QQuickWindow

    app = QGuiApplication([])
    engine = QQmlApplicationEngine()
    engine.loadData(b"import QtQuick\nWindow { visible: true; width: 1920; height: 1080 }")
    assert isinstance(engine.rootObjects()[0], QQuickWindow)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    app.exec()


if __name__ == "__main__":
    sys.exit(main())
