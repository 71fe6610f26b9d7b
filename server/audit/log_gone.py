"""Whether a hall's log is gone as a whole: what stands beside it knows that it was begun."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, Engine, inspect

from server.audit.chain_walk import looking
from server.audit.said import Said
from server.audit.staff_verify import StaffAudit
from server.settings import Settings
from server.storage.faults import LogCorrupt, StorageFault
from server.storage.promise import Promise
from server.storage.schema import business_day, event


def look_for_log(settings: Settings, engine: Engine, identity: Engine, promise: Promise) -> None:
    """Raises LogCorrupt, saying what is gone, when the hall has a promise or a staff log and no log; StorageFault."""
    gone, hall_id = _gone(settings.server.database, engine), settings.hall.hall_id
    if gone and (promise.exists() or _begun(identity, hall_id)):
        raise LogCorrupt(Said("log_gone", hall=hall_id, why=gone))


def _gone(database: URL, engine: Engine) -> str:
    named = database.render_as_string(hide_password=True)
    if engine.dialect.name == "sqlite" and not Path(database.database or "").exists():
        return Said("no_file", store=named)
    with looking(engine) as connection:
        there = inspect(connection)
        lost = [table.name for table in (event, business_day) if not there.has_table(table.name)]
    return Said("no_table", store=named, table=lost[0]) if lost else ""


def _begun(identity: Engine, hall_id: str) -> bool:
    try:
        return StaffAudit(identity, hall_id).begun
    except (StorageFault, LogCorrupt):
        return False
