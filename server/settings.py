"""What the server reads of `config.toml`: the hall (hall, service, counter, visitor_class, notice, note, day, routing),
`[server]`, `[sign_in]`, `[limits]`, `[estimate]`.

A fault is a ConfigError that names file, key and what is allowed; nothing is half taken over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import msgspec
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from program.addresses import AddressFault, host_in, reachable
from program.config_file import ConfigError, Faults, decode_table, read_tables
from program.config_lines import with_lines
from server.calendar_settings import DayTable
from server.class_settings import VisitorClassTable
from server.counter_settings import CounterTable
from server.domain.config import Guide, HallConfig
from server.guide_files import USUAL_FOLDER, guide_files, unread_guides
from server.guide_numbers import NumbersTable
from server.guide_settings import GuideTable
from server.hall_settings import HallTable, NoteTable, NoticeTable, guide_checks, hall_config
from server.number_pace import NumberLimits
from server.paths_beside import path_beside
from server.port_settings import PortSettings, port_settings
from server.routing_settings import RoutingTable
from server.server_table import EstimateTable, LimitsTable, ServerTable, SignInTable
from server.service_settings import ServiceTable

_DATABASES = "sqlite:///PATH or postgresql+psycopg://USER@HOST/DATABASE"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Of `[server]`, what is kept where."""

    database: URL
    """A SQLite path in it is absolute."""
    identity: URL
    """Where accounts, sessions and devices are kept: a SQLite file of its own, or tables in a PostgreSQL `database`."""
    first_code_file: Path
    """Keeps the code with which the first administrator is made, as long as there is none."""
    secret_file: Path
    anchors: Path
    """Folder to which the anchor of each evening is written."""
    keys_kept_ms: int


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """`[sign_in]`."""

    policy: Literal["asvs", "tw-gov"]
    idle_minutes: int
    absolute_hours: int
    totp_for_administrators: bool


@dataclass(frozen=True, slots=True)
class Settings:
    ports: PortSettings
    server: ServerSettings
    sign_in: SignInSettings
    numbers: NumberLimits
    estimate_shown: bool
    """Whether waits are reckoned, and told."""
    hall: HallConfig
    unread_guides: tuple[str, ...] = ()
    """Files beside the guides that are none because of their names."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Those tables of the file that are the server's."""

    hall: HallTable
    service: list[ServiceTable] = []
    counter: list[CounterTable] = []
    visitor_class: list[VisitorClassTable] = []
    notice: list[NoticeTable] = []
    note: list[NoteTable] = []
    day: list[DayTable] = []
    routing: RoutingTable = RoutingTable()
    server: ServerTable = ServerTable()
    sign_in: SignInTable = SignInTable()
    limits: LimitsTable = LimitsTable()
    estimate: EstimateTable = EstimateTable()


def read_settings(path: Path) -> Settings:
    """Paths inside the file are relative to its folder. Raises ConfigError with every fault of the file and of those
    beside it, but for those that only follow from another."""
    with with_lines():
        return _read(path)


def _read(path: Path) -> Settings:
    tables = read_tables(path)
    if "hall" not in tables:
        raise ConfigError(path, "hall", "this table is missing")
    faults = Faults()
    own = {name: table for name, table in tables.items() if name in _File.__struct_fields__}
    file = faults.of(None, decode_table, path, "", own, _File)
    if file is None:
        faults.of(None, _check_guides, path, tables)
        faults.refuse()
    hall = faults.of(
        None,
        hall_config,
        path,
        file.hall,
        file.service,
        file.counter,
        file.notice,
        notes=file.note,
        classes=file.visitor_class,
        days=file.day,
        routing_table=file.routing,
    )
    ports = faults.of(None, port_settings, path, file.server)
    server = faults.of(None, _server, path, file.server, "hall" if hall is None else hall.hall_id)
    if hall is None or ports is None or server is None:
        faults.refuse()
    guides = path_beside(path, "hall.guides", file.hall.guides, folder=True)
    without = [one.service_id for one in hall.services if replace(one.guide, languages=()) == Guide()]
    services = [one.service_id for one in hall.services]
    return Settings(
        ports=ports,
        server=server,
        sign_in=SignInSettings(
            policy=file.sign_in.policy,
            idle_minutes=file.sign_in.idle_minutes,
            absolute_hours=file.sign_in.absolute_hours,
            totp_for_administrators=file.sign_in.totp_for_administrators,
        ),
        numbers=NumberLimits(file.limits.numbers_a_minute, file.limits.numbers_at_once),
        estimate_shown=file.estimate.shown,
        hall=hall,
        unread_guides=tuple(name for name, _ in unread_guides(guides, services, without)),
    )


class _OfGuides(msgspec.Struct, frozen=True, kw_only=True):
    """What `[hall]` says of guides, whatever else it says."""

    languages: list[str]
    kiosk_languages: list[str] = []
    guides: str = USUAL_FOLDER
    guide_numbers: NumbersTable = {}


def _check_guides(path: Path, tables: dict[str, Any]) -> None:
    """Those beside a file that has faults of its own, as far as what they must be can be told. Raises ConfigError."""
    try:
        told = decode_table(path, "hall", tables["hall"], _OfGuides)
        checks = guide_checks(path, told.languages, told.kiosk_languages, told.guide_numbers)
    except ConfigError:
        return
    services = tables.get("service", ())
    ids = [one.get("id") for one in services if isinstance(one, dict)] if isinstance(services, list) else []
    guide_files(checks, path, told.guides, {one: GuideTable() for one in ids if isinstance(one, str)})


check = read_settings
"""What `--check` runs; the same faults, nothing else."""


def _server(path: Path, table: ServerTable, hall_id: str) -> ServerSettings:
    database = _database(path, table.database)
    identity_file = path_beside(path, "server.identity_file", table.identity_file)
    identity = database
    if database.drivername == "sqlite":
        identity = database.set(database=str(identity_file))
        if identity == database:
            raise ConfigError(
                path, "server.identity_file", "is the hall's log, server.database; it needs a file of its own"
            )
    return ServerSettings(
        database=database,
        identity=identity,
        first_code_file=identity_file.with_name(f"{identity_file.stem}-{hall_id}.first-code"),
        secret_file=path_beside(path, "server.secret_file", table.secret_file),
        anchors=path_beside(path, "server.anchors", table.anchors, folder=True),
        keys_kept_ms=table.keys_kept_days * 86_400_000,
    )


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
    file = path_beside(path, "server.database", url.database)
    return url.set(database=str(file))
