from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from program.clock import LEAPS, ManualClock, RehearsalClock, SystemClock, clock_from, leap_to, rehearsal_from


def test_rehearsal_starts_at_its_instant_and_runs() -> None:
    clock = clock_from("2026-11-23T08:55:00+08:00")
    start = int(datetime(2026, 11, 23, 0, 55, tzinfo=UTC).timestamp() * 1000)
    first = clock.now()
    assert start <= first <= start + 60_000
    assert clock.now() >= first


def test_rehearsal_needs_an_offset() -> None:
    with pytest.raises(ValueError, match="offset"):
        RehearsalClock(datetime(2026, 11, 23, 8, 55))  # noqa: DTZ001 - the fault under test


def test_every_rehearsal_on_the_same_leaps_passes_over_the_same_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaps = tmp_path / "leaps"
    leap_to(leaps, 0)
    monkeypatch.setenv(LEAPS, str(leaps))
    clocks = [rehearsal_from("2026-11-23T08:55:00+08:00") for _ in range(2)]
    began = [clock.now() for clock in clocks]
    leap_to(leaps, 600_000)
    leap_to(leaps, 900_000)
    for clock, at_first in zip(clocks, began, strict=True):
        assert 900_000 <= clock.now() - at_first < 960_000


def test_a_rehearsal_whose_leaps_cannot_be_read_does_not_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LEAPS, "/nowhere/leaps")
    with pytest.raises(OSError, match="/nowhere/leaps"):
        rehearsal_from("2026-11-23T08:55:00+08:00")


def test_without_a_start_the_system_tells_the_time() -> None:
    assert isinstance(clock_from(None), SystemClock)
    assert clock_from(None).now() > 1_700_000_000_000


def test_manual_clock_moves_when_told() -> None:
    clock = ManualClock(5)
    clock.advance(10)
    assert clock.now() == 15
