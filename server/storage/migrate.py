"""Brings a database to this program's tables: every missing migration in one transaction, or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import structlog
from sqlalchemy import Connection, Engine, exc, inspect, text

from server.storage.append_only import protect
from server.storage.driver_faults import store_fault
from server.storage.faults import LogCorrupt, SchemaTooEarly, SchemaTooNew
from server.storage.schema import REVISION, event

_FIRST_DAYS = "0001"
"""Revision of the tables before events had an envelope; no hall had data, so nothing leads from there (ADR 0010)."""
_LOCK = 0x4A48  # "JH": two servers that start at once on PostgreSQL migrate one after the other

_log = structlog.get_logger()


def migrate(engine: Engine) -> Sequence[str]:
    """Returns the triggers of the log that were gone and are made again, none as a rule; says them in a line too.

    Raises SchemaTooNew when a newer program made the tables, SchemaTooEarly for those of the first days,
    LogCorrupt when the database is damaged and StorageFault when it cannot be used."""
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            found = _revision(connection)
            if found == _FIRST_DAYS:
                raise SchemaTooEarly(
                    "the database was made by a Jiaohao of the first days, whose log is not kept (docs/adr/0010). "
                    "Move it away, or name another in server.database; a new one is made at the start"
                )
            if found != REVISION:
                _upgrade(connection, found)
            restored = protect(connection, event.name)
    except exc.DBAPIError as fault:
        raise store_fault(fault) from fault
    if restored:
        _log.warning("protection_restored", table=event.name, triggers=list(restored))
    return restored


def _revision(connection: Connection) -> str | None:
    there = inspect(connection)
    named = there.has_table("alembic_version")
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version")) if named else None
    if revision is None and there.has_table("event"):
        raise LogCorrupt("there are tables, but nothing says of which version")
    return revision


def _upgrade(connection: Connection, found: str | None) -> None:
    from alembic import command  # half the cold start of a server whose tables are right already
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    known = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    if found is not None and found not in known:
        raise SchemaTooNew(
            f"the database has tables of a newer Jiaohao (revision {found}; this program knows up to {REVISION}). "
            "Run the newer program, or restore the backup from before its first start"
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
