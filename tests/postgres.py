"""A PostgreSQL of the tests' own: made with initdb, reached over a Unix socket, gone at the end.

`initdb` refuses root, so root runs it as the user `postgres`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

PORT = 5432
"""Only names the socket's file; no TCP port is opened."""


class Cluster:
    def __init__(self, folder: Path, binaries: Path) -> None:
        self._data = folder / "data"
        self._socket = folder / "socket"
        self._binaries = binaries
        self._databases = 0

    def create(self) -> None:
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale")

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self._socket}' -p {PORT}"
        self._run("pg_ctl", "start", "-w", "-D", self._data, "-l", self._data / "server.log", "-o", options)

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is a crash: no checkpoint, recovery at the next start."""
        self._run("pg_ctl", "stop", "-w", "-D", self._data, "-m", mode)

    def new_database(self) -> str:
        """URL of an empty database."""
        self._databases += 1
        name = f"hall_{self._databases}"
        with psycopg.connect(host=str(self._socket), port=PORT, user="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://postgres@/{name}?host={self._socket}&port={PORT}"

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [str(self._binaries / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Skips the test where PostgreSQL is not installed; fails it where checks must be whole."""
    binaries = _binaries()
    if binaries is None:
        reason = "PostgreSQL's initdb is not installed (Debian: postgresql)"
        if os.environ.get("CI") == "true" or os.environ.get("JIAOHAO_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="jh-pg-", dir="/tmp"))  # a socket's path has at most 107 bytes
    try:
        (folder / "socket").mkdir()
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            for path in (folder, folder / "socket"):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        cluster = Cluster(folder, binaries)
        cluster.create()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    return max(versions, key=lambda path: int(path.parent.name)) if versions else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    with running_cluster() as cluster:
        yield cluster
