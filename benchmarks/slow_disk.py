"""A program on a disk with a slow flush, by preloading `slow_flush.c`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

SOURCE = Path(__file__).with_name("slow_flush.c")
FLUSH_US = 2_000


def build(folder: Path) -> dict[str, str]:
    """What a program's environment needs. Raises CalledProcessError without gcc, RuntimeError if nothing is slowed."""
    library = folder / "slow_flush.so"
    subprocess.run(["gcc", "-O2", "-Wall", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
    environment = {"LD_PRELOAD": str(library), "SLOW_FLUSH_US": str(FLUSH_US)}
    _prove(folder, environment)
    return environment


def _prove(folder: Path, environment: dict[str, str]) -> None:
    """SQLite must be slowed too: one that was linked with a flush of its own would make the benchmark lie."""
    program = (
        "import sys,time; from server.storage.engine import sqlite_module; c = sqlite_module().connect(sys.argv[1]);"
        "c.execute('pragma journal_mode=wal'); c.execute('pragma synchronous=full'); c.execute('create table t(x)');"
        "s = time.perf_counter(); [(c.execute('insert into t values(1)'), c.commit()) for _ in range(10)];"
        "sys.exit(time.perf_counter() - s < 10 * float(sys.argv[2]))"
    )
    words = [sys.executable, "-c", program, str(folder / f"prove-{time.monotonic_ns()}.db"), str(FLUSH_US / 1e6)]
    root = Path(__file__).parents[1]
    if subprocess.run(words, env={**os.environ, **environment}, cwd=root, check=False).returncode:
        raise RuntimeError("the preloaded flush does not reach SQLite")
