"""Bodies of the route of today, beside those of `api_words`. Instants are milliseconds since the epoch."""

from __future__ import annotations

import msgspec


class HandTold(msgspec.Struct, frozen=True):
    """Something that was set by hand and stands."""

    what: str
    subject: str
    reason: str
    lasting: bool
    at: int
    by: str
    """What the person who did it is called; "" when nobody knows."""
    no_effect: bool
    """The file has no such counter or service now."""


class DoesTold(msgspec.Struct, frozen=True):
    """What a counter does, by service ids."""

    primary: tuple[str, ...]
    backup: tuple[str, ...]


class ShiftTold(msgspec.Struct, frozen=True):
    """Minutes after local midnight."""

    start: int
    end: int
    who: str = ""


class PlanTold(msgspec.Struct, frozen=True):
    """Who is at a counter when, and when nobody is meant to be there."""

    roster: tuple[ShiftTold, ...]
    breaks: tuple[ShiftTold, ...]


class CounterToday(msgspec.Struct, frozen=True):
    counter_id: str
    label: str
    with_noun: bool
    file: DoesTold | None
    """None: the file does not have it."""
    now: DoesTold
    file_plan: PlanTold
    plan: PlanTold
    leaving: bool
    """It only ends what it has begun."""


class ServiceToday(msgspec.Struct, frozen=True):
    service_id: str
    prefix: str
    name: dict[str, str]
    open: bool
    opens_at: int | None
    waiting: int
    given: int
    """Numbers of today."""
    file_quota: int | None
    quota: int | None
    """In force; None: as many as it has."""
    done_by_nobody: bool
    """No counter does it now."""


class TodayTold(msgspec.Struct, frozen=True):
    date: str
    counter_noun: dict[str, str]
    counters: tuple[CounterToday, ...]
    services: tuple[ServiceToday, ...]
    by_hand: tuple[HandTold, ...]
