"""What a hall's log has promised: where it ended when something was last acknowledged, in a small file of its own.

A log cannot tell that its end is missing: SQLite drops the damaged end of a write-ahead log without a word, and an
older backup, or a database made anew, is a log like any other. The file is written at each commit and flushed at
rest: a kill loses nothing of it, and a power cut only makes it promise less than there is.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec
import structlog
from sqlalchemy import URL

from server.storage.chain import GENESIS, Head

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
    """One hall's. Never the reason why a commit fails: a promise that cannot be kept is a line in the log."""

    def __init__(self, path: Path, hall_id: str) -> None:
        self._path = path
        self._hall_id = hall_id
        self._file: int | None = None
        self._turn = 0
        self._flushed = True
        self._well = True

    def exists(self) -> bool:
        return self._path.exists()

    def read(self) -> Head | None:
        """The end of the log as it was last acknowledged; None when no file of this hall can be read."""
        try:
            text = self._path.read_bytes()
        except OSError:
            return None
        found = [record for at in (0, SLOT) if (record := self._decoded(text[at : at + SLOT])) is not None]
        if not found:
            return None
        newest = max(found, key=lambda record: record.turn)
        return Head(newest.seq, newest.hash)

    def begin(self, head: Head = GENESIS) -> None:
        """A new file, durable when this returns, whatever the old one said."""
        self.close()
        self._turn = 0
        draft = self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with open(draft, "xb", opener=_private) as file:
                file.write(self._encoded(head) + b" " * (SLOT - 1) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
            self._file = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        except OSError as fault:
            self._is_well(fault)
            with suppress(OSError):
                draft.unlink()

    def keep(self, head: Head) -> None:
        """The log ends at `head` now; after each commit, before anybody is told."""
        if self._file is None:
            return
        self._turn += 1
        try:
            os.pwrite(self._file, self._encoded(head), self._turn % 2 * SLOT)
        except OSError as fault:
            self._is_well(fault)
        else:
            self._flushed = False

    def flush(self) -> None:
        """What was kept is on the disk; for a moment when nobody waits."""
        if self._file is None or self._flushed:
            return
        try:
            os.fdatasync(self._file)
        except OSError as fault:
            self._is_well(fault)
        else:
            self._flushed = True
            self._is_well(None)

    def close(self) -> None:
        if self._file is not None:
            self.flush()
            os.close(self._file)
            self._file = None

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

    def _is_well(self, fault: OSError | None) -> None:
        """One line when it cannot be kept, and one when it is again."""
        if (fault is None) != self._well:
            self._well = fault is None
            if fault is not None:
                _log.warning("promise_not_kept", file=str(self._path), reason=fault.strerror)
            else:
                _log.info("promise_kept_again", file=str(self._path))


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
