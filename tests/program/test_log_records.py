"""Every record is one JSON object a line, whoever wrote it; and a lost stderr stops nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import logging, os, sys, structlog
from program.log_records import log_to_stderr
log_to_stderr()
if "lost" in sys.argv:
    os.close(2)
log = structlog.get_logger()
log.info("ticket_printed", hall="永康", seq=3)
logging.getLogger("uvicorn.error").info("noise")
logging.getLogger("uvicorn.error").warning("two\\nlines")
try:
    raise ValueError("a bug")
except ValueError:
    log.exception("batch_failed")
print("still here")
"""


# A machine where Python does not buffer would hide what is left in a buffer.
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=BUFFERED, capture_output=True, text=True, timeout=60, check=True
    )


def test_records_are_json_lines() -> None:
    records = [json.loads(line) for line in run("-c", PROGRAM).stderr.splitlines()]
    assert [record["event"] for record in records] == ["ticket_printed", "two\nlines", "batch_failed"]
    assert [record["level"] for record in records] == ["info", "warning", "error"]
    assert records[0]["hall"] == "永康"
    assert records[0]["timestamp"].endswith("Z")
    assert "ValueError: a bug" in records[2]["exception"]
    assert "Traceback" in records[2]["exception"]


def test_a_lost_stderr_stops_nothing() -> None:
    done = run("-c", PROGRAM, "lost")
    assert done.stdout == "still here\n"
    assert done.stderr == ""


LOST = {
    "none from the start": "2>&-",
    "a full disk": "2>/dev/full",
    "a reader that ended": "2> >(exec true); wait $!",
}


def without_stderr(how: str, *arguments: str) -> tuple[int, str]:
    """Exit status and stdout of Python, its stderr lost in that way."""
    done = subprocess.run(
        ["bash", "-c", f'exec {how}; exec "$0" "$@"', sys.executable, *arguments],
        cwd=ROOT,
        env=BUFFERED,
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("how", LOST.values(), ids=LOST)
def test_however_it_was_lost(how: str) -> None:
    assert without_stderr(how, "-c", PROGRAM) == (0, "still here\n")


@pytest.mark.parametrize(("program", "how"), list(zip(("server", "kiosk", "display"), LOST.values(), strict=True)))
def test_a_wrong_config_still_ends_with_its_own_status(program: str, how: str) -> None:
    assert without_stderr(how, "-m", program, "--config", "/nowhere.toml") == (78, "")
