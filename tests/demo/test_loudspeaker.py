from __future__ import annotations

from pathlib import Path

import pytest

from demo.loudspeaker import is_heard


@pytest.mark.parametrize(("player", "heard"), [("true", True), ("false", False), ("no-such-player -q", False)])
def test_a_player_that_cannot_play_is_not_heard(tmp_path: Path, player: str, heard: bool) -> None:
    assert is_heard(player, tmp_path) is heard


def test_what_is_played_is_a_silence(tmp_path: Path) -> None:
    assert is_heard("grep -qc RIFF", tmp_path)
    assert set((tmp_path / "silence.wav").read_bytes()[44:]) == {0}
