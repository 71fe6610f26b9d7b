"""The author's connections to a store, and what its transactions meet.

One thread at a time: they are kept open between calls, and SQLite's belong to the thread that made them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, exc

from server.storage.chain import Head
from server.storage.driver_faults import is_damage, statement_fault, store_fault
from server.storage.engine import NO_TRANSACTION, READS_ONLY
from server.storage.fault_kinds import kind_of
from server.storage.faults import FaultKind, InDoubt, StorageFault, StoreGone
from server.storage.open_files import OpenFiles
from server.storage.room import DiskRoom, disk_room
from server.storage.write_ahead import write_once_more

TIDY_AFTER = 32
"""Commits in the write-ahead log that are worth a checkpoint: every one writes some of the same pages again."""


class Connections:
    """One to write, one to read. Every method may raise StorageFault, or LogCorrupt when the database is damaged; then
    nothing has changed, InDoubt excepted.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._database = engine.url.database if engine.dialect.name == "sqlite" else None
        self._files = None if self._database is None else OpenFiles(Path(self._database))
        self._writer: Connection | None = None
        self._reader: Connection | None = None
        self._untidy = 0
        self._unflushed = False
        """A commit failed: what SQLite shows since then may be in the page cache only."""

    @contextmanager
    def writing(self, head: Head) -> Iterator[Connection]:
        """One transaction; `head` is where the log ends if it commits. Lets IntegrityError pass."""
        self._check_files()
        self.flush()
        try:
            if self._writer is None:
                self._writer = self._engine.connect()
            transaction = self._writer.begin()
            try:
                yield self._writer
            except BaseException:
                transaction.rollback()
                raise
        except exc.IntegrityError:
            raise
        except exc.DBAPIError as fault:
            self.close()
            raise statement_fault(fault) from fault
        try:
            transaction.commit()
        except exc.DBAPIError as fault:
            self._unflushed = True
            self.close()
            doubt = InDoubt(str(fault.orig), head, kind_of(fault))
            raise store_fault(fault) if is_damage(fault) else doubt from fault
        self._untidy += 1
        if self._files is not None:
            self._files.opened()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        self._check_files()
        try:
            if self._reader is None:
                self._reader = self._engine.connect().execution_options(**READS_ONLY)
            with self._reader.begin():
                yield self._reader
        except exc.DBAPIError as fault:
            self.close()
            raise statement_fault(fault) from fault

    def flush(self) -> None:
        """After a commit whose flush failed: proves that all that SQLite shows is on the disk. Raises StorageFault."""
        if not self._unflushed:
            return
        if self._database is not None:
            try:
                with self._engine.connect() as connection, connection.begin() as lock:
                    write_once_more(Path(self._database))
                    lock.rollback()
            except exc.DBAPIError as fault:
                raise statement_fault(fault) from fault
            except OSError as fault:
                reason = f"the disk does not keep what is written: {fault.strerror}"
                raise StorageFault(reason, FaultKind.FLUSH_FAILS) from fault
        self._unflushed = False

    def tidy(self) -> None:
        """Moves SQLite's write-ahead log into the database file when there is something to move. A commit that has
        to do it takes several times as long; so this is for a moment when nobody waits. PostgreSQL does it by itself.
        """
        if self._untidy >= TIDY_AFTER and self._database is not None:
            self._check_files()
            try:
                with self._engine.connect().execution_options(**NO_TRANSACTION) as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").close()
            except exc.DBAPIError as fault:
                raise statement_fault(fault) from fault
            self._untidy = 0

    def room(self) -> DiskRoom | None:
        """What is left on the disk; None where that is another computer's, or cannot be told."""
        return None if self._database is None else disk_room(Path(self._database))

    def close(self) -> None:
        """May be used again afterwards. SQLite's last connection moves the write-ahead log into the database file."""
        for connection in (self._writer, self._reader):
            if connection is not None:
                with suppress(exc.DBAPIError):
                    connection.close()
        self._writer = self._reader = None
        if self._files is not None:
            self._files.closed()

    def release(self) -> None:
        """Nothing more will be written: another database may stand there next time."""
        self.close()
        if self._files is not None:
            self._files.released()

    def _check_files(self) -> None:
        if self._files is None:
            return
        self._files.check()
        if self._files.lost_beside():
            # What was committed is in the deleted file, which is still open: closing moves it into the database.
            self.close()
            raise StoreGone(f"files beside the database were deleted or replaced under the server: {self._database}")
