"""Walks business days of a log: the hash chain, the replay by the hall's own rules, and what stands beside the rows.

Rows are read some thousand at a time, each in a transaction of its own: the log only grows, and a long one would keep
the author's write-ahead log from being emptied.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, exc, func, or_, select

from server.domain.events import DayOpened, TimeCorrected
from server.domain.evolve import evolve
from server.domain.hall import Hall
from server.storage.chain import GENESIS, EventRow, Head, row_hash
from server.storage.driver_faults import store_fault
from server.storage.engine import READS_ONLY
from server.storage.event_codec import fact_of
from server.storage.faults import LogCorrupt, LogLost
from server.storage.keys import Keys
from server.storage.log import follow
from server.storage.loss import Losses
from server.storage.promise import Promise
from server.storage.schema import business_day, command_key, event

READ_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Day:
    """A business day as the table of days has it."""

    day: int
    date: str
    first_seq: int
    last_seq: int


@dataclass(frozen=True, slots=True)
class Checked:
    day: Day
    fault: str
    """What does not hold, in words; empty when everything does."""


class LogAudit:
    """Of one hall's log as it ended at the first look. Raises StorageFault, or LogCorrupt where nothing can be read."""

    def __init__(self, engine: Engine, hall_id: str, promise: Promise) -> None:
        self._engine = engine
        self._hall_id = hall_id
        self._promise = promise
        self._hall = Hall.empty(0)
        """After the day checked last, when that was the one before."""

    def days(self) -> tuple[Day, ...]:
        with self._connected() as connection:
            last = connection.scalar(select(func.max(event.c.seq)).where(event.c.hall_id == self._hall_id)) or 0
            rows = connection.execute(
                select(business_day.c.day, business_day.c.date, business_day.c.first_seq)
                .where(business_day.c.hall_id == self._hall_id, business_day.c.first_seq <= last)
                .order_by(business_day.c.day)
            ).all()
        if not rows:
            return ()
        ends = [row.first_seq - 1 for row in rows[1:]] + [last]
        return tuple(Day(row.day, row.date, row.first_seq, end) for row, end in zip(rows, ends, strict=True))

    def check(self, day: Day) -> Checked:
        try:
            self._walk(day)
            self._look_at_keys(day)
        except (LogCorrupt, ValueError) as fault:
            return Checked(day, str(fault))
        return Checked(day, "")

    def missing(self) -> str:
        """What is gone of what was acknowledged, in words; empty when nothing is."""
        while True:
            with self._connected() as connection:
                head, day = self._end(connection)
                try:
                    Losses(self._hall_id, Keys(self._engine, self._hall_id), self._promise, accepted=False).find(
                        connection, head, day
                    )
                except LogLost as lost:
                    found = lost.what
                else:
                    return ""
            with self._connected() as connection:
                if self._end(connection)[0] == head:
                    return found
            # the log has grown between our looks: what seemed ahead of it may have been right

    def _end(self, connection: Connection) -> tuple[Head, int]:
        row = connection.execute(
            select(event).where(event.c.hall_id == self._hall_id).order_by(event.c.seq.desc()).limit(1)
        ).one_or_none()
        if row is None:
            return GENESIS, 0
        last = EventRow(*row)
        return Head(last.seq, row_hash(last)), last.day

    def _walk(self, day: Day) -> None:
        """Raises LogCorrupt or ValueError at the first row that is wrong."""
        head = self._before(day)
        hall = self._hall if self._hall.seq == head.seq else Hall.empty(head.seq)
        self._hall = Hall.empty(0)
        date = ""
        while head.seq < day.last_seq:
            for row in self._rows(head.seq, day.last_seq):
                head = follow(head, row)
                fact = fact_of(row)
                opens = isinstance(fact.event, DayOpened)
                if opens is not (row.seq == day.first_seq) or row.day != day.day:
                    raise ValueError(f"seq {row.seq}, {row.type} of day {row.day}, has no place there")
                if isinstance(fact.event, DayOpened | TimeCorrected):
                    date = fact.event.date
                try:
                    hall = evolve(hall, fact)
                except ValueError as fault:
                    raise ValueError(f"seq {row.seq} cannot have happened: {fault}") from fault
        if date != day.date:
            raise ValueError(f"seq {day.first_seq} opens {date}, the table of days says {day.date}")
        self._look_behind(head)
        self._hall = hall

    def _look_behind(self, head: Head) -> None:
        """A day's last row is held by the row after it. Raises LogCorrupt."""
        with self._connected() as connection:
            after = connection.execute(
                select(event).where(event.c.hall_id == self._hall_id, event.c.seq == head.seq + 1)
            ).one_or_none()
        if after is not None:
            follow(head, EventRow(*after))

    def _before(self, day: Day) -> Head:
        """The log's end before the day."""
        if day.first_seq == 1:
            return GENESIS
        with self._connected() as connection:
            row = connection.execute(
                select(event).where(event.c.hall_id == self._hall_id, event.c.seq == day.first_seq - 1)
            ).one_or_none()
        if row is None:
            raise LogCorrupt(f"seq {day.first_seq - 1}, the row before the day, is missing")
        return Head(day.first_seq - 1, row_hash(EventRow(*row)))

    def _rows(self, after: int, last: int) -> list[EventRow]:
        """Never empty. Raises LogCorrupt when there are none."""
        with self._connected() as connection:
            rows = connection.execute(
                select(event)
                .where(event.c.hall_id == self._hall_id, event.c.seq > after, event.c.seq <= last)
                .order_by(event.c.seq)
                .limit(READ_AT_ONCE)
            ).all()
        if not rows:
            raise LogCorrupt(f"seq {after + 1} to {last} are missing")
        return [EventRow(*row) for row in rows]

    def _look_at_keys(self, day: Day) -> None:
        """Raises ValueError for a key that speaks of a fact which does not name it."""
        here = (command_key.c.hall_id == self._hall_id, command_key.c.day == day.day, command_key.c.seq > 0)
        fact = (event.c.hall_id == command_key.c.hall_id) & (event.c.seq == command_key.c.seq)
        with self._connected() as connection:
            wrong = connection.execute(
                select(command_key.c.key, command_key.c.seq)
                .select_from(command_key.outerjoin(event, fact))
                .where(*here)
                .where(
                    or_(event.c.seq.is_(None), event.c.cause != command_key.c.key, event.c.type != command_key.c.what)
                )
                .limit(1)
            ).one_or_none()
        if wrong is not None:
            raise ValueError(
                f"the key {wrong.key} speaks of seq {wrong.seq}, which does not stand there or is another's"
            )

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self._engine.connect().execution_options(**READS_ONLY) as connection:
                yield connection
        except exc.DBAPIError as fault:
            raise store_fault(fault) from fault
