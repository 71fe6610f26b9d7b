"""The wall clock as a port: milliseconds since the epoch, UTC."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> int:
        """Milliseconds since the epoch, UTC. May jump; durations use a monotonic clock instead."""
        ...


class SystemClock:
    def now(self) -> int:
        return time.time_ns() // 1_000_000


class RehearsalClock:
    """A clock that started at a chosen instant and runs at the real rate: for demos, rehearsals and training."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError(f"the start {start.isoformat()} needs a UTC offset, like 2026-11-23T08:55:00+08:00")
        self._offset = int(start.timestamp() * 1000) - time.monotonic_ns() // 1_000_000

    def now(self) -> int:
        return self._offset + time.monotonic_ns() // 1_000_000


class ManualClock:
    """Stands still until told; for tests."""

    def __init__(self, now: int) -> None:
        self._now = now

    def now(self) -> int:
        return self._now

    def advance(self, ms: int) -> None:
        self._now += ms


def clock_from(start: str | None) -> Clock:
    """The clock a program runs on: the system's, or a rehearsal from an ISO 8601 instant with offset.

    Raises ValueError when `start` is not such an instant.
    """
    return SystemClock() if start is None else RehearsalClock(datetime.fromisoformat(start))
