"""From an event to the swapped frame on both monitors: software rendering, two virtual monitors of 1080p.

    python -m benchmarks.event_to_frame [--quick] [--json]

Each event is a call of another service, so that both windows change. The time runs from the moment the display hears
it to the first frame swapped afterwards on the order window, on the content window, and on both. In the quiet rows the
hall is at rest before each call, as between two clerks' presses; in the burst row seven calls come each second, and
each enters the board of counters at once, while its show on both monitors waits for its turn. The floor is a bare
window of the same size in which one text changes, measured before and after the others. Figures are of the display's
thread: the network is not in them. Ends with 1 when a goal is missed, with 69 where there are no virtual monitors.
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from benchmarks.two_monitors import EX_UNAVAILABLE, NoMonitors, measured_on_two_monitors, verdict

GOAL = 6.0
"""Most frames of a bare window, at its median, that the slowest of twenty calls may take."""
REST_S = 3.5
"""A card has come in, pulsed three times, and has had its time: the next call is shown at once."""
WINDOWS = ("order", "content", "both")
ROWS = ("floor", *(f"{kind}_{name}" for kind in ("warm", "quiet") for name in WINDOWS), "burst_order")
FLOOR_QML = b"""
import QtQuick
Window {
    width: 1920; height: 1080; visible: true; color: "black"
    property int count: 0
    Text { anchors.centerIn: parent; text: parent.Window.window.count; color: "white"; font.pixelSize: 200 }
}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="event to swapped frame, both monitors")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        print(json.dumps(measure(chosen.inside)), flush=True)
        return 0
    try:
        found = measured_on_two_monitors("benchmarks.event_to_frame", "8" if chosen.quick else "32")
    except NoMonitors as none:
        print(none)
        return EX_UNAVAILABLE
    ratio = found["quiet_both_p95_ms"] / found["floor_p50_ms"]
    if chosen.json:
        print(json.dumps(found))
        return 0 if ratio <= GOAL else 1
    for name in ROWS:
        p50, p95 = found[name + "_p50_ms"], found[name + "_p95_ms"]
        floors = p95 / found["floor_p50_ms"]
        print(f"{name:14} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   {floors:5.1f} bare frames")
    return 0 if verdict("quiet p95 of both", ratio, GOAL, " bare frames") else 1


def measure(rounds: int) -> dict[str, float]:
    """Milliseconds at p50 and p95 of the floor and of each window."""
    from PySide6.QtGui import QGuiApplication

    from benchmarks.drawn_wall import DrawnWall, percentiles, run, until

    app = QGuiApplication([])
    bare = _floor(app, rounds)
    wall = DrawnWall(app)
    wall.display.live_board.start()
    run(0.5)
    services = [one.service_id for one in wall.hall.config.services]
    counters = [one.counter_id for one in wall.hall.config.counters]
    found: dict[str, float] = {}
    # Every guide once: a hall's first call of each service pays for its letters' first drawing.
    for kind, count, rest, windows in (
        ("warm", len(services), REST_S, tuple(wall.windows)),
        ("quiet", rounds, REST_S, tuple(wall.windows)),
        ("burst", 3 * rounds, 0.15, ("order",)),
    ):
        frames: dict[str, list[float]] = {name: [] for name in windows}
        for number in range(count):
            counter_id = counters[number % len(counters)]
            present = wall.hall.hall.counter(counter_id).ticket_id
            if present is not None:
                wall.hear(wall.hall.finish(present))
            issued = wall.hall.issue(services[number % len(services)])
            wall.hear(issued)
            run(rest)
            call = wall.hall.call(issued.tickets[0].ticket_id, counter_id)
            heard = time.perf_counter()
            wall.hear(call)
            until(app, lambda since=heard, names=windows: min(map(wall.swapped.__getitem__, names)) > since)  # type: ignore[misc]
            if len(windows) > 1 and not wall.shows(issued.tickets[0].ticket_id):
                raise RuntimeError("the frame shows another call")
            for name in windows:
                frames[name].append((wall.swapped[name] - heard) * 1000)
        if len(windows) > 1:
            frames["both"] = [max(times) for times in zip(*frames.values(), strict=True)]
        for name, times in frames.items():
            found |= percentiles(f"{kind}_{name}", times)
    wall.display.stop()
    return found | percentiles("floor", [*bare, *_floor(app, rounds)])


def _floor(app: object, rounds: int) -> list[float]:
    from PySide6.QtGui import QGuiApplication

    from benchmarks.drawn_wall import BareWindow, run, until

    assert isinstance(app, QGuiApplication)
    bare = BareWindow(FLOOR_QML)
    run(0.3)
    times = []
    for number in range(rounds):
        run(0.05)
        changed = time.perf_counter()
        bare.window.setProperty("count", number + 1)
        until(app, lambda since=changed: bare.swapped > since)  # type: ignore[misc]
        times.append((bare.swapped - changed) * 1000)
    bare.close()
    run(0.1)
    return times


if __name__ == "__main__":
    sys.exit(main())
