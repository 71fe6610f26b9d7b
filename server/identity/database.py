"""Identity's database: opening it, and bringing its tables to this program's revision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import URL, Connection, Engine, delete, event, exc, insert, inspect, select, text

from server.identity.tables import REVISION, metadata, revision, staff_log
from server.storage.append_only import protect
from server.storage.driver_faults import store_fault
from server.storage.engine import open_engine
from server.storage.faults import SchemaTooNew

_LOCK = 0x4A49  # "JI": two programs that start at once on PostgreSQL make the tables one after the other
_WRITER = 0x4A57  # "JW": with the hall's hash


def open_identity(database: URL) -> Engine:
    """The engine of identity's database: PostgreSQL, or a SQLite file that only its owner may read, made
    here; what is deleted there is overwritten. Connects to nothing yet. Raises StorageFault, SqliteTooOld."""
    engine = open_engine(database)
    if database.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _overwrite)
    return engine


def _overwrite(connection: Any, _: object) -> None:
    connection.execute("PRAGMA secure_delete=ON").close()


def prepare(engine: Engine) -> Sequence[str]:
    """Makes the tables that are missing; those of an earlier revision keep what they hold. Returns the triggers of the
    staff log that were gone and are made again, none as a rule: to be noted (`staff_log.note_restored`).

    Raises SchemaTooNew when a newer program made the tables, StorageFault or LogCorrupt when the database cannot be
    used."""
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            found = _revision(connection)
            if found is not None and found > REVISION:
                raise SchemaTooNew(
                    f"the accounts' database has tables of a newer Jiaohao (revision {found}; this program knows up to "
                    f"{REVISION}). Run the newer program, or restore the backup from before its first start"
                )
            if found is None or found < REVISION:
                metadata.create_all(connection)  # revision 2 only added tables to those of 1
                connection.execute(delete(revision))
                connection.execute(insert(revision).values(revision=REVISION))
            return protect(connection, staff_log.name)
    except exc.DBAPIError as fault:
        raise store_fault(fault) from fault


def one_writer(connection: Connection, hall_id: str) -> None:
    """Begins a transaction that writes: until its end no other one writes in this hall. SQLite begins each so."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT pg_advisory_xact_lock(:lock, hashtext(:hall))"), {"lock": _WRITER, "hall": hall_id}
        )


def _revision(connection: Connection) -> int | None:
    if not inspect(connection).has_table(revision.name):
        return None
    return connection.scalar(select(revision.c.revision))
