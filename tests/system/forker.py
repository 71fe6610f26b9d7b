"""Programs of the server that begin with their imports behind them: forked from a process that has done them once.

For tests that look at what a server does, not at how it starts: a start from nothing costs a second of computing, and
the tests start hundreds. From its first own line on, a forked program is what `python -m` runs: a process of its own
with the arguments, environment and ending of its own. Run as a program, this is the process it is forked from.
"""

from __future__ import annotations

import atexit
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).parents[2]
BEHIND_IT = ("uvloop", "httptools", "alembic.command", "program.log_records", "server.public", "server.serving")
"""What a server imports; a module that is missing here costs time and nothing else."""
NUMBER_BYTES = 4
"""Of a process id, and of a status."""


class Forked:
    """One program; what a test needs of `subprocess.Popen`."""

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        """`environment` comes beside the test's own. Its stderr is a pipe, its stdin empty."""
        read, write = os.pipe()
        self._line, theirs = socket.socketpair()
        order = {"module": module, "arguments": arguments, "environment": {**os.environ, **(environment or {})}}
        with theirs:
            _forker().order(json.dumps(order).encode(), [theirs.fileno(), write])
        os.close(write)
        self.stderr: TextIO | None = os.fdopen(read, encoding="utf-8")
        self.pid = self._number()
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Exit status, negative for a signal; None while it runs."""
        try:
            return self.wait(0.0)
        except subprocess.TimeoutExpired:
            return None

    def wait(self, timeout: float) -> int:
        """The same, within so many seconds. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            self._line.settimeout(timeout)
            try:
                self.returncode = self._number()
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired("forked", timeout) from None
            self._line.close()
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _number(self) -> int:
        found = self._line.recv(NUMBER_BYTES, socket.MSG_WAITALL)
        assert len(found) == NUMBER_BYTES, "the process that programs are forked from has gone"
        return int.from_bytes(found, signed=True)


class _Forker:
    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._turn = threading.Lock()
        with theirs:
            words = [sys.executable, "-m", "tests.system.forker", str(theirs.fileno())]
            self._process = subprocess.Popen(
                words, cwd=ROOT, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], start_new_session=True
            )

    def order(self, order: bytes, files: list[int]) -> None:
        with self._turn:
            socket.send_fds(self._line, [order], files)

    def end(self) -> None:
        self._line.close()
        self._process.wait(10)


@cache
def _forker() -> _Forker:
    """One for a run of tests."""
    forker = _Forker()
    atexit.register(forker.end)
    return forker


LONGEST_ORDER = 200_000


def _next_program(line: socket.socket) -> tuple[str, list[str]] | None:
    """Comes back once with None, when nobody can order any more, and in every forked process with what it is to run."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    assert threading.active_count() == 1, "a process with threads cannot be forked"
    while True:
        raw, files, _, _ = socket.recv_fds(line, LONGEST_ORDER, 2)
        if not raw:
            return None
        if os.fork() == 0:
            break
        for file in files:
            os.close(file)
    line.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    order = json.loads(raw)
    asker = socket.socket(fileno=files[0])
    if (program := os.fork()) != 0:
        os.close(files[1])
        _tell_of(program, asker)
    asker.close()
    os.dup2(files[1], sys.stderr.fileno())
    os.close(files[1])
    os.environ.clear()
    os.environ.update(order["environment"])
    return order["module"], order["arguments"]


def _tell_of(program: int, asker: socket.socket) -> None:
    """Its process id, then its end; nobody else gets that process id before the asker has heard."""
    asker.sendall(program.to_bytes(NUMBER_BYTES, signed=True))
    end = os.waitid(os.P_PID, program, os.WEXITED | os.WNOWAIT)
    assert end is not None
    status = end.si_status if end.si_code == os.CLD_EXITED else -end.si_status
    try:
        asker.sendall(status.to_bytes(NUMBER_BYTES, signed=True))
        asker.recv(1)
    finally:
        os._exit(0)


if __name__ == "__main__":
    for name in BEHIND_IT:
        import_module(name)
    ordered = _next_program(socket.socket(fileno=int(sys.argv[1])))
    if ordered is not None:
        sys.argv = ["", *ordered[1]]
        runpy.run_module(ordered[0], run_name="__main__", alter_sys=True)
