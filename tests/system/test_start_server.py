"""The server as its keeper meets it: starts, refuses with a line and a status, stops cleanly."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from server.domain.events import AUTHOR, DayOpened, Fact
from server.domain.opening import is_open
from server.settings import read_settings
from server.storage.engine import open_engine
from server.storage.log import Entry, HallLog
from server.storage.migrate import migrate
from tests.server.storage.tampering import unprotect
from tests.system.hall_server import PROGRAM, ROOT, TAIPEI, HallServer, day_starts, issue, write_config

pytestmark = pytest.mark.system


def run(config: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "server", "--config", str(config), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_says_when_it_listens_and_stops_with_status_zero(tmp_path: Path, ending: signal.Signals) -> None:
    config = write_config(tmp_path)
    with HallServer(config) as server:
        assert server.logged("listening")["event"] == f"listening http://127.0.0.1:{server.port}"
        status, answer = server.ask(issue("key-00001"))
        assert (status, answer["ticket"]["number"]) == (200, "E001")
        server.signal(ending)
        assert server.ended() == 0
        assert server.logged("stopped")["seq"] == 2
    assert (tmp_path / "data" / "phone.key").stat().st_mode & 0o077 == 0
    assert not (tmp_path / "data" / "hall.db-wal").exists(), "checkpointed"
    with HallServer(config) as server:
        assert server.ask(issue("key-00001")) == (200, answer), "the same answer, its token included"


def test_a_rehearsal_runs_on_the_clock_it_was_given(tmp_path: Path) -> None:
    with HallServer(write_config(tmp_path), now="2026-11-23T08:55:00+08:00") as server:
        snapshot = server.get("/api/snapshot")
        assert snapshot["date"] == "2026-11-23"
        assert 0 <= snapshot["at"] - 1_795_395_300_000 < 60_000


def test_a_rehearsal_and_a_real_hall_do_not_share_a_log(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with HallServer(config, now="2026-11-23T08:55:00+08:00"):
        pass
    done = run(config)
    assert (done.returncode, done.stderr.count("\n")) == (78, 1)
    assert done.stderr.startswith("this log was begun with --now, as a rehearsal")
    with HallServer(config, now="2026-11-23T09:00:00+08:00") as again:
        assert again.get("/api/snapshot")["date"] == "2026-11-23"


def test_a_date_in_doubt_waits_names_the_line_to_run_and_ends_cleanly(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    settings = read_settings(config)
    engine = open_engine(settings.server.database)
    migrate(engine)
    opened = DayOpened(1, "2126-01-01", settings.hall)
    HallLog(engine, settings.hall.hall_id).append(
        [Entry(1, Fact(4_922_000_000_000, AUTHOR, "author:past", opened))], []
    )
    held = HallServer(config)
    with ExitStack() as ending:  # it never listens, so nobody enters it
        ending.push(held)
        assert "./jiaohao server --heal-date" in held.logged("date_in_doubt")["reason"]
        held.signal(signal.SIGTERM)
        assert held.ended() == 0
        assert [record["event"] for record in held.records] == ["date_in_doubt", "stopped"]
    with HallServer(config, (*PROGRAM, "--heal-date", "the battery was flat")) as healed:
        assert healed.logged("time_corrected")["reason"] == "the battery was flat"
        assert healed.get("/api/snapshot")["date"] < "2126"


def test_a_check_ends_without_touching_anything(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    assert run(config, "--check").returncode == 0
    config.write_text(config.read_text(encoding="utf-8").replace('prefix = "B"', 'prefix = "A"'), encoding="utf-8")
    done = run(config, "--check")
    assert done.returncode == 78
    assert done.stderr.startswith(
        f"{config}: service[1].prefix: its numbers, A001 to A799, and those of service[0].prefix"
    )
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--now", "yesterday"], "--now: "),
        (["--now", "2026-11-23T08:55:00"], "needs a UTC offset"),
    ],
)
def test_a_bad_instant_is_refused(tmp_path: Path, arguments: list[str], line: str) -> None:
    done = run(write_config(tmp_path), *arguments)
    assert done.returncode == 78
    assert line in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_missing_config_is_one_line_and_78(tmp_path: Path) -> None:
    done = run(tmp_path / "none.toml")
    assert done.returncode == 78
    assert done.stderr == f"{tmp_path / 'none.toml'}: cannot be read: No such file or directory\n"


def test_a_port_in_use_is_one_line_and_nothing_is_made(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        config.write_text(config.read_text(encoding="utf-8").replace("port = 0", f"port = {port}"), encoding="utf-8")
        done = run(config)
    assert done.returncode == 75
    assert done.stderr == f"cannot listen on 127.0.0.1 port {port}: Address already in use\n"
    assert not (tmp_path / "data").exists()


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "phone.key").write_text("ab" * 32)
    (tmp_path / "data" / "phone.key").chmod(0o644)
    done = run(write_config(tmp_path))
    assert done.returncode == 78
    assert "chmod 600" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_newer_programs_store_is_refused(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    engine = open_engine(read_settings(config).server.database)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    done = run(config)
    assert done.returncode == 78
    assert "newer Jiaohao" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_damaged_log_is_refused_and_named(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with HallServer(config) as server:
        for number in range(3):
            server.ask(issue(f"key-0000{number}"))
    with open_engine(read_settings(config).server.database).begin() as connection:
        unprotect(connection)
        connection.execute(text("UPDATE event SET body = replace(body, 'E002', 'E009') WHERE seq = 3"))
    done = run(config)
    assert done.returncode == 65
    restored, last = done.stderr.splitlines()
    assert "protection_restored" in restored
    assert "the log is damaged: hall yongkang: seq 4 " in last


def test_a_store_that_is_away_is_one_line_without_its_password(tmp_path: Path) -> None:
    away = f"postgresql+psycopg://jh:geheim@/hall?host={tmp_path}"
    done = run(write_config(tmp_path, away))
    assert done.returncode == 75
    assert done.stderr.startswith("postgresql+psycopg://jh:***@/hall")
    assert "geheim" not in done.stderr
    assert done.stderr.count("\n") == 1


PAST_DAYS, TICKETS_A_DAY = 100, 1_000


def test_a_start_after_a_hundred_thousand_tickets_reads_one_day(tmp_path: Path) -> None:
    """The past is made by one statement for each table; what is counted is rows, not seconds."""
    config = write_config(tmp_path)
    settings = read_settings(config)
    engine = open_engine(settings.server.database)
    migrate(engine)
    log = HallLog(engine, settings.hall.hall_id)
    first = Entry(1, Fact(1, AUTHOR, "author:past", DayOpened(1, "2020-01-01", settings.hall)))
    log.append([first], [])
    past = PAST_DAYS * TICKETS_A_DAY
    with engine.begin() as connection:
        connection.execute(
            text(
                "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < :last) "
                "INSERT INTO event SELECT 'yongkang', i, (i - 2) / :each + 1, 'ticket_issued', 1, i, "
                "'kiosk', 'past', '{\"at\":' || i || '}', printf('%064x', i) FROM n"
            ),
            {"last": past + 1, "each": TICKETS_A_DAY},
        )
        connection.execute(
            text(
                "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < :days) "
                "INSERT INTO business_day SELECT 'yongkang', i, '2020-01-01', (i - 1) * :each + 2 FROM n"
            ),
            {"days": PAST_DAYS, "each": TICKETS_A_DAY},
        )
        row = connection.execute(text("SELECT body FROM event WHERE seq = 1")).scalar_one()
        connection.execute(
            text(
                "INSERT INTO event VALUES ('yongkang', :seq, :day, 'day_opened', 1, 1, 'author', 'past', :body, :hash)"
            ),
            {
                "seq": past + 2,
                "day": PAST_DAYS + 1,
                "body": row.replace('"day":1', f'"day":{PAST_DAYS + 1}'),
                "hash": "0" * 64,
            },
        )
        connection.execute(
            text("INSERT INTO business_day VALUES ('yongkang', :day, '2020-01-01', :seq)"),
            {"seq": past + 2, "day": PAST_DAYS + 1},
        )
    day = HallLog(engine, settings.hall.hall_id).load_day()
    assert (day.first_seq, len(day.facts), day.head.seq) == (past + 2, 1, past + 2)
    with engine.connect() as connection:
        plan = connection.execute(
            text("EXPLAIN QUERY PLAN SELECT * FROM event WHERE hall_id = 'yongkang' AND seq >= 5 ORDER BY seq")
        ).all()
    assert [step[3] for step in plan] == ["SEARCH event USING PRIMARY KEY (hall_id=? AND seq>?)"]
    with HallServer(config, (*PROGRAM, "--confirm-date")) as server:
        assert server.ask(issue("key-00001"))[1]["ticket"]["ticket_id"] == f"{PAST_DAYS + 2}-E001"
        assert server.get("/health")["seq"] == past + 4


def test_a_second_server_on_the_same_log_does_not_begin_and_says_who_does(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with HallServer(config) as first:
        assert first.ask(issue("first-0001"))[1]["number"] == "E001"
        second = run(config)
        assert second.returncode == 75
        assert "another server" in second.stderr.splitlines()[-1]
        assert str(first.process_id) in second.stderr.splitlines()[-1]
        assert first.ask(issue("first-0002"))[1]["number"] == "E002"
        assert first.get("/health")["status"] == "ok"
    with HallServer(config) as third:
        assert third.ask(issue("third-0001"))[1]["number"] == "E003"


def test_a_changed_hall_id_begins_no_empty_hall_without_a_word(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with HallServer(config) as server:
        assert server.ask(issue("first-0001"))[1]["number"] == "E001"
        server.signal(signal.SIGTERM)
        assert server.ended() == 0
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('id = "yongkang"', 'id = "yongkang-2"', 1), encoding="utf-8")
    done = run(config)
    assert done.returncode == 78
    assert "`yongkang`, and none of `yongkang-2`" in done.stderr.splitlines()[-1]
    with HallServer(config, (*PROGRAM, "--new-hall")) as server:
        assert server.ask(issue("first-0001"))[1]["number"] == "E001"
        server.signal(signal.SIGTERM)
        assert server.ended() == 0
    with HallServer(config) as server:
        assert server.get("/health")["seq"] == 2, "it has begun: no word is needed again"


def test_a_hall_under_test_is_open_whenever_the_tests_run(tmp_path: Path) -> None:
    """On holidays too, and around midnight."""
    hall = read_settings(write_config(tmp_path)).hall
    first = datetime(2026, 1, 1, tzinfo=TAIPEI)
    for minutes in range(-1, 800 * 24 * 60, 8 * 60):
        at = int((first + timedelta(minutes=minutes)).timestamp() * 1000)
        assert all(is_open(service, hall, at) for service in hall.services), first + timedelta(minutes=minutes)


@pytest.mark.parametrize(("hour", "starts"), [(0, 240), (1, 240), (2, 0), (4, 0), (5, 0), (6, 240), (23, 240)])
def test_no_business_day_of_a_hall_under_test_ends_within_two_hours(hour: int, starts: int) -> None:
    """Whenever the tests run."""
    now = datetime(2026, 11, 28, hour, 59, tzinfo=TAIPEI)
    chosen = day_starts(now)
    assert chosen == f"{starts // 60:02}:00"
    left = (starts - (now.hour * 60 + now.minute)) % (24 * 60)
    assert left > 120
