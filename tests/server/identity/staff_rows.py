"""The staff log as its table has it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from server.identity.staff_log import StaffEntry
from server.identity.tables import staff_log


def staff_rows(connection: Connection, hall_id: str, after: int, limit: int) -> list[StaffEntry]:
    """At most `limit` entries with a `seq` above `after`, in order."""
    mine = (staff_log.c.hall_id == hall_id, staff_log.c.seq > after)
    rows = connection.execute(select(staff_log).where(*mine).order_by(staff_log.c.seq).limit(limit))
    return [StaffEntry(*row) for row in rows]
