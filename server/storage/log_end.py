"""The end of a hall's log at a glance, for a start that must first know whether its clock can be right."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from sqlalchemy import Engine, exc, inspect, select

from server.domain.events import DayOpened, GivenNumber, TicketIssued
from server.storage.chain import EventRow
from server.storage.driver_faults import store_fault
from server.storage.engine import READS_ONLY
from server.storage.event_codec import fact_of
from server.storage.faults import LogCorrupt
from server.storage.schema import business_day, event


class LogEnd(NamedTuple):
    at: int
    """Instant of the last event."""
    day: int
    """Number of the open business day."""
    date: str
    """Its ISO 8601 date."""
    rehearsal: bool
    """Whether the log was begun on a rehearsal clock."""


class LogEnds:
    """Looks at the store, and writes no row. SQLite may still move its write-ahead log into the database, as whenever
    somebody has opened it; so `storage.kept_log` comes first. Any thread may use it."""

    def __init__(self, engine: Engine, hall_id: str) -> None:
        """`engine` was opened to follow: it makes no file."""
        self._engine = engine
        self._hall_id = hall_id

    def end(self) -> LogEnd | None:
        """None for a hall that has no log yet. Raises StorageFault, LogCorrupt for damage and for a row that is none
        of ours."""
        if self._engine.dialect.name == "sqlite" and not _file_of(self._engine).exists():
            return None
        try:
            with self._engine.connect().execution_options(**READS_ONLY) as connection:
                if not inspect(connection).has_table(business_day.name):
                    return None
                newest = connection.execute(
                    select(business_day.c.day, business_day.c.date, business_day.c.first_seq)
                    .where(business_day.c.hall_id == self._hall_id)
                    .order_by(business_day.c.day.desc())
                    .limit(1)
                ).one_or_none()
                if newest is None:
                    return None
                first = connection.execute(
                    select(event).where(event.c.hall_id == self._hall_id, event.c.seq == newest.first_seq)
                ).one_or_none()
                at = connection.scalar(
                    select(event.c.at).where(event.c.hall_id == self._hall_id).order_by(event.c.seq.desc()).limit(1)
                )
        except exc.DBAPIError as fault:
            raise store_fault(fault) from fault
        opened = None if first is None else fact_of(EventRow(*first)).event
        if not isinstance(opened, DayOpened) or at is None:
            raise LogCorrupt(
                f"hall {self._hall_id}: the business day at seq {newest.first_seq} does not begin with its event"
            )
        return LogEnd(at, newest.day, newest.date, opened.rehearsal)

    def numbers_given(self, since_date: str, before_day: int) -> tuple[GivenNumber, ...]:
        """Those of the business days before this one that are dated `since_date` or later. Raises as `end` does."""
        try:
            with self._engine.connect().execution_options(**READS_ONLY) as connection:
                rows = connection.execute(
                    select(event)
                    .join(
                        business_day,
                        (business_day.c.hall_id == event.c.hall_id) & (business_day.c.day == event.c.day),
                    )
                    .where(
                        event.c.hall_id == self._hall_id,
                        business_day.c.day < before_day,
                        business_day.c.date >= since_date,
                        event.c.seq >= business_day.c.first_seq,
                        event.c.type == "ticket_issued",
                    )
                    .order_by(event.c.seq)
                ).all()
        except exc.DBAPIError as fault:
            raise store_fault(fault) from fault
        issued = (fact_of(EventRow(*row)).event for row in rows)
        return tuple((one.prefix, one.ordinal, one.ticket_id) for one in issued if isinstance(one, TicketIssued))


def _file_of(engine: Engine) -> Path:
    return Path(unquote((engine.url.database or "").removeprefix("file:")))
