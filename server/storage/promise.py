"""What a hall's log has promised: where it ended when something was last acknowledged, in a small file of its own.

A log cannot tell that its end is missing: SQLite drops the damaged end of a write-ahead log without a word, and an
older backup, or a database made anew, is a log like any other. The file is written at each commit and flushed at
rest: a kill loses nothing of it, and a power cut only makes it promise less than there is.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec
import structlog
from sqlalchemy import URL

from server.storage.chain import GENESIS, Head
from server.troubles import Trouble

SLOT = 512
"""Bytes of a record; a disk writes so many whole or not at all. Two take turns, so that one is always whole."""

_log = structlog.get_logger()


class _Record(NamedTuple):
    hall_id: str
    turn: int
    """Counts the records; the later one is valid."""
    seq: int
    hash: str


class Promise:
    """One hall's. Never the reason why a commit fails: a promise that cannot be kept is a trouble, and tried again."""

    def __init__(self, path: Path, hall_id: str) -> None:
        self.path = path
        self._hall_id = hall_id
        self._file: int | None = None
        self._turn = 0
        self._head = GENESIS
        self._due = False
        """Whether the file has to begin anew, since it could not be written."""
        self._flushed = True
        self._fault: OSError | None = None

    def exists(self) -> bool:
        return self.path.exists()

    def troubles(self) -> Sequence[Trouble]:
        """That it cannot be kept, as long as it cannot: then a loss might be found by nobody."""
        fault = self._fault
        if fault is None:
            return ()
        return (Trouble("store", "promise_not_kept", f"{self.path}: {fault.strerror}", blocks=False),)

    def read(self) -> Head | None:
        """The end of the log as it was last acknowledged; None when no file of this hall can be read."""
        newest = self._newest()
        return None if newest is None else Head(newest.seq, newest.hash)

    def begin(self, head: Head = GENESIS) -> None:
        """Whatever the file said, it says this now, durably when this returns; if it cannot be written, `flush` tries
        again, and one that says more than `head` is removed if even that is possible."""
        self._due = False
        self.close()
        self._head = head
        self._begin()
        if self._due and (stale := self.read()) is not None and stale.seq > head.seq:
            with suppress(OSError):
                self.path.unlink()

    def keep(self, head: Head) -> None:
        """The log ends at `head` now; after each commit, before anybody is told."""
        self._head = head
        if self._file is None:
            return
        try:
            self._write(self._file)
        except OSError as fault:
            self._failed(fault)
        else:
            self._flushed = False

    def flush(self) -> None:
        """What was kept is on the disk; for a moment when nobody waits."""
        if self._due:
            self._begin()
        if self._file is None or self._flushed:
            return
        try:
            os.fdatasync(self._file)
        except OSError as fault:
            self._failed(fault)
        else:
            self._flushed = True

    def close(self) -> None:
        self.flush()
        self._let_go()
        self._due = False

    def _begin(self) -> None:
        """A new file in place of the old one, or, without room for one, over it."""
        try:
            self._file = self._made_anew()
        except OSError as fault:
            try:
                self._file = self._written_over()
            except OSError:
                self._failed(fault)
                return
        self._due = False
        self._flushed = True
        if self._fault is not None:
            self._fault = None
            _log.info("promise_kept_again", file=str(self.path))

    def _made_anew(self) -> int:
        self._turn = 0
        draft = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with open(draft, "xb", opener=_private) as file:
                file.write(self._encoded(self._head) + b" " * (SLOT - 1) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.path)
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError:
            with suppress(OSError):
                draft.unlink()
            raise
        return os.open(self.path, os.O_RDWR | os.O_CLOEXEC)

    def _written_over(self) -> int:
        """Both records, the older one first: one of them is whole at every moment."""
        newest = self._newest()
        self._turn = 0 if newest is None else newest.turn
        file = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
        try:
            for _ in range(2):
                self._write(file)
                os.fsync(file)
        except OSError:
            os.close(file)
            raise
        return file

    def _write(self, file: int) -> None:
        self._turn += 1
        os.pwrite(file, self._encoded(self._head), self._turn % 2 * SLOT)

    def _newest(self) -> _Record | None:
        try:
            text = self.path.read_bytes()
        except OSError:
            return None
        found = [record for at in (0, SLOT) if (record := self._decoded(text[at : at + SLOT])) is not None]
        return max(found, key=lambda record: record.turn, default=None)

    def _encoded(self, head: Head) -> bytes:
        record = _Record(self._hall_id, self._turn, head.seq, head.hash)
        text = msgspec.json.encode([*record, _sum(record)])
        return text.ljust(SLOT - 1) + b"\n"

    def _decoded(self, text: bytes) -> _Record | None:
        try:
            hall_id, turn, seq, last, told = msgspec.json.decode(text, type=tuple[str, int, int, str, str])
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return None
        record = _Record(hall_id, turn, seq, last)
        return record if told == _sum(record) and record.hall_id == self._hall_id else None

    def _failed(self, fault: OSError) -> None:
        """One line when it cannot be kept; `_begin` says when it is again."""
        self._let_go()
        self._due = True
        if self._fault is None:
            _log.warning("promise_not_kept", file=str(self.path), reason=fault.strerror)
        self._fault = fault

    def _let_go(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def promise_path(database: URL, hall_id: str, secret_file: Path) -> Path:
    """Beside a SQLite database; beside the hall's secret when the database is a server's."""
    if database.get_backend_name() == "sqlite" and database.database:
        return Path(f"{database.database}-promise-{hall_id}")
    named = hashlib.sha256(database.set(password=None).render_as_string().encode()).hexdigest()[:8]
    return secret_file.with_name(f"{secret_file.name}-promise-{hall_id}-{named}")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)


def _sum(record: _Record) -> str:
    return hashlib.sha256(msgspec.json.encode(record)).hexdigest()[:16]
