"""Who writes a hall's log: one process, and the others can tell which.

SQLite: a lock file beside the database, which the kernel frees when its holder ends, however that happens. Elsewhere
the heartbeat row: whoever is seen to beat holds the log; one that is silent for `WATCH_S`, or whose process on this
computer is gone, has left it.
"""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, insert, select, update

from server.storage.faults import LogHeld, StorageFault
from server.storage.schema import heartbeat

WATCH_S = 3.0
"""How long a rival is watched for a sign of life; longer than an author's beat."""
LOOK_S = 0.2


class Beat(NamedTuple):
    """The author's last proof that it can write."""

    at: int
    author: str
    """Which process that was."""


class Authorship:
    """For one hall's log: claimed once, proved by every beat."""

    def __init__(self, engine: Engine, hall_id: str) -> None:
        self._hall_id = hall_id
        self._database = engine.url.database if engine.dialect.name == "sqlite" else None
        self._lock: LockFile | None = None

    def claim(self, author: str, look: Callable[[], Beat | None]) -> None:
        """Returns when the log may be taken: nobody else is at work there. `look` reads the heartbeat row.

        Raises LogHeld naming who is, StorageFault when the lock file cannot be made.
        """
        if self._database is None:
            wait_for_silence(author, look)
        elif self._lock is None:
            path = Path(f"{self._database}.{self._hall_id}.author")
            try:
                self._lock = LockFile(path, author)
            except OSError as fault:
                raise StorageFault(f"{path}: {fault.strerror}") from fault

    def release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def beat_over(self, connection: Connection, author: str, at: int) -> None:
        """Makes the row this author's, whoever's it was."""
        row = update(heartbeat).where(heartbeat.c.hall_id == self._hall_id)
        if not connection.execute(row.values(at=at, author=author)).rowcount:
            connection.execute(insert(heartbeat).values(hall_id=self._hall_id, at=at, author=author))

    def beat(self, connection: Connection, author: str, at: int) -> bool:
        """False when the row is another author's now."""
        row = update(heartbeat).where(heartbeat.c.hall_id == self._hall_id, heartbeat.c.author == author)
        if connection.execute(row.values(at=at)).rowcount:
            return True
        if beat_of(connection, self._hall_id) is not None:
            return False
        self.beat_over(connection, author, at)
        return True


def beat_of(connection: Connection, hall_id: str) -> Beat | None:
    """The hall's heartbeat row; None before its first author."""
    row = connection.execute(
        select(heartbeat.c.at, heartbeat.c.author).where(heartbeat.c.hall_id == hall_id)
    ).one_or_none()
    return None if row is None else Beat(*row)


def this_process() -> str:
    """The name in the heartbeat row: host and process."""
    return f"{socket.gethostname()}:{os.getpid()}"[:80]


def is_gone(author: str) -> bool:
    """Whether the process of that name was on this computer and is no more."""
    host, _, process = author.rpartition(":")
    if host != socket.gethostname()[: len(host)] or not process.isdecimal():
        return False
    return not Path(f"/proc/{process}").exists()


class LockFile:
    """Beside the database; holds the name of the author that has it. Held until `release`, or the process ends."""

    def __init__(self, path: Path, author: str) -> None:
        """Raises LogHeld when another process has it, OSError when it cannot be made."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            rival = os.pread(self._file, 80, 0).decode("utf-8", "replace") or "somebody"
            os.close(self._file)
            raise LogHeld(rival) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, author.encode(), 0)

    def release(self) -> None:
        """The file stays: to remove it would take it from whoever has opened it meanwhile."""
        os.close(self._file)


def wait_for_silence(author: str, look: Callable[[], Beat | None], watch_s: float = WATCH_S) -> None:
    """Returns when nobody but `author` beats. Raises LogHeld naming who does."""
    first = look()
    if first is None or first.author == author or is_gone(first.author):
        return
    until = time.monotonic() + watch_s
    while time.monotonic() < until:
        time.sleep(LOOK_S)
        seen = look()
        if seen is not None and seen != first and seen.author != author:
            raise LogHeld(seen.author)
