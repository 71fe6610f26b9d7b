"""How much more a hall promises to whom, and the plans that have a name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MINUTE_MS = 60_000
UNCOUNTED = 1_000_000_000
"""As `Policy.most_passed`: nobody's passes are counted."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How much more is promised to whom, and where it ends."""

    priority_ms: int
    """Head start of a priority visitor."""
    appointment_ms: int
    """Head start of an appointment that was kept in time."""
    officer_ms: int
    """How far a visitor is drawn to the counter of his own officer, and held off from the others."""
    backup_ms: int
    """How far behind a visitor stands at a counter that does the service as a backup only."""
    early_ms: int
    """So long before its time an appointment may be called though others wait."""
    grace_ms: int
    """Checked in so long after its time at most, an appointment is kept."""
    most_passed: int
    """How often one who came earlier is passed by who came later, at most; `UNCOUNTED`: as often as it comes."""


AS_THEY_COME = Policy(
    priority_ms=0, appointment_ms=0, officer_ms=0, backup_ms=0, early_ms=0, grace_ms=0, most_passed=UNCOUNTED
)
"""What a hall did that knew no other rule."""


class Preset(StrEnum):
    PROMISE_FIRST = "promise_first"
    BALANCED = "balanced"
    FIRST_COME = "first_come"


def preset(name: Preset) -> Policy:
    """Source: the hall's routing study; see docs/routing.md."""
    priority, appointment = {
        Preset.PROMISE_FIRST: (480, 480),
        Preset.BALANCED: (45, 60),
        Preset.FIRST_COME: (0, 0),
    }[name]
    return Policy(
        priority_ms=priority * MINUTE_MS,
        appointment_ms=appointment * MINUTE_MS,
        officer_ms=20 * MINUTE_MS,
        backup_ms=10 * MINUTE_MS,
        early_ms=10 * MINUTE_MS,
        grace_ms=10 * MINUTE_MS,
        most_passed=8,
    )
