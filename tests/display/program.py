"""The real display program in a process of its own, and what it shows."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from program.credentials import Credentials, CredentialsFile
from tests.real_hall import ROOT

DEVICE = Credentials(
    server="ws://127.0.0.1:9/ws", device_id="d", kind="display", name="wall", hall_id="yongkang", token="t"
)
"""Where the config says no server, nobody is there."""


class Program:
    """`python -m display` with its config, state, log and pictures in `folder`."""

    def __init__(
        self, folder: Path, config: str, environment: dict[str, str], *further: str, enrolled: bool = True
    ) -> None:
        """`further` arguments come last on its command line. `enrolled`: as a device, of a server that takes any."""
        self.folder = folder
        self.pictures = folder / "pictures"
        path = folder / "config.toml"
        path.write_text(config, encoding="utf-8")
        if enrolled:
            CredentialsFile(folder / "state", "display").save(DEVICE)
        self.log = folder / "display.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "display", "--config", str(path), "--pictures", str(self.pictures), *further],
                cwd=ROOT,
                env=os.environ
                | {"XDG_CACHE_HOME": str(folder / "cache"), "STATE_DIRECTORY": str(folder / "state")}
                | environment,
                stderr=log,
            )
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(60)

    def end(self) -> int:
        """Asks it to end, as a service manager does, and gives its status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def entries(self, event: str) -> list[dict[str, Any]]:
        lines = self.log.read_text(encoding="utf-8").splitlines()
        entries = [json.loads(line) for line in lines if line.startswith("{")]
        return [entry for entry in entries if entry.get("event") == event]

    def shown(self, part: str) -> dict[str, Any]:
        """What a window says now, with its picture beside it."""
        # Before its windows stand, the signal would end it.
        until(lambda: self.entries("monitors") != [], "its windows never stood", self)
        self._number += 1
        self.process.send_signal(signal.SIGUSR1)
        stem = self.pictures / f"{self._number:04d}-{part}"
        until(lambda: stem.with_suffix(".png").exists(), "no picture came", self)
        page: dict[str, Any] = json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))
        return page

    def picture(self, part: str) -> Path:
        return self.pictures / f"{self._number:04d}-{part}.png"


def until(true: Callable[[], bool], otherwise: str, program: Program | None = None, seconds: float = 60.0) -> None:
    """Waits for something to become true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, otherwise + ("\n" + program.log.read_text() if program else "")
        assert program is None or program.process.poll() is None, "it ended\n" + (
            program.log.read_text() if program else ""
        )
        time.sleep(0.05)


def config(server: str, *, hall: str = "", order: str = "HALL-1", content: str = "HALL-2", more: str = "") -> str:
    return f"""
[display]
id = "display-1"
server = "{server}"
hall = "{hall}"
[display.order]
monitor = "{order}"
diagonal_inch = 55.0
read_from_m = 15.0
[display.content]
monitor = "{content}"
diagonal_inch = 43.0
read_from_m = 6.0
{more}
"""


def offscreen(folder: Path, screens: list[tuple[str, int, int]]) -> dict[str, str]:
    """Virtual monitors side by side, for Qt's offscreen platform."""
    x, described = 0, []
    for name, width, height in screens:
        described.append(
            {"name": name, "x": x, "y": 0, "width": width, "height": height}
            | {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        )
        x += width
    path = folder / "screens.json"
    path.write_text(json.dumps({"screens": described}))
    return {"QT_QPA_PLATFORM": f"offscreen:configfile={path}"}
