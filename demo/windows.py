"""The hall in windows: the programs themselves, and one window more for the sign's dots and the tray of tickets."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.async_api import Error

from demo.browser import Pages, find_browser
from demo.cast import COUNTER
from demo.desk_browser import CHROMIUMS, Room, browser_command, show_console, trusting_browser
from demo.hall import Hall
from demo.joining import SCREENS
from demo.lines import Lines, in_a_line
from demo.narration import Caption, tell
from demo.office import Account, Office
from demo.person import SIGN_IN_LINE, Person, new_password
from demo.programs import DemoFault, Program
from demo.tour import CONSOLE, Tour
from program.desktop import no_desktop

LOOK_EVERY_S = 0.5


async def open_hall(folder: Path, seconds: float | None, lines: Lines, pace: float = 1.0) -> int:
    """Starts everything on the screen, with the console where a browser is installed, and plays the tour. Ends when
    somebody closes a window, or after `seconds`. A program that ends in another way is a fault, as is a tour that does
    not show what it should, and the status 1."""
    hall = Hall(folder, start=opening_time(), on_screen=True)
    run = folder / "run"
    tray, browser = Program("tray", run), Program("browser", run)
    account = Account("admin", lines.text("administrator"), new_password())
    sign_in = lines.text("sign_in_with", login=account.login, password=account.password)
    console = f"{hall.url}/console"
    captions = run / "caption.json"
    async with contextlib.AsyncExitStack() as after:
        for program in (hall, tray, browser):
            after.push_async_callback(program.stop)
        try:
            await hall.start_devices()
            if not hall.heard:
                lines.say("no_sound")
            await hall.start_server()
            office = await join(hall, account, lines)
            words = (str(hall.receipts), str(hall.sign), console, lines.language, str(captions))
            tell(captions, Caption(lines.text("tour_opens"), lines.text("tour_opens_tells")))
            await tray.start("demo.tray", *words, environment={SIGN_IN_LINE: sign_in})
            room = Room.said((await tray.said(r"console (\S+) (\S+) (\S+) (\S+) (\S+)")).groups())
            lines.say("windows_console", address=console)
            lines.say("sign_in_with", login=account.login, password=account.password)
            lines.say("windows_begin")
            await hall.start_windows()
            tour = Tour(hall, office, Pages(run), lines, captions, pace=pace)
            after.push_async_callback(tour.leave)
            await tour.prepare()
            await seat(tour, browser, room, after)
            playing = asyncio.create_task(play(tour, lines))
            after.push_async_callback(ended, playing)
            going_on = asyncio.create_task(go_on(tour, playing))
            after.push_async_callback(ended, going_on)
            windows, others = (tray, hall.kiosk, hall.display), (hall.server, hall.printer, hall.led)
            await until_closed(windows, others, seconds, lines, tour.console_closed)
            return 1 if playing.done() and not playing.cancelled() and playing.result() else 0
        except DemoFault as fault:
            lines.fault("problem", problem=reason(fault, os.environ))
            return 1


def reason(fault: DemoFault, environment: Mapping[str, str]) -> str:
    """Why the windows end: a screen that has gone takes every one of them along."""
    return no_desktop(environment) or str(fault)


async def seat(tour: Tour, browser: Program, room: Room, after: contextlib.AsyncExitStack) -> None:
    """The console's window in its room: with counter 3's clerk in it where a Chromium is here, else as it begins, or
    none. The tour goes on without it."""
    run, language, authority = tour.folder, tour.language, tour.hall.joining.authority
    console, profile = f"{tour.hall.url}/console", run / "browser"
    command = browser_command(f"{console}?counter={COUNTER}", room, profile, language)
    if find_browser() is None or not command or Path(command[0]).name not in CHROMIUMS:
        await show_console(browser, console, room, run, authority=authority, language=language)
        return
    try:
        await after.enter_async_context(tour.pages)
        trusts = await trusting_browser(command, profile, authority)
        await tour.pages.show(CONSOLE, command, profile, language=language, environment=trusts)
        await tour.sign_in()
    except (DemoFault, Error, OSError) as fault:
        tour.lines.fault("problem", problem=in_a_line(fault))


async def play(tour: Tour, lines: Lines) -> str:
    """The tour; returns what it should have shown and did not, and has said it."""
    try:
        await tour.play()
    except (DemoFault, OSError, Error) as fault:
        lines.fault("problem", problem=in_a_line(fault))
        return in_a_line(fault)
    return ""


async def go_on(tour: Tour, playing: asyncio.Task[str]) -> None:
    """When the tour is over, whatever came of it."""
    await asyncio.wait([playing])
    await tour.goes_on()


async def ended(task: asyncio.Task[str] | asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])


async def join(hall: Hall, account: Account, lines: Lines) -> Office:
    """The hall's first account, and kiosk and wall as its devices. Raises DemoFault."""
    code = await hall.joining.first_code(hall.server)
    await hall.joining.export_authority()
    office = Office(Person(hall.url, hall.joining.authority))
    await office.open(code, account)
    for kind in SCREENS:
        told = await office.add_device(kind, lines.text(f"program_{kind}"))
        await hall.joining.enrol(kind, told, hall.address)
    return office


async def until_closed(
    windows: Sequence[Program],
    others: Sequence[Program],
    seconds: float | None,
    lines: Lines,
    page_closed: Callable[[], bool] = lambda: False,
) -> None:
    """Until a window was closed, also the page's in the browser, or so long. Raises DemoFault when a program ended in
    another way."""
    left = seconds if seconds is not None else float("inf")
    while left > 0:
        for program in others:
            program.must_run()
        for program in windows:
            if program.closed():
                lines.say("windows_closed", program=lines.text(f"program_{program.name}"))
                return
        if page_closed():
            lines.say("windows_closed", program=lines.text(f"program_{CONSOLE}"))
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
