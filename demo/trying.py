"""`./jiaohao try`: the hall of a config file in windows beside each other, for as long as one likes.

Exit status: 0 when it was ended (Ctrl+C, SIGTERM, or the ticket window closed), 1 when a program does not stay up, 69
without a screen, 78 when the config must be mended first.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from pathlib import Path

from demo.lines import Lines
from demo.programs import ROOT, DemoFault
from demo.trial import NotUp, Trial, remove
from program.config_file import ConfigError, read_tables
from program.desktop import no_desktop
from program.log_records import last_word


def main() -> int:
    options = _parser().parse_args()
    lines = Lines()
    try:
        tables = read_tables(options.config)
    except ConfigError as fault:
        last_word(str(fault))
        return os.EX_CONFIG
    if lacking := no_desktop(os.environ):
        lines.fault("try_no_screen", why=lacking)
        return os.EX_UNAVAILABLE
    folder = Path(tempfile.mkdtemp(prefix="jiaohao-try-"))
    trial = Trial(options.config, tables, folder, lines)
    try:
        status = asyncio.run(play(trial, lines, options.seconds))
    except KeyboardInterrupt:  # before anything was started
        status = os.EX_OK
    finally:
        keep = options.keep or trial.troubled or not remove(folder)
    if keep:
        lines.say("try_kept", folder=str(folder))
    else:
        lines.say("try_gone")
    return status


async def play(trial: Trial, lines: Lines, seconds: float | None) -> int:
    """Until it is told to end, or ends by itself; whatever happens, nothing of it runs on."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, told.set)
    if seconds is not None:
        loop.call_later(seconds, told.set)
    ending = asyncio.create_task(told.wait())
    playing = asyncio.create_task(_open_and_watch(trial, lines))
    try:
        await asyncio.wait({ending, playing}, return_when=asyncio.FIRST_COMPLETED)
        return playing.result() if playing.done() else os.EX_OK
    finally:
        for task in (ending, playing):
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError, DemoFault):
            await playing
        await trial.close()


async def _open_and_watch(trial: Trial, lines: Lines) -> int:
    try:
        await trial.open()
        return await trial.watch()
    except NotUp as fault:
        lines.fault("try_not_up", program=lines.text(f"program_{fault.program}"), said=fault.said)
        trial.troubled = fault.status != os.EX_CONFIG
        return os.EX_CONFIG if fault.status == os.EX_CONFIG else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./jiaohao try", description="The hall of a config file on one PC, with an emulated printer."
    )
    parser.add_argument("--config", type=Path, default=ROOT / "config.toml", help="default: config.toml")
    parser.add_argument("--for", dest="seconds", type=float, metavar="SECONDS", help="end by itself after this long")
    parser.add_argument("--keep", action="store_true", help="keep the trial's data and logs, and say where")
    return parser


if __name__ == "__main__":
    sys.exit(main())
