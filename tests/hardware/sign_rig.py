"""Starts sign emulators as programs of their own and talks to their control port."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

PATIENCE_S = 60.0
Seen = TypeVar("Seen")


@dataclass
class SignEmulator:
    """A running emulator."""

    process: subprocess.Popen[str]
    places: dict[str, str]
    out: Path

    def tell(self, command: str) -> dict[str, Any]:
        """Give one command over the control port and return the answer."""
        host, _, port = self.places["control"].rpartition(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE_S) as control:
            control.sendall(command.encode() + b"\n")
            answer = json.loads(control.makefile(encoding="utf-8").readline())
        assert isinstance(answer, dict)
        return answer

    def state(self) -> dict[str, Any]:
        """Return what the emulator says of itself."""
        state = self.tell("state")["state"]
        assert isinstance(state, dict)
        return state

    def stop(self) -> None:
        """End the program."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(PATIENCE_S)
        if self.process.stdout is not None:
            self.process.stdout.close()


def start_emulator(module: str, out: Path, *arguments: str) -> SignEmulator:
    """Start ``hardware.led.emulator.MODULE`` and wait until it listens."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"hardware.led.emulator.{module}", "--out", str(out), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    word, *places = process.stdout.readline().split()
    assert word == "ready"
    return SignEmulator(process, dict(place.split("=", 1) for place in places), out)


def until(look: Callable[[], Seen], wanted: Callable[[Seen], bool], patience_s: float = PATIENCE_S) -> Seen:
    """Look again and again until what is seen is wanted; fail with what was seen last."""
    deadline = time.monotonic() + patience_s
    while not wanted(seen := look()):
        assert time.monotonic() < deadline, f"still {seen!r}"
        time.sleep(0.02)
    return seen
