"""The clock for durations: it never jumps, and it counts the time that the PC slept."""

from __future__ import annotations

import time


def steady_ms() -> float:
    """Milliseconds from anywhere, one clock for every thread of a program."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) / 1_000_000
