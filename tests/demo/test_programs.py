"""The programs of a demo end with it, however it ends."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from demo.programs import Program

async def start():
    program = Program("sleeper", Path(sys.argv[1]))
    sleeper = "import os, time; print(os.getpid(), flush=True); time.sleep(300)"
    await program.start_command(sys.executable, "-c", sleeper)
    print((await program.said(r"(\\d+)\\n")).group(1), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(start())
"""


@pytest.mark.timeout(60)
def test_nothing_runs_on_when_the_demo_is_killed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    sleeper = Path("/proc") / done.stdout.strip()
    assert sleeper.name.isdigit(), done.stderr
    deadline = time.monotonic() + 20
    while running(sleeper):
        assert time.monotonic() < deadline, f"{sleeper.name} runs on"
        time.sleep(0.02)


def running(process: Path) -> bool:
    """Nor does one that has ended and that nobody has asked for its status."""
    try:
        return (process / "stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
