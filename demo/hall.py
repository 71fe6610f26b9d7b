"""The demo's hall: the sample configuration on free ports, the emulated devices, and the real programs."""

from __future__ import annotations

import json
import os
import random
import re
import shlex
import socket
import sys
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomli_w

from demo.cable import Cable
from demo.joining import Joining, ScreenKind
from demo.loudspeaker import is_heard
from demo.person import Person
from demo.programs import ROOT, DemoFault, Hand, Program, until
from program.clock import LEAPS, RehearsalClock, leap_to
from wire.codec import decode_server
from wire.messages import Snapshot

SCREENS = {"HALL-1": (1920, 1080), "HALL-2": (1920, 1080), "KIOSK": (1080, 1920)}
"""Virtual monitors when there is no screen: two on the wall, one portrait for the kiosk."""


class Hall:
    """Everything that runs. `folder` takes logs, the hall's data, receipts and the sign's frames."""

    def __init__(
        self,
        folder: Path,
        *,
        start: str,
        on_screen: bool,
        host: str = "127.0.0.1",
        pcs: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        """`host`: where the server is found; `pcs`: the words that run a command on the PC of "server", "kiosk",
        "display", which are this one when they are not named."""
        self.folder = folder
        self.receipts = folder / "tickets"
        self.sign = folder / "led"
        self.chimes = folder / "run" / "chimes.txt"
        self._run = folder / "run"
        self._leaps = self._run / "leaps"
        self._run.mkdir(parents=True, exist_ok=True)
        leap_to(self._leaps, 0)
        self._leapt_ms = 0
        self._leaping = {LEAPS: str(self._leaps)}
        self.clock = RehearsalClock(datetime.fromisoformat(start), self._leaps)
        """What the hall lives by from now on, however often a program starts again."""
        self._on_screen = on_screen
        self._host = host
        self._pcs = pcs
        self.server_port = free_port()
        self.public_port = free_port()
        self.printer = self._program("printer", "kiosk")
        self.led = self._program("led-sign", "display")
        self.server = self._program("server", "server")
        self.kiosk = self._program("kiosk", "kiosk")
        self.display = self._program("display", "display")
        self.display_cable = Cable(self.server_port)
        self.kiosk_hand = Hand(self.kiosk, self._run / "kiosk.hand")
        self.display_hand = Hand(self.display, self._run / "display.hand")
        self._printer_control = 0
        self.heard = True
        """The chime can be."""
        self.config = self._run / "config.toml"
        self.joining = Joining(self.config, self._run, self._program)

    def _program(self, name: str, pc: str) -> Program:
        return Program(name, self._run, self._pcs.get(pc, ()))

    @property
    def url(self) -> str:
        """Where staff come in."""
        return f"https://{self._host}:{self.server_port}"

    @property
    def link_url(self) -> str:
        return f"wss://{self._host}:{self.server_port}/ws"

    @property
    def address(self) -> str:
        """What is typed into a device that shall find the server."""
        return f"{self._host}:{self.server_port}"

    @property
    def display_address(self) -> str:
        """The same for the wall: through its cable, unless it has a PC of its own with a real one."""
        return self.address if "display" in self._pcs else f"127.0.0.1:{self.display_cable.port}"

    @property
    def phones_url(self) -> str:
        """Where the public comes in."""
        return f"http://{self._host}:{self.public_port}"

    async def start_devices(self) -> None:
        """Printer and sign, as programs of their own that only ever get bytes."""
        await self.printer.start(
            "hardware.printer.emulator", "--tcp", "127.0.0.1:0", "--control", "127.0.0.1:0", "--out", str(self.receipts)
        )
        await self.led.start(
            "hardware.led.emulator.bx", "--tcp", "127.0.0.1:0", "--control", "127.0.0.1:0", "--out", str(self.sign)
        )
        printer = await self.printer.said(r"ready tcp=\S+:(\d+) control=\S+:(\d+)")
        led = await self.led.said(r"ready tcp=\S+:(\d+) control=\S+:(\d+)")
        self._printer_control = int(printer.group(2))
        await self.display_cable.plug_in()
        self._write_config(await self.plug_printer(int(printer.group(1))), int(led.group(1)))

    async def plug_printer(self, port: int) -> int:
        """The port where the kiosk finds the printer that listens on `port`; a rig may put something between."""
        return port

    def _write_config(self, printer_port: int, led_port: int) -> None:
        """The sample hall with addresses of this run; the displays' copy goes through the cable."""
        tables: dict[str, Any] = tomllib.loads((ROOT / "config.toml").read_text("utf-8"))
        youth = next(one for one in tables["service"] if one["id"] == "youth")
        youth["group"] = {"size": 2, "wait_minutes": 30}
        tables["hall"]["phone_url"] = f"{self.phones_url}/t"
        tables["hall"]["guides"] = str(ROOT / "guides")
        tables["server"].update(
            host=self._host,
            port=self.server_port,
            public_port=self.public_port,
            certificates=str(self._run / "certificates"),
            database=f"sqlite:///{self._run / 'hall.db'}",
            identity_file=str(self._run / "identity.db"),
            secret_file=str(self._run / "phone.key"),
            anchors=str(self._run / "anchors"),
        )
        for name in ("kiosk", "display"):
            # They learn where the server is when they are enrolled.
            tables[name].pop("server", None)
            tables[name]["state_folder"] = str(self._run / name)
        tables["kiosk"]["printer"] = f"tcp://127.0.0.1:{printer_port}"
        tables["display"]["led"]["url"] = f"bx+tcp://127.0.0.1:{led_port}"
        again = next(one for one in tables["service"] if one["id"] == "benefit-again")
        again["appointments"]["lead_minutes"] = 0  # booked and kept in one morning
        tables["sign_in"]["idle_minutes"] = 480  # a morning in minutes: nobody has gone because the clock has leapt
        tables["limits"] = {"numbers_at_once": 60}  # a morning in three minutes
        tables["hall"]["undo_seconds"] = 60  # pictures are taken while a clerk thinks
        if self._on_screen:
            # Somebody at this PC is told the administrator's password, and has no phone for a second factor.
            tables["sign_in"]["totp_for_administrators"] = False
            self.heard = is_heard(tables["display"]["chime"]["player"], self._run)
            if not self.heard:
                # A hall that has no loudspeakers; its console would warn of them all the time.
                tables["display"]["chime"]["player"] = ""
        else:
            tables["kiosk"]["monitor"] = "KIOSK"
            tables["display"]["chime"]["player"] = shlex.join([sys.executable, "-m", "demo.ear", str(self.chimes)])
        self.config.write_text(tomli_w.dumps(tables), "utf-8")

    async def start_server(self) -> None:
        words = ("--config", str(self.config), *self._now())
        await self.server.start("server", *words, environment=self._leaping)
        await until(self._listens, "the server to listen")

    def _listens(self) -> bool:
        if self.server.ended():
            raise DemoFault(f"the server ended early; see {self.server.log}")
        return any(f"listening {self.url}" in line for line in self.server.lines())

    def time_goes_on(self, minutes: float) -> None:
        """So long nothing happens in the hall, and nobody has to wait for it. What screens show of the hall's time
        follows with the server's next pulse."""
        self._leapt_ms += round(minutes * 60_000)
        leap_to(self._leaps, self._leapt_ms)

    def _now(self) -> tuple[str, str]:
        """What a program that starts now is told of the time, before it leaps to where the others are."""
        now = datetime.fromtimestamp((self.clock.now() - self._leapt_ms) / 1000, UTC)
        return ("--now", now.isoformat(timespec="milliseconds"))

    async def start_windows(self) -> None:
        """Kiosk and displays as windows on this machine's screen, each with a hand beside it; returns when both show
        one."""
        screens = (("kiosk", self.kiosk, self.kiosk_hand), ("display", self.display, self.display_hand))
        for name, program, _ in screens:
            words = ("--config", str(self.config), *self._now(), "--windowed")
            hand = str(self._run / f"{name}.hand")
            await program.start("demo.stage", name, "--hand", hand, *words, environment=self._leaping)
        for _, _, shown in screens:
            await shown.ready()

    async def start_screen(self, name: ScreenKind) -> None:
        """Kiosk or display on virtual monitors, on a stage of its own; returns when it shows a window."""
        program, hand = (self.kiosk, self.kiosk_hand) if name == "kiosk" else (self.display, self.display_hand)
        monitors = {key: size for key, size in SCREENS.items() if (key == "KIOSK") == (name == "kiosk")}
        environment = {
            "QT_QPA_PLATFORM": f"offscreen:configfile={self._screens_file(name, monitors)}",
            "QT_QUICK_BACKEND": "software",
            **self._leaping,
        }
        arguments = ("--config", str(self.config), *self._now())
        await program.start(
            "demo.stage", name, "--hand", str(self._run / f"{name}.hand"), *arguments, environment=environment
        )
        await hand.ready()

    def _screens_file(self, name: str, monitors: dict[str, tuple[int, int]]) -> str:
        """Writes Qt's list of virtual monitors; its path as seen from where programs start.

        Qt takes it for Latin-1, so a checkout may lie anywhere but the folder in it has to be ASCII.
        """
        screens, left = [], 0
        for monitor, (width, height) in monitors.items():
            screens.append(
                {
                    "name": monitor,
                    "x": left,
                    "y": 0,
                    "width": width,
                    "height": height,
                    "logicalDpi": 96,
                    "logicalBaseDpi": 96,
                    "dpr": 1,
                }
            )
            left += width
        path = self._run / f"{name}-screens.json"
        path.write_text(json.dumps({"synchronousWindowSystemEvents": False, "screens": screens}), "utf-8")
        seen = os.path.relpath(path, ROOT)
        if not seen.isascii():
            raise DemoFault(f"Qt cannot read a list of monitors in {path.parent}: choose a folder with an ASCII name")
        return seen

    def tell_printer(self, order: str) -> None:
        """One line to the emulated printer's control port: "paper-out", "clear paper-out" …"""
        with socket.create_connection(("127.0.0.1", self._printer_control), timeout=5) as control:
            control.sendall(order.encode() + b"\n")
            control.makefile("rb").readline()

    def tickets_printed(self) -> list[Path]:
        return sorted(self.receipts.glob("receipt-*.png"))

    def sign_shows(self) -> str:
        """What the sign's own decoder says it shows, numbers without their gap; empty before the first frame."""
        try:
            text = str(json.loads((self.sign / "state.json").read_text("utf-8"))["text"])
            return re.sub(r"(?<=[A-Z]) (?=[0-9])", "", text)
        except (OSError, ValueError, KeyError):
            return ""

    def chimes_heard(self) -> int:
        return len(self.chimes.read_text("utf-8").splitlines()) if self.chimes.exists() else 0

    async def stop(self) -> None:
        """Ends everything, screens first."""
        for program in (self.kiosk, self.display, self.server, self.led, self.printer):
            await program.stop()
        await self.display_cable.pull()


def snapshot_for(person: Person) -> Snapshot:
    """What every screen is told at this moment, as somebody who is signed in sees it. Raises OSError while the server
    does not answer, DemoFault when it refuses."""
    message = decode_server(person.ask("GET", "/api/snapshot"))
    if not isinstance(message, Snapshot):
        raise DemoFault(f"the server's snapshot is {message}")
    return message


def free_port() -> int:
    """One that nobody has, below those that the system gives away: else somebody may have it before it is used."""
    for port in random.SystemRandom().sample(range(10_000, 32_768), 1_000):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise DemoFault("of a thousand ports none is free")
