"""A player is a command of the system: what it cannot do is said, and it never holds anybody up for long."""

from __future__ import annotations

import re
import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from display.sound import CommandPlayer, SoundError, SoundFault

WAV = Path("/nowhere/chime.wav")


def test_the_file_is_the_last_word_of_the_command(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    script = f"import sys, pathlib; pathlib.Path({str(heard)!r}).write_text(sys.argv[-1])"
    CommandPlayer(shlex.join([sys.executable, "-c", script])).play(WAV)
    assert heard.read_text() == str(WAV)


PYTHON = shlex.quote(sys.executable)


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("no-such-player-anywhere -q", SoundFault.PLAYER_MISSING, "no-such-player-anywhere: No such file"),
        (f"{PYTHON} -c 'raise SystemExit(3)'", SoundFault.NO_SOUND, "ended with 3"),
        (f"{PYTHON} -c 'raise SystemExit(\"no card\")'", SoundFault.NO_SOUND, "ended with 1: no card"),
    ],
)
def test_what_a_command_cannot_do_is_said(command: str, code: SoundFault, said: str) -> None:
    with pytest.raises(SoundError, match=re.escape(said)) as failed:
        CommandPlayer(command).play(WAV)
    assert failed.value.fault is code


def test_a_player_that_hangs_is_ended_with_all_its_children(tmp_path: Path) -> None:
    """A child that outlives its parent would keep the pipe open, and with it whoever reads that."""
    child = tmp_path / "child"
    player = tmp_path / "player"
    player.write_text(f"#!/bin/sh\nsleep 1000 &\necho $! > {child}\nwait\n", encoding="utf-8")
    player.chmod(0o755)
    began = time.monotonic()
    for longest_s in (0.5, 2.0, 8.0):
        with pytest.raises(SoundError) as failed:
            CommandPlayer(str(player), longest_s=longest_s).play(WAV)
        assert failed.value.fault is SoundFault.PLAYER_HANGS
        if child.exists() and child.read_text().endswith("\n"):
            break  # a busy machine may have given it no time to have a child
    assert time.monotonic() - began < 60
    stat = Path(f"/proc/{child.read_text().strip()}/stat")
    _until(lambda: not stat.exists() or stat.read_text().split()[2] == "Z")


def test_an_empty_command_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        CommandPlayer("  ")


def _until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)
