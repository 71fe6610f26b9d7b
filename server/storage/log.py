"""A hall's log: read one business day, append a batch in one transaction, remember what keys did.

One thread at a time: the connections are kept open between calls, and SQLite's belong to the thread that made them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, exc, select

from server.domain.events import DayOpened, Fact
from server.storage.authorship import Authorship, Beat, beat_of
from server.storage.chain import GENESIS, EventRow, Head, row_hash
from server.storage.engine import NO_TRANSACTION, READS_ONLY
from server.storage.event_codec import encode_event, fact_of
from server.storage.fault_kinds import kind_of
from server.storage.faults import FaultKind, LogCorrupt, LogTaken, StorageFault
from server.storage.keys import KeyEntry, Keys, Remembered
from server.storage.room import DiskRoom, disk_room
from server.storage.schema import business_day, event, insert_sql
from server.storage.write_ahead import write_once_more

TIDY_AFTER = 32
"""Commits in the write-ahead log that are worth a checkpoint: every one writes some of the same pages again."""


class Entry(NamedTuple):
    """A fact to append, with the number of the business day it belongs to."""

    day: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class LoadedDay:
    """The last business day as the log has it."""

    first_seq: int
    """Of the day's first event; 1 for an empty log."""
    facts: tuple[Fact, ...]
    head: Head


class InDoubt(StorageFault):
    """The commit itself failed: the batch is in the log whole or not at all, and `HallLog.landed` can tell which."""

    def __init__(self, reason: str, head: Head, kind: FaultKind = FaultKind.FAILS) -> None:
        super().__init__(reason, kind)
        self.head = head
        """The log's end if the batch is in it."""


class HallLog:
    """The log of one hall. Every method may raise StorageFault; then nothing has changed, InDoubt excepted."""

    def __init__(self, engine: Engine, hall_id: str) -> None:
        self.hall_id = hall_id
        self.head = GENESIS
        """Where this author stands: set by `load_day`, moved by `append`."""
        self._engine = engine
        self._writer: Connection | None = None
        self._reader: Connection | None = None
        self._authorship = Authorship(engine, hall_id)
        self._untidy = 0
        self._unflushed = False
        """A commit failed: what SQLite shows since then may be in the page cache only."""
        self._keys = Keys(engine, hall_id)
        self._insert_event = insert_sql(engine, event)
        self._insert_day = insert_sql(engine, business_day)

    def load_day(self) -> LoadedDay:
        """Reads the last business day and no row before it. Raises LogCorrupt naming the row."""
        with self._reading() as connection:
            first_seq = connection.scalar(
                select(business_day.c.first_seq)
                .where(business_day.c.hall_id == self.hall_id)
                .order_by(business_day.c.day.desc())
                .limit(1)
            )
            rows = [
                EventRow(*row)
                for row in connection.execute(
                    select(event)
                    .where(event.c.hall_id == self.hall_id, event.c.seq >= (first_seq or 0))
                    .order_by(event.c.seq)
                )
            ]
        if first_seq is None:
            if rows:
                raise LogCorrupt(f"hall {self.hall_id}: events, but no business day that they belong to")
            self.head = GENESIS
            return LoadedDay(1, (), GENESIS)
        if not rows or rows[0].type != "day_opened":
            raise LogCorrupt(f"hall {self.hall_id}: the business day at seq {first_seq} does not begin with its event")
        facts: list[Fact] = []
        head = Head(first_seq - 1, rows[0].prev_hash)
        for row in rows:
            head = follow(head, row)
            facts.append(fact_of(row))
        self.head = head
        return LoadedDay(first_seq, tuple(facts), head)

    def remembered(self, keys: Sequence[str]) -> dict[str, Remembered]:
        """What those of `keys` did that came before."""
        if not keys:
            return {}
        with self._reading() as connection:
            return self._keys.remembered(connection, keys)

    def claim(self, author: str, at: int) -> None:
        """Makes `author`, a name of `authorship.this_process`, the one that writes. Raises LogHeld when another is."""
        self._authorship.claim(author, self._last_beat)
        with self._writing(self.head) as connection:
            self._authorship.beat_over(connection, author, at)

    def release(self) -> None:
        """Another may write from now on."""
        self.close()
        self._authorship.release()

    def append(self, entries: Sequence[Entry], keys: Sequence[KeyEntry]) -> Head:
        """Appends the facts and remembers the keys: one transaction, durable when this returns. Either may be empty.

        Raises LogTaken when another author was here first, InDoubt when the commit's outcome is unknown.
        """
        rows, head = self._rows(entries)
        days = [
            (self.hall_id, opened.day, opened.date, row.seq)
            for entry, row in zip(entries, rows, strict=True)
            if isinstance(opened := entry.fact.event, DayOpened)
        ]
        try:
            with self._writing(head) as connection:
                if rows:
                    connection.exec_driver_sql(self._insert_event, rows)
                elif self._overtaken(connection):  # no row of ours would collide with the other author's
                    raise LogTaken(f"hall {self.hall_id}: another author has written after seq {self.head.seq}")
                if keys:
                    self._keys.remember(connection, keys)
                if days:
                    connection.exec_driver_sql(self._insert_day, days)
        except exc.IntegrityError:
            if self._taken(keys):
                raise LogTaken(f"hall {self.hall_id}: another author has written after seq {self.head.seq}") from None
            raise
        self.head = head
        return head

    def landed(self, head: Head, keys: Sequence[str]) -> bool:
        """Whether the batch that ends in `head` and brought `keys` is in the log after all, on the disk; if so the log
        stands there now."""
        self._flush()
        with self._reading() as connection:
            found = connection.execute(
                select(event).where(event.c.hall_id == self.hall_id, event.c.seq == head.seq)
            ).one_or_none()
            known = self._keys.known(connection, keys)
        if found is None or row_hash(EventRow(*found)) != head.hash or known != len(keys):
            return False
        self.head = head
        return True

    def forget_keys(self, *, before_day: int, before: int) -> int:
        """Forgets keys that came before an instant (ms) and before a business day; returns how many."""
        with self._writing(self.head) as connection:
            return self._keys.forget(connection, before_day=before_day, before=before)

    def beat(self, at: int, author: str) -> None:
        """Proves that the log can be written, durably, and that nobody else writes it: `at` is kept with the author's
        name. Raises LogTaken when another author has claimed the log, or has written to it.
        """
        with self._writing(self.head) as connection:
            self._beat(connection, at, author)

    def rehearse(self, at: int, author: str) -> None:
        """A beat that proves more, after a fault: there is room for a whole batch too, where a beat needs next to
        none."""
        with self._writing(self.head) as connection:
            self._beat(connection, at, author)
            self._keys.rehearse(connection)

    def _beat(self, connection: Connection, at: int, author: str) -> None:
        if not self._authorship.beat(connection, author, at):
            raise LogTaken(f"hall {self.hall_id}: another author has claimed the log")
        if self._overtaken(connection):
            raise LogTaken(f"hall {self.hall_id}: another author has written after seq {self.head.seq}")

    def room(self) -> DiskRoom | None:
        """What is left on the disk; None where that is another computer's, or cannot be told."""
        database = self._engine.url.database
        return disk_room(Path(database)) if database and self._engine.dialect.name == "sqlite" else None

    def _last_beat(self) -> Beat | None:
        with self._reading() as connection:
            return beat_of(connection, self.hall_id)

    def tidy(self) -> None:
        """Moves SQLite's write-ahead log into the database file when there is something to move. A commit that has
        to do it takes several times as long; so this is for a moment when nobody waits. PostgreSQL does it by itself.
        """
        if self._untidy >= TIDY_AFTER and self._engine.dialect.name == "sqlite":
            try:
                with self._engine.connect().execution_options(**NO_TRANSACTION) as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").close()
            except exc.DBAPIError as fault:
                raise _world(fault) from fault
            self._untidy = 0

    def verify_chain(self) -> int:
        """Walks the whole log and returns its length. Raises LogCorrupt at the first gap or broken link."""
        head = GENESIS
        with self._reading() as connection:
            rows = connection.execute(
                select(event).where(event.c.hall_id == self.hall_id).order_by(event.c.seq),
                execution_options={"yield_per": 1_000},
            )
            with closing(rows):
                for row in rows:
                    head = follow(head, EventRow(*row))
        return head.seq

    def close(self) -> None:
        """May be used again afterwards. SQLite's last connection moves the write-ahead log into the database file."""
        for connection in (self._writer, self._reader):
            if connection is not None:
                with suppress(exc.DBAPIError):
                    connection.close()
        self._writer = self._reader = None

    def _flush(self) -> None:
        """After a commit whose flush failed: proves that all that SQLite shows is on the disk. Raises StorageFault."""
        if not self._unflushed:
            return
        if self._engine.dialect.name == "sqlite":
            try:
                with self._engine.connect() as connection, connection.begin() as lock:
                    write_once_more(Path(str(self._engine.url.database)))
                    lock.rollback()
            except exc.DBAPIError as fault:
                raise _world(fault) from fault
            except OSError as fault:
                reason = f"the disk does not keep what is written: {fault.strerror}"
                raise StorageFault(reason, FaultKind.FLUSH_FAILS) from fault
        self._unflushed = False

    def _rows(self, entries: Sequence[Entry]) -> tuple[list[EventRow], Head]:
        seq, prev_hash = self.head
        rows: list[EventRow] = []
        for day, fact in entries:
            seq += 1
            stored = encode_event(fact.event)
            row = EventRow(
                self.hall_id,
                seq,
                day,
                stored.type,
                stored.version,
                fact.at,
                fact.by,
                fact.cause,
                stored.body,
                prev_hash,
            )
            prev_hash = row_hash(row)
            rows.append(row)
        return rows, Head(seq, prev_hash)

    def _overtaken(self, connection: Connection) -> bool:
        return (
            connection.execute(
                select(event.c.seq).where(event.c.hall_id == self.hall_id, event.c.seq > self.head.seq).limit(1)
            ).first()
            is not None
        )

    def _taken(self, keys: Sequence[KeyEntry]) -> bool:
        with self._reading() as connection:
            overtaken = self._overtaken(connection)
        return overtaken or bool(self.remembered([key.key for key in keys]))

    @contextmanager
    def _writing(self, head: Head) -> Iterator[Connection]:
        """One transaction; `head` is where the log ends if it commits."""
        self._flush()
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
            raise _world(fault) from fault
        try:
            transaction.commit()
        except exc.DBAPIError as fault:
            self._unflushed = True
            self.close()
            raise InDoubt(str(fault.orig), head, kind_of(fault)) from fault
        self._untidy += 1

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            if self._reader is None:
                self._reader = self._engine.connect().execution_options(**READS_ONLY)
            with self._reader.begin():
                yield self._reader
        except exc.DBAPIError as fault:
            self.close()
            raise _world(fault) from fault


def follow(head: Head, row: EventRow) -> Head:
    """The end of the log after `row`. Raises LogCorrupt when the row does not follow on `head`."""
    if row.seq != head.seq + 1:
        raise LogCorrupt(f"hall {row.hall_id}: seq {row.seq} follows {head.seq}")
    if row.prev_hash != head.hash:
        raise LogCorrupt(f"hall {row.hall_id}: seq {row.seq} does not continue the row before it")
    return Head(row.seq, row_hash(row))


def _world(fault: exc.DBAPIError) -> BaseException:
    """A StorageFault for what the world does to a database; the fault itself when the statement was wrong."""
    ours = isinstance(fault, exc.ProgrammingError | exc.DataError | exc.NotSupportedError)
    return fault if ours and not fault.connection_invalidated else StorageFault(str(fault.orig), kind_of(fault))
