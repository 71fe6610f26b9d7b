"""A service as the config file tells it: its table in, a `Service` out, its numbers told from every other service's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, NamedTuple

import msgspec

from program.config_file import Faults
from server.domain.config import Group, Guide, Interval, NumberRange, Service, SlotRule, WeeklyHours
from server.guide_settings import GuideTable, Minutes, TextTable, guide
from server.number_checks import Span, clashing
from server.setting_checks import Checks

Before = Annotated[int, msgspec.Meta(ge=0, le=480)]
LAST_NUMBER = 9_999
"""Four digits at most."""
Number = Annotated[int, msgspec.Meta(ge=1, le=LAST_NUMBER)]
OFFLINE_NUMBERS = 99
"""As many numbers does a service leave for kiosks that issue while the server is away, unless said otherwise."""
Ranges = tuple[NumberRange, NumberRange]
"""A service's numbers, those of the server and those that kiosks give while it is away."""


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class HoursTable(_Table, frozen=True):
    """Opening by weekday, each "HH:MM-HH:MM"; a day left out is closed."""

    mon: list[str] = []
    tue: list[str] = []
    wed: list[str] = []
    thu: list[str] = []
    fri: list[str] = []
    sat: list[str] = []
    sun: list[str] = []


class GroupTable(_Table, frozen=True):
    size: Annotated[int, msgspec.Meta(ge=2, le=4)]
    """So many visitors are called together."""
    wait_minutes: Minutes = 20
    """Fewer when the first of them has stood so long in line."""
    at: list[str] = []
    """Fewer at these times too, each "HH:MM"."""


class AppointmentsTable(_Table, frozen=True):
    slot_minutes: Annotated[int, msgspec.Meta(ge=5, le=480)]
    """How long one is."""
    capacity: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1
    """So many begin at the same time."""
    lead_minutes: Annotated[int, msgspec.Meta(ge=0, le=43_200)] = 0
    """One is booked so long before its time at the latest."""
    days_ahead: Annotated[int, msgspec.Meta(ge=0, le=90)] = 30
    hours: HoursTable | None = None
    """Only then, where that is less than the service's own hours."""


class ServiceTable(_Table, frozen=True):
    id: str
    prefix: str
    name: TextTable
    short_name: TextTable
    guide: GuideTable = GuideTable()
    group: GroupTable | None = None
    """Left out: its visitors are called one by one."""
    appointments: AppointmentsTable | None = None
    """Left out: nobody is told a time."""
    hours: HoursTable | None = None
    """Its own, where they differ from the hall's."""
    lunch: str | None = None
    last_number_minutes: Before | None = None
    alert_minutes: Before | None = None
    first_number: Number = 1
    last_number: Number | None = None
    offline_first_number: Annotated[int, msgspec.Meta(ge=1, le=LAST_NUMBER + 1)] | None = None
    """Where the numbers begin that kiosks give while the server is away; the hall's `offline_from` unless said here."""
    offline_last_number: Number | None = None
    quota: Number | None = None
    """So many numbers a day, and no more."""


class Usual(NamedTuple):
    """What holds in the hall, for a service that has none of its own."""

    hours: WeeklyHours
    lunch: Interval | None
    last_number_minutes: int
    alert_minutes: int


def service(
    checks: Checks, key: str, table: ServiceTable, usual: Usual, ranges: Ranges, *, its_guide: Guide | None = None
) -> Service:
    """`its_guide`: from a file of its own, instead of the table's."""
    faults = Faults()
    faults.of("", checks.id, f"{key}.id", table.id)
    numbers, offline = ranges
    its_hours = usual.hours
    if table.hours is not None:
        its_hours = faults.of(usual.hours, hours, checks, f"{key}.hours", table.hours)
    last = table.last_number_minutes
    found = Service(
        service_id=table.id,
        prefix=table.prefix,
        name=faults.of((), checks.texts, f"{key}.name", table.name),
        short_name=faults.of((), checks.on_wall.texts, f"{key}.short_name", table.short_name),
        guide=its_guide or faults.of(Guide(), guide, checks, f"{key}.guide", table.guide),
        hours=its_hours,
        numbers=numbers,
        offline=offline,
        quota=table.quota,
        lunch=usual.lunch if table.lunch is None else faults.of(None, lunch, checks, f"{key}.lunch", table.lunch),
        last_number_minutes=usual.last_number_minutes if last is None else last,
        alert_minutes=usual.alert_minutes if table.alert_minutes is None else table.alert_minutes,
        group=None if table.group is None else faults.of(None, _group, checks, f"{key}.group", table.group),
        appointments=faults.of(None, _appointments, checks, f"{key}.appointments", table, its_hours),
    )
    faults.settle()
    return found


def _appointments(checks: Checks, key: str, service: ServiceTable, open_at: WeeklyHours) -> SlotRule | None:
    table = service.appointments
    if table is None:
        return None
    if service.group is not None:
        checks.refuse(key, "visitors who are called together (`group`) are told no times of their own")
    only = open_at if table.hours is None else hours(checks, f"{key}.hours", table.hours)
    if any(open_at.days) and not _fits(table.slot_minutes, open_at, only):
        where = f"{key}.slot_minutes" if table.hours is None else f"{key}.hours"
        checks.refuse(where, f"on no weekday do {table.slot_minutes} minutes fit into the service's hours")
    return SlotRule(
        slot_minutes=table.slot_minutes,
        capacity=table.capacity,
        lead_minutes=table.lead_minutes,
        days_ahead=table.days_ahead,
        hours=None if table.hours is None else only,
    )


def _fits(minutes: int, open_at: WeeklyHours, only: WeeklyHours) -> bool:
    return any(
        min(one.end, other.end) - max(one.start, other.start) >= minutes
        for its, told in zip(open_at.days, only.days, strict=True)
        for one in its
        for other in told
    )


def numbers(checks: Checks, key: str, table: ServiceTable, offline_from: int) -> Ranges:
    """Those of kiosks begin behind those of the server, and may be none."""
    if not re.fullmatch("[A-HJ-NP-Z0-9]{0,2}", table.prefix):
        checks.refuse(
            f"{key}.prefix",
            f"`{table.prefix}` must be empty, or one or two plain capital letters (no I, no O) or digits",
        )
    first = offline_from if table.offline_first_number is None else table.offline_first_number
    end = table.offline_last_number
    if end is None:
        end = min(first + OFFLINE_NUMBERS - 1, 999 if first <= 999 else LAST_NUMBER)
    elif first > end:
        checks.refuse(f"{key}.offline_first_number", f"{first} is above offline_last_number, {end}")
    last = min(799, first - 1) if table.last_number is None else table.last_number
    where = "hall.offline_from" if table.offline_first_number is None else f"{key}.offline_first_number"
    if last >= first:
        checks.refuse(
            f"{key}.last_number",
            f"{last} must be below {where} ({first}): numbers from there on are kept for kiosks "
            f"that issue while the server is away ({LAST_NUMBER + 1}: none are kept)",
        )
    if table.first_number > last:
        checks.refuse(f"{key}.first_number", f"{table.first_number} is above the last number, {last}")
    return NumberRange(table.first_number, last), NumberRange(first, end)


def tell_apart(checks: Checks, services: Sequence[ServiceTable], ranges: Sequence[Ranges]) -> None:
    """Refuses numbers that a visitor could take for those of another service, naming both."""
    spans = []
    for index, (service, (numbers, offline)) in enumerate(zip(services, ranges, strict=True)):
        spans.append(Span(f"service[{index}].prefix", service.prefix, numbers))
        spans.append(Span(f"service[{index}].offline_first_number", service.prefix, offline))
    found = clashing(spans)
    if found is not None:
        earlier, later, clash = found
        checks.refuse(
            later.key,
            f"its numbers, {later}, and those of {earlier.key}, {earlier}, {clash.value}: "
            "another prefix, or ranges of their own, would tell them apart",
        )


def _group(checks: Checks, key: str, table: GroupTable) -> Group:
    at = tuple(checks.time_of_day(f"{key}.at[{index}]", text, last="23:59") for index, text in enumerate(table.at))
    if list(at) != sorted(set(at)):
        checks.refuse(f"{key}.at", "must be times in order, each named once")
    return Group(table.size, table.wait_minutes, at)


def hours(checks: Checks, key: str, table: HoursTable) -> WeeklyHours:
    faults = Faults()
    days = HoursTable.__struct_fields__
    found = WeeklyHours(tuple(faults.of((), checks.intervals, f"{key}.{day}", getattr(table, day)) for day in days))
    faults.settle()
    return found


def lunch(checks: Checks, key: str, span: str) -> Interval | None:
    return checks.intervals(key, [span])[0] if span else None
