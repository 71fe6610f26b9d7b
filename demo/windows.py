"""The hall in windows: the programs themselves, and one window more for the sign's dots and the tray of tickets."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.hall import Hall
from demo.lines import Lines
from demo.programs import DemoFault, Program

LOOK_EVERY_S = 0.5


async def open_hall(folder: Path, seconds: float | None, lines: Lines) -> int:
    """Starts everything on the screen; ends when somebody closes a window, or after `seconds`. A program that ends in
    another way is a fault, and the status 1."""
    hall = Hall(folder, start=opening_time(), on_screen=True)
    tray = Program("tray", folder / "run")
    try:
        await hall.start_devices()
        await hall.start_server()
        await hall.start_windows()
        await tray.start("demo.tray", str(hall.receipts), str(hall.sign), f"{hall.url}/console", lines.language)
        lines.say("windows_console", address=f"{hall.url}/console")
        lines.say("windows_begin")
        await until_closed((tray, hall.kiosk, hall.display), (hall.server, hall.printer, hall.led), seconds, lines)
    except DemoFault as fault:
        lines.fault("problem", problem=str(fault))
        return 1
    finally:
        await tray.stop()
        await hall.stop()
    return 0


async def until_closed(
    windows: Sequence[Program], others: Sequence[Program], seconds: float | None, lines: Lines
) -> None:
    """Until a window was closed, or so long. Raises DemoFault when a program ended in another way."""
    left = seconds if seconds is not None else float("inf")
    while left > 0:
        for program in others:
            program.must_run()
        for program in windows:
            if program.closed():
                lines.say("windows_closed", program=program.name)
                return
        await asyncio.sleep(min(LOOK_EVERY_S, left))
        left -= LOOK_EVERY_S


def opening_time() -> str:
    """Now, or 08:56 of the coming Monday when the sample hall would be closed: a demo is tried at any hour."""
    now = datetime.now(ZoneInfo("Asia/Taipei"))
    if now.weekday() < 5 and 8 <= now.hour < 16:
        return now.isoformat(timespec="seconds")
    monday = now + timedelta(days=(7 - now.weekday()) % 7)
    return f"{monday:%Y-%m-%d}T08:56:00+08:00"
