"""A question of what would have been, as JSON: over HTTP, and to the process that answers it."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from server.domain.config import HallConfig
from server.what_if.changes import (
    DAY_MINUTES,
    Change,
    ChangeRefused,
    Fault,
    counter_pauses,
    counter_services,
    extra_counter,
    minute_of,
    other_preset,
)

Word = Annotated[str, msgspec.Meta(max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$(?!\n)")]
Words = Annotated[tuple[Word, ...], msgspec.Meta(max_length=50)]
MOST_CHANGES = 8
WEEKS = 8
MOST_WEEKS = 26


class ChangeAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Each kind reads the fields that it names: `extra_counter` services, start, end; `counter_pauses` counter, start,
    end; `counter_services` counter, services, backup, start, end; `preset` preset. Services go by id or prefix,
    counters by id or label; times are of the hall's day, "10:30"."""

    what: Literal["extra_counter", "counter_pauses", "counter_services", "preset"]
    counter: Word = ""
    services: Words = ()
    backup: Words = ()
    start: Word = ""
    """"": from the day's beginning; an extra counter's is said."""
    end: Word = ""
    """"": until its end; an extra counter's is said."""
    preset: Word = ""


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    changes: Annotated[tuple[ChangeAsked, ...], msgspec.Meta(min_length=1, max_length=MOST_CHANGES)]
    """All of them together, one after the other."""
    day: Annotated[str, msgspec.Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$(?!\n)")] = ""
    """ISO date of a business day; "": the newest one, until now."""
    tomorrow: bool = False
    """Of the next day on which the hall opens, from days of the same weekday, instead."""
    weeks: Annotated[int, msgspec.Meta(ge=1, le=MOST_WEEKS)] = WEEKS
    """So many of them, at most."""


def change_asked(asked: ChangeAsked, config: HallConfig) -> Change:
    """Raises ChangeRefused."""
    match asked.what:
        case "preset":
            return other_preset(asked.preset)
        case "extra_counter":
            if not (asked.start and asked.end):
                raise ChangeRefused(Fault.NO_TIME, f"{asked.start}-{asked.end}")
            return extra_counter(asked.services, minute_of(asked.start), minute_of(asked.end), config=config)
        case "counter_pauses":
            return counter_pauses(asked.counter, *_stretch(asked), config=config)
        case "counter_services":
            return counter_services(asked.counter, asked.services, asked.backup, *_stretch(asked), config=config)


def _stretch(asked: ChangeAsked) -> tuple[int, int]:
    return minute_of(asked.start or "0"), minute_of(asked.end) if asked.end else DAY_MINUTES
