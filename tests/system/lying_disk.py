"""A disk that loses what it could not flush, by preloading `lying_disk.c`; what it holds is what a power cut leaves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Self

SOURCE = Path(__file__).with_suffix(".c")


class LyingDisk:
    """For the programs that get `environment`: their files directly in `data`."""

    def __init__(self, folder: Path, data: Path) -> None:
        """Raises CalledProcessError without gcc, RuntimeError when SQLite does not go through it."""
        self._data = data
        self._holds = folder / "holds"
        self._fails = folder / "flush-fails"
        data.mkdir(parents=True, exist_ok=True)
        self._holds.mkdir()
        library = folder / "lying_disk.so"
        subprocess.run(["gcc", "-O2", "-Wall", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
        self.environment = {
            "LD_PRELOAD": str(library),
            "LYING_DISK": str(data),
            "LYING_DISK_HOLDS": str(self._holds),
            "LYING_DISK_FAILS": str(self._fails),
        }
        self._prove()

    def fail(self) -> Self:
        """From now on no flush succeeds."""
        self._fails.touch()
        return self

    def heal(self) -> None:
        self._fails.unlink(missing_ok=True)

    def power_on(self) -> None:
        """Before a program starts: what others than it have written is on the disk."""
        for path in self._holds.iterdir():
            path.unlink()
        for path in self._data.glob("*.db*"):
            shutil.copyfile(path, self._holds / path.name)

    def cut_power(self) -> None:
        """The program is gone: the files become what the disk holds."""
        self.heal()
        for path in self._data.glob("*.db*"):  # the secret beside it is not SQLite's, and not what is tried here
            path.unlink()
        for path in self._holds.glob("*.db*"):
            shutil.copyfile(path, self._data / path.name)

    def _prove(self) -> None:
        """SQLite must be lied to: one that was linked with a flush of its own would make every test pass."""
        program = (
            "import sys; from server.storage.engine import sqlite_module as m; c = m().connect(sys.argv[1]);"
            "c.execute('pragma journal_mode=wal'); c.execute('pragma synchronous=full');"
            "c.execute('create table t(x)'); c.commit(); open(sys.argv[2], 'w').close()\n"
            "try: c.execute('insert into t values (1)'); c.commit()\n"
            "except m().OperationalError: import os; os._exit(0)\n"
            "os._exit(1)"
        )
        database = self._data / "prove.db"
        words = [sys.executable, "-c", program, str(database), str(self._fails)]
        root = Path(__file__).parents[2]
        proven = subprocess.run(words, env={**os.environ, **self.environment}, cwd=root, check=False).returncode == 0
        held = (self._holds / "prove.db-wal").exists()
        self.heal()
        for folder in (self._data, self._holds):
            for path in folder.glob("prove.db*"):
                path.unlink()
        if not (proven and held):
            raise RuntimeError("the preloaded flush does not reach SQLite")
