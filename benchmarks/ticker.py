"""What the running ticker costs on each of two monitors of 1080p, drawn by software.

    python -m benchmarks.ticker [--quick] [--json]

The share of a core is this process's processor time while nothing else happens. The content window's share is what is
left of it when the order window is hidden, and the order window's the rest. The floor is a bare window with one line of
text that runs past at the same pace. Ends with 1 when a goal is missed, with 69 where there are no virtual monitors.
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from benchmarks.two_monitors import EX_UNAVAILABLE, NoMonitors, measured_on_two_monitors, verdict

GOAL = 0.10
FPS_GOAL = 58.0
"""60 but for what a measuring of some seconds begins and ends with."""
FLOOR_QML = """
import QtQuick
Window {
    width: 1920; height: 1080; visible: true; color: "black"
    Item {
        y: 1020; width: 1920; height: 60; clip: true
        Text { id: line; y: 12; text: "0123456789 ".repeat(22); color: "white"; font.pixelSize: 26 }
    }
    FrameAnimation { running: true; onTriggered: line.x = (line.x - 160 * frameTime) % 500 }
}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="the ticker's cost on each monitor")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", type=float, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        print(json.dumps(measure(chosen.inside)), flush=True)
        return 0
    try:
        found = measured_on_two_monitors("benchmarks.ticker", "3" if chosen.quick else "10")
    except NoMonitors as none:
        print(none)
        return EX_UNAVAILABLE
    if chosen.json:
        print(json.dumps(found))
        return 0 if met(found) else 1
    for name in ("floor", "order", "content"):
        share, fps = found[f"{name}_core"], found[f"{name}_fps"]
        ratio = share / found["floor_core"]
        print(f"{name:8} {share * 100:5.1f} % of a core at {fps:4.1f} frames/s   {ratio:4.1f} bare tickers")
    return 0 if met(found, aloud=True) else 1


def met(found: dict[str, float], *, aloud: bool = False) -> bool:
    """All of them; `aloud` says each."""
    if not aloud:
        return max(found["order_core"], found["content_core"]) <= GOAL and found["order_fps"] >= FPS_GOAL
    order = verdict("order window", found["order_core"] * 100, GOAL * 100, " % of a core")
    content = verdict("content window", found["content_core"] * 100, GOAL * 100, " % of a core")
    return verdict("ticker", found["order_fps"], FPS_GOAL, " frames/s", least=True) and order and content


def measure(seconds: float) -> dict[str, float]:
    from PySide6.QtGui import QGuiApplication

    from benchmarks.drawn_wall import BareWindow, DrawnWall, run

    app = QGuiApplication([])
    bare = BareWindow(FLOOR_QML.encode())
    run(1.0)
    before, (floor, took) = bare.frames, _share(seconds)
    floor_fps = (bare.frames - before) / took
    bare.close()
    wall = DrawnWall(app)
    wall.called(wall.hall.config.services[0].service_id, wall.hall.config.counters[0].counter_id)
    wall.display.live_board.start()
    run(4.0)
    frames = dict(wall.frames)
    both, took = _share(seconds)
    fps = {f"{name}_fps": (wall.frames[name] - frames[name]) / took for name in frames}
    wall.display.windows.order.hide()
    run(0.5)
    content, _ = _share(seconds)
    wall.display.stop()
    shares = {"floor_core": floor, "order_core": both - content, "content_core": content}
    return fps | shares | {"floor_fps": floor_fps}


def _share(seconds: float) -> tuple[float, float]:
    """Of a core, and how long it was in truth."""
    from benchmarks.drawn_wall import run

    began, cpu = time.perf_counter(), time.process_time()
    run(seconds)
    took = time.perf_counter() - began
    return (time.process_time() - cpu) / took, took


if __name__ == "__main__":
    sys.exit(main())
