"""The log's rows are never changed and never removed, by nobody who does not take that protection away first."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, exc, inspect, text
from structlog.testing import capture_logs

from server.storage.append_only import lost_triggers
from server.storage.engine import open_engine
from server.storage.log import HallLog
from server.storage.migrate import migrate
from tests.server.storage.tampering import tampered
from tests.server.storage.test_log import called, opened

CHANGES = (
    "UPDATE event SET at = at + 1 WHERE seq = 2",
    "UPDATE event SET prev_hash = prev_hash",
    "DELETE FROM event WHERE seq = 2",
    "DELETE FROM event",
)


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_the_log(engine: Engine, change: str) -> None:
    log = HallLog(engine, "hall")
    log.append([opened(1), called(1, 1), called(1, 2)], [])
    before = log.load_day()
    with pytest.raises(exc.DBAPIError, match="never changed and never removed"), engine.begin() as connection:
        connection.execute(text(change))
    assert log.load_day() == before
    log.append([called(1, 3)], [])
    assert log.head.seq == 4


def test_a_log_from_before_keeps_its_rows_and_is_protected_from_now_on(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    log = HallLog(engine, "hall")
    log.append([opened(1), called(1, 1)], [])
    before = log.load_day()
    tampered(engine, "UPDATE alembic_version SET version_num = '0003'")
    migrate(engine)
    assert log.load_day() == before
    with pytest.raises(exc.DBAPIError, match="never removed"), engine.begin() as connection:
        connection.execute(text("DELETE FROM event"))
    assert "event" in inspect(engine).get_table_names()


def test_a_start_makes_it_again_where_it_is_gone(url: str) -> None:
    engine = open_engine(url)
    assert not migrate(engine)
    HallLog(engine, "hall").append([opened(1), called(1, 1)], [])
    tampered(engine)
    with capture_logs() as lines:
        restored = migrate(engine)
    verbs = ("update", "delete") if engine.dialect.name == "sqlite" else ("change", "truncate")
    assert list(restored) == [f"event_no_{verb}" for verb in verbs]
    assert [(line["event"], line["triggers"]) for line in lines] == [("protection_restored", list(restored))]
    for change in CHANGES:
        with pytest.raises(exc.DBAPIError, match="never changed and never removed"), engine.begin() as connection:
            connection.execute(text(change))
    assert not migrate(engine)


def test_one_that_is_gone_alone_is_made_again_with_the_others(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    one = "event_no_delete" if engine.dialect.name == "sqlite" else "event_no_change ON event"
    with engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {one}"))
    assert [f"{name} ON event".startswith(one) for name in migrate(engine)] == [True]
    with engine.connect() as connection:
        assert not lost_triggers(connection, "event")


def test_the_protection_is_the_databases_own(engine: Engine) -> None:
    """Whoever may take it away may change a row: that the chain finds."""
    HallLog(engine, "hall").append([opened(1), called(1, 1)], [])
    tampered(engine, *CHANGES[:1])
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM event")).scalar() == 2
