"""Walks the staff log: its hash chain from the first row to the last, where it ended when a row was last added, and the
addresses that stand beside it as long as they are kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

import msgspec
from sqlalchemy import Engine, inspect, select

from server.audit.chain_walk import LogRows, WrongRow, looking
from server.audit.wrong_row import Wrong, last_wrong
from server.identity.staff_log import StaffEntry, address_hash
from server.identity.tables import revision, staff_log, staff_log_address, staff_log_end
from server.storage.chain import Head, row_hash
from server.storage.faults import LogCorrupt

FIRST_REVISION = 2
"""Of identity's tables: the one with which the staff log came."""


class StaffAudit:
    """Of one hall's staff log as it ended at the first look. Raises StorageFault, or LogCorrupt where nothing can be
    read."""

    def __init__(self, engine: Engine, hall_id: str) -> None:
        self._engine = engine
        self._hall_id = hall_id
        self.rows = LogRows(engine, staff_log, StaffEntry, hall_id)
        with looking(engine) as connection:
            there = inspect(connection)
            known = connection.scalar(select(revision.c.revision)) if there.has_table(revision.name) else 0
            tables = [there.has_table(one.name) for one in (staff_log, staff_log_address, staff_log_end)]
            self.begun = any(tables) or (known or 0) >= FIRST_REVISION
            """False for a database that no program with a staff log has opened yet."""
            self.lost = self.begun and not tables[0]
        self.end = 0 if self.lost or not self.begun else self.rows.end()

    def check(self) -> str:
        """What does not hold, in words; empty when everything does."""
        if self.lost:
            return "the table of the staff log was removed"
        if not self.begun:
            return ""
        try:
            self._walk()
        except (LogCorrupt, ValueError) as fault:
            return str(fault)
        return ""

    def _walk(self) -> None:
        """Raises WrongRow or ValueError at the first row that is wrong."""
        stray = self.rows.before_first()
        if stray is not None:
            raise WrongRow(Wrong(stray, "inserted"))
        told = self._told()
        witnesses: Mapping[int, str] = {} if told is None else {told.seq: told.hash}
        newest = deque(self.rows.walk(None, self.end, witnesses), maxlen=1)
        last = newest[0] if newest else None
        if last is not None:
            self.rows.look_behind(last, witnesses)
            wrong = last_wrong(Head(last.seq, row_hash(last)), witnesses)
            if wrong is not None:
                raise WrongRow(wrong)
        if told is None and self.end:
            raise ValueError("where the staff log ended is told no more: that row was removed")
        if told is not None and told.seq > max(self.end, self.rows.end()):
            raise WrongRow(Wrong(self.end + 1, "removed"))
        if told is not None and told.seq < self.end:
            raise WrongRow(Wrong(told.seq + 1, "inserted"))
        self._look_at_addresses()

    def _told(self) -> Head | None:
        """Where the staff log ended when a row was last added, as that transaction wrote it beside the rows."""
        with looking(self._engine) as connection:
            row = connection.execute(
                select(staff_log_end.c.seq, staff_log_end.c.hash).where(staff_log_end.c.hall_id == self._hall_id)
            ).one_or_none()
        return None if row is None else Head(row.seq, row.hash)

    def _look_at_addresses(self) -> None:
        """Raises ValueError for an address that is not the one of its entry."""
        entry = (staff_log.c.hall_id == staff_log_address.c.hall_id) & (staff_log.c.seq == staff_log_address.c.seq)
        with looking(self._engine) as connection:
            rows = connection.execute(
                select(
                    staff_log_address.c.seq, staff_log_address.c.salt, staff_log_address.c.address, staff_log.c.detail
                )
                .select_from(staff_log_address.outerjoin(staff_log, entry))
                .where(staff_log_address.c.hall_id == self._hall_id)
                .order_by(staff_log_address.c.seq)
            ).all()
        for seq, salt, address, detail in rows:
            try:
                said = msgspec.json.decode(detail or "{}", type=dict[str, object]).get("address")
            except msgspec.MsgspecError as fault:
                raise ValueError(f"seq {seq} says nothing that can be read: {fault}") from fault
            if said != address_hash(salt, address):
                raise ValueError(f"seq {seq} came from another address than the one that stands beside it")
