"""The hall as its config file tells it: tables in, `HallConfig` out, everything checked that a typo can spoil."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from program.config_file import Faults
from server.calendar_settings import DayTable, special_days
from server.class_settings import VisitorClassTable, visitor_classes
from server.counter_settings import CounterTable, Known, counter
from server.domain.config import (
    Counter,
    Guide,
    HallConfig,
    MissedReturn,
    Note,
    NumberRange,
    Service,
    Texts,
    WeeklyHours,
)
from server.guide_files import USUAL_FOLDER, guide_files
from server.guide_numbers import NumbersTable
from server.guide_settings import Text, TextTable
from server.routing_settings import USUAL_ROUTING, RoutingTable, routing
from server.service_settings import (
    LAST_NUMBER,
    Before,
    HoursTable,
    ServiceTable,
    Usual,
    hours,
    lunch,
    numbers,
    service,
    tell_apart,
)
from server.setting_checks import Checks

_NEVER_CALLED = (
    "no counter does `{service_id}`, so its numbers could never be called: name it at one, as primary or backup"
)
_NO_HOURS = WeeklyHours(((),) * 7)
_NO_RANGES = (NumberRange(1, 1), NumberRange(2, 2))
_NO_NOTE = Note("", ())


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class HallTable(_Table, frozen=True):
    id: str
    name: TextTable
    office: TextTable
    time_zone: str
    languages: list[str]
    counter_noun: TextTable
    hours: HoursTable
    kiosk_languages: list[str] = []
    """Beyond `languages`, those of kiosk and ticket."""
    calendar: list[Text] = []
    """Lists of holidays and make-up workdays: those that ship with the program by their name, "tw", or files."""
    lunch: str = ""
    """"HH:MM-HH:MM", taken out of the hours of every service that does not say otherwise; "": none."""
    alert_minutes: Before = 0
    """Whoever has waited so long for a service that does not say otherwise has waited too long, and staff are told; 0:
    nobody is."""
    last_number_minutes: Before = 0
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
    guides: Annotated[str, msgspec.Meta(min_length=1)] = USUAL_FOLDER
    """Folder, beside the config file, of the guides that have a file of their own, each called after its service."""
    guide_numbers: NumbersTable = {}
    """That the texts of every guide may name."""
    missed_rule: TextTable = {}
    phone_url: str = ""


class NoticeTable(_Table, frozen=True):
    text: TextTable


class NoteTable(_Table, frozen=True):
    """What the next officer should know, when a number is transferred."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=8)]
    text: TextTable


def guide_checks(
    path: Path, languages: Sequence[str], kiosk_languages: Sequence[str], numbers: Mapping[str, int]
) -> Checks:
    """For texts in every language of the hall and its kiosks. Raises ConfigError."""
    checks = Checks(path, languages).at_kiosk("hall.kiosk_languages", kiosk_languages)
    checks.numbers = numbers
    return checks


def hall_config(
    path: Path,
    hall: HallTable,
    services: Sequence[ServiceTable],
    counters: Sequence[CounterTable],
    notices: Sequence[NoticeTable],
    *,
    notes: Sequence[NoteTable] = (),
    classes: Sequence[VisitorClassTable] = (),
    days: Sequence[DayTable] = (),
    routing_table: RoutingTable = USUAL_ROUTING,
) -> HallConfig:
    """Raises ConfigError with the key of each fault, but for those that only follow from another."""
    at_kiosk = guide_checks(path, hall.languages, hall.kiosk_languages, hall.guide_numbers)
    checks = at_kiosk.on_wall
    faults = Faults()
    faults.of("", checks.id, "hall.id", hall.id)
    faults.of("", checks.time_zone, "hall.time_zone", hall.time_zone)
    for table, named in (("service", services), ("counter", counters)):
        faults.add(path, [] if named else [(table, f"at least one [[{table}]] is needed")])
    known = [one.id for one in services]
    faults.of(None, checks.distinct, "service", "id", known)
    faults.of(None, checks.distinct, "counter", "id", [one.id for one in counters])
    faults.of(None, checks.distinct, "counter", "label", [one.label for one in counters], as_seen=True)
    faults.of(None, checks.distinct, "note", "code", [note.code for note in notes], as_seen=True)
    usual = Usual(
        faults.of(_NO_HOURS, hours, checks, "hall.hours", hall.hours),
        faults.of(None, lunch, checks, "hall.lunch", hall.lunch),
        hall.last_number_minutes,
        hall.alert_minutes,
    )
    special, years = faults.of(((), ()), special_days, checks, path, hall.calendar, days)
    all_classes = faults.of((), visitor_classes, at_kiosk, classes)
    in_files = faults.of({}, guide_files, at_kiosk, path, hall.guides, {one.id: one.guide for one in services})

    def said(key: str, texts: TextTable, of: Checks = at_kiosk, *, optional: bool = False) -> Texts:
        return faults.of((), of.texts, key, texts, optional=optional)

    found = HallConfig(
        hall_id=hall.id,
        name=said("hall.name", hall.name),
        office=said("hall.office", hall.office),
        time_zone=hall.time_zone,
        languages=checks.languages,
        counter_noun=said("hall.counter_noun", hall.counter_noun, checks),
        services=faults.of((), _services, at_kiosk, services, usual, hall.offline_from, in_files),
        counters=faults.of(
            (), _counters, checks, counters, Known(known, [one.id for one in classes], [one.id for one in counters])
        ),
        notices=tuple(said(f"notice[{index}].text", notice.text, checks) for index, notice in enumerate(notices)),
        missed_rule=said("hall.missed_rule", hall.missed_rule, optional=True),
        recall_limit=hall.recall_limit,
        recall_pause_seconds=hall.recall_pause_seconds,
        undo_seconds=hall.undo_seconds,
        missed_return=hall.missed_return,
        missed_callers=hall.missed_callers,
        restore_delay_minutes=hall.restore_delay_minutes,
        day_starts_minute=faults.of(0, checks.time_of_day, "hall.day_starts", hall.day_starts, last="23:59"),
        phone_url=faults.of("", checks.web_address, "hall.phone_url", hall.phone_url),
        notes=tuple(faults.of(_NO_NOTE, _note, checks, f"note[{index}]", one) for index, one in enumerate(notes)),
        days=special,
        visitor_classes=all_classes,
        calendar_years=years,
        routing=routing(routing_table),
        kiosk_languages=at_kiosk.languages[len(checks.languages) :],
    )
    faults.settle()
    return found


def _services(
    checks: Checks, tables: Sequence[ServiceTable], usual: Usual, offline_from: int, guides: Mapping[str, Guide]
) -> tuple[Service, ...]:
    faults = Faults()
    found = []
    for index, one in enumerate(tables):
        key = f"service[{index}]"
        its_numbers = faults.of(None, numbers, checks, key, one, offline_from)
        its = faults.of(None, service, checks, key, one, usual, its_numbers or _NO_RANGES, its_guide=guides.get(one.id))
        if its is not None and its_numbers is not None:
            found.append(its)
    if len(found) == len(tables):
        faults.of(None, tell_apart, checks, tables, [(one.numbers, one.offline) for one in found])
    faults.settle()
    return tuple(found)


def _counters(checks: Checks, tables: Sequence[CounterTable], ids: Known) -> tuple[Counter, ...]:
    faults = Faults()
    found = [faults.of(None, counter, checks, f"counter[{index}]", one, ids) for index, one in enumerate(tables)]
    faults.settle()
    done = {one for table in tables for one in (*table.primary, *table.backup)}
    for index, service_id in enumerate(ids.services):
        if service_id not in done:
            faults.of(None, checks.refuse, f"service[{index}].id", _NEVER_CALLED.format(service_id=service_id))
    faults.settle()
    return tuple(one for one in found if one is not None)


def _note(checks: Checks, key: str, table: NoteTable) -> Note:
    if not re.fullmatch("[A-Z0-9]{1,8}", table.code):
        checks.refuse(f"{key}.code", f"`{table.code}` must be 1 to 8 plain capital letters or digits")
    return Note(table.code, checks.texts(f"{key}.text", table.text))
