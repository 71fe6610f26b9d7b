"""Walks the staff log: its hash chain from the first row to the last, where it ended when a row was last added, and the
addresses that stand beside it as long as they are kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Final

import msgspec
from sqlalchemy import Engine, inspect, select

from server.audit.chain_walk import LogRows, WrongRow, looking
from server.audit.said import Said, fault_said
from server.audit.wrong_row import Wrong, last_wrong
from server.identity.sign_in_policy import DAY_MS
from server.identity.staff_log import ADDRESS_KEPT_MS, StaffEntry, address_hash
from server.identity.tables import revision, staff_log, staff_log_address, staff_log_end
from server.storage.chain import Head, row_hash
from server.storage.faults import LogCorrupt

FIRST_REVISION = 2
"""Of identity's tables: the one with which the staff log came."""
SURELY_KEPT_MS: Final = ADDRESS_KEPT_MS - DAY_MS
"""An address younger than this is there: the hall's clock may be another than that of whoever verifies."""


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

    def check(self, now: int, *, newest: int | None = None) -> str:
        """What does not hold, in words; empty when everything does. `now`, ms since the epoch: by then addresses have
        gone that are old enough. `newest`: only so many of the last entries are walked."""
        if self.lost:
            return Said("staff_table")
        if not self.begun:
            return ""
        try:
            self._walk(now, 0 if newest is None else max(0, self.end - newest))
        except (LogCorrupt, ValueError) as fault:
            return fault_said(fault)
        return ""

    def _walk(self, now: int, after: int) -> None:
        """Raises WrongRow or ValueError at the first row after that `seq` that is wrong."""
        before = self.rows.row(after) if after else None
        if after and before is None:
            raise WrongRow(Wrong(after, "removed"))
        stray = self.rows.before_first()
        if stray is not None:
            raise WrongRow(Wrong(stray, "inserted"))
        told = self._told()
        witnesses: Mapping[int, str] = {} if told is None else {told.seq: told.hash}
        newest = deque(self.rows.walk(before, self.end, witnesses), maxlen=1)
        last = newest[0] if newest else None
        if last is not None:
            self.rows.look_behind(last, witnesses)
            wrong = last_wrong(Head(last.seq, row_hash(last)), witnesses)
            if wrong is not None:
                raise WrongRow(wrong)
        if told is None and self.end:
            raise ValueError(Said("staff_end"))
        if told is not None and told.seq > max(self.end, self.rows.end()):
            raise WrongRow(Wrong(self.end + 1, "removed"))
        if told is not None and told.seq < self.end:
            raise WrongRow(Wrong(told.seq + 1, "inserted"))
        self._look_at_addresses(after)
        self._look_for_addresses(now, after)

    def _told(self) -> Head | None:
        """Where the staff log ended when a row was last added, as that transaction wrote it beside the rows."""
        with looking(self._engine) as connection:
            row = connection.execute(
                select(staff_log_end.c.seq, staff_log_end.c.hash).where(staff_log_end.c.hall_id == self._hall_id)
            ).one_or_none()
        return None if row is None else Head(row.seq, row.hash)

    def _look_at_addresses(self, after: int) -> None:
        """Raises ValueError for an address that is not the one of its entry."""
        entry = (staff_log.c.hall_id == staff_log_address.c.hall_id) & (staff_log.c.seq == staff_log_address.c.seq)
        with looking(self._engine) as connection:
            rows = connection.execute(
                select(
                    staff_log_address.c.seq, staff_log_address.c.salt, staff_log_address.c.address, staff_log.c.detail
                )
                .select_from(staff_log_address.outerjoin(staff_log, entry))
                .where(staff_log_address.c.hall_id == self._hall_id, staff_log_address.c.seq > after)
                .order_by(staff_log_address.c.seq)
            ).all()
        for seq, salt, address, detail in rows:
            if _told_address(seq, detail or "{}") != address_hash(salt, address):
                raise ValueError(Said("address_another", seq=seq))

    def _look_for_addresses(self, now: int, after: int) -> None:
        """Raises ValueError for the first entry whose address is gone before its time. Gone in time is also what was
        old by the instant of an entry behind it: the server's clock may have been ahead once."""
        address = (staff_log.c.hall_id == staff_log_address.c.hall_id) & (staff_log.c.seq == staff_log_address.c.seq)
        young = (staff_log.c.hall_id == self._hall_id, staff_log.c.seq > after, staff_log.c.at > now - SURELY_KEPT_MS)
        with looking(self._engine) as connection:
            rows = connection.execute(
                select(staff_log.c.seq, staff_log.c.at, staff_log.c.detail, staff_log_address.c.seq.label("beside"))
                .select_from(staff_log.outerjoin(staff_log_address, address))
                .where(*young)
                .order_by(staff_log.c.seq.desc())
            ).all()
        latest, first = now, 0
        for seq, at, detail, beside in rows:
            if beside is None and latest - at < SURELY_KEPT_MS and _told_address(seq, detail) is not None:
                first = seq
            latest = max(latest, at)
        if first:
            raise ValueError(Said("address_gone", seq=first))


def _told_address(seq: int, detail: str) -> object:
    """The hash of an entry's address, None for one that has none. Raises ValueError."""
    try:
        return msgspec.json.decode(detail, type=dict[str, object]).get("address")
    except msgspec.MsgspecError as fault:
        raise ValueError(Said("entry_unread", seq=seq, why=str(fault))) from fault
