"""The server as a process: started on a config of the test's own, spoken to over HTTP, killed or stopped."""

from __future__ import annotations

import json
import os
import re
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

from tests.system.entry import Door, Line, entry_of
from tests.system.forker import Forked

ROOT = Path(__file__).parents[2]
READY_S = 60.0
TAIPEI = ZoneInfo("Asia/Taipei")
PROGRAM = ("-m", "server")


def write_config(folder: Path, database: str = "sqlite:///data/hall.db", *, numbers: int = 799) -> Path:
    """The sample hall, always open, also on holidays, on a free port in the clear, with its files below
    `folder`; nobody reckons its waits, and no business day ends soon."""
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    text = re.sub(r"^port = \d+", "port = 0\nencryption = false", text, flags=re.MULTILINE)
    text = re.sub(r"^public_.*\n", "", text, flags=re.MULTILINE)
    text = unpaced(without_second_factor(text))
    text = text.replace("sqlite:///data/hall.db", database)
    text = text.replace("# shown = true", "shown = false")
    text = re.sub(r"^(mon|tue|wed|thu|fri) = .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^hours = .*\n", "", text, flags=re.MULTILINE)
    days = "".join(f'{day} = ["00:00-24:00"]\n' for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    text = text.replace("[hall.hours]\n", "[hall.hours]\n" + days)
    text = text.replace('calendar = ["tw"]', "calendar = []")
    text = text.replace("recall_limit = 2", f"recall_limit = 2\noffline_from = {numbers + 1}")
    text = re.sub(r"^(prefix = .*)$", rf"\1\nlast_number = {numbers}", text, flags=re.MULTILINE)
    text = text.replace('day_starts = "04:00"', f'day_starts = "{day_starts(datetime.now(TAIPEI))}"')
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def day_starts(now: datetime) -> str:
    """As the sample's, or at midnight where that is soon or was just now: else the numbers would begin anew in the
    middle of a test."""
    return "00:00" if 2 <= now.hour < 6 else "04:00"


def with_waits(config: Path) -> Path:
    """The same, its waits reckoned: by the minutes that the sample's guides say, while nothing was learnt."""
    text = config.read_text("utf-8").replace("shown = false", "shown = true")
    assert '# guides = "guides"' in text
    config.write_text(text.replace('# guides = "guides"', f'guides = "{ROOT / "guides"}"'), "utf-8")
    return config


def without_second_factor(text: str) -> str:
    """The sample's text of a hall where administrators need no phone."""
    return text.replace("# totp_for_administrators = true", "totp_for_administrators = false")


def unpaced(text: str) -> str:
    """The sample's text of a hall where anybody may repeat a call at once and take any number of numbers; one that says
    how many stays."""
    text = re.sub(r"(?m)^recall_pause_seconds = .*$", "recall_pause_seconds = 0", text)
    if re.search(r"(?m)^numbers_a_minute", text):
        return text
    return text.replace("[limits]\n", "[limits]\nnumbers_a_minute = 1000000\nnumbers_at_once = 1000000\n")


class HallServer:
    """`with HallServer(config) as server`: ready when entered, gone when left."""

    def __init__(
        self,
        config: Path,
        program: Sequence[str] = PROGRAM,
        now: str | None = None,
        environment: Mapping[str, str] | None = None,
        *,
        forked: bool = False,
    ) -> None:
        """`environment` comes beside the test's own. `forked`: nobody looks at how it starts
        (`tests.system.forker`), and `environment` is read by our own code alone."""
        self.records: list[dict[str, Any]] = []
        """What it has logged so far; a line that is no JSON stands under `line`."""
        self.port = 0
        self.entry = entry_of(config.parent)
        self._config = config
        self._news = threading.Condition()
        arguments = [*program, "--config", str(config), *(("--now", now) if now else ())]
        self._process: subprocess.Popen[str] | Forked
        if forked:
            self._process = Forked(*arguments[1:], environment=environment)
        else:
            self._process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        self.port = int(self.logged("listening")["port"])
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(READY_S)
        self._reader.join(10)
        if self._process.stderr is not None:
            self._process.stderr.close()

    @property
    def process_id(self) -> int:
        return self._process.pid

    @property
    def url(self) -> str:
        return self.door.origin

    def logged(self, event: str, *, after: int = 0) -> dict[str, Any]:
        """The first record from number `after` on whose event starts so; waits for it."""
        deadline = time.monotonic() + READY_S
        with self._news:
            while True:
                for record in self.records[after:]:
                    if str(record.get("event", "")).startswith(event):
                        return record
                if not self._reader.is_alive() or not self._news.wait(max(0.0, deadline - time.monotonic())):
                    raise AssertionError(f"no {event!r} in what the server logged: {self.records}")

    def kill(self) -> None:
        """As a power cut of the process: no clean-up of any kind."""
        self._process.kill()
        self._process.wait(READY_S)

    def signal(self, number: signal.Signals) -> None:
        os.kill(self._process.pid, number)

    def ended(self) -> int:
        """Exit status; waits for the end."""
        status = self._process.wait(READY_S)
        self._reader.join(10)
        return status

    @property
    def door(self) -> Door:
        return Door(self.port, self._config, self._trust)

    @cached_property
    def _trust(self) -> ssl.SSLContext | None:
        """In its own authority; None for one that speaks plain HTTP."""
        if not str(self.logged("listening")["event"]).startswith("listening https:"):
            return None
        return ssl.create_default_context(cafile=self._config.parent / "data/certificates/authority.pem")

    def line(self) -> Line:
        """A connection that is kept open, of people and devices of this hall."""
        return Line(self.door, self.entry)

    def ask(self, command: dict[str, object]) -> tuple[int, dict[str, Any]]:
        """One command over a connection of its own: HTTP status and answer."""
        with closing(self.line()) as line:
            return line.ask(command)

    def get(self, path: str) -> dict[str, Any]:
        with closing(self.line()) as line:
            return line.get(path)

    def _read(self) -> None:
        stream = self._process.stderr
        assert stream is not None
        for line in stream:
            try:
                record = json.loads(line)
            except ValueError:
                record = {"line": line.rstrip("\n")}
            with self._news:
                self.records.append(record)
                self._news.notify_all()
        with self._news:
            self._news.notify_all()


def issue(key: str, service_id: str = "training") -> dict[str, object]:
    visit = {"service_id": service_id, "channel": "kiosk", "language": "zh-TW"}
    return {"type": "issue_ticket", "key": key, "visit": visit}
