"""Where both logs of a hall end now, for an anchor."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import Engine, select

from server.audit.chain_walk import looking
from server.identity.staff_log import staff_head
from server.storage.chain import GENESIS, EventRow, Head, row_hash
from server.storage.faults import LogCorrupt
from server.storage.schema import event


class Heads(Protocol):
    def events(self) -> Head:
        """Of the hall's log. Raises StorageFault or LogCorrupt, as everything here; may wait for a disk."""
        ...

    def staff(self) -> Head:
        """Of the staff log."""
        ...


class StoredHeads:
    """As the databases have them."""

    def __init__(self, log: Engine, identity: Engine, hall_id: str, *, staff_fault: str = "") -> None:
        """`staff_fault`: what is known to be wrong with the staff log. Then it has no head: an anchor would vouch for
        the damage."""
        self._staff_fault = staff_fault
        self._log = log
        self._identity = identity
        self._hall_id = hall_id

    def events(self) -> Head:
        newest = select(event).where(event.c.hall_id == self._hall_id).order_by(event.c.seq.desc()).limit(1)
        with looking(self._log) as connection:
            row = connection.execute(newest).one_or_none()
        if row is None:
            return GENESIS
        last = EventRow(*row)
        return Head(last.seq, row_hash(last))

    def staff(self) -> Head:
        if self._staff_fault:
            raise LogCorrupt(f"the staff log is damaged: {self._staff_fault}")
        with looking(self._identity) as connection:
            return staff_head(connection, self._hall_id)
