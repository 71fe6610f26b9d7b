"""What those who practise are told."""

from __future__ import annotations

from server.domain.hall import Hall
from server.domain.practice import practice_hall
from server.translation.events import lines
from server.translation.tickets import counter_state, ticket_view
from wire.messages import Practice


def practice(hall: Hall, now: int) -> Practice:
    """Raises ValueError for a hall that has not been configured."""
    inside = practice_hall(hall)
    config = inside.config
    if config is None:
        raise ValueError("the hall has no configuration yet")
    told = lines(inside, now)
    return Practice(
        seq=hall.seq,
        at=now,
        tickets=tuple(ticket_view(ticket, config) for ticket in inside.tickets()),
        counters=tuple(counter_state(inside, counter.counter_id) for counter in config.counters),
        waiting={service.service_id: inside.waiting(service.service_id) for service in config.services},
        lines=told.counters,
        aside=told.aside,
    )
