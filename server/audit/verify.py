"""Walks business days of a hall's log: the hash chain, the replay by the hall's own rules, and what stands beside the
rows: the table of days, and what is remembered of keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, Engine, or_, select

from server.audit.chain_walk import LogRows, WrongRow, looking
from server.audit.said import Said, fault_said
from server.audit.wrong_row import Wrong, last_wrong
from server.domain.events import DayOpened, TimeCorrected
from server.domain.evolve import evolve
from server.domain.hall import Hall
from server.storage.chain import GENESIS, EventRow, Head, row_hash
from server.storage.event_codec import fact_of
from server.storage.faults import LogCorrupt, LogLost
from server.storage.keys import Keys
from server.storage.loss import Losses
from server.storage.promise import Promise
from server.storage.schema import business_day, command_key, event


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
        self.rows = LogRows(engine, event, EventRow, hall_id)
        self._engine = engine
        self._hall_id = hall_id
        self._promise = promise
        self._hall = Hall.empty(0)
        """After the day checked last, when that was the one before."""
        self._days: tuple[Day, ...] = ()
        self.faulty_days = ""
        """What is wrong with the table of days as a whole, in words; empty when nothing is."""
        self._look_at_days()

    def days(self) -> tuple[Day, ...]:
        return self._days

    def check(self, day: Day) -> Checked:
        try:
            self._walk(day)
            self._look_at_keys(day)
            if day == self._days[-1]:
                self._look_for_keys(day)
        except (LogCorrupt, ValueError) as fault:
            return Checked(day, fault_said(fault))
        return Checked(day, "")

    def strays(self) -> str:
        """What stands before the first row, in words; empty when nothing does."""
        stray = self.rows.before_first()
        return "" if stray is None else Wrong(stray, "inserted").words

    def missing(self) -> str:
        """What is gone of what was acknowledged, in words; empty when nothing is."""
        while True:
            with looking(self._engine) as connection:
                head, day = self._end(connection)
                try:
                    Losses(self._hall_id, Keys(self._engine, self._hall_id), self._promise, accepted=False).find(
                        connection, head, day
                    )
                except LogLost as lost:
                    found = lost.what
                else:
                    return ""
            with looking(self._engine) as connection:
                if self._end(connection)[0] == head:
                    return found
            # the log has grown between our looks: what seemed ahead of it may have been right

    def _look_at_days(self) -> None:
        with looking(self._engine) as connection:
            rows = connection.execute(
                select(business_day.c.day, business_day.c.date, business_day.c.first_seq)
                .where(business_day.c.hall_id == self._hall_id)
                .order_by(business_day.c.day)
            ).all()
        last = self.rows.end()  # after the table of days: what that names stood in the log by then
        self.faulty_days = _fault_of_days([(row.day, row.first_seq) for row in rows], last)
        there = [row for row in rows if row.first_seq <= last]
        ends = [row.first_seq - 1 for row in there[1:]] + [last]
        self._days = tuple(Day(row.day, row.date, row.first_seq, end) for row, end in zip(there, ends, strict=False))

    def _end(self, connection: Connection) -> tuple[Head, int]:
        row = connection.execute(
            select(event).where(event.c.hall_id == self._hall_id).order_by(event.c.seq.desc()).limit(1)
        ).one_or_none()
        if row is None:
            return GENESIS, 0
        last = EventRow(*row)
        return Head(last.seq, row_hash(last)), last.day

    def _walk(self, day: Day) -> None:
        """Raises WrongRow, LogCorrupt or ValueError at the first row that is wrong."""
        witnesses = self._witnesses()
        before = None if day.first_seq == 1 else self.rows.row(day.first_seq - 1)
        if day.first_seq > 1 and before is None:
            raise WrongRow(Wrong(day.first_seq - 1, "removed"))
        seq = day.first_seq - 1
        hall = self._hall if self._hall.seq == seq else Hall.empty(seq)
        self._hall = Hall.empty(0)
        date = ""
        last = before
        for row in self.rows.walk(before, day.last_seq, witnesses):
            last = row
            fact = fact_of(row, self._body)
            opens = isinstance(fact.event, DayOpened)
            if opens is not (row.seq == day.first_seq) or row.day != day.day:
                raise ValueError(Said("no_place", seq=row.seq, type=row.type, day=row.day))
            if isinstance(fact.event, DayOpened | TimeCorrected):
                date = fact.event.date
            try:
                hall = evolve(hall, fact)
            except ValueError as fault:
                raise ValueError(Said("cannot_be", seq=row.seq, why=str(fault))) from fault
        if last is not None:
            self.rows.look_behind(last, witnesses)
            wrong = last_wrong(Head(last.seq, row_hash(last)), witnesses)
            if wrong is not None:
                raise WrongRow(wrong)
        if date != day.date:
            raise ValueError(Said("another_date", seq=day.first_seq, opens=date, date=day.date))
        self._hall = hall

    def _body(self, seq: int) -> str | None:
        found = self.rows.row(seq)
        return None if found is None else found.body

    def _witnesses(self) -> Mapping[int, str]:
        told = self._promise.read()
        return {} if told is None else {told.seq: told.hash}

    def _look_at_keys(self, day: Day) -> None:
        """Raises ValueError for a key that speaks of a fact which does not name it."""
        here = (command_key.c.hall_id == self._hall_id, command_key.c.day == day.day, command_key.c.seq > 0)
        fact = (event.c.hall_id == command_key.c.hall_id) & (event.c.seq == command_key.c.seq)
        with looking(self._engine) as connection:
            wrong = connection.execute(
                select(command_key.c.key, command_key.c.seq)
                .select_from(command_key.outerjoin(event, fact))
                .where(*here)
                .where(
                    or_(
                        event.c.seq.is_(None),
                        event.c.cause != command_key.c.key,
                        event.c.type != command_key.c.what,
                        event.c.day != command_key.c.day,
                    )
                )
                .order_by(command_key.c.seq)
                .limit(1)
            ).one_or_none()
        if wrong is not None:
            raise ValueError(Said("key_of_another", key_=wrong.key, seq=wrong.seq))

    def _look_for_keys(self, day: Day) -> None:
        """The keys of the last business day are never forgotten. Raises ValueError for a fact whose key is not there:
        its command would have a second effect; or nobody of ours wrote it."""
        key = (command_key.c.hall_id == event.c.hall_id) & (command_key.c.key == event.c.cause)
        with looking(self._engine) as connection:
            alone = connection.execute(
                select(event.c.seq, event.c.cause)
                .select_from(event.outerjoin(command_key, key))
                .where(event.c.hall_id == self._hall_id, event.c.seq >= day.first_seq, event.c.seq <= day.last_seq)
                .where(or_(command_key.c.key.is_(None), command_key.c.seq < event.c.seq))
                .order_by(event.c.seq)
                .limit(1)
            ).one_or_none()
        if alone is not None:
            raise ValueError(Said("key_gone", seq=alone.seq, key_=alone.cause))


def _fault_of_days(days: list[tuple[int, int]], last: int) -> str:
    """What is wrong with numbers and first rows of the table of days, for a log that ends at `last`."""
    if not days:
        return Said("days_none", last=last) if last else ""
    numbers = [day for day, _ in days]
    gaps = [expected for expected, number in enumerate(numbers, 1) if number != expected]
    if gaps:
        return Said("days_removed", day=gaps[0])
    if days[0][1] != 1:
        return Said("days_first", seq=days[0][1])
    for (_, first), (day, later) in pairwise(days):
        if later <= first:
            return Said("days_order", day=day, seq=later)
    day, first = days[-1]
    return Said("days_beyond", day=day, seq=first, last=last) if first > last else ""
