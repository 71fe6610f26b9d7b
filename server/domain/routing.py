"""Whom a counter calls next. For now first come, first served over all services the counter does, primary and
backup alike. What a page shows as the line of a counter is this order, said by the hall."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import islice

from server.domain.config import Counter, Service
from server.domain.hall import Hall


def in_order(hall: Hall, counter: Counter) -> Iterator[str]:
    """Ticket ids in the order in which this counter would call them if nothing else happened.

    The smallest (place, issue order) is next. Depends on nothing but the hall: the same hall, the same answer. Who is
    called in a group (`server.domain.grouping`) is not called alone.
    """
    return _merged(hall, *(one for one in (*counter.primary, *counter.backup) if not _together(hall, one)))


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
