"""Identity's tables: in a SQLite file of their own, or beside the log in PostgreSQL. Every row belongs to a hall; every
instant is milliseconds since the epoch, UTC."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    event,
    text,
)

from server.storage.append_only import append_only_sql

REVISION = 2
"""What this program knows; a newer one in the database is refused."""

metadata = MetaData()


def _table(name: str, *columns: Column[object] | Index) -> Table:
    return Table(
        f"identity_{name}", metadata, Column("hall_id", String(40), primary_key=True), *columns, sqlite_with_rowid=False
    )


def _text(name: str, length: int, *, key: bool = False) -> Column[object]:
    return Column(name, String(length), primary_key=key, nullable=False)


def _instant(name: str, *, optional: bool = False) -> Column[object]:
    return Column(name, BigInteger, nullable=optional)


revision = Table("identity_revision", metadata, Column("revision", Integer, primary_key=True, autoincrement=False))

changes = _table("changes", Column("count", BigInteger, nullable=False))
"""Goes up with every change, so that a server sees what `./jiaohao admin` did beside it."""

account = _table(
    "account",
    _text("account_id", 40, key=True),
    _text("login", 40),
    _text("name", 80),
    _text("role", 20),
    Column("enabled", Boolean, nullable=False),
    _text("password_hash", 200),
    _instant("password_at"),
    _text("pin_hash", 200),
    _text("totp_secret", 64),
    _instant("totp_step"),
    _instant("created_at"),
    _instant("last_sign_in", optional=True),
    Index("identity_account_login", "hall_id", "login", unique=True),
)
"""Empty hashes and secrets: there is none. `totp_step`: the last one that was used."""

old_password = _table(
    "old_password", _text("account_id", 40, key=True), _instant("until"), _text("password_hash", 200, key=True)
)

session = _table(
    "session",
    _text("session_id", 40, key=True),
    _text("token_hash", 64),
    _text("account_id", 40),
    _text("device_id", 40),
    _text("source", 64),
    Column("by_pin", Boolean, nullable=False),
    Column("must_change", Boolean, nullable=False),
    _instant("created_at"),
    _instant("last_seen"),
)
"""Those that live; an ended one is deleted."""

full_sign_in = _table(
    "full_sign_in",
    _text("account_id", 40, key=True),
    _text("device_id", 40, key=True),
    _text("date", 10),
)
"""The hall's date on which somebody last signed in with the password at a counter."""

known_source = _table("known_source", _text("account_id", 40, key=True), _text("source", 64, key=True), _instant("at"))

failure = _table(
    "failure",
    _text("failure_id", 40, key=True),
    _text("subject", 120),
    _text("source", 64),
    _instant("at"),
    Index("identity_failure_subject", "hall_id", "subject"),
    Index("identity_failure_source", "hall_id", "source"),
)

code = _table(
    "code",
    _text("code_hash", 64, key=True),
    _text("purpose", 20),
    _text("subject", 40),
    _text("name", 80),
    _instant("made_at"),
    _instant("expires_at"),
)
"""One-time codes that nobody used yet. `subject`: the account, or the kind of device."""

device = _table(
    "device",
    _text("device_id", 40, key=True),
    _text("kind", 20),
    _text("name", 80),
    _text("token_hash", 64),
    _instant("enrolled_at"),
    _instant("last_seen", optional=True),
    _text("version", 80),
    _text("address", 80),
    Column("skew_ms", BigInteger),
    _instant("revoked_at", optional=True),
)

staff_log = _table(
    "staff_log",
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _instant("at"),
    _text("by", 80),
    _text("what", 40),
    _text("subject", 40),
    _text("device_id", 40),
    Column("detail", Text, nullable=False),
    _text("prev_hash", 64),
)
"""What `server.identity.staff_log` notes, `seq` from 1 without gaps. `prev_hash` is the hash of the row before."""

staff_log_address = _table(
    "staff_log_address",
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _text("salt", 32),
    _text("address", 80),
)
"""Where an entry came from. The entry has only the hash of both, so that these rows can go and the chain holds."""


staff_log_end = _table("staff_log_end", Column("seq", BigInteger, nullable=False), _text("hash", 64))
"""Where the staff log ends, told in the transaction that adds a row: nothing else holds its last one."""


@event.listens_for(staff_log, "after_create")
def _protect(_: Table, connection: Connection, **__: object) -> None:
    for statement in append_only_sql(staff_log.name, connection.dialect.name):
        connection.execute(text(statement))
