"""The halls that the rules drive: each has a rule of its own, and one may become another by a reload."""

from __future__ import annotations

from dataclasses import replace

from server.domain.config import HallConfig, MissedReturn, Note, SlotRule, SpecialDay
from server.domain.fairness.policy import Preset, preset
from tests.server.sample_halls import NEVER, as_a_file_says, both, sample_counter, sample_hall, sample_service

ALWAYS = 86_400
"""Seconds in which a call may be undone: so long that no order comes too late, wherever the clock is."""
_PROMISES = replace(preset(Preset.PROMISE_FIRST), most_passed=2)
_TIMED = SlotRule(60, capacity=2, lead_minutes=120, days_ahead=2)
_CONFIGS = (
    # visitors are told times, one or two at once
    sample_hall(
        (
            replace(sample_service("apples", "A"), appointments=_TIMED),
            replace(sample_service("books", "B"), appointments=replace(_TIMED, capacity=1)),
        )
    ),
    sample_hall(recall_limit=0, restore_delay_minutes=0, undo_seconds=0, notes=(Note("1", both("papers are there")),)),
    sample_hall(missed_return=MissedReturn.AFTER_CALLERS, missed_callers=2),
    # priority visitors go first, and hardly anybody may be passed
    replace(sample_hall(), routing=_PROMISES),
    replace(sample_hall(missed_return=MissedReturn.AFTER_CALLERS, missed_callers=2), routing=_PROMISES),
    replace(sample_hall(restore_delay_minutes=0), routing=replace(_PROMISES, most_passed=1)),
    sample_hall(missed_return=MissedReturn.NEW_NUMBER),
    sample_hall(missed_return=MissedReturn.ASK_DESK),
    # a recall always comes too soon, wherever the clock is
    sample_hall(recall_limit=1, recall_pause_seconds=ALWAYS),
    # numbers that run out soon, and a service that gives none
    sample_hall((sample_service("apples", "A", last=3), sample_service("books", "B", hours=NEVER))),
    # a quota that is reached soon, and holidays
    replace(
        sample_hall((replace(sample_service("apples", "A"), quota=3), sample_service("books", "B"))),
        days=tuple(SpecialDay(f"2026-11-{day}") for day in (25, 26, 28)),
    ),
    # prefixes change hands
    sample_hall((sample_service("apples", "B", first=5), sample_service("books", "A", last=1_200))),
    # the same texts, A1001 and 1001, by other prefixes
    sample_hall((sample_service("apples", "A", 1_001, 1_899), sample_service("books", "", 1_001, 1_899))),
    sample_hall((sample_service("apples", "A1", 1, 700), sample_service("books", "1", 1, 700))),
    # a service and two counters are gone, a new service is there
    sample_hall(
        (sample_service("apples", "A"), sample_service("pears", "C")),
        (sample_counter("1", ("apples",), ("pears",)),),
    ),
)


def _timed(config: HallConfig) -> HallConfig:
    """Its first service tells visitors times."""
    first, *others = config.services
    rule = first.appointments or _TIMED
    return replace(config, services=(replace(first, appointments=rule), *others))


CONFIGS = tuple(
    _timed(as_a_file_says(replace(one, undo_seconds=ALWAYS) if one.undo_seconds else one)) for one in _CONFIGS
)
