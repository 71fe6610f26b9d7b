"""The hall in windows: the programs themselves, and one window more for the sign's dots and the tray of tickets."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.hall import Hall
from demo.programs import DemoFault, Program


async def open_hall(folder: Path, seconds: float | None, say: Callable[[str], None]) -> int:
    """Starts everything on the screen; ends when the tray's window is closed, or after `seconds`."""
    hall = Hall(folder, start=opening_time(), on_screen=True)
    tray = Program("tray", folder / "run")
    try:
        await hall.start_devices()
        await hall.start_server()
        await hall.start_windows()
        await tray.start("demo.tray", str(hall.receipts), str(hall.sign), f"{hall.url}/console")
        say(f"Clerks' console:  {hall.url}/console   (choose a counter, press F2 for the next visitor)")
        say("Take a number at the kiosk's window; close the tray's window, or press Ctrl+C, to end.")
        left = seconds if seconds is not None else float("inf")
        while left > 0 and not tray.ended():
            for program in (hall.server, hall.kiosk, hall.display, hall.printer, hall.led):
                program.must_run()
            await asyncio.sleep(min(0.5, left))
            left -= 0.5
    except DemoFault as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    finally:
        await tray.stop()
        await hall.stop()
    return 0


def opening_time() -> str:
    """Now, or 08:56 of the coming Monday when the sample hall would be closed: a demo is tried at any hour."""
    now = datetime.now(ZoneInfo("Asia/Taipei"))
    if now.weekday() < 5 and 8 <= now.hour < 16:
        return now.isoformat(timespec="seconds")
    monday = now + timedelta(days=(7 - now.weekday()) % 7)
    return f"{monday:%Y-%m-%d}T08:56:00+08:00"
