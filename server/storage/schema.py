"""Tables. The event log is the truth; the others make its start and its repeats cheap.

Every instant is milliseconds since the epoch, UTC. Changes go through `migrations/`; `REVISION` names the newest.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, Engine, Index, Integer, MetaData, String, Table, Text, select

REVISION = "0004"
"""The newest migration this program knows."""

metadata = MetaData()

# Without rowid the primary key is the table: one tree to write instead of two.
event = Table(
    "event",
    metadata,
    Column("hall_id", String(40), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, nullable=False),
    Column("type", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String(80), nullable=False),
    Column("cause", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    sqlite_with_rowid=False,
)
"""The log, one row for each event, `seq` from 1 without gaps: when, by whom, by which command's key, and what.
`prev_hash` is the hash of the row before."""

command_key = Table(
    "command_key",
    metadata,
    Column("hall_id", String(40), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("intent", String(80), nullable=False),
    Column("what", String(40), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("day", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    # For the newest key, which a start looks at, and the oldest ones, which are forgotten.
    Index("command_key_day", "hall_id", "day", "seq"),
    sqlite_with_rowid=False,
)
"""What keys did: the type and `seq` of the command's last event, or `nothing`, or `cancelled`, with the hash of what
was meant. `day` is the business day in which it came: keys of the open day are never forgotten."""

business_day = Table(
    "business_day",
    metadata,
    Column("hall_id", String(40), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("date", String(10), nullable=False),
    Column("first_seq", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Where each business day begins in the log."""

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("hall_id", String(40), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("author", String(80), nullable=False),
    sqlite_with_rowid=False,
)
"""When the hall's author last proved that it can write, and which process that was."""

log_reader = Table(
    "log_reader",
    metadata,
    Column("hall_id", String(40), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""How far each reader of the log has come: everything up to `seq` is dealt with."""


def body_at(connection: Connection, hall_id: str, seq: int) -> str | None:
    """Of the row at a log position; None where there is none."""
    found: str | None = connection.scalar(select(event.c.body).where(event.c.hall_id == hall_id, event.c.seq == seq))
    return found


def mark(engine: Engine) -> str:
    """How the database's driver writes a parameter."""
    return "?" if engine.dialect.paramstyle == "qmark" else "%s"


def insert_sql(engine: Engine, table: Table) -> str:
    """The driver's own INSERT: many rows cost one call and no work on each."""
    one = mark(engine)
    columns = [engine.dialect.identifier_preparer.quote(column.name) for column in table.columns]
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join([one] * len(columns))})"  # noqa: S608
