"""What a clerk asks: the next visitor, or a step in the life of one ticket."""

from __future__ import annotations

from dataclasses import fields

from server.domain.commands import (
    CallGroup,
    CallNext,
    CancelTicket,
    Declined,
    FinishTicket,
    LaterTicket,
    Leaving,
    MoveTicket,
    PickTicket,
    Refusal,
    RestoreTicket,
    TransferTicket,
    VoidTicket,
)
from server.domain.config import Counter, HallConfig
from server.domain.counters import away, called_by_finish, called_next, still_there
from server.domain.events import (
    Event,
    TicketCancelled,
    TicketContinued,
    TicketFinished,
    TicketLater,
    TicketMissed,
    TicketMoved,
    TicketPicked,
    TicketRestored,
    TicketTransferred,
    TicketVoided,
)
from server.domain.grouping import gathering
from server.domain.hall import Hall
from server.domain.life import CounterUse, Life, Verb
from server.domain.limits import not_before, spent, until
from server.domain.returning import place_of_return
from server.domain.routing import first_place, grouped, officer_at, passed_by_pick
from server.domain.tickets import Outcome, Stage, Ticket, TicketState

Decision = tuple[Event, ...] | Declined


def call_next(hall: Hall, config: HallConfig, command: CallNext | CallGroup, now: int) -> Decision:
    """Who is next at a counter, or the group that is next there for a service.

    One press, one call: `after` must be the counter's present number of calls, so a second press or a second
    browser gets `already_called` with the ticket that is there (none when it is already finished).

    A ticket still at the counter needs a word on what becomes of it: `still_called` or `still_serving` without one, and
    `still_serving` too when somebody being served is said to be missed. Nobody waiting is no refusal: only what
    becomes of the one who was here takes effect, or nothing; nor is who goes on to a next service called by the press
    that lets them go. A counter that is paused or closed calls nobody.
    """
    counter = config.counter(command.counter_id)
    if counter is None:
        return Declined(Refusal.UNKNOWN_COUNTER, command.counter_id)
    settled = _cleared(hall, command)
    if isinstance(settled, Declined):
        return settled
    if isinstance(command, CallNext):
        return (*settled, *called_next(hall, counter, now))
    group = _group(hall, counter, command, now)
    return group if isinstance(group, Declined) else (*settled, *group)


def _group(hall: Hall, counter: Counter, command: CallGroup, now: int) -> Decision:
    """`group_not_ready` before it is."""
    service = next((one for one in grouped(hall, counter) if one.service_id == command.service_id), None)
    if service is None:
        return Declined(Refusal.NOT_NOW, f"counter {counter.counter_id} calls no groups for {command.service_id}")
    group = gathering(hall, service, now)
    if not group.tickets:
        return ()
    if group.ready is None:
        return Declined(Refusal.GROUP_NOT_READY, f"{len(group.tickets)} wait, ready at {group.ready_at}")
    return (group.call(counter.counter_id),)


def _cleared(hall: Hall, command: CallNext | CallGroup) -> tuple[Event, ...] | Declined:
    """What becomes of those who are still at the counter before the next call."""
    here = hall.counter(command.counter_id)
    if command.after != here.calls:
        return Declined(Refusal.ALREADY_CALLED, f"calls {here.calls}, not {command.after}", here.ticket_id)
    if (refused := away(here, command.counter_id)) is not None:
        return refused
    settled: list[Event] = []
    for ticket_id in here.tickets:
        present = hall.ticket(ticket_id)
        left = () if present is None else _settle(hall, present, command)
        if isinstance(left, Declined):
            return left
        settled += left
    return tuple(settled)


def move(hall: Hall, config: HallConfig, command: MoveTicket, now: int, life: Life) -> Decision:
    """A step in the life of one ticket, as its row of `server.domain.life` allows it."""
    verb = life.of_command[type(command)]
    counter_id = getattr(command, "counter_id", None)
    if counter_id and config.counter(counter_id) is None and hall.counter(counter_id).free:
        return Declined(Refusal.UNKNOWN_COUNTER, counter_id)
    ticket = hall.ticket(command.ticket_id)
    if ticket is None:
        return Declined(Refusal.UNKNOWN_TICKET, command.ticket_id)
    refused = _counter_refuses(hall, verb, ticket, counter_id) or _state_refuses(
        config, verb, ticket, now, beyond=type(command) is verb.beyond
    )
    if refused is None and isinstance(command, TransferTicket):
        refused = _aim_refuses(hall, config, command)
    if refused is not None:
        return refused
    said = _event(hall, config, command, ticket, now) or _as_asked(verb.event, command)
    then = called_by_finish(hall, config, command.counter_id, now) if isinstance(command, FinishTicket) else ()
    return (said, *then)


def _counter_refuses(hall: Hall, verb: Verb, ticket: Ticket, counter_id: str | None) -> Declined | None:
    if counter_id is None:
        return None
    here = hall.counter(counter_id)
    there = verb.counter in {CounterUse.KEPT, CounterUse.FREED}
    if verb.counter is CounterUse.LEFT:
        there = ticket.stage in {Stage.CALLED, Stage.SERVING}
    if there and ticket.ticket_id not in here.tickets:
        return Declined(Refusal.NOT_AT_COUNTER, f"{ticket.ticket_id} is {ticket.state}", ticket.ticket_id)
    if verb.counter is not CounterUse.TAKEN:
        return None
    present = None if here.ticket_id is None else hall.ticket(here.ticket_id)
    return away(here, counter_id) or (None if present is None else still_there(present))


def _state_refuses(config: HallConfig, verb: Verb, ticket: Ticket, now: int, *, beyond: bool) -> Declined | None:
    if ticket.state not in verb.states:
        return Declined(verb.otherwise, f"{ticket.ticket_id} is {ticket.state}", ticket.ticket_id)
    reason = spent(verb.event, ticket, config)
    if beyond and reason is None:
        return Declined(Refusal.NOT_NOW, f"{verb.name} is not used up", ticket.ticket_id)
    if reason is not None and not beyond:
        return Declined(reason, f"{verb.name} is used up", ticket.ticket_id)
    first = not_before(verb.event, ticket, config)
    if first is not None and now < first:
        return Declined(Refusal.NOT_YET, f"{verb.name} rests until {first}", ticket.ticket_id)
    last = until(verb.event, ticket, config)
    late = last is not None and now > last
    return Declined(Refusal.TOO_LATE, f"{verb.name} is too late", ticket.ticket_id) if late else None


def _aim_refuses(hall: Hall, config: HallConfig, command: TransferTicket) -> Declined | None:
    """Nobody waits for a service that the hall no longer offers; opening hours are for those who come."""
    if not hall.offers(command.to_service):
        return Declined(Refusal.UNKNOWN_SERVICE, command.to_service)
    counter = config.counter(command.to_counter)
    if command.to_counter and (counter is None or not counter.does(command.to_service)):
        return Declined(Refusal.UNKNOWN_COUNTER, f"{command.to_counter} does not do {command.to_service}")
    if command.to_officer and (command.to_counter or not officer_at(hall, command.to_officer, command.to_service)):
        return Declined(Refusal.UNKNOWN_OFFICER, f"is at no counter for {command.to_service}, or a counter is said too")
    if command.note_code and config.note(command.note_code) is None:
        return Declined(Refusal.UNKNOWN_NOTE, command.note_code)
    return None


def _as_asked(event: type[TicketMoved], command: MoveTicket) -> TicketMoved:
    """What says no more than was asked, under the same names."""
    return event(**{field.name: getattr(command, field.name) for field in fields(event)})


def _event(hall: Hall, config: HallConfig, command: MoveTicket, ticket: Ticket, now: int) -> TicketMoved | None:
    """What says more than was asked, or says it under another name; None for the others."""
    event: TicketMoved | None = None
    match command:
        case FinishTicket():
            event = _finished(hall, ticket, command.counter_id, command.outcome)
        case RestoreTicket():
            event = TicketRestored(ticket.ticket_id, place_of_return(hall, config, ticket, now))
        case LaterTicket():
            event = TicketLater(ticket.ticket_id, now + command.minutes * 60_000)
        case PickTicket():
            counter = config.counter(command.counter_id)
            passed = () if counter is None else passed_by_pick(hall, counter, ticket.ticket_id, now)
            event = TicketPicked(ticket.ticket_id, command.counter_id, command.reason, passed)
        case TransferTicket():
            event = TicketTransferred(
                ticket.ticket_id,
                command.counter_id,
                command.to_service,
                first_place(hall, ticket),
                command.note_code,
                command.to_counter,
                command.to_officer,
            )
        case CancelTicket():
            event = TicketCancelled(ticket.ticket_id, command.reason)
        case VoidTicket():
            event = TicketVoided(ticket.ticket_id, command.reason)
        case _:
            pass
    return event


def _settle(hall: Hall, present: Ticket, command: CallNext | CallGroup) -> tuple[Event, ...] | Declined:
    """What becomes of a ticket at the counter before the next is called."""
    if command.present is Leaving.SERVED:
        return (_finished(hall, present, command.counter_id),)
    if command.present is Leaving.MISSED and present.state is TicketState.CALLED:
        return (TicketMissed(present.ticket_id, command.counter_id),)
    return still_there(present)


def _finished(
    hall: Hall, ticket: Ticket, counter_id: str, outcome: Outcome = Outcome.SERVED
) -> TicketFinished | TicketContinued:
    """From *called* it implies that the visitor arrived, and the event says so. Who came for several services goes on
    to the next of them that the hall still offers."""
    implied = ticket.state is TicketState.CALLED
    coming = tuple(one for one in ticket.visit.then if hall.offers(one))
    if coming:
        return TicketContinued(
            ticket.ticket_id,
            counter_id,
            implied,
            outcome,
            coming[0],
            coming[1:],
            place=first_place(hall, ticket),
        )
    return TicketFinished(ticket.ticket_id, counter_id, arrival_implied=implied, outcome=outcome)
