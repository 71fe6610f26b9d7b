"""Programs that a benchmark measures: started as a hall would start them, on a free port, and stopped by their id."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.system.entry import Door, Entry, entry_of

ROOT = Path(__file__).parents[1]
SERVICES = tuple("ABCDEFGH")
RANGE = 9_000
"""Numbers each service of the benchmarks' hall can give."""


@dataclass(frozen=True)
class Program:
    port: int
    pid: int
    entry: Entry
    """Who may speak to it."""
    config: Path

    @property
    def door(self) -> Door:
        return Door(self.port, self.config)

    def kiosk_token(self) -> str:
        return self.entry.token(self.door, "kiosk")

    def kiosk(self) -> dict[str, str]:
        """What an enrolled kiosk's requests say."""
        return self.entry.device(self.door, "kiosk")

    def display(self) -> str:
        """An enrolled display's token."""
        return self.entry.token(self.door, "display")

    def clerk(self) -> dict[str, str]:
        """What the requests of somebody say who is signed in."""
        return self.entry.person(self.door)

    def loop_ns(self) -> int:
        """What the processor has given its first thread, the event loop, so far."""
        return int(Path(f"/proc/{self.pid}/schedstat").read_text().split()[0])

    def resident_kb(self) -> int:
        """Memory of the program that is its own, in KB."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        raise LookupError("no VmRSS in /proc")


def service_id(number: int) -> str:
    return f"service-{SERVICES[number % len(SERVICES)].lower()}"


def write_config(folder: Path, *, public: bool = False, estimate: bool = False) -> Path:
    """A hall that is always open, with eight services, a counter for each, and numbers enough for a flood.

    `public`: the public surface is a process of its own.
    """
    hours = "".join(f'{day} = ["00:00-24:00"]\n' for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    text = (
        '[hall]\nid = "bench"\nname = { zh-TW = "測速", en = "Bench" }\noffice = { zh-TW = "測速", en = "Bench" }\n'
        'time_zone = "Asia/Taipei"\nlanguages = ["zh-TW", "en"]\ncounter_noun = { zh-TW = "櫃檯", en = "Counter" }\n'
        'phone_url = "http://127.0.0.1:8765/t"\noffline_from = 9801\n[hall.hours]\n' + hours
    )
    for number, prefix in enumerate(SERVICES):
        name = f'{{ zh-TW = "業務{prefix}", en = "Service {prefix}" }}'
        text += (
            f'[[service]]\nid = "{service_id(number)}"\nprefix = "{prefix}"\nname = {name}\nshort_name = {name}\n'
            f"first_number = 1\nlast_number = {RANGE}\n"
            f'[[counter]]\nid = "{number + 1}"\nlabel = "{number + 1}"\nprimary = ["{service_id(number)}"]\n'
        )
    text += (
        f'[server]\nhost = "127.0.0.1"\nport = 0\nencryption = false\ndatabase = "sqlite:///{folder}/hall.db"\n'
        f'secret_file = "{folder}/phone.key"\n'
        f'anchors = "{folder}/anchors"\n'
    )
    if public:
        text += "public_port = 0\npublic_process = true\n"
    text += "[sign_in]\ntotp_for_administrators = false\n"
    text += "[limits]\nnumbers_a_minute = 1000000\nnumbers_at_once = 1000000\n"
    text += f"[estimate]\nshown = {'true' if estimate else 'false'}\n"
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def hall_server(folder: Path, environment: dict[str, str] | None = None, *, public: bool = False) -> Iterator[Program]:
    """`python -m server` on a store of its own in `folder`, which must be empty or hold such a store."""
    with started_server(write_config(folder, public=public), environment) as program:
        yield program


@contextmanager
def started_server(config: Path, environment: dict[str, str] | None = None) -> Iterator[Program]:
    """`python -m server` on this config, once it listens."""
    command = [sys.executable, "-m", "server", "--config", str(config)]
    with _started(command, "listening", environment, config) as program:
        yield program


@contextmanager
def public_process(folder: Path) -> Iterator[Program]:
    """`python -m server public` beside a `hall_server` with `public` in the same folder, once it has read the log."""
    command = [sys.executable, "-m", "server", "public", "--config", str(folder / "config.toml")]
    with _started(command, "listening", None) as program:
        deadline = time.monotonic() + 30
        while _health(program.port) != 200:
            if time.monotonic() > deadline:
                raise RuntimeError("the phones' process does not get well")
            time.sleep(0.05)
        yield program


def _health(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status
    finally:
        connection.close()


@contextmanager
def bench_program(module: str, *words: str) -> Iterator[Program]:
    """`python -m benchmarks.<module>`, which prints a JSON line with its port when it is ready; with a `kiosk`'s token
    in it, if it knows one."""
    with _started([sys.executable, "-m", f"benchmarks.{module}", *words], '"port"', None) as program:
        yield program


@contextmanager
def _started(
    command: list[str], ready: str, environment: dict[str, str] | None, config: Path | None = None
) -> Iterator[Program]:
    """Ready when a JSON line on stderr contains `ready`."""
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **(environment or {})}, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        seen = []
        for line in process.stderr:
            if ready in line:
                break
            seen.append(line)
        else:
            raise RuntimeError(f"{' '.join(command)} ended: {''.join(seen)}")
        threading.Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would hold it up
        told = json.loads(line)
        entry = entry_of(config.parent) if config else Entry()
        entry.devices |= {"kiosk": {"token": told["kiosk"]}} if "kiosk" in told else {}
        yield Program(int(told["port"]), process.pid, entry, config or Path())
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def client(module: str, *words: object, niceness: int = 0) -> subprocess.Popen[str]:
    """A load program; it talks JSON lines on its standard streams. `niceness`: of one that stands for other people's
    computers, whose work costs a hall nothing."""
    nice = ["nice", "-n", str(niceness)] if niceness else []
    command = [*nice, sys.executable, "-m", f"benchmarks.{module}", *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
