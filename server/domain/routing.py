"""Whom a counter calls next. For now first come, first served over all services the counter does, primary and
backup alike. What a page shows as the line of a counter is this order, said by the hall."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import islice

from server.domain.config import Counter
from server.domain.hall import Hall


def in_order(hall: Hall, counter: Counter) -> Iterator[str]:
    """Ticket ids in the order in which this counter would call them if nothing else happened.

    The smallest (place, issue order) is next. Depends on nothing but the hall: the same hall, the same answer.
    """
    lines = (hall.queue(service_id).items() for service_id in (*counter.primary, *counter.backup))
    return (ticket_id for _, ticket_id in heapq.merge(*lines))


def select(hall: Hall, counter: Counter) -> str | None:
    """Ticket id of who is next at this counter, None when nobody waits for what it does."""
    return next(in_order(hall, counter), None)


def first(hall: Hall, counter: Counter, count: int) -> tuple[str, ...]:
    """The next `count` of them at most."""
    return tuple(islice(in_order(hall, counter), count))
