"""Whom a counter calls next. For now first come, first served over all services the counter does, primary and
backup alike, but for numbers that were sent to another one. What a page shows as the line of a counter is this order,
said by the hall."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import islice

from server.domain.config import Counter, Service
from server.domain.counter_states import CounterStatus
from server.domain.hall import Hall


def in_order(hall: Hall, counter: Counter) -> Iterator[str]:
    """Ticket ids in the order in which this counter would call them if nothing else happened.

    The smallest (place, issue order) is next. Depends on nothing but the hall: the same hall, the same answer. Who is
    called in a group (`server.domain.grouping`) is not called alone.
    """
    alone = (one for one in (*counter.primary, *counter.backup) if not _together(hall, one))
    return (one for one in _merged(hall, *alone) if kept_for(hall, one) in {"", counter.counter_id})


def kept_for(hall: Hall, ticket_id: str) -> str | None:
    """Id of the counter that alone calls it in its turn, since it was sent there; "": any that does its service; None:
    none now, since it was sent to an officer who is at work at no counter that does.

    A counter that is closed, that has left the configuration or does the service no more keeps nobody waiting; nor is
    anybody kept from a group.
    """
    ticket = hall.ticket(ticket_id)
    if ticket is None or not (ticket.for_counter or ticket.for_officer) or hall.config is None:
        return ""
    counter, service_id = hall.config.counter(ticket.for_counter), ticket.visit.service_id
    if ticket.for_officer:
        return "" if _together(hall, service_id) else officer_at(hall, ticket.for_officer, service_id) or None
    if counter is None or not counter.does(service_id) or _together(hall, service_id):
        return ""
    closed = hall.counter(counter.counter_id).status is CounterStatus.CLOSED
    return "" if closed else counter.counter_id


def officer_at(hall: Hall, officer: str, service_id: str) -> str:
    """Id of the counter at which this account is at work and may call for the service, also when it pauses; else ""."""
    counter_id = hall.at_work(officer)
    counter = hall.config.counter(counter_id) if hall.config else None
    return counter_id if counter is not None and counter.does(service_id) else ""


def of_service(hall: Hall, service_id: str) -> Iterator[str]:
    """The same of one service alone, whether or not its visitors are called together."""
    return _merged(hall, service_id)


def grouped(hall: Hall, counter: Counter) -> tuple[Service, ...]:
    """The services of this counter whose visitors are called together, primary ones first."""
    config = hall.config
    found = (config.service(one) for one in (*counter.primary, *counter.backup)) if config else ()
    return tuple(one for one in found if one is not None and one.group is not None)


def _together(hall: Hall, service_id: str) -> bool:
    service = hall.config.service(service_id) if hall.config else None
    return service is not None and service.group is not None


def _merged(hall: Hall, *services: str) -> Iterator[str]:
    """Who waits for these services, in order."""
    lines = (hall.queue(service_id).items() for service_id in services)
    return (ticket_id for _, ticket_id in heapq.merge(*lines))


def select(hall: Hall, counter: Counter) -> str | None:
    """Ticket id of who is next at this counter, None when nobody waits for what it does."""
    return next(in_order(hall, counter), None)


def first(hall: Hall, counter: Counter, count: int) -> tuple[str, ...]:
    """The next `count` of them at most."""
    return tuple(islice(in_order(hall, counter), count))
