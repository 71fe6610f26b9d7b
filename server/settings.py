"""What the server reads of `config.toml`: the hall (its tables hall, service, counter, notice) and `[server]`.

A fault is a ConfigError that names file, key and what is allowed; nothing is half taken over.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from program.addresses import AddressFault, host_in, reachable
from program.config_file import ConfigError, decode_table, read_tables
from server.domain.config import HallConfig
from server.hall_settings import CounterTable, HallTable, NoticeTable, ServiceTable, hall_config
from server.loopback import is_loopback

_DATABASES = "sqlite:///PATH or postgresql+psycopg://USER@HOST/DATABASE"


class ServerTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[server]`."""

    host: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=0, le=65_535)] = 8765
    public_port: Annotated[int, msgspec.Meta(ge=0, le=65_535)] | None = None
    public_process: bool = False
    database: str = "sqlite:///data/hall.db"
    secret_file: Annotated[str, msgspec.Meta(min_length=1)] = "data/phone.key"  # noqa: S105 - a path
    keys_kept_days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 7
    """How long a command's key is remembered; those of the open business day always are."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    host: str
    """A loopback address."""
    port: int
    """0: any free one."""
    public_port: int | None
    """Has the public surface alone; None: there is none beside `port`. 0: any free one."""
    public_process: bool
    """Whether `public_port` is served by a process of its own, `python -m server public`."""
    database: URL
    """A SQLite path in it is absolute."""
    secret_file: Path
    keys_kept_ms: int


@dataclass(frozen=True, slots=True)
class Settings:
    server: ServerSettings
    hall: HallConfig


def read_settings(path: Path) -> Settings:
    """Paths inside the file are relative to its folder. Raises ConfigError."""
    tables = read_tables(path)
    if "hall" not in tables:
        raise ConfigError(path, "hall", "this table is missing")
    hall = hall_config(
        path,
        decode_table(path, "hall", tables["hall"], HallTable),
        decode_table(path, "service", tables.get("service", []), list[ServiceTable]),
        decode_table(path, "counter", tables.get("counter", []), list[CounterTable]),
        decode_table(path, "notice", tables.get("notice", []), list[NoticeTable]),
    )
    table = decode_table(path, "server", tables.get("server", {}), ServerTable)
    return Settings(
        server=ServerSettings(
            host=_loopback(path, table.host),
            port=table.port,
            public_port=_public_port(path, table),
            public_process=table.public_process,
            database=_database(path, table.database),
            secret_file=_beside(path, "server.secret_file", table.secret_file),
            keys_kept_ms=table.keys_kept_days * 86_400_000,
        ),
        hall=hall,
    )


check = read_settings
"""What `--check` runs; the same faults, nothing else."""


def _loopback(path: Path, host: str) -> str:
    try:
        found = host_in(host)
    except AddressFault:
        found = ""
    if "%" in found or (found != "localhost" and not is_loopback(found)):
        raise ConfigError(
            path,
            "server.host",
            f"`{host}` is refused: until staff can sign in, only this machine may connect; "
            "allowed are 127.0.0.1, ::1 and localhost",
        )
    return found


def _public_port(path: Path, table: ServerTable) -> int | None:
    if table.public_process and table.public_port is None:
        raise ConfigError(path, "server.public_process", "needs a port of its own: server.public_port is left out")
    if table.public_port and table.public_port == table.port:
        raise ConfigError(
            path,
            "server.public_port",
            f"{table.port} is the staff's own, server.port; allowed is any other from 1 to 65535, or leave it out",
        )
    return table.public_port


def _database(path: Path, text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as fault:
        raise ConfigError(path, "server.database", f"is no database URL; allowed are {_DATABASES}") from fault
    if url.drivername == "sqlite":
        return _sqlite(path, url)
    if url.drivername != "postgresql+psycopg":
        raise ConfigError(path, "server.database", f"`{url.drivername}` is not known; allowed are {_DATABASES}")
    if not url.database:
        raise ConfigError(path, "server.database", f"names no database; allowed are {_DATABASES}")
    try:
        _check_postgresql(url)
    except AddressFault as fault:
        raise ConfigError(path, "server.database", f"{fault}; allowed are {_DATABASES}") from fault
    return url


def _check_postgresql(url: URL) -> None:
    """Raises AddressFault for what could never be connected to."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import make_conninfo

    if url.host:
        reachable(host_in(url.host))
    if url.port is not None and not 1 <= url.port <= 65_535:
        raise AddressFault(f"port is 1 to 65535, not `{url.port}`")
    for name in url.query:
        try:
            make_conninfo(**{name: ""})
        except ProgrammingError as fault:
            raise AddressFault(f"has the unknown option `{name}`") from fault


def _sqlite(path: Path, url: URL) -> URL:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:") or url.host or url.query:
        raise ConfigError(path, "server.database", "a hall's log needs a file: sqlite:///PATH")
    file = _beside(path, "server.database", url.database)
    return url.set(database=str(file))


def _beside(path: Path, key: str, text: str) -> Path:
    """`text` as a path, relative to the folder of the config file."""
    file = path.absolute().parent / text
    try:
        folder = file.is_dir()
    except OSError as fault:
        raise ConfigError(path, key, f"is no path of a file: {fault.strerror}") from fault
    if folder:
        raise ConfigError(path, key, f"`{text}` is a folder; the path of a file is needed")
    return file
