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


FLOOD = """
import ctypes, logging, os, sys, warnings, structlog
from program.log_records import last_word, log_to_stderr
log_to_stderr()
log = structlog.get_logger()
for number in range(3_000):
    log.error("flood", number=number, words="x" * 900)
print("still here", flush=True)
for _ in range(100):
    ctypes.CDLL(None).perror(b"a library of C" * 500)
    warnings.warn("a warning of Python" * 500 + str(_), stacklevel=1)
print("and here", flush=True)
sys.stdin.readline()
last_word("the last word")
sys.exit(78)
"""


def flooding() -> subprocess.Popen[str]:
    """A program that says 3 MB while nobody reads its stderr; it has been answered on stdout that it goes on."""
    program = subprocess.Popen(
        [sys.executable, "-c", FLOOD],
        cwd=ROOT,
        env=BUFFERED,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    assert [program.stdout.readline() for _ in range(2)] == ["still here\n", "and here\n"]
    return program


def test_a_log_that_nobody_reads_blocks_nothing_and_what_is_missing_is_said_when_it_flows_again() -> None:
    with flooding() as program:
        said = program.communicate("go on\n", timeout=60)[1].splitlines()
    assert program.returncode == 78
    assert said[-1] == "the last word"
    records = [json.loads(line) for line in said if line.startswith("{")]
    heard = [record["number"] for record in records if record["event"] == "flood"]
    assert heard == sorted(set(heard))
    assert heard[0] == 0
    missing = sum(record["records"] for record in records if record["event"] == "records_missing")
    assert missing >= 3_000 - len(heard) > 0


def test_the_end_waits_for_no_reader() -> None:
    """It is killed by this test's own deadline otherwise."""
    with flooding() as program:
        assert program.stdin is not None
        program.stdin.close()
        assert program.wait(60) == 78
        assert program.stderr is not None
        assert json.loads(program.stderr.readline())["number"] == 0


REPEATED = """
import structlog
from program.log_records import log_to_stderr
log_to_stderr()
log = structlog.get_logger()
for number in range(432):
    log.warning("socket_refused", origin=f"https://{number}.example")
for number in range(50):
    log.error("store_fails", reason=f"fault {number}")
for number in range(50):
    log.error("store_fails", reason="always this one")
for number in range(50):
    log.info("config_unchanged", seq=2)
"""


def test_lines_alike_are_counted_but_not_errors_with_other_words_nor_what_answers_a_person() -> None:
    records = [json.loads(line) for line in run("-c", REPEATED).stderr.splitlines()]
    refused = [record for record in records if record["event"] == "socket_refused"]
    assert len(refused) == 20
    assert refused[0]["origin"] == "https://0.example"
    failed = [record["reason"] for record in records if record["event"] == "store_fails"]
    assert failed == [*(f"fault {number}" for number in range(50)), *["always this one"] * 20]
    assert sum(record["event"] == "config_unchanged" for record in records) == 50
    repeated = [record for record in records if record["event"] == "repeated"]
    assert [(one["what"], one["level"], one["times"], one["sentence"]) for one in repeated] == [
        ("socket_refused", "warning", 412, "socket_refused repeated 412 times"),
        ("store_fails", "error", 30, "store_fails repeated 30 times"),
    ]


CRASHING = """
import structlog, threading
from program.log_records import log_to_stderr
log_to_stderr()
structlog.get_logger().info("before")
thread = threading.Thread(target=lambda: 1 / 0, name="falls")
thread.start()
thread.join()
raise RuntimeError("a bug")
"""


def test_a_traceback_of_python_stands_behind_what_was_said_before() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASHING],
        cwd=ROOT,
        env=BUFFERED,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    lines = done.stderr.splitlines()
    assert json.loads(lines[0])["event"] == "before"
    assert "ZeroDivisionError: division by zero" in lines
    assert lines[-1] == "RuntimeError: a bug"
    assert done.returncode == 1
