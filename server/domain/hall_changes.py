"""What becomes of a hall by what concerns no ticket by itself: its day, its configuration, what was set by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from server.domain.appointments import Appointment
from server.domain.by_hand import after_setting, meant
from server.domain.closing import ClosingReason, closed_for_today
from server.domain.config import HallConfig
from server.domain.config_edits import edited
from server.domain.emergency import Emergency
from server.domain.events import (
    ByHandSet,
    DayOpened,
    EmergencyEnded,
    EmergencyRaised,
    Fact,
    HallChanged,
    HallClosedToday,
    HallConfigured,
    HallEdited,
    HallReopened,
    TimeCorrected,
    WatchChanged,
)
from server.domain.hall import Hall
from server.domain.keeping import in_force
from server.domain.persistent import SortedMap
from server.domain.right_time import corrected
from server.domain.watch import with_reserves
from server.domain.watching import watched


def changed(hall: Hall, event: HallChanged, fact: Fact) -> Hall:
    """Raises ValueError for what cannot follow on the hall as it is."""
    match event:
        case DayOpened():
            return _opened(hall, event)
        case HallConfigured() | HallEdited():
            return put_in_force(replace(hall, seq=hall.seq + 1), written_after(hall.configured, event))
        case ByHandSet():
            return _set_by_hand(hall, event, fact)
        case HallClosedToday() | HallReopened():
            return _closed(hall, event.reason if isinstance(event, HallClosedToday) else None)
        case EmergencyRaised() | EmergencyEnded():
            return _emergency(hall, event, fact.at)
        case WatchChanged() | TimeCorrected():
            after = watched(hall, event) if isinstance(event, WatchChanged) else corrected(hall, event)
            return after if after.configured is None else put_in_force(after, after.configured)


def written_after(before: HallConfig | None, event: DayOpened | HallConfigured | HallEdited) -> HallConfig:
    """What the file says from this event on. Raises ValueError for edits of nothing."""
    if not isinstance(event, HallEdited):
        return event.config
    if before is None:
        raise ValueError("nothing can be edited before the first configuration")
    return edited(before, event.edits)


def _opened(hall: Hall, event: DayOpened) -> Hall:
    """A day's first event carries what lives on, so the result depends on nothing older than its log position."""
    known = hall.config is not None
    if known and (event.day != hall.day + 1 or event.date <= hall.date):
        raise ValueError(f"day {event.day} ({event.date}) cannot follow day {hall.day} ({hall.date})")
    if len(hall.live):
        raise ValueError(f"day {event.day} opened over {len(hall.live)} live tickets")
    fresh = Hall(
        seq=hall.seq + 1,
        day=event.day,
        date=event.date,
        config=event.config,
        by_hand=event.by_hand,
        ends_by=event.config.day_rule,
        rehearsal=event.rehearsal,
        appointments=_by_code(event.appointments),
    )
    return put_in_force(fresh, event.config)


def _by_code(appointments: Iterable[Appointment]) -> SortedMap[str, Appointment]:
    found: SortedMap[str, Appointment] = SortedMap()
    for one in appointments:
        found = found.put(one.code, one)
    return found


def _set_by_hand(hall: Hall, event: ByHandSet, fact: Fact) -> Hall:
    if hall.configured is None:
        raise ValueError("nothing can be set by hand before the first configuration")
    by_hand = after_setting(hall.by_hand, event, fact)
    return put_in_force(replace(hall, seq=hall.seq + 1, by_hand=by_hand), hall.configured)


def _closed(hall: Hall, reason: ClosingReason | None) -> Hall:
    if hall.configured is None or hall.closed_today is reason:
        raise ValueError(f"a hall that is closed ({hall.closed_today}) cannot be closed ({reason})")
    return put_in_force(replace(hall, seq=hall.seq + 1, closed_today=reason), hall.configured)


def _emergency(hall: Hall, event: EmergencyRaised | EmergencyEnded, at: int) -> Hall:
    if isinstance(event, EmergencyRaised):
        return replace(hall, seq=hall.seq + 1, emergency=Emergency(event.kind, event.words, at, event.words_in))
    if hall.emergency is None:
        raise ValueError("no emergency can end")
    return replace(hall, seq=hall.seq + 1, emergency=None)


def put_in_force(hall: Hall, written: HallConfig) -> Hall:
    """The hall on this configuration, with what was set by hand and what its tickets need beside it; the very same
    config while it is equal."""
    taken = (counter_id for counter_id, now in hall.counters.items() if not now.free)
    wanted = meant(written, hall.by_hand, hall.date)
    if hall.closed_today is not None:
        wanted = closed_for_today(wanted, hall.date)
    wanted = with_reserves(wanted, hall.watches)
    needed = (ticket.visit.service_id for ticket in hall.live.values())
    config = in_force(wanted, hall.config, needed, taken)
    return replace(
        hall,
        config=hall.config if config == hall.config else config,
        written=None if config is written else written,
    )
