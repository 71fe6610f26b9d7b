"""Which kind of fault a database's error is: SQLite says it by a number, PostgreSQL by its SQLSTATE."""

from __future__ import annotations

from sqlalchemy import exc

from server.storage.faults import FaultKind

# sqlite.org/rescode.html; the low byte is the family.
_SQLITE = {
    5: FaultKind.LOCKED,
    6: FaultKind.LOCKED,
    8: FaultKind.READ_ONLY,
    13: FaultKind.DISK_FULL,
    14: FaultKind.AWAY,
}
_SQLITE_EXTENDED = {
    10 | 4 << 8: FaultKind.FLUSH_FAILS,  # SQLITE_IOERR_FSYNC
    10 | 5 << 8: FaultKind.FLUSH_FAILS,  # SQLITE_IOERR_DIR_FSYNC
    8 | 4 << 8: FaultKind.AWAY,  # SQLITE_READONLY_DBMOVED
}
# www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "53100": FaultKind.DISK_FULL,
    "55P03": FaultKind.LOCKED,
    "57014": FaultKind.LOCKED,  # our statement_timeout: what it waited for was held by somebody else
    "40P01": FaultKind.LOCKED,
    "25006": FaultKind.READ_ONLY,
}


def kind_of(fault: exc.DBAPIError) -> FaultKind:
    """FAILS for what neither database says more of."""
    number = getattr(fault.orig, "sqlite_errorcode", None)
    if number is not None:
        return _SQLITE_EXTENDED.get(number) or _SQLITE.get(number & 0xFF, FaultKind.FAILS)
    state = getattr(fault.orig, "sqlstate", None)
    if state is None:  # psycopg: no answer at all
        return FaultKind.AWAY if isinstance(fault, exc.OperationalError) else FaultKind.FAILS
    gone = state[:2] in {"08", "57"} or state.startswith("25P")  # connection, shutdown, a session that idled too long
    return _POSTGRESQL.get(state, FaultKind.AWAY if gone else FaultKind.FAILS)
