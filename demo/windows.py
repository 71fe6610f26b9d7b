"""The hall in windows: the programs themselves, and one window more for the sign's dots and the tray of tickets."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.desk_browser import Room, show_console
from demo.hall import Hall
from demo.joining import SCREENS
from demo.lines import Lines
from demo.office import Account, Office
from demo.person import SIGN_IN_LINE, Person, new_password
from demo.programs import DemoFault, Program

LOOK_EVERY_S = 0.5


async def open_hall(folder: Path, seconds: float | None, lines: Lines) -> int:
    """Starts everything on the screen, with the console where a browser is installed. Ends when somebody closes a
    window, or after `seconds`. A program that ends in another way is a fault, and the status 1."""
    hall = Hall(folder, start=opening_time(), on_screen=True)
    tray = Program("tray", folder / "run")
    browser = Program("browser", folder / "run")
    account = Account("admin", lines.text("administrator"), new_password())
    sign_in = lines.text("sign_in_with", login=account.login, password=account.password)
    console = f"{hall.url}/console"
    try:
        await hall.start_devices()
        await hall.start_server()
        await join(hall, account, lines)
        await hall.start_windows()
        words = (str(hall.receipts), str(hall.sign), console, lines.language)
        await tray.start("demo.tray", *words, environment={SIGN_IN_LINE: sign_in})
        place = (await tray.said(r"console (\S+) (\S+) (\S+) (\S+) (\S+)")).groups()
        authority, language = hall.joining.authority, lines.language
        room = Room.said(place)
        await show_console(browser, console, room, folder / "run", authority=authority, language=language)
        lines.say("windows_console", address=console)
        lines.say("sign_in_with", login=account.login, password=account.password)
        lines.say("windows_begin")
        await until_closed((tray, hall.kiosk, hall.display), (hall.server, hall.printer, hall.led), seconds, lines)
    except DemoFault as fault:
        lines.fault("problem", problem=str(fault))
        return 1
    finally:
        await browser.stop()
        await tray.stop()
        await hall.stop()
    return 0


async def join(hall: Hall, account: Account, lines: Lines) -> None:
    """The hall's first account, and kiosk and wall as its devices. Raises DemoFault."""
    code = await hall.joining.first_code(hall.server)
    await hall.joining.export_authority()
    office = Office(Person(hall.url, hall.joining.authority))
    await office.open(code, account)
    for kind in SCREENS:
        told = await office.add_device(kind, lines.text(f"program_{kind}"))
        await hall.joining.enrol(kind, told, hall.address)


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
