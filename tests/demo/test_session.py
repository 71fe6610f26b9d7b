"""Who interrupts the demo interrupts it alone: what it started is left for it to take down."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from demo.session import in_own_session

ROOT = Path(__file__).parents[2]
PLAY = """
import asyncio, subprocess, sys
from demo.session import in_own_session

async def play():
    child = subprocess.Popen([sys.executable, "-c", "import time; print('child', flush=True); time.sleep(60)"])
    try:
        await asyncio.sleep(60)
    finally:
        print("in order" if child.poll() is None else "child is gone", flush=True)
        child.kill()
        child.wait()
    return 0

sys.exit(in_own_session(lambda: asyncio.run(play())))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_of_the_whole_group_is_taken_in_order(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PLAY],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "child\n"
        os.killpg(process.pid, number)
        assert process.stdout.read() == "in order\n"
        assert process.wait(10) == 128 + number


def test_what_is_played_says_how_it_ends() -> None:
    def broken() -> int:
        raise SystemExit(3)

    assert in_own_session(lambda: 7) == 7
    assert in_own_session(broken) == 1


def test_a_play_that_dies_is_no_success() -> None:
    def die() -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    assert in_own_session(die) == 128 + signal.SIGKILL


def test_an_interruption_before_the_play_could_hear_it_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole group is told, in the moment between the fork and the child's own session."""
    fork, children = os.fork, []

    def interrupted() -> int:
        children.append(fork())
        signal.raise_signal(signal.SIGINT)
        return children[-1]

    monkeypatch.setattr(os, "fork", interrupted)
    assert in_own_session(lambda: 7) == 128 + signal.SIGINT
    (child,) = children
    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)


def test_a_play_that_was_interrupted_before_it_began_is_not_begun(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fork = os.fork

    def interrupted() -> int:
        if (child := fork()) == 0:
            signal.raise_signal(signal.SIGINT)
        return child

    def play() -> int:
        (tmp_path / "played").touch()
        return 0

    monkeypatch.setattr(os, "fork", interrupted)
    in_own_session(play)
    assert not (tmp_path / "played").exists()
