"""The edge's clock for durations."""

from __future__ import annotations

from program.steady import steady_ms


def elapsed_ms() -> int:
    """Milliseconds from anywhere; never jumps, and counts the time that the computer slept, as those do who ask."""
    return int(steady_ms())
