"""Which evenings have an anchor, and which have none. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from server.audit.anchor import Anchor


def missing_evenings(dates: Iterable[str], kept: Collection[str]) -> list[str]:
    """Those ISO dates of business days, in order, of which no anchor was kept before the next one began. A date before
    all that are kept is not missing, nor is the last one, whose evening may be to come. A server that was off in the
    evening makes up for it at its next start, with an anchor of a later date."""
    there = sorted(kept)
    if not there:
        return []

    def has_none(day: str, following: str) -> bool:
        at = bisect_left(there, day)
        return at == len(there) or there[at] >= following

    days = pairwise(sorted(set(dates)))
    return [day for day, following in days if following > there[0] and has_none(day, following)]


def sound_evenings(kept: Sequence[tuple[str, Anchor]], time_zone: str) -> set[str]:
    """Dates under which anchors are kept, given with the oldest date first, as far as they can be right: made on that
    date or later, and each for one date alone."""
    zone, seen, sound = ZoneInfo(time_zone), set[Anchor](), set[str]()
    for date, anchor in kept:
        made = datetime.fromtimestamp(anchor.at / 1_000, zone).date().isoformat()
        if date <= made and anchor not in seen:
            sound.add(date)
            seen.add(anchor)
    return sound
