"""Whether the display stays as it is over 30,000 calls, with pictures and a video between them: two monitors of 1080p.

    python -m benchmarks.long_day [--quick] [--json]

The display runs as in a hall, with its link to a server, which is in a process of its own. Calls come in bursts of 25 a
second, ended in every way after which one can be called again, with quiet between them in which its playlist plays.
`--quick`: three minutes, 1,500 calls. Memory, descriptors, threads, items of the scene, blocks and references to the
constants that everything uses are read every few seconds. Before that a round of the playlist is on and every service
is called: letters drawn for the first time stay in memory. The first third is warm-up too, the last is held against the
second: the floor of each figure is the same display earlier. Ends with 1 when a goal is missed, with 69 where there
are no virtual monitors or no ffmpeg.

Measures of texts are kept by `lru_cache`, up to a number: their entries are told and have that as their end, and a
reference that such an entry has to a constant is not counted, since it goes when the cache is full.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.held import held
from benchmarks.two_monitors import EX_UNAVAILABLE, NoMonitors, ask, inner, told, two_monitors, verdict
from tests.display.hall_server import HallServer
from tests.display.program import config
from tests.real_hall import RealHall, sample_config

BURST, BURST_S, QUIET_S = 300, 12.0, 18.0
CALLS = 30_000
QUICK_CALLS = 1_500
SAMPLE_S = 3.0
WARM_UP_S, WARM_CALLS, WARM_SHOW_S = 60.0, 6, 0.4
ANY_SECONDS = 86_400
LINE = 12
"""People of each service who are called again and again. A burst is of one service: the guides of others would be owed
their time when it is over, and the playlist would wait."""
VIDEO = ("-f", "lavfi", "-i", "testsrc=size=640x360:rate=25:duration=4", "-pix_fmt", "yuv420p")


@dataclass(frozen=True)
class Goal:
    """How much the figure of the last third may be above that of the second."""

    share: float
    more: float
    figure: Callable[[list[float]], float]

    def most(self, before: float) -> float:
        return before * (1 + self.share) + self.more


GOALS = {
    "resident_kb": Goal(0.02, 1_000, min),
    "private_kb": Goal(0.02, 1_000, min),
    "descriptors": Goal(0, 0, min),
    "threads": Goal(0, 0, min),
    "items": Goal(0.02, 0, max),
    "blocks": Goal(0.01, 500, statistics.median),
    "none": Goal(0.01, 100, statistics.median),
    "true": Goal(0.01, 100, statistics.median),
    "false": Goal(0.01, 100, statistics.median),
}
"""A picture or a video takes 8 to 16 MB for as long as it is on a monitor; descriptors and threads come and go with a
video and with each program that is asked something. So the least that was seen counts: what is lost is missing for
ever. A block or reference lost at each call would be 500 more in the quick run, and 10,000 in the full one; a
frame lost with each of its few videos 5 MB of the quick run's private memory."""


def main() -> int:
    parser = argparse.ArgumentParser(description="whether the display stays as it is over 30,000 calls")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        inside(Path(chosen.inside))
        return 0
    try:
        samples = measure(QUICK_CALLS if chosen.quick else CALLS)
    except NoMonitors as none:
        print(none)
        return EX_UNAVAILABLE
    videos = sum(one["kind"] == "video" for one in samples)
    if not chosen.json:
        print(f"{samples[-1]['calls']} calls; a video was on at {videos} of {len(samples)} looks")
        if not videos:
            print("MISSED   no video was on")
    return 0 if flat(samples, as_json=chosen.json) and videos else 1


def flat(samples: list[dict[str, Any]], *, as_json: bool) -> bool:
    """Tells each figure's second and last third, and whether all goals are met."""
    before, after = thirds(samples)
    if as_json:
        print(json.dumps({"before": before, "after": after}))
        return all(after[name] <= goal.most(before[name]) for name, goal in GOALS.items())
    for name in GOALS:
        print(f"{name:12} {before[name]:10.0f} then {after[name]:10.0f}   {after[name] / before[name]:.3f} of before")
    middle, last = samples[len(samples) // 3], samples[-1]
    print(f"{'kept':12} {middle['kept']:10} then {last['kept']:10}   of {last['most_kept']} at most")
    fewest: Counter[str] = Counter(min((one["open"] for one in samples[-len(samples) // 3 :]), key=len))
    print("open at rest:", ", ".join(f"{count} {what}" for what, count in fewest.most_common()))
    met = [verdict(name, after[name], goal.most(before[name])) for name, goal in GOALS.items()]
    return all(met)


def thirds(samples: list[dict[str, Any]]) -> tuple[dict[str, float], dict[str, float]]:
    """Each figure of the second third and of the last."""
    third = len(samples) // 3
    parts = samples[third : 2 * third], samples[-third:]
    before, after = ({name: goal.figure([one[name] for one in part]) for name, goal in GOALS.items()} for part in parts)
    return before, after


def measure(calls: int) -> list[dict[str, Any]]:
    """Figures of the display, in order of time. Raises NoMonitors."""
    if shutil.which("ffmpeg") is None:
        raise NoMonitors("not measured: ffmpeg not installed")
    # A machine that stands still for a while must not make an undo too late.
    hall = RealHall(replace(sample_config(), undo_seconds=ANY_SECONDS))
    with tempfile.TemporaryDirectory() as name, two_monitors() as environment:
        folder = Path(name)
        server = HallServer(hall).start()
        (folder / "config.toml").write_text(config(server.url, more=_playlist(folder)), "utf-8")
        kept = {"XDG_CACHE_HOME": str(folder / "cache"), "STATE_DIRECTORY": str(folder / "state")}
        try:
            with inner("benchmarks.long_day", str(folder), environment=environment | kept) as display:
                told(display)
                return list(_day(hall, server, display, calls))
        finally:
            server.stop()


def _day(hall: RealHall, server: HallServer, display: subprocess.Popen[str], calls: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(11)
    services = [one.service_id for one in hall.config.services]
    lines = [[hall.issue(one).tickets[0].ticket_id for _ in range(LINE)] for one in services]
    counters = [one.counter_id for one in hall.config.counters]
    _warm_up(hall, server, display, lines, counters)
    made = 0
    while made < calls:
        began = looked = time.monotonic()
        line = lines[made // BURST % len(lines)]
        for number in range(BURST):
            counter_id = counters[number % len(counters)]
            _end(hall, counter_id, line, undone=chance.random() < 0.5)
            hall.call(line.pop(0), counter_id)
            server.tell()
            made += 1
            time.sleep(max(0.0, began + number * BURST_S / BURST - time.monotonic()))
            if time.monotonic() >= looked + SAMPLE_S:
                looked = time.monotonic()
                yield _sample(display, made)
        for counter_id in counters:
            _end(hall, counter_id, line, undone=False)
        server.tell()
        for _ in range(round(QUIET_S / SAMPLE_S)):
            time.sleep(SAMPLE_S)
            yield _sample(display, made)


def _warm_up(
    hall: RealHall,
    server: HallServer,
    display: subprocess.Popen[str],
    lines: list[list[str]],
    counters: list[str],
) -> None:
    """The video was on once, and every service was called large at several counters."""
    end = time.monotonic() + WARM_UP_S
    while _sample(display, 0)["kind"] != "video" and time.monotonic() < end:
        time.sleep(0.5)
    for turn in range(WARM_CALLS):
        for place, line in enumerate(lines):
            counter_id = counters[(place + turn) % len(counters)]
            hall.call(line.pop(0), counter_id)
            server.tell()
            time.sleep(WARM_SHOW_S)
            _end(hall, counter_id, line, undone=False)
            server.tell()


def _end(hall: RealHall, counter_id: str, line: list[str], *, undone: bool) -> None:
    """Whoever is called there stands in line again."""
    present = hall.hall.counter(counter_id).ticket_id
    if present is None:
        return
    if undone:
        hall.undo(present)
    else:
        hall.miss(present)
        hall.restore(present)
    line.append(present)


def _sample(display: subprocess.Popen[str], made: int) -> dict[str, Any]:
    ask(display, "look")
    return {**told(display), "calls": made}


def _playlist(folder: Path) -> str:
    Image.new("RGB", (1920, 1080), "#204060").save(folder / "fair.png")
    words = ["ffmpeg", "-v", "error", "-y", *VIDEO, str(folder / "film.mp4")]
    subprocess.run(words, check=True, timeout=60)
    items = (("picture", "fair.png", 3), ("video", "film.mp4", 4))
    rows = (
        f'[[display.playlist]]\nkind = "{kind}"\nsource = "{source}"\nseconds = {seconds}\nweight = 10\n'
        for kind, source, seconds in items
    )
    return "\n".join(rows)


def inside(folder: Path) -> None:
    """The display, which says how it is for each line that it is told."""
    from PySide6.QtCore import QSocketNotifier
    from PySide6.QtGui import QGuiApplication

    from display.app import DisplayApp
    from display.settings import check
    from program.clock import clock_from
    from program.free_memory import bound_free_memory
    from screen.typeface import use_typeface
    from tests.display.program import DEVICE

    bound_free_memory()
    app = QGuiApplication([])
    use_typeface(app)
    clock = clock_from("2026-11-23T09:14:00+08:00")
    display = DisplayApp(app, check(folder / "config.toml"), clock, credentials=DEVICE)
    display.start()

    def look() -> None:
        if not sys.stdin.readline():
            app.quit()
            return
        print(json.dumps(_state(display)), flush=True)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: look())
    print(json.dumps({"ready": True}), flush=True)
    app.exec()
    display.stop()


def _state(display: Any) -> dict[str, Any]:
    from tests.display.screens import items

    windows = (display.windows.order, display.windows.content)
    return {
        "kind": display.content_page.slide.kind,
        "phase": display.order_page.phase,
        "items": sum(1 for window in windows for _ in items(window.contentItem())),
        **held(),
    }


if __name__ == "__main__":
    sys.exit(main())
