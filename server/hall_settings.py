"""The hall as its config file tells it: tables in, `HallConfig` out, everything checked that a typo can spoil."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from server.calendar_settings import DayTable, special_days
from server.class_settings import VisitorClassTable, visitor_classes
from server.counter_settings import CounterTable, Known, counter
from server.domain.config import Counter, HallConfig, MissedReturn, Note
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
    """Raises ConfigError naming the first fault's key."""
    checks = Checks(path, hall.languages)
    at_kiosk = checks.at_kiosk("hall.kiosk_languages", hall.kiosk_languages)
    at_kiosk.numbers = hall.guide_numbers
    checks.id("hall.id", hall.id)
    checks.time_zone("hall.time_zone", hall.time_zone)
    if not services:
        checks.refuse("service", "at least one [[service]] is needed")
    if not counters:
        checks.refuse("counter", "at least one [[counter]] is needed")
    checks.distinct("service", "id", [one.id for one in services])
    checks.distinct("counter", "id", [counter.id for counter in counters])
    checks.distinct("counter", "label", [counter.label for counter in counters], as_seen=True)
    checks.distinct("note", "code", [note.code for note in notes], as_seen=True)
    usual = Usual(
        hours(checks, "hall.hours", hall.hours),
        lunch(checks, "hall.lunch", hall.lunch),
        hall.last_number_minutes,
        hall.alert_minutes,
    )
    special, years = special_days(checks, path, hall.calendar, days)
    known = [one.id for one in services]
    all_classes = visitor_classes(at_kiosk, classes)  # before the counters, which name them
    ids = Known(known, [one.class_id for one in all_classes], [one.id for one in counters])
    in_files = guide_files(at_kiosk, path, hall.guides, {one.id: one.guide for one in services})
    ranges = [numbers(checks, f"service[{index}]", one, hall.offline_from) for index, one in enumerate(services)]
    tell_apart(checks, services, ranges)
    all_counters = tuple(counter(checks, f"counter[{index}]", one, ids) for index, one in enumerate(counters))
    _all_done(checks, known, all_counters)
    return HallConfig(
        hall_id=hall.id,
        name=at_kiosk.texts("hall.name", hall.name),
        office=at_kiosk.texts("hall.office", hall.office),
        time_zone=hall.time_zone,
        languages=checks.languages,
        counter_noun=checks.texts("hall.counter_noun", hall.counter_noun),
        services=tuple(
            service(at_kiosk, f"service[{index}]", one, usual, its_numbers, its_guide=in_files.get(one.id))
            for index, (one, its_numbers) in enumerate(zip(services, ranges, strict=True))
        ),
        counters=all_counters,
        notices=tuple(checks.texts(f"notice[{index}].text", notice.text) for index, notice in enumerate(notices)),
        missed_rule=at_kiosk.texts("hall.missed_rule", hall.missed_rule, optional=True),
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
        visitor_classes=all_classes,
        calendar_years=years,
        routing=routing(routing_table),
        kiosk_languages=at_kiosk.languages[len(checks.languages) :],
    )


def _note(checks: Checks, key: str, table: NoteTable) -> Note:
    if not re.fullmatch("[A-Z0-9]{1,8}", table.code):
        checks.refuse(f"{key}.code", f"`{table.code}` must be 1 to 8 plain capital letters or digits")
    return Note(table.code, checks.texts(f"{key}.text", table.text))


def _all_done(checks: Checks, services: Sequence[str], counters: Sequence[Counter]) -> None:
    done = {one for counter in counters for one in (*counter.primary, *counter.backup)}
    for index, service_id in enumerate(services):
        if service_id not in done:
            checks.refuse(
                f"service[{index}].id",
                f"no counter does `{service_id}`, so its numbers could never be called: name it at one, as primary or "
                "backup",
            )
