"""Tables come into being in one transaction, are the ones the code speaks of, and a newer program's are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import server.storage
from server.storage import migrate as subject
from server.storage.engine import open_engine
from server.storage.faults import SchemaTooEarly, SchemaTooNew
from server.storage.migrate import migrate
from server.storage.schema import REVISION, metadata


def test_migrations_make_the_tables_that_the_code_speaks_of(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_one_the_code_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(server.storage.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def test_a_newer_programs_tables_are_refused_and_left_alone(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew, match="newer Jiaohao.*9999.*up to " + REVISION):
        migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"


def test_tables_of_the_first_days_are_refused_in_plain_words_and_left_alone(url: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
        connection.execute(text("CREATE TABLE event (hall_id VARCHAR(40), seq BIGINT, body TEXT)"))
    with pytest.raises(SchemaTooEarly, match=r"first days.*Move it away"):
        migrate(engine)
    assert set(inspect(engine).get_table_names()) == {"alembic_version", "event"}


def test_a_migration_that_fails_leaves_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(url)
    real: Any = subject._upgrade

    def fails_at_the_end(*arguments: Any) -> None:
        real(*arguments)
        raise RuntimeError("power cut")

    monkeypatch.setattr(subject, "_upgrade", fails_at_the_end)
    with pytest.raises(RuntimeError, match="power cut"):
        migrate(engine)
    assert inspect(engine).get_table_names() == []
    monkeypatch.undo()
    migrate(engine)
    assert "event" in inspect(engine).get_table_names()
