"""The kiosk's peers in tests: the printer emulator as a process, and a server that answers as it is told."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tests.kiosk.sample_hall import NOW, ROOT, accepted
from tests.real_hall import RealHall
from wire.codec import decode_client, encode
from wire.messages import OLDEST_ACCEPTED, PROTOCOL, Accepted, DeviceReport, Hello, IssueTicket, Welcome


class EmulatedPrinter:
    """`python -m hardware.printer.emulator` on free ports."""

    def __init__(self, out: Path, *more: str) -> None:
        self.out = out
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "hardware.printer.emulator"),
                *("--tcp", "127.0.0.1:0", "--control", "127.0.0.1:0", "--out", str(out)),
                *more,
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        stream = self._process.stdout
        assert stream is not None
        ready = dict(part.split("=", 1) for part in stream.readline().split()[1:])
        self.address = f"tcp://{ready['tcp']}"
        host, _, port = ready["control"].rpartition(":")
        self._control = (host, int(port))

    def say(self, command: str) -> dict[str, Any]:
        """One command to the control port; its answer."""
        with socket.create_connection(self._control, timeout=10) as link, link.makefile("rw") as lines:
            lines.write(command + "\n")
            lines.flush()
            answer: dict[str, Any] = json.loads(lines.readline())
        assert answer["ok"], answer
        return answer

    @property
    def receipts(self) -> list[Path]:
        return sorted(self.out.glob("receipt-*.png"))

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(60)
        if self._process.stdout is not None:
            self._process.stdout.close()


@contextlib.contextmanager
def emulated_printer(out: Path, *more: str) -> Iterator[EmulatedPrinter]:
    """`more` is said to the emulator: `--as`, a kind of printer."""
    printer = EmulatedPrinter(out, *more)
    try:
        yield printer
    finally:
        printer.stop()


class ScriptedServer:
    """The real hall behind a socket that hangs up or keeps silent when told to. On a thread of its own."""

    def __init__(self) -> None:
        self.hang_up = 0
        """So many questions are taken to heart and the line cut before the answer."""
        self.mute = False
        """Questions are taken to heart and not answered."""
        self.greeted: list[Hello] = []
        self.asked: list[IssueTicket] = []
        self.reports: list[DeviceReport] = []
        self.answers: dict[str, Accepted] = {}
        """What each key was answered: it gets the same again."""
        self._hall = RealHall()
        self.port = 0
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._lines: set[ServerConnection] = set()

    @property
    def numbers(self) -> list[str | None]:
        """Of the tickets that were made, in order."""
        return [answer.number for answer in self.answers.values()]

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(60)

    def stop(self) -> None:
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def answer_all(self) -> None:
        """Answers every question asked so far, on every line that stands."""
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(self._answer_all(), self._loop).result(10)

    async def _answer_all(self) -> None:
        self.mute = False
        for line in self._lines:
            for question in self.asked:
                await line.send(encode(self._answer(question)), text=True)

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with serve(self._talk, "127.0.0.1", 0, compression=None) as server:
            self.port = next(iter(server.sockets)).getsockname()[1]
            self._ready.set()
            await self._stop.wait()

    async def _talk(self, line: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            hello = decode_client(await line.recv())
            assert isinstance(hello, Hello)
            self.greeted.append(hello)
            hall_id = self._hall.config.hall_id
            welcome = Welcome(protocol=PROTOCOL, oldest=OLDEST_ACCEPTED, server="0", hall_id=hall_id, at=NOW)
            for greeting in (welcome, self._hall.snapshot(), self._hall.lines()):
                await line.send(encode(greeting), text=True)
            self._lines.add(line)
            async for raw in line:
                message = decode_client(raw)
                if isinstance(message, DeviceReport):
                    self.reports.append(message)
                elif isinstance(message, IssueTicket):
                    self.asked.append(message)
                    answer = self._answer(message)
                    if self.hang_up > 0:
                        self.hang_up -= 1
                        await line.close()
                    elif not self.mute:
                        await line.send(encode(answer), text=True)
        self._lines.discard(line)

    def _answer(self, question: IssueTicket) -> Accepted:
        if question.key not in self.answers:
            self.answers[question.key] = accepted(question, self._hall)
        return self.answers[question.key]


@contextlib.contextmanager
def scripted_server() -> Iterator[ScriptedServer]:
    server = ScriptedServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
