"""The times at which a service has appointments: they follow from its configuration, its hours and the calendar. A slot
is an instant, and as long as the service says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.domain.appointments import Appointment
from server.domain.calendar import Hours, working
from server.domain.config import HallConfig, Interval, Service, SlotRule
from server.domain.hall import Hall
from server.domain.opening import business_date, instant

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class FreeSlot:
    slot: int
    left: int
    """So many may still be booked there."""
    busy: frozenset[str]
    """Officers who have somebody then."""


def slots(service: Service, config: HallConfig, day: date) -> tuple[int, ...]:
    """Instants at which an appointment may begin on this date, in order; each ends within the hours that it begins in,
    and none on a date for which the service is closed."""
    rule = service.appointments
    if rule is None or day.isoformat() <= service.closed_on:
        return ()
    found: list[int] = []
    for one in _hours(service, rule, config, day):
        ends = instant(config.time_zone, day, one.end)
        for minute in range(one.start, one.end - rule.slot_minutes + 1, rule.slot_minutes):
            slot = instant(config.time_zone, day, minute)
            free = not found or slot >= found[-1] + rule.slot_minutes * MINUTE_MS
            if free and slot + rule.slot_minutes * MINUTE_MS <= ends:
                found.append(slot)
    return tuple(found)


def day_of(config: HallConfig, at: int) -> date:
    """The local date of an instant."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(config.time_zone)).date()


def free_slots(hall: Hall, service: Service, now: int) -> Iterator[FreeSlot]:
    """Those that may be booked now, in order. Nothing for a hall that has not been configured."""
    config, rule = hall.config, service.appointments
    if config is None or rule is None:
        return
    today = day_of(config, now)
    for days in range(rule.days_ahead + 1):
        for slot in slots(service, config, today + timedelta(days=days)):
            left = rule.capacity - len(at_slot(hall, service, slot))
            of_the_past = business_date(config, slot) < hall.date  # of a clock that is behind the hall's day
            if left > 0 and slot >= now + rule.lead_minutes * MINUTE_MS and not of_the_past:
                yield FreeSlot(slot, left, busy_then(hall, service, slot))


def at_slot(hall: Hall, service: Service, slot: int) -> tuple[Appointment, ...]:
    """The service's open appointments that this slot meets: its own, and, where the slots were others when they were
    booked, those that reach into it."""
    length = _length_ms(hall, service.service_id)
    return tuple(
        one
        for one in hall.appointments.values()
        if one.open and one.visit.service_id == service.service_id and abs(one.slot - slot) < length
    )


def busy_then(hall: Hall, service: Service, slot: int) -> frozenset[str]:
    """Officers with an open appointment, of whatever service, that this slot meets."""
    ends = slot + _length_ms(hall, service.service_id)
    return frozenset(
        one.visit.officer
        for one in hall.appointments.values()
        if one.open
        and one.visit.officer
        and one.slot < ends
        and slot < one.slot + _length_ms(hall, one.visit.service_id)
    )


def _length_ms(hall: Hall, service_id: str) -> int:
    """One instant for a service that gives no slots any more."""
    service = hall.config.service(service_id) if hall.config else None
    return 1 if service is None or service.appointments is None else service.appointments.slot_minutes * MINUTE_MS


def _hours(service: Service, rule: SlotRule, config: HallConfig, day: date) -> Hours:
    """The service's hours, as far as those of its appointments go; on a make-up workday both are that weekday's."""
    hours = working(service, config, day)
    if rule.hours is None:
        return hours
    special = config.special_day(day.isoformat())
    weekday = day.weekday() if special is None or special.like is None else special.like
    return tuple(
        Interval(max(one.start, own.start), min(one.end, own.end))
        for one in hours
        for own in rule.hours.days[weekday]
        if max(one.start, own.start) < min(one.end, own.end)
    )
