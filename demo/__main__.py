"""`./jiaohao demo`: a hall at work, through the real programs.

With a screen: kiosk, both monitors, the LED sign's dots and a tray for the printed tickets, as windows. Without one:
the scripted morning, told with pictures in `demo-output/`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import shutil
import signal
import sys
from pathlib import Path

from demo.browser import Pages
from demo.hall import Hall
from demo.morning import Morning
from demo.programs import ROOT, DemoFault
from demo.rehearsal import START
from demo.story import Story
from demo.windows import open_hall


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


CANNOT_CREATE = 73
"""EX_CANTCREAT of sysexits.h."""
MARK = ".jiaohao-demo"
"""The file that tells a folder which a demo made from a folder of somebody's own."""


def empty(folder: Path) -> None:
    """Makes the folder, or empties the one an earlier demo left.

    Raises DemoFault when something else is in it, OSError when it cannot be written.
    """
    if folder.exists():
        if any(folder.iterdir()) and not (folder / MARK).exists() and folder != ROOT / "demo-output":
            raise DemoFault(f"{folder} is not empty and not from a demo; it stays as it is")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARK).touch()


async def play_morning(folder: Path, keep_for: float) -> int:
    """The scripted morning. Returns 0 only when every scene showed what it should."""
    hall = Hall(folder, start=START, on_screen=False)
    story = Story(folder)
    problems: list[str] = []
    morning: Morning | None = None
    try:
        await hall.start_devices()
        await hall.start_screens()
        async with Pages(hall.url, folder) as pages:
            morning = Morning(hall, story, pages, say)
            await morning.play()
        await asyncio.sleep(keep_for)
    except DemoFault as fault:
        problems.append(str(fault))
    finally:
        if morning is not None:
            await morning.leave()
        await hall.stop()
    page = story.write(problems)
    for problem in problems:
        say(f"  ✗ {problem}")
    say(f"{len(story.scenes)} scenes, {len(problems)} problems: {page}")
    return 1 if problems else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="./jiaohao demo", description=__doc__)
    parser.add_argument("--for", dest="seconds", type=float, metavar="SECONDS", help="end by itself after this long")
    parser.add_argument(
        "--pictures", action="store_true", help="play the morning into pictures although there is a screen"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "demo-output", help="folder for the pictures")
    options = parser.parse_args()
    folder: Path = options.out.resolve()
    try:
        empty(folder)
    except (DemoFault, OSError) as fault:
        sys.stderr.write(f"{fault}\n--out FOLDER chooses another.\n")
        return CANNOT_CREATE
    on_screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and not options.pictures
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with contextlib.suppress(KeyboardInterrupt):
        if on_screen:
            return asyncio.run(open_hall(folder, options.seconds, say))
        say("No screen: the morning is played on virtual monitors; pictures go to demo-output/.")
        return asyncio.run(play_morning(folder, options.seconds or 0.0))
    return 130


if __name__ == "__main__":
    sys.exit(main())
