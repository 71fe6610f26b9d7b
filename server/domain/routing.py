"""Whom a counter calls next. For now first come, first served over all services the counter does, primary and
backup alike."""

from __future__ import annotations

from server.domain.config import Counter
from server.domain.hall import Hall


def select(hall: Hall, counter: Counter) -> str | None:
    """Ticket id of who is next at this counter, None when nobody waits for what it does.

    The smallest (place, issue order) is next. Depends on nothing but the hall: the same hall, the same answer.
    """
    heads = (hall.head(service_id) for service_id in (*counter.primary, *counter.backup))
    return min((head for head in heads if head is not None), default=((0, 0), None))[1]
