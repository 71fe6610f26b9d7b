"""A counter as the config file tells it: its table in, a `Counter` out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from server.domain.config import Counter, Shift
from server.setting_checks import Checks


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


def counter(checks: Checks, key: str, table: CounterTable, known: Sequence[str], classes: Sequence[str]) -> Counter:
    """Raises ConfigError naming the first fault's key; `known` are the ids of the hall's services, `classes` of its
    classes of visitors."""
    checks.id(f"{key}.id", table.id)
    checks.label(f"{key}.label", table.label)
    if not table.primary:
        checks.refuse(f"{key}.primary", f"needs at least one service; allowed are {', '.join(known)}")
    seen: set[str] = set()
    for field, named in (("primary", table.primary), ("backup", table.backup)):
        for index, service_id in enumerate(named):
            if service_id not in known:
                checks.refuse(
                    f"{key}.{field}[{index}]", f"unknown service `{service_id}`; allowed are {', '.join(known)}"
                )
            if service_id in seen:
                checks.refuse(f"{key}.{field}[{index}]", f"`{service_id}` is named twice at this counter")
            seen.add(service_id)
    return Counter(
        counter_id=table.id,
        label=table.label,
        primary=tuple(table.primary),
        backup=tuple(table.backup),
        roster=_roster(checks, f"{key}.roster", table.roster),
        breaks=checks.intervals(f"{key}.breaks", table.breaks),
        classes=_classes(checks, f"{key}.classes", table.classes, classes),
        express=table.express,
    )


def _classes(checks: Checks, key: str, named: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    for index, class_id in enumerate(named):
        if class_id not in known:
            allowed = f"allowed are {', '.join(known)}" if known else "the file has no [[visitor_class]]"
            checks.refuse(f"{key}[{index}]", f"unknown class of visitors `{class_id}`; {allowed}")
        if class_id in named[:index]:
            checks.refuse(f"{key}[{index}]", f"`{class_id}` is named twice at this counter")
    return tuple(named)


def _roster(checks: Checks, key: str, shifts: Sequence[str]) -> tuple[Shift, ...]:
    times = checks.intervals(key, [shift.partition(" ")[0] for shift in shifts], touching=True)
    names = [checks.person(f"{key}[{index}]", shift.partition(" ")[2]) for index, shift in enumerate(shifts)]
    return tuple(Shift(one.start, one.end, who) for one, who in zip(times, names, strict=True))
