"""What a reload made other of the hall, for screens that keep it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from server.domain.config import HallConfig
from server.domain.events import HallEdited
from server.domain.hall import Hall
from server.domain.opening import Opening
from server.submissions import Published
from server.translation.tickets import call_view, counter_state, ticket_view
from wire.hall_edits import edits_between
from wire.messages.hall import HallView, TodayView, ValueEdit


class Told(NamedTuple):
    """What was told of the hall itself."""

    hall: HallView
    openings: dict[str, Opening]
    numbers: tuple[bool, ...]
    today: TodayView


def edits_of(batch: Sequence[Published], before: Hall, was: HallView, now: HallView) -> tuple[ValueEdit, ...] | None:
    """What makes the hall as told `now` of the one that `was`; None where screens need more: something of what they
    know of tickets hangs on it, or more has happened."""
    after = batch[-1].hall
    if len(batch) > 1 or before.config is None or after.config is None:
        return None
    if not isinstance(batch[0].fact.event, HallEdited):
        return None
    if _on_screens(before, before.config) != _on_screens(after, after.config):
        return None
    return edits_between(was, now)


def _on_screens(hall: Hall, config: HallConfig) -> tuple[object, ...]:
    """What screens know of tickets and counters; what staff may do with them is nothing to those that keep a hall."""
    tickets = [ticket_view(ticket, config) for ticket in hall.tickets()]
    calls = [call_view(call, config) for call in hall.calls]
    return (
        hall.day,
        [msgspec.structs.replace(one, allows={}) for one in tickets],
        [msgspec.structs.replace(one, ticket=msgspec.structs.replace(one.ticket, allows={})) for one in calls],
        [counter_state(hall, one.counter_id) for one in config.counters],
    )
