"""An emergency in the hall: what everybody there is told before anything else, until a supervisor takes it back.

No number is touched by it, and calls go on: what was called meanwhile is on the wall when it is over. A business day
never begins with one: whoever put it up is there to take it off, and a hall that forgot it over night opens as usual.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.domain.config import Texts


class EmergencyKind(StrEnum):
    FIRE = "fire"
    EARTHQUAKE = "earthquake"
    AIR_RAID = "air_raid"
    """防空警報, and its yearly drill."""
    EVACUATE = "evacuate"
    """Everybody leaves the building, whatever the reason."""
    OTHER = "other"
    """What has happened, the supervisor's own words say."""


@dataclass(frozen=True, slots=True)
class Emergency:
    kind: EmergencyKind
    words: str
    """What the supervisor added, in the hall's own language, to what is said of that kind."""
    since: int
    """When it was put up, ms since the epoch."""
    words_in: Texts = ()
    """The same in other languages of the hall, as far as the supervisor wrote it in them."""
