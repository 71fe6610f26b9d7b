"""A damaged database is called damaged wherever it is met; what may pass is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from server.storage.engine import open_engine
from server.storage.faults import LogCorrupt, StorageFault
from server.storage.log import HallLog
from server.storage.log_end import LogEnds
from server.storage.migrate import migrate
from server.storage.reader import LogReader
from tests.postgres import Cluster
from tests.server.storage.test_log import HALL, called, edited, key, opened

PAGE = 4_096

Use = Callable[[Engine], object]


def load(engine: Engine) -> object:
    return HallLog(engine, HALL.hall_id).load_day()


def append(engine: Engine) -> object:
    return HallLog(engine, HALL.hall_id).append([opened(1)], [key("one-key", 1)])


def remember(engine: Engine) -> object:
    log = HallLog(engine, HALL.hall_id)
    log.load_day()
    return log.append([], [key("one-key", 1)])


def ask(engine: Engine) -> object:
    return HallLog(engine, HALL.hall_id).remembered(["any-key"])


def beat(engine: Engine) -> object:
    HallLog(engine, HALL.hall_id).beat(1, "author")
    return None


def read(engine: Engine) -> object:
    return LogReader(engine, HALL.hall_id, "phones").read(after=0)


def look(engine: Engine) -> object:
    return LogEnds(open_engine(engine.url, follows=True), HALL.hall_id).end()


def page_of(database: Path, name: str) -> int:
    engine = open_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        return int(
            connection.execute(
                text("SELECT rootpage FROM sqlite_master WHERE name = :name"), {"name": name}
            ).scalar_one()
        )


@pytest.fixture
def database(tmp_path: Path) -> Path:
    engine = open_engine(f"sqlite:///{tmp_path}/hall.db")
    migrate(engine)
    log = HallLog(engine, HALL.hall_id)
    log.append([opened(1), called(1, 1)], [key("first-key", 2)])
    log.release()
    return tmp_path / "hall.db"


@pytest.mark.parametrize(
    ("table", "use"),
    [
        ("event", load),
        ("event", read),
        ("event", append),
        ("command_key", ask),
        ("command_key", remember),
        ("command_key_day", remember),
        ("heartbeat", beat),
        ("business_day", load),
        ("business_day", look),
        ("event", look),
        ("alembic_version", migrate),
    ],
)
def test_a_damaged_page_is_damage_wherever_it_is_met(database: Path, table: str, use: Use) -> None:
    root = page_of(database, table)
    with database.open("r+b") as file:
        file.seek((root - 1) * PAGE)
        file.write(b"\x5a" * PAGE)
    with pytest.raises(LogCorrupt, match="malformed"):
        use(open_engine(f"sqlite:///{database}"))


@pytest.mark.parametrize("use", [migrate, load, append, ask, beat, read, look])
def test_a_file_that_is_no_database_is_damage(database: Path, use: Use) -> None:
    database.write_bytes(b"not a database, only some text " * 400)
    with pytest.raises(LogCorrupt, match="not a database"):
        use(open_engine(f"sqlite:///{database}"))


def test_a_file_cut_short_is_damage(database: Path) -> None:
    with database.open("r+b") as file:
        file.truncate(2 * PAGE)
    with pytest.raises(LogCorrupt):
        load(open_engine(f"sqlite:///{database}"))


def test_bytes_that_are_no_text_are_damage(database: Path) -> None:
    engine = open_engine(f"sqlite:///{database}")
    edited(engine, "UPDATE event SET body = CAST(x'fffe' AS TEXT) WHERE seq = 2")
    with pytest.raises(LogCorrupt, match="UTF-8"):
        load(engine)


def test_tables_without_their_version_are_damage(engine: Engine) -> None:
    edited(engine, "DELETE FROM alembic_version")
    with pytest.raises(LogCorrupt, match="of which version"):
        migrate(engine)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("state", "fault"), [("XX001", LogCorrupt), ("XX002", LogCorrupt), ("XX000", StorageFault), ("53100", StorageFault)]
)
@pytest.mark.parametrize(("table", "use"), [("event", append), ("command_key", remember), ("heartbeat", beat)])
def test_what_postgresql_calls_damage_is_damage(
    postgres: Cluster, state: str, fault: type[Exception], table: str, use: Use
) -> None:
    engine = open_engine(postgres.new_database())
    migrate(engine)
    edited(
        engine,
        "CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION SQLSTATE '{state}'; END $$",
    )
    edited(engine, f"CREATE TRIGGER fails BEFORE INSERT ON {table} EXECUTE FUNCTION fails()")
    with pytest.raises(fault):
        use(engine)
    engine.dispose()
