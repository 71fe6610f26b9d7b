"""Reading the log after a position: for whatever lives on what has happened, in a process of its own or not.

Each reader has a name and a cursor in the store. It reads, deals with what it read, then advances; one that dies in
between reads the same again, so what a reader does with a fact must be able to happen twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from typing import NamedTuple

from sqlalchemy import Connection, Engine, exc, func, insert, select, update

from server.domain.events import Fact
from server.storage.authorship import Beat, beat_of
from server.storage.chain import EventRow
from server.storage.driver_faults import store_fault
from server.storage.engine import READS_ONLY
from server.storage.event_codec import fact_of
from server.storage.faults import LogCorrupt
from server.storage.schema import body_at, business_day, event, log_reader

READ_AT_ONCE = 500


class LoggedFact(NamedTuple):
    """A fact with its place in the log."""

    seq: int
    day: int
    fact: Fact


class LogReader:
    """One reader of one hall's log. Takes a connection of the engine's for each call, so any thread may use it."""

    def __init__(self, engine: Engine, hall_id: str, name: str) -> None:
        """`name` is this reader's among all readers of the hall, at most 40 characters."""
        self._engine = engine
        self._hall_id = hall_id
        self._name = name

    def position(self) -> int:
        """Everything up to this log position is dealt with; 0 for a reader that has not advanced yet.

        Raises StorageFault, or LogCorrupt when the database is damaged, as everything here.
        """
        with self._connected() as connection:
            found: int | None = connection.execution_options(**READS_ONLY).scalar(
                select(log_reader.c.seq).where(log_reader.c.hall_id == self._hall_id, log_reader.c.name == self._name)
            )
        return found or 0

    def read(self, after: int | None = None, limit: int = READ_AT_ONCE) -> tuple[LoggedFact, ...]:
        """What follows `after` (None: this reader's own position), in order and without a gap, at most `limit`; ()
        when there is nothing yet. Raises LogCorrupt for a gap, and for a row that no program of ours wrote."""
        start = self.position() if after is None else after
        with self._connected() as connection:
            rows = connection.execution_options(**READS_ONLY).execute(
                select(event)
                .where(event.c.hall_id == self._hall_id, event.c.seq > start)
                .order_by(event.c.seq)
                .limit(limit)
            )
            found = [EventRow(*one) for one in rows]
        for expected, row in enumerate(found, start + 1):
            if row.seq != expected:
                raise LogCorrupt(f"hall {self._hall_id}: seq {row.seq} follows {expected - 1}")
        return tuple(LoggedFact(row.seq, row.day, fact_of(row, self._body)) for row in found)

    def _body(self, seq: int) -> str | None:
        with self._connected() as connection:
            return body_at(connection.execution_options(**READS_ONLY), self._hall_id, seq)

    def of_date(self, date: str) -> tuple[LoggedFact, ...]:
        """The facts of the business day of an ISO date, in order; () when there was none. Of several, as a log that was
        put right may have, the last."""
        mine = business_day.c.hall_id == self._hall_id
        with self._connected() as connection:
            reading = connection.execution_options(**READS_ONLY)
            day: int | None = reading.scalar(
                select(func.max(business_day.c.day)).where(mine, business_day.c.date == date)
            )
            if day is None:
                return ()
            first, following = (
                reading.scalar(select(business_day.c.first_seq).where(mine, business_day.c.day == one))
                for one in (day, day + 1)
            )
            return self._between(reading, first or 0, following)

    def days(self, since: str, before: int, last: int | None = None) -> Iterator[tuple[LoggedFact, ...]]:
        """The facts of each business day whose ISO date is not earlier than `since`, and whose number is below
        `before`, of them the `last` so many; one day at a time, the oldest first. No connection is held while the
        caller deals with one."""
        mine = business_day.c.hall_id == self._hall_id
        with self._connected() as connection:
            found = connection.execution_options(**READS_ONLY).execute(
                select(business_day.c.day, business_day.c.date, business_day.c.first_seq)
                .where(mine)
                .order_by(business_day.c.day)
            )
            starts = list(found)
        ends: list[int | None] = [one.first_seq for one in starts[1:]]
        wanted = [
            (first, following)
            for (day, date, first), following in zip_longest(starts, ends)
            if date >= since and day < before
        ]
        for first, following in wanted if last is None else wanted[-last:]:
            with self._connected() as connection:
                facts = self._between(connection.execution_options(**READS_ONLY), first, following)
            yield facts

    def _between(self, reading: Connection, first: int, following: int | None) -> tuple[LoggedFact, ...]:
        """From one log position to before another; None: to the end."""
        rows = reading.execute(
            select(event)
            .where(
                event.c.hall_id == self._hall_id,
                event.c.seq >= first,
                *(() if following is None else (event.c.seq < following,)),
            )
            .order_by(event.c.seq)
        )

        def body(seq: int) -> str | None:
            return body_at(reading, self._hall_id, seq)

        found = [EventRow(*one) for one in rows]
        return tuple(LoggedFact(row.seq, row.day, fact_of(row, body)) for row in found)

    def dates(self) -> tuple[str, ...]:
        """ISO dates of the business days, in order, each once: a log that was put right may have several of one."""
        with self._connected() as connection:
            found = connection.execution_options(**READS_ONLY).scalars(
                select(business_day.c.date).where(business_day.c.hall_id == self._hall_id).order_by(business_day.c.day)
            )
            return tuple(dict.fromkeys(found))

    def before_today(self) -> int:
        """The log position before the last business day's first event: what follows rebuilds the hall. 0 for an empty
        log."""
        with self._connected() as connection:
            first: int | None = connection.execution_options(**READS_ONLY).scalar(
                select(func.max(business_day.c.first_seq)).where(business_day.c.hall_id == self._hall_id)
            )
        return (first or 1) - 1

    def beat(self) -> Beat | None:
        """None before the hall's first author."""
        with self._connected() as connection:
            return beat_of(connection.execution_options(**READS_ONLY), self._hall_id)

    def advance(self, seq: int, at: int) -> None:
        """Everything up to `seq` is dealt with, durably, as of the instant `at`. Never goes back, also when two
        processes go by one name. Raises ValueError for a position that the log does not have yet."""
        mine = (log_reader.c.hall_id == self._hall_id, log_reader.c.name == self._name)
        with self._connected() as connection, connection.begin():
            newest = connection.scalar(select(func.max(event.c.seq)).where(event.c.hall_id == self._hall_id))
            if seq > (newest or 0):
                raise ValueError(f"hall {self._hall_id}: the log ends at {newest or 0}, before {seq}")
            moved = connection.execute(update(log_reader).where(*mine, log_reader.c.seq < seq).values(seq=seq, at=at))
            known = moved.rowcount or connection.scalar(select(log_reader.c.seq).where(*mine))
            if not known:
                connection.execute(insert(log_reader).values(hall_id=self._hall_id, name=self._name, seq=seq, at=at))

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except exc.DBAPIError as fault:
            raise store_fault(fault) from fault


class PassingReader(LogReader):
    """Keeps no place in the store: for whoever knows the hall already, and needs only what follows."""

    def __init__(self, engine: Engine, hall_id: str) -> None:
        super().__init__(engine, hall_id, "")

    def position(self) -> int:
        return 0

    def advance(self, seq: int, at: int) -> None:
        pass
