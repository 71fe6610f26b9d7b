"""The loop under both sign emulators: sockets, a control port for faults, a clock.

The control port takes one command per line over TCP and answers each with one line of JSON. ``stop`` ends
the program.
"""

import json
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

Handler = Callable[[str, str], dict[str, Any]]
"""Takes a command and its argument; raises ValueError in words for what it does not understand."""

_LONGEST_LINE = 1_000


class EmulatorLoop:
    """Calls back when bytes come, when time passes, and when the control port says something."""

    def __init__(self, on_control: Handler, on_tick: Callable[[float], None], every_s: float) -> None:
        """Prepare; ``on_tick`` gets monotonic seconds about every ``every_s``."""
        self._selector = selectors.DefaultSelector()
        self._on_control = on_control
        self._on_tick = on_tick
        self._every_s = every_s
        self._running = False
        self._lines: dict[socket.socket, bytes] = {}

    def watch(self, source: socket.socket | int, on_ready: Callable[[], None]) -> None:
        """Call ``on_ready`` whenever ``source`` can be read."""
        self._selector.register(source, selectors.EVENT_READ, on_ready)

    def forget(self, source: socket.socket | int) -> None:
        """Watch a source no longer; harmless when it is not watched."""
        with suppress(KeyError, ValueError):
            self._selector.unregister(source)

    def control_at(self, address: str) -> str:
        """Open the control port at HOST:PORT and return where it is."""
        listener = listen_tcp(address)
        self.watch(listener, lambda: self._accept(listener))
        return spoken(listener)

    def now(self) -> float:
        """Return monotonic seconds."""
        return time.monotonic()

    def run(self) -> None:
        """Run until ``stop`` comes over the control port or the program is told to end."""
        self._running = True
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        due = time.monotonic()
        while self._running:
            for key, _ in self._selector.select(max(0.0, due - time.monotonic())):
                key.data()
            now = time.monotonic()
            if now >= due:
                self._on_tick(now)
                due = now + self._every_s
        self._on_tick(time.monotonic())

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._running = False

    def _accept(self, listener: socket.socket) -> None:
        connection, _ = listener.accept()
        connection.setblocking(False)
        self._lines[connection] = b""
        self.watch(connection, lambda: self._hear(connection))

    def _hear(self, connection: socket.socket) -> None:
        try:
            data = connection.recv(4096)
        except OSError:
            data = b""
        waiting = self._lines[connection] + data
        if not data or len(waiting) > _LONGEST_LINE:
            self.forget(connection)
            del self._lines[connection]
            connection.close()
            return
        *lines, self._lines[connection] = waiting.split(b"\n")
        for line in lines:
            answer = self._obey(line.decode("utf-8", "replace").strip())
            with suppress(OSError):
                connection.sendall(json.dumps(answer, ensure_ascii=False).encode() + b"\n")

    def _obey(self, line: str) -> dict[str, Any]:
        command, _, argument = line.partition(" ")
        if command == "stop":
            self._running = False
            return {"ok": True}
        try:
            return {"ok": True, **self._on_control(command, argument.strip())}
        except ValueError as error:
            return {"ok": False, "error": str(error)}


def listen_tcp(address: str) -> socket.socket:
    """Listen at HOST:PORT; port 0 takes a free one. Raises ValueError or OSError."""
    listener = socket.create_server(split_address(address))
    listener.setblocking(False)
    return listener


def split_address(address: str) -> tuple[str, int]:
    """Split HOST:PORT. Raises ValueError when it is none."""
    host, colon, port = address.rpartition(":")
    if not (host and colon and port.isascii() and port.isdigit()):
        raise ValueError(f"expected HOST:PORT, not {address!r}")
    return host, int(port)


def spoken(listener: socket.socket) -> str:
    """Return where a socket listens as HOST:PORT."""
    host, port = listener.getsockname()[:2]
    return f"{host}:{port}"


def announce(**places: str) -> None:
    """Print the one line that tells whoever started the emulator where it listens."""
    sys.stdout.write("ready " + " ".join(f"{name}={place}" for name, place in places.items()) + os.linesep)
    sys.stdout.flush()
