"""What a fact makes of a hall. No clock, no rule that could be decided otherwise: only what the event says, and the
table of a ticket's life."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from server.domain.actors import Actor
from server.domain.booking import arranged
from server.domain.counters import worked
from server.domain.events import (
    AppointmentChanged,
    AutoCallSet,
    CounterClosed,
    CounterOpened,
    CounterPaused,
    Fact,
    HallChanged,
    ServedWithoutNumber,
    TicketIssued,
)
from server.domain.hall import Hall
from server.domain.hall_changes import changed
from server.domain.life import LIFE, Life
from server.domain.practice import of_practice, practice_hall, with_practice
from server.domain.ticket_moves import issued, moved


def evolve(hall: Hall, fact: Fact, life: Life = LIFE) -> Hall:
    """The hall after the fact, at the next log position.

    Costs the same whether ten tickets are live or twenty thousand. Raises ValueError for an event that cannot
    have happened in this state: the log is damaged.
    """
    if of_practice(fact.event):
        return with_practice(hall, _evolved(practice_hall(hall), fact, life))
    return _evolved(hall, fact, life)


def replay(facts: Iterable[Fact], hall: Hall, life: Life = LIFE) -> Hall:
    """The hall after all of the facts."""
    for fact in facts:
        hall = evolve(hall, fact, life)
    return hall


def _evolved(hall: Hall, fact: Fact, life: Life) -> Hall:
    return _at_work(_after(hall, fact, life), fact)


def _at_work(hall: Hall, fact: Fact) -> Hall:
    """Whoever acts at a counter is at work there, and at no other. A device or the hall itself is nobody."""
    counter_id, officer = getattr(fact.event, "counter_id", ""), Actor.read(fact.by).account_id
    if not counter_id or not officer:
        return hall
    if hall.counter(counter_id).officer == officer:
        return hall
    counters = hall.counters
    for other, now in hall.counters.items():
        if now.officer == officer:
            counters = counters.put(other, replace(now, officer=""))
    return replace(hall, counters=counters.put(counter_id, replace(hall.counter(counter_id), officer=officer)))


def _after(hall: Hall, fact: Fact, life: Life) -> Hall:
    match fact.event:
        case CounterOpened() | CounterClosed() | CounterPaused() | AutoCallSet() | ServedWithoutNumber():
            return worked(hall, fact.event, fact.at)
        case TicketIssued():
            return issued(hall, fact.event, fact)
        case event if isinstance(event, AppointmentChanged):
            return arranged(hall, event)
        case event if isinstance(event, HallChanged):
            return changed(hall, event, fact)
        case _:
            return moved(hall, fact.event, fact.at, life)
