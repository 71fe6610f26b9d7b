"""Walks a chained log in its table, some thousand rows at a time, each time in a transaction of its own: the log only
grows, and a long look would keep the author's write-ahead log from being emptied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, Table, exc, func, select

from server.audit.wrong_row import Evidence, Row, Wrong, first_wrong
from server.storage.chain import GENESIS, Head, row_hash
from server.storage.driver_faults import store_fault
from server.storage.engine import READS_ONLY

READ_AT_ONCE = 2_000

R = TypeVar("R", bound=Row)


class WrongRow(ValueError):
    """The chain breaks; `str()` names the first row that is wrong."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.words)
        self.wrong = wrong


@contextmanager
def looking(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads. Raises StorageFault, or LogCorrupt when the database is damaged."""
    try:
        with engine.connect().execution_options(**READS_ONLY) as connection:
            yield connection
    except exc.DBAPIError as fault:
        raise store_fault(fault) from fault


class LogRows(Generic[R]):
    """The rows of one hall in `table`, as named tuples of its columns. Everything here may raise StorageFault, or
    LogCorrupt when the database is damaged."""

    def __init__(self, engine: Engine, table: Table, kind: type[R], hall_id: str) -> None:
        self._engine = engine
        self._table = table
        self._kind: Any = kind
        self._mine = table.c.hall_id == hall_id

    def end(self) -> int:
        """`seq` of the last row; 0 without any."""
        with looking(self._engine) as connection:
            return connection.scalar(select(func.max(self._table.c.seq)).where(self._mine)) or 0

    def before_first(self) -> int | None:
        """`seq` of a row that stands where none can have been written, before the first one."""
        with looking(self._engine) as connection:
            found = connection.scalar(select(func.min(self._table.c.seq)).where(self._mine, self._table.c.seq < 1))
        return None if found is None else int(found)

    def row(self, seq: int) -> R | None:
        with looking(self._engine) as connection:
            found = connection.execute(select(self._table).where(self._mine, self._table.c.seq == seq)).one_or_none()
        return None if found is None else self._kind(*found)

    def hash_at(self, seq: int) -> str:
        """Of the row that stands there; "" when none does. Before the first row there is GENESIS."""
        if seq == 0:
            return GENESIS.hash
        found: Any = self.row(seq)
        return "" if found is None else row_hash(found)

    def named_by(self, prev_hash: str) -> int:
        """`seq` of a row that names this hash; 0 when none does."""
        with looking(self._engine) as connection:
            return (
                connection.scalar(
                    select(func.min(self._table.c.seq)).where(self._mine, self._table.c.prev_hash == prev_hash)
                )
                or 0
            )

    def walk(self, before: R | None, last: int, witnesses: Mapping[int, str]) -> Iterator[R]:
        """Every row after `before` (None: from the first one) up to `last`, each once it is known to follow the one
        before it. Raises WrongRow."""
        head = _head(before)
        while head.seq < last:
            rows = self._read(head.seq, last)
            if not rows:
                raise WrongRow(Wrong(head.seq + 1, "removed"))
            for row in rows:
                self._follow(before, row, head, witnesses)
                before, head = row, _head(row)
                yield row

    def look_behind(self, last: R, witnesses: Mapping[int, str]) -> None:
        """A row is held by the one after it, where there is one. Raises WrongRow."""
        head = _head(last)
        for row in self._read(last.seq, last.seq + 1):
            self._follow(last, row, head, witnesses)

    def _follow(self, before: R | None, row: R, head: Head, witnesses: Mapping[int, str]) -> None:
        if row.seq != head.seq + 1 or row.prev_hash != head.hash:
            raise WrongRow(first_wrong(before, row, Evidence(self.named_by, self.row, witnesses), head))

    def _read(self, after: int, last: int) -> list[R]:
        with looking(self._engine) as connection:
            rows = connection.execute(
                select(self._table)
                .where(self._mine, self._table.c.seq > after, self._table.c.seq <= last)
                .order_by(self._table.c.seq)
                .limit(READ_AT_ONCE)
            ).all()
        return [self._kind(*row) for row in rows]


def _head(row: Any) -> Head:
    return GENESIS if row is None else Head(row.seq, row_hash(row))
