"""Opening the database that a URL names.

SQLite: WAL and `synchronous=FULL` (with NORMAL an acknowledged ticket can vanish in a power cut), `BEGIN IMMEDIATE`
for every transaction that writes (a deferred one that reads first fails at once when another holds the lock,
whatever the busy timeout), and a library without the WAL-reset race (sqlite.org/wal.html#walresetbug).
"""

from __future__ import annotations

import importlib
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool, Pool, QueuePool

from server.storage.faults import SqliteTooOld, StorageFault

SQLITE_FLOOR = (3, 51, 3)
BUSY_MS = 5_000
IDLE_MS = 4_000
"""How long a PostgreSQL session may do nothing within a transaction, or not answer."""
CHECKPOINT_PAGES = 8_000
"""Of 4 KB in the write-ahead log. `HallLog.tidy` empties it long before; in a flood without rest SQLite does, within
a commit.
"""
WRITER_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    f"wal_autocheckpoint={CHECKPOINT_PAGES}",
    "foreign_keys=ON",
)
LOOKER_PRAGMAS = ("query_only=ON",)
READS_ONLY = {"reads_only": True}
"""Execution options of a connection whose transactions never write."""
NO_TRANSACTION = {"no_transaction": True}
"""Execution options of a connection for statements that must stand outside of any transaction."""


def open_engine(url: str | URL, *, follows: bool = False, looks: bool = False) -> Engine:
    """The engine for `sqlite:///ABSOLUTE/PATH` or `postgresql+psycopg://…`; connects to nothing yet.

    `follows`: for who looks many times a second at what another process writes. Connections stay open for the next
    use, until `dispose`, and a SQLite file that is not there is not made. Else it is made here, and only its owner may
    read it, as well as one that is there already.
    `looks`: for who only reads, beside the author or without one; nothing can be written over it.

    Raises SqliteTooOld, and StorageFault when a SQLite file or its folder cannot be made.
    """
    url = make_url(url)
    pool = QueuePool if follows else NullPool
    if url.get_backend_name() != "sqlite":
        return _postgresql(url, pool, looks=looks)
    if follows or looks:
        mode = "ro" if looks else "rw"
        url = url.set(database=f"file:{quote(url.database or '')}", query={"mode": mode, "uri": "true"})
    elif url.database:
        _make_folder(Path(url.database).parent)
        _keep_private(Path(url.database))
    return _sqlite(url, pool, WRITER_PRAGMAS if not looks else LOOKER_PRAGMAS)


def _postgresql(url: URL, pool: type[Pool], *, looks: bool) -> Engine:
    """Commits wait for the disk whatever the server's default, and no statement waits for a lock for ever."""
    options = (
        f"-c synchronous_commit=on -c lock_timeout={BUSY_MS} -c statement_timeout={2 * BUSY_MS} "
        # What a frozen or vanished author has left open ends before whoever waits for it gives up.
        f"-c idle_in_transaction_session_timeout={IDLE_MS} -c tcp_user_timeout={IDLE_MS} "
        "-c tcp_keepalives_idle=2 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=2"
        f"{' -c default_transaction_read_only=on' if looks else ''}"
    )
    return create_engine(url, poolclass=pool, connect_args={"connect_timeout": 5, "options": options})


def sqlite_module() -> ModuleType:
    """The standard `sqlite3` when it is new enough, else `pysqlite3`. Raises SqliteTooOld with the reason."""
    if sqlite3.sqlite_version_info >= SQLITE_FLOOR:
        return sqlite3
    floor = ".".join(map(str, SQLITE_FLOOR))
    try:
        wheel = importlib.import_module("pysqlite3")
    except ImportError:
        raise SqliteTooOld(
            f"this Python has SQLite {sqlite3.sqlite_version}; {floor} or newer is needed, since older ones can "
            "corrupt the database when a checkpoint and a writer meet. Install pysqlite3, or use PostgreSQL"
        ) from None
    if wheel.sqlite_version_info < SQLITE_FLOOR:
        raise SqliteTooOld(f"pysqlite3 carries SQLite {wheel.sqlite_version}; {floor} or newer is needed")
    return wheel


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StorageFault(f"{folder}: cannot be made: {fault.strerror}") from fault


def _keep_private(file: Path) -> None:
    """What SQLite makes beside it has the same mode."""
    try:
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        for one in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
            with suppress(FileNotFoundError):
                one.chmod(0o600)
    except OSError as fault:
        raise StorageFault(f"{file}: {fault.strerror}") from fault


def _sqlite(url: URL, pool: type[Pool], pragmas: tuple[str, ...]) -> Engine:
    engine = create_engine(url, module=sqlite_module(), poolclass=pool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver starts no transaction of its own; `_begin` does
        for pragma in (f"busy_timeout={BUSY_MS}", "trusted_schema=OFF", *pragmas):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("no_transaction", False):
            connection.exec_driver_sql("BEGIN" if options.get("reads_only", False) else "BEGIN IMMEDIATE")

    return engine
