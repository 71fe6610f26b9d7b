"""What a driver's exception means: damage, which only a backup mends, or the world's fault, which may pass."""

from __future__ import annotations

from sqlalchemy import exc

from server.storage.fault_kinds import kind_of
from server.storage.faults import LogCorrupt, StorageFault

_SQLITE_DAMAGE = {11, 26}
"""Primary result codes SQLITE_CORRUPT and SQLITE_NOTADB (sqlite.org/rescode.html)."""
_SQLITE_DAMAGE_BELOW = {8_202, 8_458}
"""Extended codes SQLITE_IOERR_DATA and SQLITE_IOERR_CORRUPTFS: a checksum below SQLite does not hold."""
_POSTGRESQL_DAMAGE = {"XX001", "XX002"}
"""data_corrupted and index_corrupted (postgresql.org/docs/current/errcodes-appendix.html)."""
_UNDECODABLE = "Could not decode to UTF-8"
"""How Python's SQLite driver begins what has no code: a text whose bytes are none."""


def is_damage(fault: exc.DBAPIError) -> bool:
    """Whether the database says of itself that it is damaged."""
    code = getattr(fault.orig, "sqlite_errorcode", None)
    if isinstance(code, int):
        return code & 0xFF in _SQLITE_DAMAGE or code in _SQLITE_DAMAGE_BELOW
    return getattr(fault.orig, "sqlstate", None) in _POSTGRESQL_DAMAGE or str(fault.orig).startswith(_UNDECODABLE)


def store_fault(fault: exc.DBAPIError) -> LogCorrupt | StorageFault:
    """LogCorrupt for damage, StorageFault for everything else that a database may say."""
    if is_damage(fault):
        return LogCorrupt(f"the database says: {fault.orig}")
    return StorageFault(str(fault.orig), kind_of(fault))


def statement_fault(fault: exc.DBAPIError) -> BaseException:
    """The same for a statement that was tried before: the fault itself when the statement is wrong, which is ours."""
    ours = isinstance(fault, exc.ProgrammingError | exc.DataError | exc.NotSupportedError)
    return fault if ours and not fault.connection_invalidated and not is_damage(fault) else store_fault(fault)
