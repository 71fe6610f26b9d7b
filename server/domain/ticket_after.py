"""A ticket after what happened to it: what the event says of it, and what follows from the table of a ticket's life."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, get_args

from server.domain.events import (
    CallUndone,
    Fact,
    GroupCalled,
    TicketContinued,
    TicketFinished,
    TicketIssued,
    TicketMoved,
    TicketPicked,
    TicketRecalled,
    TicketRestored,
    TicketTransferred,
)
from server.domain.fairness.choices import Rule
from server.domain.hall import Hall
from server.domain.life import LIFE, Life
from server.domain.tickets import Ticket, TicketState


def ticket_as_issued(event: TicketIssued, fact: Fact, issue_order: int, newest_place: int) -> Ticket:
    """The ticket that `event`, the one of `fact`, gave: the day's `issue_order`-th, where `newest_place` is the latest
    place said before."""
    return Ticket(
        ticket_id=event.ticket_id,
        number=event.number,
        visit=event.visit,
        state=TicketState.WAITING,
        issued_at=fact.at,
        since=fact.at,
        place=event.place,
        issue_order=issue_order,
        token_hash=event.token_hash,
        taken_by=fact.by,
        promise=event.promise,
        came=max(newest_place, event.place if event.visit.slot is None else fact.at),
    )


def tickets_after(hall: Hall, event: TicketMoved | GroupCalled, at: int, life: Life = LIFE) -> tuple[Ticket, ...]:
    """Every ticket that the event speaks of, after it. Raises ValueError when the event cannot happen to one."""
    each = event.each if isinstance(event, GroupCalled) else (event,)
    return tuple(ticket_after(hall, one, at, life) for one in each)


def ticket_after(hall: Hall, event: TicketMoved, at: int, life: Life = LIFE) -> Ticket:
    """The ticket that the event speaks of, after it; also one that leaves the hall by it. Raises ValueError when the
    event cannot happen to it."""
    ticket = hall.ticket(event.ticket_id)
    if ticket is None:
        raise ValueError(f"{event.ticket_id} is not live")
    verb = life.of_event[type(event)]
    if ticket.state not in verb.states:
        raise ValueError(f"{ticket.ticket_id} is {ticket.state}: {verb.name} cannot happen to it")
    since = ticket.since if verb.leads_to is ticket.state else at
    said = {"returns_at": None} | _said_of_it(event)
    after = replace(ticket, state=verb.leads_to, since=since, **said)
    if verb.rings:
        after = replace(after, called_at=at, call_seq=hall.seq + 1)
    return _followed(after, event, came_from=ticket.state)


def _said_of_it(event: TicketMoved) -> dict[str, Any]:
    """What an event says of its ticket, it says under the ticket's own names."""
    return {name: getattr(event, name) for name in _NAMES[type(event)]}


_TICKET_NAMES = {field.name for field in fields(Ticket)}
_NAMES = {
    kind: tuple(field.name for field in fields(kind) if field.name in _TICKET_NAMES) for kind in get_args(TicketMoved)
}


def _followed(ticket: Ticket, event: TicketMoved, *, came_from: TicketState) -> Ticket:
    """The ticket with what follows from this event without being said. Raises ValueError when the event does not go
    with the state that the ticket came from."""
    match event:
        case TicketRecalled():
            return replace(ticket, recalls=ticket.recalls + 1)
        case TicketRestored() | CallUndone():
            return replace(ticket, counter_id=None, called_at=None, recalls=0)
        case TicketTransferred():
            visit = replace(ticket.visit, service_id=event.service_id)
            return replace(ticket, visit=visit, counter_id=None, called_at=None, recalls=0, hops=ticket.hops + 1)
        case TicketPicked():
            return replace(ticket, rule=Rule.PICKED)
        case TicketFinished() | TicketContinued():
            if event.arrival_implied is not (came_from is TicketState.CALLED):
                raise ValueError(f"{ticket.ticket_id} was {came_from}: that does not go with how it was finished")
            return ticket if isinstance(event, TicketFinished) else _going_on(ticket, event)
        case _:
            return ticket


def _going_on(ticket: Ticket, event: TicketContinued) -> Ticket:
    """What its last transfer said is not said for the next service."""
    visit = replace(ticket.visit, service_id=event.service_id, then=event.then)
    unsent = replace(ticket, note_code="", for_counter="", for_officer="")
    return replace(unsent, visit=visit, counter_id=None, called_at=None, recalls=0)
