"""Tables that are only added to: the database itself refuses to change or remove a row of theirs.

This stops a slip and a program that was talked into something; whoever may drop a trigger is found by the hash chain.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, inspect, text


def append_only_sql(table: str, dialect: str) -> Sequence[str]:
    """Statements that protect an existing table. `dialect`: `sqlite` or `postgresql`."""
    told = f"the rows of {table} are never changed and never removed"
    if dialect == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
        return [f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {refuse}" for verb in ("update", "delete")]
    refuse = f"EXECUTE FUNCTION {table}_only_added()"
    body = f"$$ BEGIN RAISE EXCEPTION '{told}'; END $$"
    return [
        f"CREATE FUNCTION {table}_only_added() RETURNS trigger LANGUAGE plpgsql AS {body}",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
    ]


def no_longer_append_only_sql(table: str, dialect: str) -> Sequence[str]:
    """Takes that away again."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")]
    return [f"DROP FUNCTION IF EXISTS {table}_only_added() CASCADE"]


def protect(connection: Connection, table: str) -> Sequence[str]:
    """Makes again what a table that is there has lost of it; the names of those triggers, none as a rule."""
    lost = lost_triggers(connection, table) if inspect(connection).has_table(table) else ()
    if lost:
        dialect = connection.dialect.name
        for statement in (*no_longer_append_only_sql(table, dialect), *append_only_sql(table, dialect)):
            connection.execute(text(statement))
    return lost


def lost_triggers(connection: Connection, table: str) -> Sequence[str]:
    """Names of those triggers of `append_only_sql` that an existing table does not have, or that are switched off."""
    if connection.dialect.name == "sqlite":
        verbs = ("update", "delete")
        there = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
    else:
        verbs = ("change", "truncate")
        there = "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(:table) AND tgenabled IN ('O', 'A')"
    found = set(connection.scalars(text(there), {"table": table}))
    return [name for verb in verbs if (name := f"{table}_no_{verb}") not in found]
