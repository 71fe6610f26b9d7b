"""The wait that a visitor was told when the number was taken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """From the issue to the call, in ms. What is shown later may be another wait; this stays as it was told."""

    point_ms: int
    low_ms: int
    """Four in five are meant to be called between `low_ms` and `high_ms`."""
    high_ms: int
    made_at: int
    """Instant of the hall that it was reckoned from, at or before the issue."""
