"""Starts the emulated printer as a program of its own and talks to its control port."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image


@dataclass
class PrinterProgram:
    """A running emulator."""

    process: subprocess.Popen[str]
    out: Path
    address: dict[str, str]

    @property
    def url(self) -> str:
        if "tcp" in self.address:
            return f"tcp://{self.address['tcp']}"
        return f"serial://{self.address['pty']}?baud=115200"

    def do(self, command: str) -> dict[str, Any]:
        """Give a command to the control port and return the printer's state."""
        host, port = self.address["control"].split(":")
        with socket.create_connection((host, int(port)), timeout=30) as control:
            control.sendall(command.encode() + b"\n")
            answer = json.loads(control.makefile().readline())
        assert answer["ok"], answer
        state: dict[str, Any] = answer["state"]
        return state

    def receipts(self) -> list[Image.Image]:
        """The receipts so far, in order."""
        return [Image.open(path).convert("1") for path in sorted(self.out.glob("receipt-*.png"))]

    def wait_for(self, what: str, value: object, seconds: float = 60) -> None:
        """Wait until an entry of the state has a value."""
        deadline = time.monotonic() + seconds
        while (state := self.do("state"))[what] != value:
            assert time.monotonic() < deadline, state
            time.sleep(0.02)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(60)


@contextmanager
def printer_program(out: Path, *, kind: str = "tcp", options: tuple[str, ...] = ()) -> Iterator[PrinterProgram]:
    """Run an emulator that is reached over ``kind``, "tcp" or "pty", and end it afterwards."""
    where = ["--tcp", "127.0.0.1:0"] if kind == "tcp" else ["--pty", str(out.parent / "printer-line")]
    command = [sys.executable, "-m", "hardware.printer.emulator", "--out", str(out), "--control", "127.0.0.1:0"]
    with subprocess.Popen([*command, *where, *options], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            ready = process.stdout.readline().split()
            assert ready[:1] == ["ready"], ready
            yield PrinterProgram(process, out, dict(word.split("=", 1) for word in ready[1:]))
        finally:
            process.terminate()
            process.wait(60)
