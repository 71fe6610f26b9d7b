"""The wall clock as a port: milliseconds since the epoch, UTC."""

from __future__ import annotations

import mmap
import os
import struct
import time
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

LEAPS = "JIAOHAO_LEAPS"
"""Environment variable of a rehearsal: the file that says how far its time has leapt ahead, see `leap_to`."""
_AHEAD = struct.Struct("<q")


class Clock(Protocol):
    def now(self) -> int:
        """Milliseconds since the epoch, UTC. May jump; durations use a monotonic clock instead."""
        ...


class Correction(NamedTuple):
    """What was told as the time was wrong."""

    since: int
    """From this instant on, as it was told."""
    by_ms: int
    """To be added to what was told."""
    vouched: bool = False
    """Whether somebody had vouched for the time told until `since`; then what was told before may be wrong too."""


class HallClock(Clock, Protocol):
    """What a hall lives by: one for the process that writes its log. Any thread may ask it."""

    @property
    def rehearsed(self) -> bool:
        """Whether its time is made up, for a demo or a training."""
        ...

    def off(self) -> int:
        """Milliseconds by which the computer's own clock is ahead of `now` because it jumped; 0 while they agree."""
        ...

    def correction(self) -> Correction | None:
        """When whoever keeps the computer's clock right says that `now` is wrong. It stays so until `correct`."""
        ...

    def correct(self, by_ms: int) -> None:
        """Takes a correction over."""
        ...


class _NeverCorrected:
    """A clock that nobody else sets."""

    def off(self) -> int:
        return 0

    def correction(self) -> Correction | None:
        return None

    def correct(self, by_ms: int) -> None:
        raise ValueError(f"nobody offered to correct this clock by {by_ms} ms")


class SystemClock:
    def now(self) -> int:
        return time.time_ns() // 1_000_000


class RehearsalClock(_NeverCorrected):
    """A clock that started at a chosen instant and runs at the real rate: for demos, rehearsals and training. Where it
    has a file of leaps, whoever plays the rehearsal passes over the minutes in which nothing happens.
    """

    rehearsed = True

    def __init__(self, start: datetime, leaps: Path | None = None) -> None:
        """`leaps`: see `leap_to`. Raises OSError when that cannot be read, ValueError when it is none."""
        if start.tzinfo is None:
            raise ValueError(f"the start {start.isoformat()} needs a UTC offset, like 2026-11-23T08:55:00+08:00")
        self._offset = int(start.timestamp() * 1000) - time.monotonic_ns() // 1_000_000
        self._leaps: mmap.mmap | None = None
        if leaps is not None:
            with leaps.open("rb") as file:
                self._leaps = mmap.mmap(file.fileno(), _AHEAD.size, access=mmap.ACCESS_READ)

    def now(self) -> int:
        ahead = 0 if self._leaps is None else int(_AHEAD.unpack_from(self._leaps)[0])
        return self._offset + ahead + time.monotonic_ns() // 1_000_000


def leap_to(leaps: Path, ahead_ms: int) -> None:
    """From now on every rehearsal clock on this file is so far ahead of where it began and what has elapsed. The file
    is made when there is none; it must not be replaced by another while a clock is on it."""
    leaps.touch()
    with leaps.open("r+b") as file:
        file.write(_AHEAD.pack(ahead_ms))


class ManualClock(_NeverCorrected):
    """Stands still until told; for tests."""

    rehearsed = False

    def __init__(self, now: int) -> None:
        self._now = now

    def now(self) -> int:
        return self._now

    def advance(self, ms: int) -> None:
        self._now += ms


def clock_from(start: str | None) -> Clock:
    """The clock a screen runs on: the system's, or a rehearsal from an ISO 8601 instant with offset.

    Raises ValueError when `start` is not such an instant.
    """
    return SystemClock() if start is None else rehearsal_from(start)


def rehearsal_from(start: str) -> RehearsalClock:
    """Raises ValueError when `start` is not an ISO 8601 instant with offset, OSError when the file of leaps that the
    environment names cannot be read."""
    leaps = os.environ.get(LEAPS)
    return RehearsalClock(datetime.fromisoformat(start), Path(leaps) if leaps else None)
