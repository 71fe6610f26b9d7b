"""A hall of one's own on one PC, as long as one likes: server, kiosk, wall and console by the real programs, with an
emulated printer and sign. What ends by itself is started again, until it does not stay up.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tomli_w

from demo.desk_browser import Room, show_console
from demo.hall import free_port, snapshot_for
from demo.joining import SCREENS, Joining
from demo.lines import Lines
from demo.office import Account, Office
from demo.person import SIGN_IN_LINE, Person, new_password
from demo.programs import DemoFault, Program, until
from demo.trial_config import Ports, printer_emulator, sign_emulator, trial_tables

LOOK_EVERY_S = 0.3
TOO_OFTEN, WITHIN_S = 3, 60.0
"""So many ends of one program in so long a time, and the trial ends too."""
REMOVE_TRIES, REMOVE_EVERY_S = 50, 0.1
OPEN_FOR_MS = 60_000
"""Where the hall is closed, the clock starts this much after it opens."""


class NotUp(DemoFault):
    """A program did not start. `status` is its exit status, None when it only says nothing."""

    def __init__(self, program: str, said: str, status: int | None) -> None:
        super().__init__(f"{program} did not start: {said}")
        self.program = program
        self.said = said
        self.status = status


class Trial:
    """One trial of the hall in `tables`, read from `file`; everything it writes goes into `folder`."""

    def __init__(self, file: Path, tables: Mapping[str, Any], folder: Path, lines: Lines) -> None:
        self._file = file
        self._tables = tables
        self._folder = folder
        self._lines = lines
        self._ports = Ports(free_port(), free_port(), free_port(), free_port())
        self._config = folder / "config.toml"
        self._account = Account("admin", lines.text("administrator"), new_password())
        self._joining = Joining(self._config, folder, lambda name, _: Program(name, folder))
        self._now: tuple[int, float] | None = None
        """The rehearsed instant and the monotonic second it was begun at; None: the clock of this PC."""
        self._programs = {
            name: Program(name, folder) for name in ("tray", "printer", "sign", "server", "kiosk", "display")
        }
        self._browser = Program("browser", folder)
        self._starts: dict[str, Callable[[], Awaitable[None]]] = {
            "tray": self._start_tray,
            "printer": self._start_printer,
            "sign": self._start_sign,
            "server": self._start_server,
            "kiosk": lambda: self._start_screen("kiosk"),
            "display": lambda: self._start_screen("display"),
        }
        self._ends: dict[str, deque[float]] = {name: deque(maxlen=TOO_OFTEN) for name in self._programs}
        self.troubled = False
        """A program crashed: its log is worth keeping."""

    @property
    def _url(self) -> str:
        return f"https://127.0.0.1:{self._ports.server}"

    async def open(self) -> None:
        """Starts everything and says what to do. Raises NotUp."""
        tables = trial_tables(self._tables, self._ports, self._folder, self._file.absolute().parent)
        self._config.write_text(tomli_w.dumps(tables), "utf-8")
        self._lines.say("try_own", file=str(self._file))
        if not sign_emulator(self._tables, self._ports.sign, self._folder):
            del self._starts["sign"]
        await asyncio.gather(*(self._starts[name]() for name in ("tray", "printer", "sign") if name in self._starts))
        await self._start_server()
        await self._join()
        await asyncio.gather(self._start_screen("kiosk"), self._start_screen("display"))
        console = f"{self._url}/console"
        room = Room.said(self._said("tray", "console ").split()[1:])
        authority = self._joining.authority
        language = self._lines.language
        await show_console(self._browser, console, room, self._folder, authority=authority, language=language)
        self._lines.say("try_take")
        self._lines.say("try_console", address=console)
        self._lines.say("sign_in_with", login=self._account.login, password=self._account.password)
        self._lines.say("try_end")

    async def watch(self) -> int:
        """Keeps everything running until the ticket window is closed: 0. 1 when a program does not stay up."""
        while True:
            for name, start in self._starts.items():
                program = self._programs[name]
                if not program.ended():
                    continue
                if name == "tray" and program.status == 0:
                    return 0
                if not await self._again(name, start):
                    return 1
            await asyncio.sleep(LOOK_EVERY_S)

    async def close(self) -> None:
        """Ends everything, screens first."""
        await asyncio.gather(
            self._browser.stop(), *(self._programs[name].stop() for name in ("kiosk", "display", "tray"))
        )
        await asyncio.gather(*(self._programs[name].stop() for name in ("server", "printer", "sign")))

    async def _again(self, name: str, start: Callable[[], Awaitable[None]]) -> bool:
        """Says that the program ended and starts it again; False when it has done so too often."""
        program, ends = self._programs[name], self._ends[name]
        said = {"program": self._lines.text(f"program_{name}"), "log": str(program.log)}
        shut = program.status == 0 and name in {"kiosk", "display"}
        self.troubled = self.troubled or not shut
        ends.append(time.monotonic())
        if len(ends) == TOO_OFTEN and ends[-1] - ends[0] < WITHIN_S:
            self._lines.fault("try_gave_up", times=str(TOO_OFTEN), **said)
            return False
        if shut:
            self._lines.say("try_shut", program=said["program"])
        else:
            self._lines.fault("try_again", status=str(program.status), **said)
        await program.stop()
        try:
            await start()
        except NotUp as fault:
            if fault.status is None:
                raise
            # It has ended: the next look counts that.
        return True

    async def _start_tray(self) -> None:
        tickets, sign = str(self._folder / "tickets"), str(self._folder / "sign")
        sign_in = self._lines.text("sign_in_with", login=self._account.login, password=self._account.password)
        words = (tickets, sign, f"{self._url}/console", self._lines.language)
        await self._programs["tray"].start("demo.tray", *words, environment={SIGN_IN_LINE: sign_in})
        await self._up("tray", lambda: bool(self._said("tray", "console ")))

    async def _start_printer(self) -> None:
        words = printer_emulator(self._tables, self._ports.printer, self._folder / "tickets")
        await self._programs["printer"].start(*words)
        await self._up("printer", lambda: bool(self._said("printer", "ready ")))

    async def _start_sign(self) -> None:
        words = sign_emulator(self._tables, self._ports.sign, self._folder / "sign")
        await self._programs["sign"].start(*words)
        await self._up("sign", lambda: bool(self._said("sign", "ready ")))

    async def _start_server(self) -> None:
        await self._programs["server"].start("server", "--config", str(self._config), *self._clock())
        await self._up("server", self._listens)

    async def _start_screen(self, name: str) -> None:
        words = ("--config", str(self._config), "--windowed", *self._clock())
        await self._programs[name].start(name, *words)

    async def _join(self) -> None:
        """The administrator's account, and kiosk and wall as devices of the hall; where it is closed now, after its
        clock was set to the next opening."""
        code = await self._joining.first_code(self._programs["server"])
        await self._joining.export_authority()
        office = Office(Person(self._url, self._joining.authority))
        await office.open(code, self._account)
        if await self._open_hall(office.administrator):
            office = Office(Person(self._url, self._joining.authority))
            await office.administrator.sign_in(self._account.login, self._account.password)
        for kind in SCREENS:
            told = await office.add_device(kind, self._lines.text(f"program_{kind}"))
            await self._joining.enrol(kind, told, f"127.0.0.1:{self._ports.server}")

    async def _open_hall(self, person: Person) -> bool:
        """Where no service is open now, the hall's clock is set to the next opening, and the server started again: a
        hall is tried at any hour."""
        hall = await asyncio.to_thread(snapshot_for, person)
        opening = [service.opens_at for service in hall.services if service.opens_at is not None]
        if not opening or any(service.open for service in hall.services):
            return False
        await self._programs["server"].stop()
        # Log and secret together: a secret alone would say that a log was lost.
        for file in (*self._folder.glob("hall.db*"), self._folder / "phone.key"):
            file.unlink(missing_ok=True)
        self._now = (min(opening) + OPEN_FOR_MS, time.monotonic())
        moment = datetime.fromtimestamp(self._now[0] / 1000, ZoneInfo(hall.hall.time_zone))
        self._lines.say("try_closed", file=str(self._file), moment=f"{moment:%Y-%m-%d %H:%M}")
        await self._start_server()
        return True

    def _clock(self) -> tuple[str, ...]:
        """What a program that starts now is told of the time."""
        if self._now is None:
            return ()
        began, since = self._now
        now = datetime.fromtimestamp(began / 1000 + time.monotonic() - since, ZoneInfo("UTC"))
        return ("--now", now.isoformat(timespec="milliseconds"))

    def _listens(self) -> bool:
        return any(f"listening {self._url}" in line for line in self._programs["server"].lines())

    def _said(self, name: str, beginning: str) -> str:
        """The line that begins so; empty when it has not been said."""
        return next((line for line in self._programs[name].lines() if line.startswith(beginning)), "")

    async def _up(self, name: str, ready: Callable[[], bool]) -> None:
        """Waits until the program is ready. Raises NotUp when it ends first, or takes too long."""
        program = self._programs[name]
        try:
            await until(lambda: program.ended() or ready(), name)
        except DemoFault as fault:
            raise NotUp(name, str(fault), None) from fault
        if program.ended():
            # The faults of the config are those of its owner's file.
            said = (program.lines() or [f"status {program.status}"])[-1].replace(str(self._config), str(self._file))
            raise NotUp(name, said, program.status)


def remove(folder: Path) -> bool:
    """The folder of a trial that has ended; a browser's last helper may still write into it for a moment. False when
    it cannot be removed."""
    for _ in range(REMOVE_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return True
        time.sleep(REMOVE_EVERY_S)
    return False
