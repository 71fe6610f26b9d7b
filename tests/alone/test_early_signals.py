"""Signals that come while a program of ours is still starting: a reload ends nothing, an end is clean."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.settings import read_settings
from server.storage.engine import open_engine, sqlite_module
from server.storage.migrate import migrate
from tests.system.hall_server import PROGRAM, ROOT, HallServer, write_config

pytestmark = pytest.mark.system

PUBLIC = ("-m", "server", "public")
PROGRAMS = pytest.mark.parametrize("program", [PROGRAM, PUBLIC], ids=["server", "public"])


def config_in(folder: Path) -> Path:
    config = write_config(folder)
    text = config.read_text(encoding="utf-8")
    both = "port = 0\npublic_port = 0\npublic_process = true\n"
    config.write_text(text.replace("port = 0\n", both, 1), encoding="utf-8")
    return config


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.002)


@contextmanager
def begun(config: Path, program: Sequence[str] = PROGRAM) -> Iterator[HallServer]:
    """A program that need not come to listen."""
    server = HallServer(config, program)
    try:
        yield server
    finally:
        server.__exit__(None, None, None)


@contextmanager
def importing(config: Path, program: Sequence[str]) -> Iterator[HallServer]:
    """One that is busy with the slow part of its imports."""
    with begun(config, program) as server:
        maps = Path(f"/proc/{server.process_id}/maps")
        until(lambda: "sqlalchemy" in maps.read_text(encoding="utf-8"))
        yield server


@PROGRAMS
def test_a_reload_during_the_imports_ends_nothing(tmp_path: Path, program: Sequence[str]) -> None:
    with importing(config_in(tmp_path), program) as server:
        server.signal(signal.SIGHUP)
        server.logged("listening")
        server.signal(signal.SIGTERM)
        assert server.ended() == 0


@PROGRAMS
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_an_end_during_the_imports_is_clean(tmp_path: Path, program: Sequence[str], ending: signal.Signals) -> None:
    with importing(config_in(tmp_path), program) as server:
        server.signal(ending)
        assert server.ended() == 0
        assert server.records == []


def named(descriptor: Path) -> str:
    """What a running process has open; nothing when it has closed it meanwhile."""
    try:
        return descriptor.readlink().name
    except FileNotFoundError:
        return ""


@contextmanager
def held_up(config: Path, folder: Path) -> Iterator[tuple[HallServer, Callable[[], None]]]:
    """A server that waits for its store, and what lets it go on."""
    migrate(open_engine(read_settings(config).server.database))
    other = sqlite_module().connect(folder / "data" / "hall.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    def let_go() -> None:
        other.execute("ROLLBACK")
        other.close()

    with begun(config) as server:

        def waits() -> bool:
            return any(named(file) == "hall.db" for file in Path(f"/proc/{server.process_id}/fd").iterdir())

        until(waits)
        yield server, let_go


def test_a_reload_while_the_store_keeps_a_start_waiting_comes_after_it(tmp_path: Path) -> None:
    with held_up(write_config(tmp_path), tmp_path) as (server, let_go):
        server.signal(signal.SIGHUP)
        let_go()
        server.logged("config_unchanged")


def test_an_end_while_the_store_keeps_a_start_waiting_is_clean(tmp_path: Path) -> None:
    with held_up(write_config(tmp_path), tmp_path) as (server, let_go):
        server.signal(signal.SIGTERM)
        let_go()
        assert server.ended() == 0
        assert [record["event"] for record in server.records] == ["stopped"]


def test_what_takes_time_to_import_waits_until_signals_are_taken_care_of() -> None:
    program = "import sys, server.__main__; print({'sqlalchemy', 'msgspec', 'structlog'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
