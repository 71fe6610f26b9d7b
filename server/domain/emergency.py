"""An emergency in the hall: what everybody there is told before anything else, until a supervisor takes it back.

No number is touched by it, and calls go on: what was called meanwhile is on the wall when it is over. A business day
never begins with one: whoever put it up is there to take it off, and a hall that forgot it over night opens as usual.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EmergencyKind(StrEnum):
    FIRE = "fire"
    EARTHQUAKE = "earthquake"
    AIR_RAID = "air_raid"
    """防空警報, and its yearly drill."""
    EVACUATE = "evacuate"
    """Everybody leaves the building, whatever the reason."""
    OTHER = "other"
    """Said in the supervisor's own words alone."""


@dataclass(frozen=True, slots=True)
class Emergency:
    kind: EmergencyKind
    words: str
    """What the supervisor added to the words that a kind has; for OTHER all that is said."""
    since: int
    """When it was put up, ms since the epoch."""
