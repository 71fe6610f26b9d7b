from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from demo.hall import Hall, free_port
from program.clock import LEAPS, rehearsal_from

START = "2026-11-23T08:52:00+08:00"


def test_a_server_that_starts_after_a_leap_has_the_hall_s_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hall = Hall(tmp_path, start=START, on_screen=False)
    monkeypatch.setenv(LEAPS, str(tmp_path / "run" / "leaps"))
    running = rehearsal_from(hall._now()[1])
    hall.time_goes_on(20)
    hall.time_goes_on(2.5)
    begun_anew = rehearsal_from(hall._now()[1])
    for clock in (running, begun_anew):
        assert abs(clock.now() - hall.clock.now()) < 5_000
    assert hall.clock.now() - rehearsal_from(START).now() < 5_000, "the leaps count once"


def test_a_free_port_is_none_that_the_system_gives_to_somebody_else() -> None:
    """It is taken a while after it was found: `ip_local_port_range`, as Linux has it where nobody changed it."""
    assert all(free_port() < 32_768 for _ in range(50))


@pytest.mark.parametrize(("status", "player"), [(0, "aplay -q"), (1, "")], ids=["with a sound card", "without"])
def test_a_pc_that_can_play_nothing_is_a_hall_without_a_chime(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, player: str
) -> None:
    """Else its console warns of the loudspeakers as long as the demo lasts."""
    (tmp_path / "aplay").write_text(f"#!/bin/sh\nexit {status}\n", "utf-8")
    (tmp_path / "aplay").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    hall = Hall(tmp_path / "hall", start=START, on_screen=True)
    hall._write_config(9_100, 5_005)
    assert tomllib.loads(hall.config.read_text("utf-8"))["display"]["chime"]["player"] == player
    assert hall.heard is bool(player)
