"""Every record is one JSON object a line, whoever wrote it; and a lost stderr stops nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import logging, os, sys, structlog
from wire.log_records import log_to_stderr
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


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )


def test_records_are_json_lines() -> None:
    records = [json.loads(line) for line in run().stderr.splitlines()]
    assert [record["event"] for record in records] == ["ticket_printed", "two\nlines", "batch_failed"]
    assert [record["level"] for record in records] == ["info", "warning", "error"]
    assert records[0]["hall"] == "永康"
    assert records[0]["timestamp"].endswith("Z")
    assert "ValueError: a bug" in records[2]["exception"]
    assert "Traceback" in records[2]["exception"]


def test_a_lost_stderr_stops_nothing() -> None:
    done = run("lost")
    assert done.stdout == "still here\n"
    assert done.stderr == ""
