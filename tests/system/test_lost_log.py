"""A server whose log lost something: it says what, waits for a person, and never gives a number again by itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.system.hall_server import ROOT, HallServer, issue, write_config
from tests.system.test_start_server import run

pytestmark = pytest.mark.system

ACCEPT = ("-m", "server", "--accept-loss")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Of a hall that has given five numbers and was killed."""
    path = write_config(tmp_path)
    with HallServer(path) as server:
        for number in range(5):
            assert server.ask(issue(f"key-0000{number}"))[1]["number"] == f"E00{number + 1}"
        server.kill()
    return path


def test_a_damaged_end_of_the_write_ahead_log_waits_for_a_word(config: Path) -> None:
    log = config.parent / "data" / "hall.db-wal"
    whole = log.read_bytes()
    log.write_bytes(whole[:-2_000] + b"\xff" * 8 + whole[-1_992:])
    for _ in range(2):
        done = run(config)
        assert done.returncode == 78
        assert "6 was acknowledged: the last " in done.stderr.splitlines()[-1]
        assert done.stderr.splitlines()[-1].endswith("./jiaohao server --accept-loss")
    with HallServer(config, ACCEPT) as server:
        server.logged("loss_accepted")
        assert server.ask(issue("another-1"))[0] == 200
    with HallServer(config) as server:
        assert server.get("/health")["status"] == "ok"


@pytest.mark.parametrize("left", [["phone.key"], ["phone.key", "hall.db-promise-yongkang"]])
def test_a_database_deleted_beside_its_secret_is_no_new_hall(config: Path, left: list[str]) -> None:
    for file in (config.parent / "data").iterdir():
        if file.name not in left:
            file.unlink()
    done = run(config)
    assert done.returncode == 78
    assert done.stderr.splitlines()[-1].endswith("./jiaohao server --accept-loss")
    with HallServer(config, ACCEPT) as server:
        assert server.ask(issue("another-1"))[1]["number"] == "E001"


def test_a_database_deleted_under_its_server_takes_no_command_any_more(config: Path) -> None:
    with HallServer(config) as server:
        for file in (config.parent / "data").glob("hall.db*"):
            file.unlink()
        assert server.ask(issue("another-1"))[0] == 503
        assert "deleted" in server.logged("store_unavailable")["reason"]
        assert server.get("/health")["status"] == "trouble"
        server.kill()
    assert run(config).returncode == 78, "its secret is still there"


def test_a_damaged_file_wants_a_backup_and_no_second_try(config: Path) -> None:
    with HallServer(config) as server:
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

    with HallServer(config) as server:
        server.ask(issue("beside-01"))
        done = audit("--all")
        assert (done.returncode, done.stderr) == (0, "")
        assert "seq 1 to 7" in done.stdout.splitlines()[-1]
        assert server.ask(issue("beside-02"))[0] == 200
    assert audit("--day", "1999-01-01").returncode == 64
