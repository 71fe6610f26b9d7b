"""What the waits of a hall depend on, read off the hall."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from server.domain.appointments import AppointmentState
from server.domain.calendar import Hours, working
from server.domain.config import Counter, HallConfig, Service
from server.domain.counter_states import CounterStatus
from server.domain.fairness.claims import Claim
from server.domain.hall import Hall
from server.domain.opening import instant
from server.domain.routing import claims, desk, newcomer, open_counters, policy, returning
from server.domain.tickets import Channel, Ticket, TicketState, Visit
from server.domain.visitor_classes import ORDINARY, PRIORITY
from server.forecast.now import Here, Now, Seat, ServiceNow
from server.forecast.replay import Span

MINUTE_MS = 60_000
UNSAID_PAUSE_MS = 15 * MINUTE_MS
"""So long a pause is taken to last whose end nobody said: a guess."""
OVERDUE_MS = 2 * MINUTE_MS
"""Who is later back than was meant is taken to come in so long: a guess."""


def now_of(hall: Hall, at: int) -> Now | None:
    """None: the hall has no configuration yet."""
    config = hall.config
    if config is None:
        return None
    today = _local_date(config, at)
    together = {one.service_id for one in config.services if one.group is not None}
    waits = [one for one in hall.tickets() if one.state is TicketState.WAITING]
    called_alone = tuple(one for one in claims(hall) if one.service_id not in together)
    known = {one.ticket_id for one in called_alone}
    return Now(
        at=at,
        seq=hall.seq,
        day=hall.day,
        date=hall.date,
        midnight=instant(config.time_zone, today, 0),
        policy=policy(hall),
        open_counters=open_counters(hall),
        seats=tuple(
            _seat(hall, config, one, at, today)
            for one in config.counters
            if hall.counter(one.counter_id).status is not CounterStatus.CLOSED
        ),
        services=tuple(
            ServiceNow(one.service_id, one.guide.minutes, _closes_at(one, config, today)) for one in config.services
        ),
        claims=called_alone,
        by_hand=tuple(one.ticket_id for one in waits if one.ticket_id not in known),
        newcomers=tuple(_newcomers(hall, config, together, at)),
        booked=tuple(_booked(hall, config, together, at)),
        returning=tuple(one for one in returning(hall) if one[1].service_id not in together),
        follows=tuple((one.ticket_id, one.visit.then) for one in waits if one.visit.then),
    )


def _booked(hall: Hall, config: HallConfig, together: set[str], at: int) -> Iterable[Claim]:
    grace_ms = policy(hall).grace_ms
    for one in hall.appointments.values():
        visit = one.visit
        if one.state is not AppointmentState.BOOKED or visit.slot is None or visit.service_id in together:
            continue
        if visit.slot + grace_ms >= at and one.date(config) == hall.date:
            came = newcomer(hall, visit, visit.slot)
            yield came._replace(ticket_id=f"{one.code}@", issued_at=visit.slot, reference=visit.slot, slot=visit.slot)


def _newcomers(hall: Hall, config: HallConfig, together: set[str], at: int) -> Iterable[Claim]:
    place = max(at, hall.newest_place)
    classes = dict.fromkeys((ORDINARY, PRIORITY, *(one.class_id for one in config.visitor_classes)))
    for service in config.services:
        if service.service_id in together or not hall.offers(service.service_id):
            continue
        for visitor_class in classes:
            visit = Visit(service.service_id, Channel.KIOSK, "", visitor_class)
            key = f"{service.service_id}/{visitor_class}"
            yield newcomer(hall, visit, place)._replace(ticket_id=key)


def _seat(hall: Hall, config: HallConfig, counter: Counter, at: int, today: date) -> Seat:
    here = hall.counter(counter.counter_id)
    tickets = [ticket for one in here.tickets if (ticket := hall.ticket(one)) is not None]
    back_at = 0
    if here.status is CounterStatus.PAUSED:
        meant = here.since + UNSAID_PAUSE_MS if here.back_at is None else here.back_at
        back_at = meant if meant > at else at + OVERDUE_MS
    busy = tuple(Here(one.visit.service_id, _there_since(one), one.state is not TicketState.CALLED) for one in tickets)
    began = max((one.called_at for one in busy), default=at)
    works = here.status is CounterStatus.OPEN
    away = tuple(
        (start, end)
        for start, end in _away(config, counter, today)
        if end > at and not (works and start <= began)  # whoever calls in a break is not in it
    )
    said = here.status is CounterStatus.OPEN or here.back_at is not None
    return Seat(desk(hall, counter), busy, back_at, away, said)


def _there_since(ticket: Ticket) -> int:
    """From its first call on; of one that had been set aside, since it is back."""
    again = ticket.state is TicketState.CALLED or ticket.reason is not None
    return ticket.since if again or ticket.called_at is None else ticket.called_at


def _away(config: HallConfig, counter: Counter, today: date) -> list[Span]:
    """Its breaks, and the gaps that the hours of all of its services have in common; in order."""
    found = [(one.start, one.end) for one in counter.breaks]
    services = [one for key in (*counter.primary, *counter.backup) if (one := config.service(key)) is not None]
    if services:
        gaps = _gaps(working(services[0], config, today))
        for service in services[1:]:
            gaps = _common(gaps, _gaps(working(service, config, today)))
        found += gaps
    zone = config.time_zone
    return sorted((instant(zone, today, start), instant(zone, today, end)) for start, end in found)


def _gaps(hours: Hours) -> list[Span]:
    """Between the parts of a day, in minutes."""
    return [(one.end, after.start) for one, after in pairwise(hours) if one.end < after.start]


def _common(one: list[Span], other: list[Span]) -> list[Span]:
    both = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return [(start, end) for start, end in both if start < end]


def _closes_at(service: Service, config: HallConfig, today: date) -> int | None:
    hours = working(service, config, today)
    return instant(config.time_zone, today, hours[-1].end) if hours else None


def _local_date(config: HallConfig, at: int) -> date:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(config.time_zone)).date()
