"""A hall's log: read one business day, append a batch in one transaction, remember what keys did.

One thread at a time: the connections are kept open between calls, and SQLite's belong to the thread that made them.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Update, exc, select, update

from server.domain.events import DayOpened, Fact, TimeCorrected
from server.storage.authorship import Authorship, Beat, beat_of
from server.storage.chain import GENESIS, EventRow, Head, row_hash
from server.storage.connections import Connections
from server.storage.event_codec import encode_event, fact_of
from server.storage.faults import LogCorrupt, LogTaken
from server.storage.guides_told import GuidesTold, guides_in, told_after
from server.storage.keys import KeyEntry, Keys, Remembered
from server.storage.loss import Losses
from server.storage.promise import Promise
from server.storage.room import DiskRoom
from server.storage.schema import body_at, business_day, event, insert_sql


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
    day: int = 0
    """Number of the business day; 0 for an empty log."""


class HallLog:
    """The log of one hall. Every method may raise StorageFault, or LogCorrupt when the database is damaged; then
    nothing has changed, InDoubt excepted.
    """

    def __init__(
        self, engine: Engine, hall_id: str, promise: Promise | None = None, *, accept_loss: bool = False
    ) -> None:
        """`promise`: kept at each append, and held against the log by `hold_to_promise`. `accept_loss`: a person has
        said that what is missing is gone.
        """
        self.hall_id = hall_id
        self.head = GENESIS
        """Where this author stands: set by `load_day`, moved by `append`."""
        self._guides: GuidesTold | None = None
        """The row that has the guides whole, as far as this author stands."""
        self._to_come: tuple[Head, GuidesTold | None] = (GENESIS, None)
        """The same once what is being written is in the log, which ends there then."""
        self._store = Connections(engine)
        self._authorship = Authorship(engine, hall_id)
        self._promise = promise
        self._keys = Keys(engine, hall_id)
        self._losses = Losses(hall_id, self._keys, promise, accepted=accept_loss)
        self._insert_event = insert_sql(engine, event)
        self._insert_day = insert_sql(engine, business_day)

    def load_day(self) -> LoadedDay:
        """Reads the last business day, and before it the row of its guides alone. Raises LogCorrupt naming the row."""
        with self._store.reading() as connection:
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
        guides: GuidesTold | None = None
        head = Head(first_seq - 1, rows[0].prev_hash)
        for row in rows:
            head = follow(head, row)
            fact = fact_of(row, self._body)
            guides = told_after(guides, row.seq, row.body, fact.event)
            facts.append(fact)
        self.head, self._guides = head, guides
        return LoadedDay(first_seq, tuple(facts), head, rows[-1].day)

    def _body(self, seq: int) -> str | None:
        with self._store.reading() as connection:
            return body_at(connection, self.hall_id, seq)

    def hold_to_promise(self, day: LoadedDay) -> None:
        """Whether all that was acknowledged is in the log, which has just been loaded; promises begin anew from here.
        Raises LogLost when something is missing and no person has accepted that; then no fact was written. What SQLite
        has dropped at the log's end by now, only `storage.kept_log` still has.
        """
        with self._store.reading() as connection:
            lost = self._losses.find(connection, day.head, day.day)
        self._losses.say_promise(day.head)
        if lost:
            with self._store.writing(self.head) as connection:
                self._losses.accept(connection, day.head, day.day, lost)
        if self._promise is not None:
            self._promise.begin(day.head)

    def remembered(self, keys: Sequence[str]) -> dict[str, Remembered]:
        """What those of `keys` did that came before."""
        if not keys:
            return {}
        with self._store.reading() as connection:
            return self._keys.remembered(connection, keys)

    def claim(self, author: str, at: int) -> None:
        """Makes `author`, a name of `authorship.this_process`, the one that writes. Raises LogHeld when another is."""
        self._authorship.claim(author, self._last_beat)
        with self._store.writing(self.head) as connection:
            self._authorship.beat_over(connection, author, at)

    def release(self) -> None:
        """Another may write from now on."""
        self._store.release()
        if self._promise is not None:
            self._promise.close()
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
            with self._store.writing(head) as connection:
                if rows:
                    connection.exec_driver_sql(self._insert_event, rows)
                elif self._overtaken(connection):  # no row of ours would collide with the other author's
                    raise LogTaken(f"hall {self.hall_id}: another author has written after seq {self.head.seq}")
                if keys:
                    self._keys.remember(connection, keys)
                if days:
                    connection.exec_driver_sql(self._insert_day, days)
                for entry in entries:
                    if isinstance(right := entry.fact.event, TimeCorrected):
                        connection.execute(self._date_of(entry.day).values(date=right.date))
        except exc.IntegrityError:
            if self._taken(keys):
                raise LogTaken(f"hall {self.hall_id}: another author has written after seq {self.head.seq}") from None
            raise
        self._stands_at(head)
        return head

    def landed(self, head: Head, keys: Sequence[str]) -> bool:
        """Whether the batch that ends in `head` and brought `keys` is in the log after all, on the disk; if so the log
        stands there now."""
        self._store.flush()
        with self._store.reading() as connection:
            found = connection.execute(
                select(event).where(event.c.hall_id == self.hall_id, event.c.seq == head.seq)
            ).one_or_none()
            known = self._keys.known(connection, keys)
        if found is None or row_hash(EventRow(*found)) != head.hash or known != len(keys):
            return False
        self._stands_at(head)
        return True

    def forget_keys(self, *, before_day: int, before: int) -> int:
        """Forgets some of the keys that came before an instant (ms) and before a business day; returns how many, less
        than `keys.FORGOTTEN_AT_ONCE` when no more are due."""
        with self._store.writing(self.head) as connection:
            return self._keys.forget(connection, before_day=before_day, before=before)

    def beat(self, at: int, author: str) -> None:
        """Proves that the log can be written, durably, and that nobody else writes it: `at` is kept with the author's
        name. Raises LogTaken when another author has claimed the log, or has written to it.
        """
        with self._store.writing(self.head) as connection:
            self._beat(connection, at, author)

    def rehearse(self, at: int, author: str) -> None:
        """A beat that proves more, after a fault: there is room for a whole batch too, where a beat needs next to
        none."""
        with self._store.writing(self.head) as connection:
            self._beat(connection, at, author)
            self._keys.rehearse(connection)

    def _beat(self, connection: Connection, at: int, author: str) -> None:
        if not self._authorship.beat(connection, author, at):
            raise LogTaken(f"hall {self.hall_id}: another author has claimed the log")
        if self._overtaken(connection):
            raise LogTaken(f"hall {self.hall_id}: another author has written after seq {self.head.seq}")

    def room(self) -> DiskRoom | None:
        """What is left on the disk; None where that is another computer's, or cannot be told."""
        return self._store.room()

    def _last_beat(self) -> Beat | None:
        with self._store.reading() as connection:
            return beat_of(connection, self.hall_id)

    def tidy(self) -> None:
        """What costs time and can wait until nobody does."""
        if self._promise is not None:
            self._promise.flush()
        self._store.tidy()

    def verify_chain(self) -> int:
        """Walks the whole log and returns its length. Raises LogCorrupt at the first gap or broken link."""
        head = GENESIS
        with self._store.reading() as connection:
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
        self._store.close()

    def _stands_at(self, head: Head) -> None:
        if self._promise is not None and head != self.head:
            self._promise.keep(head)
        self.head = head
        if self._to_come[0] == head:
            self._guides = self._to_come[1]

    def _rows(self, entries: Sequence[Entry]) -> tuple[list[EventRow], Head]:
        seq, prev_hash = self.head
        rows: list[EventRow] = []
        guides = self._guides
        for day, fact in entries:
            seq += 1
            same = isinstance(fact.event, DayOpened) and guides is not None and guides.name == guides_in(fact.event)
            stored = encode_event(fact.event, guides if same else None)
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
            guides = told_after(guides, seq, row.body, fact.event)
        head = Head(seq, prev_hash)
        self._to_come = head, guides
        return rows, head

    def _date_of(self, day: int) -> Update:
        return update(business_day).where(business_day.c.hall_id == self.hall_id, business_day.c.day == day)

    def _overtaken(self, connection: Connection) -> bool:
        return (
            connection.execute(
                select(event.c.seq).where(event.c.hall_id == self.hall_id, event.c.seq > self.head.seq).limit(1)
            ).first()
            is not None
        )

    def _taken(self, keys: Sequence[KeyEntry]) -> bool:
        with self._store.reading() as connection:
            overtaken = self._overtaken(connection)
        return overtaken or bool(self.remembered([key.key for key in keys]))


def follow(head: Head, row: EventRow) -> Head:
    """The end of the log after `row`. Raises LogCorrupt when the row does not follow on `head`."""
    if row.seq != head.seq + 1:
        raise LogCorrupt(f"hall {row.hall_id}: seq {row.seq} follows {head.seq}")
    if row.prev_hash != head.hash:
        raise LogCorrupt(f"hall {row.hall_id}: seq {row.seq} does not continue the row before it")
    return Head(row.seq, row_hash(row))
