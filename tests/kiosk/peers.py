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

from tests.kiosk.sample_hall import NOW, ROOT, issued, sample_snapshot
from wire.codec import decode_client, encode
from wire.messages import PROTOCOL, Accepted, DeviceReport, Hello, IssueTicket, Welcome


class EmulatedPrinter:
    """`python -m hardware.printer.emulator` on free ports."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "hardware.printer.emulator"),
                *("--tcp", "127.0.0.1:0", "--control", "127.0.0.1:0", "--out", str(out)),
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
        self._process.wait(10)
        if self._process.stdout is not None:
            self._process.stdout.close()


@contextlib.contextmanager
def emulated_printer(out: Path) -> Iterator[EmulatedPrinter]:
    printer = EmulatedPrinter(out)
    try:
        yield printer
    finally:
        printer.stop()


class ScriptedServer:
    """Greets, sends the sample hall, and issues tickets as `hang_up` and `mute` say. On a thread of its own."""

    def __init__(self) -> None:
        self.hang_up = 0
        """So many questions are taken to heart and the line cut before the answer."""
        self.mute = False
        """Questions are taken to heart and not answered."""
        self.asked: list[IssueTicket] = []
        self.reports: list[DeviceReport] = []
        self.tickets: dict[str, str] = {}
        self.port = 0
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._lines: set[ServerConnection] = set()

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(10)

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
                await line.send(encode(self._accept(question)), text=True)

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with serve(self._talk, "127.0.0.1", 0, compression=None) as server:
            self.port = next(iter(server.sockets)).getsockname()[1]
            self._ready.set()
            await self._stop.wait()

    async def _talk(self, line: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            assert isinstance(decode_client(await line.recv()), Hello)
            await line.send(
                encode(Welcome(protocol=PROTOCOL, oldest=1, server="0", hall_id="yongkang", at=NOW)), text=True
            )
            await line.send(encode(sample_snapshot()), text=True)
            self._lines.add(line)
            async for raw in line:
                message = decode_client(raw)
                if isinstance(message, DeviceReport):
                    self.reports.append(message)
                elif isinstance(message, IssueTicket):
                    self.asked.append(message)
                    answer = self._accept(message)
                    if self.hang_up > 0:
                        self.hang_up -= 1
                        await line.close()
                    elif not self.mute:
                        await line.send(encode(answer), text=True)
        self._lines.discard(line)

    def _accept(self, question: IssueTicket) -> Accepted:
        number = self.tickets.setdefault(question.key, f"B{len(self.tickets) + 1:03d}")
        given = issued(number, question.service_id, language=question.language, visitor_class=question.visitor_class)
        return Accepted(key=question.key, seq=1, ticket=given.ticket, people_ahead=4, token=given.token)


@contextlib.contextmanager
def scripted_server() -> Iterator[ScriptedServer]:
    server = ScriptedServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
