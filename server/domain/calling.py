"""The clerk's orders: call, recall, arrived, finish, missed, restore."""

from __future__ import annotations

from server.domain.commands import (
    ArriveTicket,
    CallNext,
    FinishTicket,
    MissTicket,
    Outcome,
    RecallTicket,
    Refusal,
    Refused,
    RestoreTicket,
)
from server.domain.config import HallConfig
from server.domain.events import (
    Event,
    TicketArrived,
    TicketCalled,
    TicketFinished,
    TicketMissed,
    TicketRecalled,
    TicketRestored,
)
from server.domain.hall import Hall
from server.domain.routing import select
from server.domain.tickets import Ticket, TicketState

Decision = tuple[Event, ...] | Refused
_AtCounter = RecallTicket | ArriveTicket | FinishTicket | MissTicket
Order = CallNext | RestoreTicket | _AtCounter


def decide_order(hall: Hall, config: HallConfig, order: Order, now: int) -> Decision:
    """What a clerk's order leads to in a configured hall."""
    decision: Decision
    match order:
        case CallNext():
            decision = call_next(hall, config, order, now)
        case RecallTicket():
            decision = recall(hall, config, order, now)
        case ArriveTicket():
            decision = arrive(hall, config, order, now)
        case FinishTicket():
            decision = finish(hall, config, order, now)
        case MissTicket():
            decision = miss(hall, config, order, now)
        case RestoreTicket():
            decision = restore(hall, config, order, now)
    return decision


def call_next(hall: Hall, config: HallConfig, command: CallNext, now: int) -> Decision:
    """One press, one call: `after` must be the counter's present number of calls, so a second press or a second
    browser gets `already_called` with the ticket that is there (none when it is already finished).

    A ticket still at the counter needs an outcome: `still_called` or `still_serving` without one, and `still_serving`
    too when somebody being served is said to be missed. Nobody waiting is no refusal: only the outcome
    takes effect, or nothing.
    """
    counter = config.counter(command.counter_id)
    if counter is None:
        return Refused(Refusal.UNKNOWN_COUNTER, command.counter_id)
    here = hall.counter(command.counter_id)
    if command.after != here.calls:
        return Refused(Refusal.ALREADY_CALLED, f"calls {here.calls}, not {command.after}", here.ticket_id)
    present = None if here.ticket_id is None else hall.ticket(here.ticket_id)
    settled = () if present is None else _settle(present, command, now)
    if isinstance(settled, Refused):
        return settled
    chosen = select(hall, counter)
    return settled if chosen is None else (*settled, TicketCalled(now, chosen, command.counter_id))


def recall(hall: Hall, config: HallConfig, command: RecallTicket, now: int) -> Decision:
    """The call sounds again, at most `recall_limit` times."""
    ticket = _called_here(hall, config, command)
    if isinstance(ticket, Refused):
        return ticket
    if ticket.recalls >= config.recall_limit:
        return Refused(Refusal.RECALL_LIMIT, f"at most {config.recall_limit}", ticket.ticket_id)
    return (TicketRecalled(now, ticket.ticket_id, command.counter_id),)


def arrive(hall: Hall, config: HallConfig, command: ArriveTicket, now: int) -> Decision:
    ticket = _called_here(hall, config, command)
    if isinstance(ticket, Refused):
        return ticket
    return (TicketArrived(now, ticket.ticket_id, command.counter_id),)


def finish(hall: Hall, config: HallConfig, command: FinishTicket, now: int) -> Decision:
    """From *called* it implies that the visitor arrived, and the event says so."""
    ticket = _here(hall, config, command)
    return ticket if isinstance(ticket, Refused) else (_finished(ticket, command.counter_id, now),)


def miss(hall: Hall, config: HallConfig, command: MissTicket, now: int) -> Decision:
    ticket = _called_here(hall, config, command)
    if isinstance(ticket, Refused):
        return ticket
    return (TicketMissed(now, ticket.ticket_id, command.counter_id),)


def restore(hall: Hall, config: HallConfig, command: RestoreTicket, now: int) -> Decision:
    """Back into line with the same number, `restore_delay_minutes` later than it stood."""
    ticket = hall.ticket(command.ticket_id)
    if ticket is None:
        return Refused(Refusal.UNKNOWN_TICKET, command.ticket_id)
    if ticket.state is not TicketState.MISSED:
        return Refused(Refusal.NOT_MISSED, f"{ticket.ticket_id} is {ticket.state}", ticket.ticket_id)
    return (TicketRestored(now, ticket.ticket_id, ticket.place + config.restore_delay_minutes * 60_000),)


def _settle(present: Ticket, command: CallNext, now: int) -> tuple[Event, ...] | Refused:
    """What becomes of the ticket at the counter before the next is called."""
    called = present.state is TicketState.CALLED
    if command.present is Outcome.SERVED:
        return (_finished(present, command.counter_id, now),)
    if command.present is Outcome.MISSED and called:
        return (TicketMissed(now, present.ticket_id, command.counter_id),)
    code = Refusal.STILL_CALLED if called else Refusal.STILL_SERVING
    return Refused(code, f"{present.ticket_id} is {present.state}", present.ticket_id)


def _finished(ticket: Ticket, counter_id: str, now: int) -> TicketFinished:
    return TicketFinished(now, ticket.ticket_id, counter_id, arrival_implied=ticket.state is TicketState.CALLED)


def _here(hall: Hall, config: HallConfig, command: _AtCounter) -> Ticket | Refused:
    """The ticket the command names, if it is called or serving at the counter the command names."""
    here = hall.counter(command.counter_id)
    if here.ticket_id is None and config.counter(command.counter_id) is None:
        return Refused(Refusal.UNKNOWN_COUNTER, command.counter_id)
    ticket = hall.ticket(command.ticket_id)
    if ticket is None:
        return Refused(Refusal.UNKNOWN_TICKET, command.ticket_id)
    if here.ticket_id != ticket.ticket_id:
        return Refused(Refusal.NOT_AT_COUNTER, f"{ticket.ticket_id} is {ticket.state}", ticket.ticket_id)
    return ticket


def _called_here(hall: Hall, config: HallConfig, command: _AtCounter) -> Ticket | Refused:
    ticket = _here(hall, config, command)
    if isinstance(ticket, Ticket) and ticket.state is not TicketState.CALLED:
        return Refused(Refusal.NOT_CALLED, f"{ticket.ticket_id} is {ticket.state}", ticket.ticket_id)
    return ticket
