"""What visitors are told of a hall in which no service gives numbers: one rule for wall, sign and kiosk. Pure."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from wire.messages.hall import TodayView
from wire.messages.tickets import ServiceState

LATER_TODAY = frozenset({"not_yet", "break"})


class NoNumbers(StrEnum):
    """Why nobody can take a number; each has its title on wall and kiosk."""

    SHUT = "shut"
    """The hall is closed for the rest of the day, whatever its hours say."""
    EXHAUSTED = "exhausted"
    """It is open, and all numbers of the day are given."""
    RESTING = "resting"
    """There will be numbers later today, and somebody waits or is served meanwhile."""
    OVER = "over"
    """No more today, but who has a number is still called."""
    HOLIDAY = "holiday"
    CLOSED = "closed"


def no_numbers(states: Collection[ServiceState], today: TodayView, *, waiting: bool) -> NoNumbers | None:
    """None while a service gives numbers, or none is known. A hall that is closed for today says so before anything
    else; then come those who wait: nobody with a number is told of another day."""
    if today.closed:
        return NoNumbers.SHUT
    if not states or any(state.open and state.numbers_left for state in states):
        return None
    later = any(state.why in LATER_TODAY for state in states if not state.open)
    if any(state.open for state in states):
        return NoNumbers.RESTING if later else NoNumbers.EXHAUSTED
    if waiting:
        return NoNumbers.RESTING if later else NoNumbers.OVER
    if today.name and all(state.why == "holiday" for state in states if state.why != "day_off"):
        return NoNumbers.HOLIDAY
    return NoNumbers.CLOSED
