"""One chime for each asked one, in turn; a silent PC stops nothing."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from display.sound import Chimes, CommandPlayer, RecordingPlayer, SoundError

WAV = Path("/nowhere/chime.wav")


def test_every_asked_chime_is_played() -> None:
    player = RecordingPlayer()
    chimes = Chimes(player, lambda: WAV)
    chimes.start()
    chimes.ring(2)
    chimes.ring(0)
    chimes.ring()
    _until(lambda: len(player.played) == 3)
    chimes.stop()
    assert player.played == [WAV] * 3


def test_a_player_that_is_missing_is_logged_once_and_never_raises() -> None:
    player = RecordingPlayer()
    player.fault = "aplay: not found"
    chimes = Chimes(player, lambda: WAV)
    with capture_logs() as logs:
        chimes.start()
        chimes.ring(3)
        _until(lambda: len(logs) == 1)
        time.sleep(0.05)
        player.fault = ""
        chimes.ring()
        _until(lambda: len(player.played) >= 1)
        chimes.stop()
    assert [entry["event"] for entry in logs] == ["chime_not_heard"]


def test_a_cache_that_cannot_be_written_is_no_end_either() -> None:
    def unwritable() -> Path:
        raise PermissionError(13, "read-only")

    chimes = Chimes(RecordingPlayer(), unwritable)
    with capture_logs() as logs:
        chimes.start()
        chimes.ring()
        _until(lambda: len(logs) == 1)
        chimes.stop()


def test_the_file_is_the_last_word_of_the_command(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    script = f"import sys, pathlib; pathlib.Path({str(heard)!r}).write_text(sys.argv[-1])"
    CommandPlayer(shlex.join([sys.executable, "-c", script])).play(WAV)
    assert heard.read_text() == str(WAV)


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        ("no-such-player-anywhere -q", "no-such-player-anywhere"),
        (shlex.join([sys.executable, "-c", "raise SystemExit(3)"]), "3"),
    ],
)
def test_what_a_command_cannot_do_is_said(command: str, fault: str) -> None:
    with pytest.raises(SoundError, match=fault):
        CommandPlayer(command).play(WAV)


def test_an_empty_command_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        CommandPlayer("  ")


def _until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)
