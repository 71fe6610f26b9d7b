"""The edge's clock for durations."""

from __future__ import annotations

import time


def elapsed_ms() -> int:
    """Milliseconds from anywhere; never jumps."""
    return time.monotonic_ns() // 1_000_000
