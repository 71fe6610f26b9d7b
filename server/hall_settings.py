"""The hall as its config file tells it: tables in, `HallConfig` out, everything checked that a typo can spoil."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec

from server.calendar_settings import DayTable, special_days
from server.counter_settings import CounterTable, counter
from server.domain.config import (
    Counter,
    Group,
    Guide,
    HallConfig,
    Interval,
    MissedReturn,
    Note,
    NumberRange,
    Paper,
    Service,
    WeeklyHours,
)
from server.number_checks import Span, clashing
from server.setting_checks import Checks

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
TextTable = dict[str, Text]
_Before = Annotated[int, msgspec.Meta(ge=0, le=480)]
Minutes = Annotated[int, msgspec.Meta(ge=1, le=480)]
LAST_NUMBER = 9_999
"""Four digits at most."""
Number = Annotated[int, msgspec.Meta(ge=1, le=LAST_NUMBER)]
OFFLINE_NUMBERS = 99
"""As many numbers does a service leave for kiosks that issue while the server is away, unless said otherwise."""


class _Usual(NamedTuple):
    """The hall's, for a service that has none of its own."""

    hours: WeeklyHours
    lunch: Interval | None
    last_number_minutes: int


_Ranges = tuple[NumberRange, NumberRange]
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


class HallTable(_Table, frozen=True):
    id: str
    name: TextTable
    office: TextTable
    time_zone: str
    languages: list[str]
    counter_noun: TextTable
    hours: HoursTable
    calendar: list[Text] = []
    """Lists of holidays and make-up workdays: those that ship with the program by their name, "tw", or files."""
    lunch: str = ""
    """"HH:MM-HH:MM", taken out of the hours of every service that does not say otherwise; "": none."""
    last_number_minutes: _Before = 0
    """So long before its hours end for the day a service gives no more numbers, unless it says otherwise."""
    day_starts: str = "04:00"
    recall_limit: Annotated[int, msgspec.Meta(ge=0, le=20)] = 2
    recall_pause_seconds: Annotated[int, msgspec.Meta(ge=0, le=86_400)] = 3
    undo_seconds: Annotated[int, msgspec.Meta(ge=0, le=86_400)] = 10
    """For so long after a call the clerk may take it back; 0: never."""
    missed_return: MissedReturn = MissedReturn.OWN_REFERENCE_PLUS
    missed_callers: Annotated[int, msgspec.Meta(ge=1, le=50)] = 3
    restore_delay_minutes: Annotated[int, msgspec.Meta(ge=0, le=480)] = 10
    offline_from: Annotated[int, msgspec.Meta(ge=2, le=LAST_NUMBER + 1)] = 801
    """Numbers from here on are kept for kiosks that issue while the server is away, in every service that says nothing
    else. 10000: none are kept."""
    missed_rule: TextTable = {}
    phone_url: str = ""


class PaperTable(_Table, frozen=True):
    name: TextTable
    note: TextTable = {}


class GuideTable(_Table, frozen=True):
    title: TextTable = {}
    steps: list[TextTable] = []
    papers: list[PaperTable] = []
    notice: TextTable = {}
    legal_basis: TextTable = {}
    fee: TextTable = {}
    minutes: Minutes | None = None


class GroupTable(_Table, frozen=True):
    size: Annotated[int, msgspec.Meta(ge=2, le=4)]
    """So many visitors are called together."""
    wait_minutes: Minutes = 20
    """Fewer when the first of them has stood so long in line."""
    at: list[str] = []
    """Fewer at these times too, each "HH:MM"."""


class ServiceTable(_Table, frozen=True):
    id: str
    prefix: str
    name: TextTable
    short_name: TextTable
    guide: GuideTable = GuideTable()
    group: GroupTable | None = None
    """Left out: its visitors are called one by one."""
    hours: HoursTable | None = None
    """Its own, where they differ from the hall's."""
    lunch: str | None = None
    last_number_minutes: _Before | None = None
    first_number: Number = 1
    last_number: Number | None = None
    offline_first_number: Annotated[int, msgspec.Meta(ge=1, le=LAST_NUMBER + 1)] | None = None
    """Where the numbers begin that kiosks give while the server is away; the hall's `offline_from` unless said here."""
    offline_last_number: Number | None = None
    quota: Number | None = None
    """So many numbers a day, and no more."""


class NoticeTable(_Table, frozen=True):
    text: TextTable


class NoteTable(_Table, frozen=True):
    """What the next officer should know, when a number is transferred."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=8)]
    text: TextTable


def hall_config(
    path: Path,
    hall: HallTable,
    services: Sequence[ServiceTable],
    counters: Sequence[CounterTable],
    notices: Sequence[NoticeTable],
    *,
    notes: Sequence[NoteTable] = (),
    days: Sequence[DayTable] = (),
) -> HallConfig:
    """Raises ConfigError naming the first fault's key."""
    checks = Checks(path, hall.languages)
    checks.id("hall.id", hall.id)
    checks.time_zone("hall.time_zone", hall.time_zone)
    if not services:
        checks.refuse("service", "at least one [[service]] is needed")
    if not counters:
        checks.refuse("counter", "at least one [[counter]] is needed")
    checks.distinct("service", "id", [service.id for service in services])
    checks.distinct("counter", "id", [counter.id for counter in counters])
    checks.distinct("counter", "label", [counter.label for counter in counters], as_seen=True)
    checks.distinct("note", "code", [note.code for note in notes], as_seen=True)
    usual = _Usual(
        _hours(checks, "hall.hours", hall.hours), _lunch(checks, "hall.lunch", hall.lunch), hall.last_number_minutes
    )
    special, years = special_days(checks, path, hall.calendar, days)
    known = [service.id for service in services]
    ranges = [_numbers(checks, f"service[{index}]", one, hall.offline_from) for index, one in enumerate(services)]
    _tell_apart(checks, services, ranges)
    all_counters = tuple(counter(checks, f"counter[{index}]", one, known) for index, one in enumerate(counters))
    _all_done(checks, known, all_counters)
    return HallConfig(
        hall_id=hall.id,
        name=checks.texts("hall.name", hall.name),
        office=checks.texts("hall.office", hall.office),
        time_zone=hall.time_zone,
        languages=checks.languages,
        counter_noun=checks.texts("hall.counter_noun", hall.counter_noun),
        services=tuple(
            _service(checks, f"service[{index}]", service, usual, numbers)
            for index, (service, numbers) in enumerate(zip(services, ranges, strict=True))
        ),
        counters=all_counters,
        notices=tuple(checks.texts(f"notice[{index}].text", notice.text) for index, notice in enumerate(notices)),
        missed_rule=checks.texts("hall.missed_rule", hall.missed_rule, optional=True),
        recall_limit=hall.recall_limit,
        recall_pause_seconds=hall.recall_pause_seconds,
        undo_seconds=hall.undo_seconds,
        missed_return=hall.missed_return,
        missed_callers=hall.missed_callers,
        restore_delay_minutes=hall.restore_delay_minutes,
        day_starts_minute=checks.time_of_day("hall.day_starts", hall.day_starts, last="23:59"),
        phone_url=checks.web_address("hall.phone_url", hall.phone_url),
        notes=tuple(_note(checks, f"note[{index}]", note) for index, note in enumerate(notes)),
        days=special,
        calendar_years=years,
    )


def _service(checks: Checks, key: str, table: ServiceTable, usual: _Usual, ranges: _Ranges) -> Service:
    checks.id(f"{key}.id", table.id)
    numbers, offline = ranges
    last = table.last_number_minutes
    return Service(
        service_id=table.id,
        prefix=table.prefix,
        name=checks.texts(f"{key}.name", table.name),
        short_name=checks.texts(f"{key}.short_name", table.short_name),
        guide=_guide(checks, f"{key}.guide", table.guide),
        hours=usual.hours if table.hours is None else _hours(checks, f"{key}.hours", table.hours),
        numbers=numbers,
        offline=offline,
        quota=table.quota,
        lunch=usual.lunch if table.lunch is None else _lunch(checks, f"{key}.lunch", table.lunch),
        last_number_minutes=usual.last_number_minutes if last is None else last,
        group=None if table.group is None else _group(checks, f"{key}.group", table.group),
    )


def _group(checks: Checks, key: str, table: GroupTable) -> Group:
    at = tuple(checks.time_of_day(f"{key}.at[{index}]", text, last="23:59") for index, text in enumerate(table.at))
    if list(at) != sorted(set(at)):
        checks.refuse(f"{key}.at", "must be times in order, each named once")
    return Group(table.size, table.wait_minutes, at)


def _note(checks: Checks, key: str, table: NoteTable) -> Note:
    if not re.fullmatch("[A-Z0-9]{1,8}", table.code):
        checks.refuse(f"{key}.code", f"`{table.code}` must be 1 to 8 plain capital letters or digits")
    return Note(table.code, checks.texts(f"{key}.text", table.text))


def _numbers(checks: Checks, key: str, table: ServiceTable, offline_from: int) -> _Ranges:
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


def _tell_apart(checks: Checks, services: Sequence[ServiceTable], ranges: Sequence[_Ranges]) -> None:
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


def _guide(checks: Checks, key: str, table: GuideTable) -> Guide:
    return Guide(
        title=checks.texts(f"{key}.title", table.title, optional=True),
        steps=tuple(checks.texts(f"{key}.steps[{index}]", step) for index, step in enumerate(table.steps)),
        papers=tuple(
            Paper(
                name=checks.texts(f"{key}.papers[{index}].name", paper.name),
                note=checks.texts(f"{key}.papers[{index}].note", paper.note, optional=True),
            )
            for index, paper in enumerate(table.papers)
        ),
        notice=checks.texts(f"{key}.notice", table.notice, optional=True),
        legal_basis=checks.texts(f"{key}.legal_basis", table.legal_basis, optional=True),
        fee=checks.texts(f"{key}.fee", table.fee, optional=True),
        minutes=table.minutes,
    )


def _hours(checks: Checks, key: str, table: HoursTable) -> WeeklyHours:
    return WeeklyHours(
        tuple(checks.intervals(f"{key}.{day}", getattr(table, day)) for day in HoursTable.__struct_fields__)
    )


def _lunch(checks: Checks, key: str, span: str) -> Interval | None:
    return checks.intervals(key, [span])[0] if span else None


def _all_done(checks: Checks, services: Sequence[str], counters: Sequence[Counter]) -> None:
    done = {one for counter in counters for one in (*counter.primary, *counter.backup)}
    for index, service_id in enumerate(services):
        if service_id not in done:
            checks.refuse(
                f"service[{index}].id",
                f"no counter does `{service_id}`, so its numbers could never be called: name it at one, as primary or "
                "backup",
            )
