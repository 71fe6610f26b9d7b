"""A hall whose time was wrong for a while: what is put right, and when that may be done without asking anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from server.domain.appointments import Appointment, AppointmentState
from server.domain.commands import CorrectTime
from server.domain.config import HallConfig
from server.domain.due import due_with
from server.domain.events import GivenNumber, TimeCorrected
from server.domain.hall import Call, CounterNow, Due, Hall, Line
from server.domain.opening import business_date
from server.domain.persistent import SortedMap
from server.domain.promise import Promise
from server.domain.tickets import Stage, Ticket

LONGEST_CLOSED_DAYS = 14
"""A long holiday, in whole dates without business; a clock that leaves out more of them is rather wrong."""


def days_until(day: str, earlier: str) -> int:
    """Dates from `earlier` to `day`, both ISO; negative when `day` is the earlier one."""
    return (date.fromisoformat(day) - date.fromisoformat(earlier)).days


def may_follow(day: str, earlier: str) -> bool:
    """Whether a hall last open on `earlier` may open on `day` without a person's word: no more dates lie between than a
    long holiday has."""
    return days_until(day, earlier) <= LONGEST_CLOSED_DAYS + 1


def correct_time(hall: Hall, config: HallConfig, command: CorrectTime, now: int) -> tuple[TimeCorrected, ...]:
    """`now` is the right time. A date that is too early is not put right here: the next day opens."""
    day = min(hall.date, business_date(config, now))
    return (TimeCorrected(day, command.since, command.by_ms, command.reason, command.used),)


def from_here(hall: Hall, now: int, reason: str, used: tuple[GivenNumber, ...]) -> CorrectTime:
    """What puts a hall right whose instants after `now` are wrong, nobody knows by how much: the newest of them becomes
    `now`, and the others keep their distance from it."""
    return CorrectTime(now, min(0, now - newest_instant(hall)), reason, used)


def newest_instant(hall: Hall) -> int:
    """The latest at which something happened to a ticket that is not finished, or a place was given."""
    said = (max(ticket.issued_at, ticket.since, ticket.called_at or 0) for ticket in hall.live.values())
    return max((hall.newest_place, *said))


def believable(hall: Hall, config: HallConfig, now: int, since: int) -> bool:
    """Whether a time that the network vouches for may be taken over without a person's word, after another was told
    that may have been wrong from `since` on: on the day's own date; or to a later one, as a start may, while nobody is
    here who took a number since."""
    day = business_date(config, now)
    if day <= hall.date:
        return day == hall.date
    return may_follow(day, hall.date) and all(ticket.issued_at < since for ticket in hall.live.values())


def corrected(hall: Hall, event: TimeCorrected) -> Hall:
    """Raises ValueError for a date that only a new business day could have."""
    if event.date > hall.date:
        raise ValueError(f"{event.date} cannot be the date of day {hall.day} ({hall.date})")
    live: SortedMap[str, Ticket] = SortedMap()
    lines: SortedMap[str, Line] = SortedMap()
    dues: Due = SortedMap()
    for key, ticket in hall.live.items():
        moved = _moved(ticket, hall.newest_place, event)
        live = live.put(key, moved)
        dues = due_with(dues, None, moved)
        if moved.stage is Stage.IN_LINE:
            service_id = moved.visit.service_id
            line = lines.get(service_id) or Line()
            lines = lines.put(service_id, line.put((moved.place, moved.issue_order), key))
    used = hall.used
    for prefix, ordinal, ticket_id in event.used:
        if (prefix, ordinal) not in used:
            used = used.put((prefix, ordinal), ticket_id)
    return replace(
        hall,
        seq=hall.seq + 1,
        date=event.date,
        live=live,
        lines=lines,
        due=dues,
        used=used,
        counters=_back(hall.counters, event),
        calls=tuple(_called(call, hall.newest_place, event) for call in hall.calls),
        newest_place=_right(hall.newest_place, event),
        appointments=_to_come(hall, event.date),
    )


def _to_come(hall: Hall, day: str) -> SortedMap[str, Appointment]:
    """A date that was too late said of appointments that they had been missed. Their own times are no clock's."""
    found = hall.appointments
    for code, one in hall.appointments.items():
        missed = one.state is AppointmentState.MISSED
        if missed and hall.config is not None and one.date(hall.config) >= day:
            found = found.put(code, replace(one, state=AppointmentState.BOOKED))
    return found


def _moved(ticket: Ticket, newest_place: int, event: TimeCorrected) -> Ticket:
    """Its place is wrong when its issue was, or when it was given behind a place that is; never one that was
    appointed."""
    at_its_time = ticket.place == ticket.visit.slot
    wrong = not at_its_time and (ticket.issued_at >= event.since or ticket.place >= newest_place >= event.since)
    return replace(
        ticket,
        issued_at=_right(ticket.issued_at, event),
        came=_right(ticket.came, event),
        since=_right(ticket.since, event),
        called_at=None if ticket.called_at is None else _right(ticket.called_at, event),
        returns_at=_returns(ticket, event),
        place=ticket.place + event.by_ms if wrong else ticket.place,
        promise=None if ticket.promise is None else _promised(ticket.promise, event),
    )


def _returns(ticket: Ticket, event: TimeCorrected) -> int | None:
    """It was said by the clock of its time: so much later."""
    wrong = ticket.returns_at is not None and ticket.since >= event.since
    return ticket.returns_at + event.by_ms if wrong and ticket.returns_at is not None else ticket.returns_at


def _promised(promise: Promise, event: TimeCorrected) -> Promise:
    return replace(promise, made_at=_right(promise.made_at, event))


def _back(counters: SortedMap[str, CounterNow], event: TimeCorrected) -> SortedMap[str, CounterNow]:
    """When a clerk means to be back was said by the clock that was wrong."""
    for counter_id, here in counters.items():
        if here.since >= event.since:
            back_at = None if here.back_at is None else here.back_at + event.by_ms
            counters = counters.put(counter_id, replace(here, since=_right(here.since, event), back_at=back_at))
    return counters


def _called(call: Call, newest_place: int, event: TimeCorrected) -> Call:
    return replace(call, at=_right(call.at, event), ticket=_moved(call.ticket, newest_place, event))


def _right(instant: int, event: TimeCorrected) -> int:
    return instant + event.by_ms if instant >= event.since else instant
