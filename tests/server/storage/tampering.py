"""What an insider does to a database whose tables are only added to: takes the protection away first."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

from server.storage.append_only import no_longer_append_only_sql

PROTECTED = ("event", "identity_staff_log")


def unprotect(connection: Connection) -> None:
    for table in PROTECTED:
        if inspect(connection).has_table(table):
            for statement in no_longer_append_only_sql(table, connection.dialect.name):
                connection.execute(text(statement))


def tampered(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        unprotect(connection)
        for statement in statements:
            connection.execute(text(statement))
