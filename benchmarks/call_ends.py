"""How soon yellow is off both monitors of 1080p when a call ends: looked at from outside, to the pixel.

    python -m benchmarks.call_ends [--quick] [--json]

Yellow means *go now* and nothing else. A call is made, and ended in each way that ends one. This process looks at the X
server's picture again and again, while the display draws in a process of its own; the time runs from the moment the
display hears the event to the end of the first look that finds no yellow pixel on either monitor, so that the time of a
look is counted with it. The floor is such a look. Ends with 1 when the goal is missed, with 69 where there are no
virtual monitors.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Collection

from PIL import Image, ImageChops

from benchmarks.two_monitors import EX_UNAVAILABLE, HEIGHT, WIDTH, NoMonitors, ask, inner, told, two_monitors, verdict
from tests.display.walls import ENDINGS
from tests.system.x_screen import XScreen

GOAL_MS = 300.0
MONITORS = ("order", "content")
PATIENCE_S = 15.0
MARGIN = 30
"""A pixel is yellow when red is so much above blue, also in the last steps of a fade, and green more than halfway: less
is orange, which says what is wrong."""


def main() -> int:
    parser = argparse.ArgumentParser(description="how soon yellow ends on both monitors")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        inside(chosen.inside)
        return 0
    try:
        found = measure(1 if chosen.quick else 4)
    except NoMonitors as none:
        print(none)
        return EX_UNAVAILABLE
    worst = max(found[f"{name}_most_ms"] for name in MONITORS)
    if chosen.json:
        print(json.dumps(found))
        return 0 if worst <= GOAL_MS else 1
    for name in ("look", *MONITORS):
        p50, most = found[f"{name}_p50_ms"], found[f"{name}_most_ms"]
        print(f"{name:8} p50 {p50:6.1f} ms   most {most:6.1f} ms   {most / found['look_p50_ms']:5.1f} looks")
    return 0 if verdict(f"yellow gone after any of {len(ENDINGS)} endings", worst, GOAL_MS, " ms") else 1


def measure(rounds: int) -> dict[str, float]:
    """Milliseconds at p50 and at most, of each monitor and of a look."""
    gone: dict[str, list[float]] = {name: [] for name in MONITORS}
    looks: list[float] = []
    with (
        two_monitors() as environment,
        inner("benchmarks.call_ends", str(rounds), environment=environment) as display,
    ):
        screen = XScreen(environment["DISPLAY"])
        told(display)
        if any(yellow(screen).values()):
            raise RuntimeError("yellow before anybody was called")
        for _ in range(rounds * len(ENDINGS)):
            ask(display, "call")
            told(display)
            wait(lambda: all(yellow(screen).values()), "the call is not on both monitors")
            ask(display, "end")
            ended = told(display)["at"]
            left = set(MONITORS)
            deadline = time.monotonic() + PATIENCE_S
            while left:
                begun = time.monotonic()
                counts = yellow(screen, sorted(left))
                looked = time.monotonic()
                looks.append((looked - begun) * 1000)
                for name in [one for one in left if not counts[one]]:
                    gone[name].append((looked - ended) * 1000)
                    left.discard(name)
                if looked > deadline:
                    raise RuntimeError(f"yellow stays on {left}: {counts} pixels")
        screen.close()
    return {
        f"{name}_{what}_ms": figure(times)
        for name, times in {**gone, "look": looks}.items()
        for what, figure in (("p50", statistics.median), ("most", max))
    }


def yellow(screen: XScreen, monitors: Collection[str] = MONITORS) -> dict[str, int]:
    """So many pixels of each of these monitors."""
    return {name: yellow_pixels(screen.look(WIDTH * MONITORS.index(name), 0, WIDTH, HEIGHT)) for name in monitors}


def yellow_pixels(picture: Image.Image) -> int:
    red, green, blue = picture.split()
    warm, green = ImageChops.subtract(red, blue), ImageChops.subtract(green, blue)
    warm_enough = warm.point([0] * (MARGIN + 1) + [255] * (255 - MARGIN))
    not_orange = ImageChops.subtract(ImageChops.add(green, green), warm).point([0] + [255] * 255)
    return ImageChops.darker(warm_enough, not_orange).histogram()[255]


def wait(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > deadline:
            raise RuntimeError(what)


def inside(rounds: int) -> None:
    """The wall; one call and one ending for each line that it is told."""
    from PySide6.QtGui import QGuiApplication

    from benchmarks.drawn_wall import DrawnWall, run

    app = QGuiApplication([])
    wall = DrawnWall(app)
    wall.display.live_board.start()
    run(1.0)
    print(json.dumps({"ready": True}), flush=True)
    services = [one.service_id for one in wall.hall.config.services if one.service_id != "youth"]
    counters = [one.counter_id for one in wall.hall.config.counters]
    for turn in range(rounds * len(ENDINGS)):
        word = _line()
        ticket_id = wall.called(services[turn % len(services)], counters[turn % len(counters)])
        print(json.dumps({"at": time.monotonic()}), flush=True)
        word = _line()
        assert word == "end", word
        at = time.monotonic()
        wall.ends(ENDINGS[turn % len(ENDINGS)], ticket_id)
        print(json.dumps({"at": at}), flush=True)
    _line()


def _line() -> str:
    """The next word, with Qt's loop going meanwhile."""
    from PySide6.QtCore import QEventLoop, QSocketNotifier

    loop = QEventLoop()
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: loop.quit())
    loop.exec()
    notifier.setEnabled(False)
    return sys.stdin.readline().strip()


if __name__ == "__main__":
    sys.exit(main())
