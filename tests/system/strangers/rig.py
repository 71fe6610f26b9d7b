"""A hall at work, strangers at its port, and what they cost it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.system.hall_server import ROOT, HallServer, write_config
from tests.system.strangers.staff import Clerk, Kiosk

NUMBERS = 9_000
BACK_WITHIN_S = 25.0
"""Longer than the server lets anybody be silent, and than a closed connection may take to be read."""
WARM_UP = 10
PAUSE_S = (0.005, 0.03)
"""Between two calls."""

Sizes = Mapping[str, int]
"""Connections of each attack, by its name in `attacks.ATTACKS`."""


@dataclass(frozen=True)
class Toll:
    """What a time of presses was like."""

    next_s: list[float]
    """Of each call, in order of size."""
    number_s: list[float]
    """Of each number at the kiosk."""
    grown_kb: int
    """Memory of the server at its highest, above what it was before."""
    descriptors: tuple[int, int]
    """That it had before, and when it had got them back, or had long had time to."""
    records: list[dict[str, Any]]
    """What it logged meanwhile."""
    attacks: dict[str, dict[str, int]]
    """What came of each, as `line.Tally`."""
    share: float
    """Of a core, that the attackers took."""


class Strangers:
    """The attackers' process."""

    def __init__(self, port: int, token: str, sources: int = 0) -> None:
        words = [sys.executable, "-m", "tests.system.strangers", str(port), token, str(sources)]
        self._process = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ}
        )

    def begin(self, sizes: Sizes) -> None:
        self._say({"attacks": dict(sizes)})
        self._hear()

    def end(self) -> dict[str, Any]:
        """What they say came of it. AssertionError when they broke."""
        self._say({})
        told = self._hear()
        assert not told["faults"], told["faults"]
        return told

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def _say(self, order: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the attackers have ended"
        told: dict[str, Any] = json.loads(line)
        return told


class Rig:
    """Made by `under_attack`."""

    def __init__(self, server: HallServer, kiosk: Kiosk, clerk: Clerk, strangers: Strangers) -> None:
        self.server = server
        self.kiosk = kiosk
        self.clerk = clerk
        self._strangers = strangers
        self._store = server.door.config.parent / "data"
        self._chance = random.Random(7)

    def quiet(self, presses: int) -> Toll:
        """So many numbers and calls, while nobody attacks."""
        return self._while(presses, 0.0, lambda: {"attacks": {}, "share": 0.0})

    def attacked(self, sizes: Sizes, presses: int, *, at_least_s: float = 0.0) -> Toll:
        """The same or more, while strangers do for at least so long."""
        before = self._before()
        self._strangers.begin(sizes)
        return self._while(presses, at_least_s, self._strangers.end, before)

    def _while(
        self, presses: int, at_least_s: float, end: Callable[[], dict[str, Any]], before: _Before | None = None
    ) -> Toll:
        before = before or self._before()
        taken: list[float] = []
        called: list[float] = []
        until = time.monotonic() + at_least_s
        while len(called) < presses or time.monotonic() < until:
            taken.append(self.kiosk.take()[1])
            called.append(self.clerk.next())
            time.sleep(self._chance.uniform(*PAUSE_S))
        grown = self._memory("VmHWM") - before.memory_kb
        told = end()
        left = _back_to(before.descriptors, self._descriptors)
        records = self.server.records[before.records :]
        return Toll(
            sorted(called), sorted(taken), grown, (before.descriptors, left), records, told["attacks"], told["share"]
        )

    def _before(self) -> _Before:
        """From here on the highest memory counts anew."""
        (self._proc / "clear_refs").write_text("5")
        return _Before(self._memory("VmRSS"), self._descriptors(), len(self.server.records))

    @property
    def _proc(self) -> Path:
        return Path(f"/proc/{self.server.process_id}")

    def _memory(self, name: str) -> int:
        found = (self._proc / "status").read_text().partition(f"{name}:")[2]
        return int(found.split()[0])

    def _descriptors(self) -> int:
        """But for the files of its store, which it opens as it needs them."""
        found = 0
        for one in (self._proc / "fd").iterdir():
            with suppress(FileNotFoundError):
                found += not one.readlink().is_relative_to(self._store)
        return found


@dataclass(frozen=True)
class _Before:
    memory_kb: int
    descriptors: int
    records: int


def _back_to(wanted: int, now: Callable[[], int]) -> int:
    deadline = time.monotonic() + BACK_WITHIN_S
    while (found := now()) > wanted and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def encrypted_config(folder: Path, lines: str = "") -> Path:
    """The sample hall as it comes: its port is encrypted by an authority of its own. `lines` go into `[server]`."""
    config = write_config(folder, numbers=NUMBERS)
    text = config.read_text("utf-8")
    assert "\nencryption = false\n" in text
    config.write_text(text.replace("\nencryption = false\n", f"\n{lines}\n"), "utf-8")
    return config


@contextmanager
def under_attack(folder: Path, *, sources: int = 0, forked: bool = True) -> Iterator[Rig]:
    """`sources`: the strangers come from so many networks; 0: from the address that the clerk has too."""
    with HallServer(encrypted_config(folder), forked=forked) as server:
        door, entry = server.door, server.entry
        with Kiosk(door, entry) as kiosk, Clerk(door, entry) as clerk:
            token, _ = kiosk.take()
            strangers = Strangers(server.port, token, sources)
            try:
                rig = Rig(server, kiosk, clerk, strangers)
                rig.quiet(WARM_UP)
                yield rig
            finally:
                strangers.close()
