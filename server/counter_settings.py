"""A counter as the config file tells it: its table in, a `Counter` out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, NamedTuple

import msgspec

from program.config_file import Faults
from server.domain.config import Counter, Reserve, Shift
from server.setting_checks import Checks

Waited = Annotated[int, msgspec.Meta(ge=1, le=480)]


class ReserveTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a counter does too while its line is long; it stops when half of that is left."""

    service: str
    when_waiting_minutes: Waited | None = None
    """The first in line has waited so long."""
    when_waiting: Annotated[int, msgspec.Meta(ge=1, le=500)] | None = None
    """More than so many wait."""


class Known(NamedTuple):
    """Ids that a counter may name."""

    services: Sequence[str]
    classes: Sequence[str]
    counters: Sequence[str]


class CounterTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    id: str
    label: str
    primary: list[str]
    backup: list[str] = []
    roster: list[str] = []
    """Who is there when, each "HH:MM-HH:MM NAME"; the plan of every day that nobody changes by hand."""
    breaks: list[str] = []
    """When nobody is meant to be there, each "HH:MM-HH:MM"."""
    classes: list[str] = []
    """Classes of visitors, by id: it is kept for them."""
    express: bool = False
    """What it does as primary is done quickly here, and visitors are told so."""
    reserve: ReserveTable | None = None
    deputy_for: list[str] = []
    """Counters, by id, whose visitors are drawn here when they are closed, or paused for `deputy_after_minutes`."""
    deputy_after_minutes: Waited = 10


def counter(checks: Checks, key: str, table: CounterTable, ids: Known) -> Counter:
    """Raises ConfigError with the key of each fault."""
    known = ids.services
    faults = Faults()
    faults.of("", checks.id, f"{key}.id", table.id)
    faults.of("", checks.label, f"{key}.label", table.label)
    if not table.primary:
        faults.add(checks.path, [(f"{key}.primary", f"needs at least one service; allowed are {', '.join(known)}")])
    seen: set[str] = set()
    for field, named in (("primary", table.primary), ("backup", table.backup)):
        for index, service_id in enumerate(named):
            faults.of(None, _service_here, checks, f"{key}.{field}[{index}]", service_id, seen, known)
            seen.add(service_id)
    others = [one for one in ids.counters if one != table.id]
    classes = faults.of((), _named, checks, f"{key}.classes", table.classes, "class of visitors", ids.classes)
    deputy_for = faults.of((), _named, checks, f"{key}.deputy_for", table.deputy_for, "other counter", others)
    reserve = table.reserve
    found = Counter(
        counter_id=table.id,
        label=table.label,
        primary=tuple(table.primary),
        backup=tuple(table.backup),
        roster=faults.of((), _roster, checks, f"{key}.roster", table.roster),
        breaks=faults.of((), checks.intervals, f"{key}.breaks", table.breaks),
        classes=classes,
        express=table.express,
        reserve=None if reserve is None else faults.of(None, _reserve, checks, f"{key}.reserve", reserve, seen, known),
        deputy_for=deputy_for,
        deputy_after_minutes=table.deputy_after_minutes,
    )
    faults.settle()
    return found


def _service_here(checks: Checks, key: str, service_id: str, seen: Collection[str], known: Sequence[str]) -> None:
    if service_id not in known:
        checks.refuse(key, f"unknown service `{service_id}`; allowed are {', '.join(known)}")
    if service_id in seen:
        checks.refuse(key, f"`{service_id}` is named twice at this counter")


def _reserve(checks: Checks, key: str, table: ReserveTable, done: Collection[str], known: Sequence[str]) -> Reserve:
    if table.service not in known:
        checks.refuse(f"{key}.service", f"unknown service `{table.service}`; allowed are {', '.join(known)}")
    if table.service in done:
        checks.refuse(f"{key}.service", f"`{table.service}` is done at this counter anyway, as primary or backup")
    if table.when_waiting_minutes is None and table.when_waiting is None:
        checks.refuse(f"{key}.when_waiting_minutes", "this or when_waiting is needed: when does it begin?")
    return Reserve(table.service, table.when_waiting_minutes, table.when_waiting)


def _named(checks: Checks, key: str, named: Sequence[str], what: str, known: Sequence[str]) -> tuple[str, ...]:
    for index, one in enumerate(named):
        if one not in known:
            checks.refuse(f"{key}[{index}]", f"no {what} `{one}`; allowed are {', '.join(known) or 'none'}")
        if one in named[:index]:
            checks.refuse(f"{key}[{index}]", f"`{one}` is named twice at this counter")
    return tuple(named)


def _roster(checks: Checks, key: str, shifts: Sequence[str]) -> tuple[Shift, ...]:
    times = checks.intervals(key, [shift.partition(" ")[0] for shift in shifts], touching=True)
    names = [checks.person(f"{key}[{index}]", shift.partition(" ")[2]) for index, shift in enumerate(shifts)]
    return tuple(Shift(one.start, one.end, who) for one, who in zip(times, names, strict=True))
