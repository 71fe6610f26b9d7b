"""Which halls have their log in one database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, exc, func, select

from server.storage.driver_faults import store_fault
from server.storage.engine import READS_ONLY
from server.storage.faults import UnknownHall
from server.storage.schema import business_day

NAMED = 5
"""As many of the others are named."""


def refuse_unknown_hall(engine: Engine, hall_id: str, config: Path) -> None:
    """A hall id that was changed would begin an empty hall, and leave the one that is known without a word.

    Raises UnknownHall when the database has the log of other halls and none of this one, StorageFault,
    LogCorrupt.
    """
    try:
        with engine.connect().execution_options(**READS_ONLY) as connection:
            others: list[str] = []
            for known in halls_in(connection, business_day):
                if known == hall_id:
                    return
                others.append(known)
    except exc.DBAPIError as fault:
        raise store_fault(fault) from fault
    if others:
        named = ", ".join(f"`{one}`" for one in others[:NAMED]) + (" and others" if others[NAMED:] else "")
        raise UnknownHall(
            f"{config}: hall.id: this database has the log of {named}, and none of `{hall_id}`. Was the id changed? "
            f"Then put it back; to begin `{hall_id}` as a new hall beside it: ./jiaohao server --new-hall"
        )


def halls_in(connection: Connection, table: Table) -> Iterator[str]:
    """Every hall that has rows there, one look for each: its rows may be thousands."""
    found: str | None = connection.scalar(select(func.min(table.c.hall_id)))
    while found is not None:
        yield found
        found = connection.scalar(select(func.min(table.c.hall_id)).where(table.c.hall_id > found))
