"""Who writes a hall's log: one process, and the others can tell which.

SQLite: a lock on the database file, which the kernel frees when its holder ends, however that happens. Elsewhere the
heartbeat row: whoever is seen to beat holds the log; one that is silent for `WATCH_S`, or whose process on this
computer is gone, has left it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, insert, select, update

from server.storage.faults import LogHeld, StorageFault
from server.storage.schema import heartbeat

WATCH_S = 3.0
"""How long a rival is watched for a sign of life; longer than an author's beat."""
LOOK_S = 0.2
_FIRST_BYTE = 1 << 40
"""SQLite locks bytes from 1 << 30 on, and no file is so long."""


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
        self._lock: DatabaseLock | None = None

    def claim(self, author: str, look: Callable[[], Beat | None]) -> None:
        """Returns when the log may be taken: nobody else is at work there. `look` reads the heartbeat row.

        Raises LogHeld naming who is, StorageFault when the file cannot be locked.
        """
        if self._database is None:
            wait_for_silence(author, look)
        elif self._lock is None:
            try:
                self._lock = DatabaseLock(Path(self._database), self._hall_id)
            except BlockingIOError:
                beat = None
                with suppress(StorageFault):
                    beat = look()
                raise LogHeld(beat.author if beat else "nobody knows which") from None
            except OSError as fault:
                raise StorageFault(f"{self._database}: {fault.strerror}") from fault

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
    if host != socket.gethostname() or not process.isdecimal():
        return False
    return not Path(f"/proc/{process}").exists()


class DatabaseLock:
    """On the database file itself, so whatever path leads there; held until `release`, or the process ends.

    An open file description's lock (fcntl(2), F_OFD_SETLK) on a byte far behind those that SQLite locks, one for each
    hall. The kernel lets go of SQLite's own locks when any descriptor of that file is closed by this process: so it is
    released after the last connection.
    """

    def __init__(self, database: Path, hall_id: str) -> None:
        """Raises BlockingIOError when another has it, OSError when the file cannot be opened."""
        self._file = os.open(database, os.O_RDWR | os.O_CLOEXEC)
        byte = _FIRST_BYTE + int.from_bytes(hashlib.sha256(hall_id.encode()).digest()[:4])
        # struct flock: type, whence, start, length, pid
        wanted = struct.pack("hh4xqqi4x", fcntl.F_WRLCK, os.SEEK_SET, byte, 1, 0)
        try:
            fcntl.fcntl(self._file, fcntl.F_OFD_SETLK, wanted)
        except OSError:
            os.close(self._file)
            raise

    def release(self) -> None:
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
