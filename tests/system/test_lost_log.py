"""A server whose log lost something: it says what, waits for a person, and never gives a number again by itself."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from server.storage.append_only import no_longer_append_only_sql
from tests.system.hall_server import ROOT, HallServer, issue, write_config
from tests.system.test_start_server import run

pytestmark = pytest.mark.system

ACCEPT = ("-m", "server", "--accept-loss")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Of a hall that has given five numbers and was killed."""
    path = write_config(tmp_path)
    with HallServer(path, forked=True) as server:
        for number in range(5):
            assert server.ask(issue(f"key-0000{number}"))[1]["number"] == f"E00{number + 1}"
        server.kill()
    return path


def test_a_damaged_end_of_the_write_ahead_log_waits_for_a_word(config: Path) -> None:
    log = config.parent / "data" / "hall.db-wal"
    whole = log.read_bytes()
    damaged = whole[:-2_000] + b"\xff" * 8 + whole[-1_992:]
    log.write_bytes(damaged)
    kept = log.with_name("hall.db-wal.kept-6")
    for _ in range(2):
        done = run(config)
        assert done.returncode == 78
        assert "6 was acknowledged: the last " in done.stderr.splitlines()[-1]
        assert str(kept) in done.stderr.splitlines()[-1]
        assert done.stderr.splitlines()[-1].endswith("./jiaohao server --accept-loss")
        assert kept.read_bytes() == damaged, "what is intact behind the damage can still be rescued"
    with HallServer(config, ACCEPT, forked=True) as server:
        server.logged("loss_accepted")
        assert server.logged("write_ahead_log_kept")["file"] == str(log.with_name("hall.db-wal.lost-6"))
        assert server.ask(issue("another-1"))[0] == 200
    with HallServer(config, forked=True) as server:
        assert server.get("/health")["status"] == "ok"
    assert [one.name for one in log.parent.glob("hall.db-wal.*")] == ["hall.db-wal.lost-6"]


def test_a_damaged_row_leaves_the_write_ahead_log_to_its_rescuer(config: Path) -> None:
    log = config.parent / "data" / "hall.db-wal"
    edited = sqlite3.connect(log.with_name("hall.db"))
    for statement in (*no_longer_append_only_sql("event", "sqlite"), "UPDATE event SET prev_hash = 'no' WHERE seq = 3"):
        edited.execute(statement)
    edited.commit()
    as_found = log.read_bytes()
    copy = log.parent.with_name("copy")
    shutil.copytree(log.parent, copy)  # as a kill leaves it
    edited.close()
    log.parent.rename(log.parent.with_name("closed"))
    copy.rename(log.parent)
    done = run(config)
    assert done.returncode == 65
    kept = log.with_name("hall.db-wal.kept-6")
    assert str(kept) in done.stderr.splitlines()[-1]
    assert kept.read_bytes() == as_found


def test_a_damaged_staff_log_is_said_and_the_hall_goes_on_calling(config: Path) -> None:
    """And both logs that are not protected any more are protected again."""
    data = config.parent / "data"
    for name, table in (("hall.db", "event"), ("identity.db", "identity_staff_log")):
        with closing(sqlite3.connect(data / name)) as edited:
            for statement in no_longer_append_only_sql(table, "sqlite"):
                edited.execute(statement)
            if name == "identity.db":
                edited.execute(f"UPDATE {table} SET detail = '{{}}' WHERE what = 'config_taken'")
            edited.commit()
    with HallServer(config, forked=True) as server:
        assert "seq " in server.logged("staff_log_damaged")["reason"]
        trouble = server.logged("trouble")
        assert (trouble["code"], trouble["blocks"]) == ("staff_log_damaged", False)
        assert server.ask(issue("another-1"))[0] == 200
        assert [one["code"] for one in server.get("/health")["troubles"]] == ["staff_log_damaged"]
        server.signal(signal.SIGTERM)
        assert server.ended() == 0
    for name, table in (("hall.db", "event"), ("identity.db", "identity_staff_log")):
        with closing(sqlite3.connect(data / name)) as looked, pytest.raises(sqlite3.DatabaseError, match="never"):
            looked.execute(f"DELETE FROM {table}")
    with closing(sqlite3.connect(data / "identity.db")) as looked:
        noted = "SELECT detail FROM identity_staff_log WHERE what = 'protection_restored' ORDER BY detail"
        logs = [json.loads(detail)["where"] for (detail,) in looked.execute(noted)]
    assert logs == ["hall_log", "own_log"]


def test_a_sound_start_leaves_no_copy(config: Path) -> None:
    with HallServer(config, forked=True) as server:
        assert server.ask(issue("another-1"))[0] == 200
        assert not list((config.parent / "data").glob("hall.db-wal.*"))


def test_a_promise_that_cannot_be_kept_is_seen_by_staff_and_kept_as_soon_as_it_can(config: Path) -> None:
    promise = config.parent / "data" / "hall.db-promise-yongkang"
    promise.unlink()
    promise.mkdir()
    with HallServer(config, forked=True) as server:
        server.logged("promise_unreadable")
        server.logged("trouble")
        assert [one["code"] for one in server.get("/health")["troubles"]] == ["promise_not_kept"]
        promise.rmdir()
        server.logged("promise_kept_again")
        assert promise.stat().st_size == 1_024


@pytest.mark.parametrize("left", [["phone.key"], ["phone.key", "hall.db-promise-yongkang"]])
def test_a_database_deleted_beside_its_secret_is_no_new_hall(config: Path, left: list[str]) -> None:
    for file in (config.parent / "data").iterdir():
        if file.is_dir():  # anchors, which are written in the evening
            shutil.rmtree(file)
        elif file.name not in left:
            file.unlink()
    done = run(config)
    assert done.returncode == 78
    assert done.stderr.splitlines()[-1].endswith("./jiaohao server --accept-loss")
    with HallServer(config, ACCEPT, forked=True) as server:
        assert server.ask(issue("another-1"))[1]["number"] == "E001"


def test_a_database_deleted_under_its_server_takes_no_command_any_more(config: Path) -> None:
    with HallServer(config, forked=True) as server:
        for file in (config.parent / "data").glob("hall.db*"):
            file.unlink()
        assert server.ask(issue("another-1"))[0] == 503
        assert "deleted" in server.logged("store_unavailable")["reason"]
        assert server.get("/health")["status"] == "trouble"
        server.kill()
    assert run(config).returncode == 78, "its secret is still there"


def test_a_damaged_file_wants_a_backup_and_no_second_try(config: Path) -> None:
    with HallServer(config, forked=True) as server:
        server.logged("listening")
    (config.parent / "data" / "hall.db-wal").unlink(missing_ok=True)
    database = config.parent / "data" / "hall.db"
    whole = database.read_bytes()
    for damaged in (b"not a database, only some text " * 400, whole[:4_096] + b"\x5a" * (len(whole) - 4_096)):
        database.write_bytes(damaged)
        done = run(config)
        assert done.returncode == 65
        assert "restore the newest backup" in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr


def test_the_audit_from_the_front_door_beside_the_server(config: Path) -> None:
    def audit(*words: str) -> subprocess.CompletedProcess[str]:
        command = [str(ROOT / "jiaohao"), "audit", "verify", "--config", str(config), *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    with HallServer(config, forked=True) as server:
        server.ask(issue("beside-01"))
        done = audit("--all")
        assert (done.returncode, done.stderr) == (0, "")
        assert "seq 1 to 7" in done.stdout.splitlines()[-1]
        assert server.ask(issue("beside-02"))[0] == 200
    assert audit("--day", "1999-01-01").returncode == 64
