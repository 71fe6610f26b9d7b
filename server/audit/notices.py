"""What whoever verifies should know beside what holds and what does not: nothing of it alone is damage."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, Table

from server.audit.anchor_folder import AnchorFolder
from server.audit.chain_walk import looking
from server.audit.evenings import missing_evenings, sound_evenings
from server.audit.said import Said
from server.identity.tables import staff_log
from server.settings import Settings
from server.storage.append_only import lost_triggers
from server.storage.halls import halls_in
from server.storage.schema import event

NAMED = 10
"""As many dates or halls are named."""
EVERY = 1_000_000
"""More anchors than a folder has."""


def notices(
    settings: Settings, log: Engine, identity: Engine | None, dates: Sequence[str], folders: Sequence[Path]
) -> list[str]:
    """All of them. `identity`: None when there is no staff log; `dates`: of all business days; `folders`: of anchors.
    Raises as `looking`."""
    hall_id = settings.hall.hall_id
    found = [*unprotected(log, event), *other_halls(log, event, hall_id)]
    if identity is not None:
        found += [*unprotected(identity, staff_log), *other_halls(identity, staff_log, hall_id)]
    for folder in folders:
        found += evenings_without(AnchorFolder(folder, hall_id), dates, settings)
    return found


def unprotected(engine: Engine, table: Table) -> list[str]:
    """That a table is changed without the database's objection, where it is. Raises as `looking`."""
    with looking(engine) as connection:
        lost = lost_triggers(connection, table.name)
    if not lost:
        return []
    return [Said("unprotected", table=table.name, triggers=", ".join(lost))]


def other_halls(engine: Engine, table: Table, hall_id: str) -> list[str]:
    """That a table has rows of other halls, of which nothing was looked at. Raises as `looking`."""
    with looking(engine) as connection:
        others = list(islice((one for one in halls_in(connection, table) if one != hall_id), NAMED + 1))
    if not others:
        return []
    named = ", ".join(f"{one[:40]!a}" for one in others[:NAMED])
    if others[NAMED:]:
        named = Said("and_others", named=named)
    return [Said("other_halls", table=table.name, named=named)]


def evenings_without(folder: AnchorFolder, dates: Sequence[str], settings: Settings) -> list[str]:
    """Of which business days' evenings a folder has no anchor, between the first that it has and the last day.
    `dates`: of all business days."""
    kept = [(one.date, one.anchor) for one in reversed(folder.newest(EVERY))]
    missing = missing_evenings(dates, sound_evenings(kept, settings.hall.time_zone))
    if not missing:
        return []
    named = ", ".join(missing[:NAMED])
    if missing[NAMED:]:
        named = Said("and_more", named=named, more=len(missing) - NAMED)
    return [Said("evenings", folder=str(folder.path), named=named)]
