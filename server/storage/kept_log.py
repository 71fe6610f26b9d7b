"""SQLite's write-ahead log as a start found it: kept aside until it is clear that nothing is missing.

Opening a database drops what stands behind a damaged frame of its write-ahead log, and closing it removes the file.
What was intact there is the only trace of facts that were acknowledged: so a copy is made before anything opens it.

`hall.db-wal.aside-SEQ`  of a start that nobody has judged yet; SEQ had been acknowledged by then
`hall.db-wal.kept-SEQ`   of a start that was refused; as long as it is there, no later start keeps another
`hall.db-wal.lost-SEQ`   the same, after a person has accepted the loss; whoever needs it no more deletes it
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import structlog
from sqlalchemy import URL

from server.storage.faults import LogCorrupt, LogHeld, LogLost
from server.storage.promise import Promise
from server.storage.room import DiskRoom, disk_room

LEFT_BYTES = 16 * 1024 * 1024
"""A copy that leaves less room than this on the disk is not made: the hall needs it."""

_log = structlog.get_logger()


class KeptLog:
    """Of one database, during one start. Nothing here stops a start: what cannot be kept is a line in the log."""

    def __init__(self, database: URL, promise: Promise, *, room: Callable[[Path], DiskRoom | None] = disk_room) -> None:
        sqlite = database.get_backend_name() == "sqlite"
        self._database = Path(database.database) if sqlite and database.database else None
        self._promise = promise
        self._room = room
        self._made: Path | None = None

    def keep(self) -> None:
        """Before anything opens the database. Does nothing without a write-ahead log, nor beside a copy that an earlier
        start has kept and no later one has replaced: it had more."""
        if self._database is None:
            return
        log = Path(f"{self._database}-wal")
        told = self._promise.read()
        copy = Path(f"{log}.aside-{told.seq if told else 'unknown'}")
        draft = Path(f"{log}.draft")
        try:
            size = log.stat().st_size
            if not size or self._found("kept") or copy.exists():
                return
            room = self._room(self._database)
            if room is not None and room.free < size + LEFT_BYTES:
                _log.warning("write_ahead_log_not_kept", file=str(log), reason="too little room on the disk")
                return
            with log.open("rb") as source, open(draft, "wb", opener=_private) as target:
                shutil.copyfileobj(source, target, 1 << 20)
                target.flush()
                os.fsync(target.fileno())
            old = self._found("aside")  # a server has been at work since: they speak of what is in the database
            draft.replace(copy)
            self._made = copy
            self._remove(old)
        except FileNotFoundError:
            return
        except OSError as fault:
            _log.warning("write_ahead_log_not_kept", file=str(log), reason=fault.strerror)
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def passed(self, *, loss_accepted: bool) -> None:
        """Promise and replay hold, or a person has accepted that they do not; the hall goes on."""
        copies = [*self._found("kept"), *self._found("aside")]
        if not loss_accepted:
            self._remove(copies)
            return
        for copy in copies:
            free = _free_name(copy)
            with suppress(OSError):
                copy.rename(free)
                _log.warning(
                    "write_ahead_log_kept", file=str(free), reason="a loss was accepted; delete it when unused"
                )

    def refused(self) -> str:
        """Something is missing or damaged: the name of the copy for whoever rescues it; empty when there is none."""
        kept = self._found("kept")
        for copy in [] if kept else self._found("aside"):
            name = Path(str(copy).replace(".aside-", ".kept-"))
            try:
                copy.rename(name)
            except OSError:
                name = copy
            kept.append(name)
        return ", ".join(map(str, kept))

    def drop(self) -> None:
        """Another server is at work on this log: a copy that this start made tells nothing."""
        if self._made is not None:
            self._remove([self._made])

    def _found(self, state: str) -> list[Path]:
        if self._database is None:
            return []
        begins = f"{self._database.name}-wal.{state}-"
        try:
            return sorted(path for path in self._database.parent.iterdir() if path.name.startswith(begins))
        except OSError:
            return []

    def _remove(self, copies: list[Path]) -> None:
        for copy in copies:
            try:
                copy.unlink(missing_ok=True)
            except OSError as fault:
                _log.warning("write_ahead_log_stays", file=str(copy), reason=fault.strerror)


@contextmanager
def kept_through(start: KeptLog) -> Iterator[None]:
    """For what opens the database until `passed`; a start that is refused within names the copy. Where it ends
    otherwise, the copy waits for the next start."""
    try:
        yield
    except LogHeld:
        start.drop()
        raise
    except LogLost as fault:
        raise LogLost(fault.what, start.refused()) from fault
    except LogCorrupt as fault:
        raise LogCorrupt(fault.what, start.refused()) from fault


def _free_name(copy: Path) -> Path:
    ending = copy.name.rpartition("-")[2]
    stem = f"{copy.name.rpartition('.')[0]}.lost-{ending}"
    names = (copy.with_name(f"{stem}{f'-{number}' if number else ''}") for number in count())
    return next(name for name in names if not name.exists())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)
