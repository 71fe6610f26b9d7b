"""`./jiaohao demo`: a hall at work, through the real programs.

With a screen: kiosk, both monitors, the LED sign's dots, a tray for the printed tickets and the clerk's console, as
windows; for three minutes the hall works by itself, then it is the onlooker's turn. Without one: the scripted morning,
told with pictures in `demo-output/`.

Exit status 0 when all went as it should, 1 when something did not, 69 when neither windows nor pictures are possible
here, 73 when the folder cannot be used, 130 after Ctrl+C.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
from pathlib import Path

from playwright.async_api import Error

from demo.browser import Pages, find_browser
from demo.folder import FolderRefused, take
from demo.hall import Hall
from demo.lines import Lines, in_a_line
from demo.morning import Morning
from demo.programs import ROOT, DemoFault
from demo.rehearsal import START
from demo.session import in_own_session
from demo.story import Story
from demo.windows import open_hall
from program.desktop import no_desktop


async def play_morning(folder: Path, keep_for: float, lines: Lines) -> int:
    """The scripted morning. Returns 0 only when every scene showed what it should."""
    hall = Hall(folder, start=START, on_screen=False)
    story = Story(folder)
    problems: list[str] = []
    morning: Morning | None = None
    try:
        await hall.start_devices()
        async with Pages(folder) as pages:
            morning = Morning(hall, story, pages, lines)
            await morning.play()
            problems += story.unseen(await morning.read())
        await asyncio.sleep(keep_for)
    except (DemoFault, OSError, Error) as fault:
        problems.append(in_a_line(fault))
    finally:
        if morning is not None:
            await morning.leave()
        await hall.stop()
    page = story.write(problems)
    for problem in problems:
        lines.say("problem", problem=problem)
    lines.say("result", scenes=str(len(story.scenes)), problems=str(len(problems)), page=str(page))
    return 1 if problems else 0


def main() -> int:
    options = _parser().parse_args()
    lines = Lines()
    folder: Path = options.out.resolve()
    asked = options.pictures or options.readme
    lacking = "" if asked else no_desktop(os.environ)
    pictures = bool(asked or lacking)
    if pictures and find_browser() is None:
        lines.fault("no_browser", why=lacking)
        return os.EX_UNAVAILABLE
    try:
        ours = take(folder)
    except FolderRefused as fault:
        lines.fault(fault.key, **fault.fields)
        lines.fault("folder_other")
        return os.EX_CANTCREAT
    with ours:
        if pictures:
            lines.say("morning_begins", why=lacking.partition(";")[0] or "--pictures", folder=str(folder))
            status = in_own_session(lambda: asyncio.run(play_morning(folder, options.seconds or 0.0, lines)))
            return status or (readme_pictures(folder) if options.readme else 0)
        return in_own_session(
            lambda: asyncio.run(open_hall(folder, options.seconds, lines, 0.0 if options.quick else 1.0))
        )


def readme_pictures(folder: Path) -> int:
    """The README's own pictures, from the morning in `folder`."""
    command = [sys.executable, str(ROOT / "docs" / "pictures.py"), str(folder)]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own script


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./jiaohao demo", description="A hall at work, through the real programs.")
    parser.add_argument("--for", dest="seconds", type=float, metavar="SECONDS", help="end by itself after this long")
    parser.add_argument(
        "--pictures", action="store_true", help="play the morning into pictures although there is a screen"
    )
    parser.add_argument("--readme", action="store_true", help="the same, and then the README's own pictures from it")
    parser.add_argument("--quick", action="store_true", help="the tour in windows without its rests, for a check")
    parser.add_argument("--out", type=Path, default=ROOT / "demo-output", help="folder for the pictures")
    return parser


if __name__ == "__main__":
    sys.exit(main())
