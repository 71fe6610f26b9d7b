"""What an event makes of a hall. No clock, no rule that could be decided otherwise: only what the event says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from server.domain.events import (
    DayOpened,
    Event,
    HallConfigured,
    TicketArrived,
    TicketCalled,
    TicketFinished,
    TicketIssued,
    TicketLapsed,
    TicketMissed,
    TicketRecalled,
    TicketRestored,
)
from server.domain.hall import CALLS_KEPT, Call, CounterNow, Hall, Line
from server.domain.tickets import Ticket, TicketState

_Move = TicketCalled | TicketRecalled | TicketArrived | TicketFinished | TicketMissed | TicketRestored | TicketLapsed


def evolve(hall: Hall, event: Event) -> Hall:
    """The hall after the event, at the next log position.

    Costs the same whether ten tickets are live or twenty thousand. Raises ValueError for an event that cannot
    have happened in this state: the log is damaged.
    """
    match event:
        case DayOpened():
            return _opened(hall, event)
        case HallConfigured():
            return replace(hall, seq=hall.seq + 1, config=event.config)
        case TicketIssued():
            return _issued(hall, event)
        case _:
            return _moved(hall, event)


def replay(events: Iterable[Event], hall: Hall) -> Hall:
    """The hall after all of the events."""
    for event in events:
        hall = evolve(hall, event)
    return hall


def _opened(hall: Hall, event: DayOpened) -> Hall:
    """A day's first event carries what lives on, so the result depends on nothing older than its log position."""
    known = hall.config is not None
    if known and (event.day != hall.day + 1 or event.date <= hall.date):
        raise ValueError(f"day {event.day} ({event.date}) cannot follow day {hall.day} ({hall.date})")
    if len(hall.live):
        raise ValueError(f"day {event.day} opened over {len(hall.live)} live tickets")
    return Hall(seq=hall.seq + 1, day=event.day, date=event.date, config=event.config)


def _issued(hall: Hall, event: TicketIssued) -> Hall:
    if hall.last_ordinal(event.prefix) >= event.ordinal or event.ticket_id in hall.live:
        raise ValueError(f"number {event.number} was issued before")
    ticket = Ticket(
        ticket_id=event.ticket_id,
        number=event.number,
        service_id=event.service_id,
        state=TicketState.WAITING,
        visitor_class=event.visitor_class,
        channel=event.channel,
        language=event.language,
        issued_at=event.at,
        place=max(event.at, hall.newest_place),
        issue_order=hall.issues + 1,
        token_hash=event.token_hash,
    )
    counts = hall.count(event.service_id)
    return replace(
        hall,
        seq=hall.seq + 1,
        live=hall.live.put(ticket.ticket_id, ticket),
        lines=hall.lines.put(ticket.service_id, _line(hall, ticket).put(_place(ticket), ticket.ticket_id)),
        ordinals=hall.ordinals.put(event.prefix, event.ordinal),
        counts=hall.counts.put(event.service_id, replace(counts, issued=counts.issued + 1)),
        issues=ticket.issue_order,
        newest_place=ticket.place,
    )


def _moved(hall: Hall, event: _Move) -> Hall:
    ticket = hall.ticket(event.ticket_id)
    if ticket is None:
        raise ValueError(f"{event.ticket_id} is not live")
    match event:
        case TicketCalled():
            after = _called(hall, ticket, event)
        case TicketRecalled():
            after = _recalled(hall, ticket, event)
        case TicketArrived():
            _at_counter(hall, ticket, event.counter_id, TicketState.CALLED)
            after = _kept(hall, replace(ticket, state=TicketState.SERVING))
        case TicketFinished():
            expected = TicketState.CALLED if event.arrival_implied else TicketState.SERVING
            _at_counter(hall, ticket, event.counter_id, expected)
            after = _gone(_freed(hall, event.counter_id), ticket, served=1)
        case TicketMissed():
            _at_counter(hall, ticket, event.counter_id, TicketState.CALLED)
            after = _kept(_freed(hall, event.counter_id), replace(ticket, state=TicketState.MISSED))
            after = _counted(after, ticket.service_id, missed=1)
        case TicketRestored():
            after = _restored(hall, ticket, event)
        case TicketLapsed():
            after = _lapsed(hall, ticket)
    return replace(after, seq=hall.seq + 1)


def _called(hall: Hall, ticket: Ticket, event: TicketCalled) -> Hall:
    _in_state(ticket, TicketState.WAITING)
    counter = hall.counter(event.counter_id)
    if counter.ticket_id is not None:
        raise ValueError(f"counter {event.counter_id} already has {counter.ticket_id}")
    called = replace(ticket, state=TicketState.CALLED, counter_id=event.counter_id, called_at=event.at)
    after = _announced(_kept(_unlined(hall, ticket), called), called, event)
    here = CounterNow(calls=counter.calls + 1, ticket_id=ticket.ticket_id)
    return replace(after, counters=hall.counters.put(event.counter_id, here))


def _recalled(hall: Hall, ticket: Ticket, event: TicketRecalled) -> Hall:
    _at_counter(hall, ticket, event.counter_id, TicketState.CALLED)
    recalled = replace(ticket, called_at=event.at, recalls=ticket.recalls + 1)
    return _announced(_kept(hall, recalled), recalled, event)


def _restored(hall: Hall, ticket: Ticket, event: TicketRestored) -> Hall:
    _in_state(ticket, TicketState.MISSED)
    waiting = replace(ticket, state=TicketState.WAITING, place=event.place, counter_id=None, called_at=None, recalls=0)
    line = _line(hall, waiting).put(_place(waiting), waiting.ticket_id)
    return replace(_kept(hall, waiting), lines=hall.lines.put(waiting.service_id, line))


def _lapsed(hall: Hall, ticket: Ticket) -> Hall:
    if ticket.state is TicketState.WAITING:
        return _gone(_unlined(hall, ticket), ticket, lapsed=1)
    if ticket.state is TicketState.CALLED and ticket.counter_id is not None:
        return _gone(_freed(hall, ticket.counter_id), ticket, lapsed=1)
    _in_state(ticket, TicketState.MISSED)
    return _gone(hall, ticket, lapsed=1)


def _announced(hall: Hall, ticket: Ticket, event: TicketCalled | TicketRecalled) -> Hall:
    call = Call(
        seq=hall.seq + 1,
        ticket_id=ticket.ticket_id,
        number=ticket.number,
        service_id=ticket.service_id,
        counter_id=event.counter_id,
        visitor_class=ticket.visitor_class,
        language=ticket.language,
        at=event.at,
    )
    older = (other for other in hall.calls if other.ticket_id != ticket.ticket_id)
    return replace(hall, calls=(call, *older)[:CALLS_KEPT])


def _kept(hall: Hall, ticket: Ticket) -> Hall:
    return replace(hall, live=hall.live.put(ticket.ticket_id, ticket))


def _gone(hall: Hall, ticket: Ticket, *, served: int = 0, lapsed: int = 0) -> Hall:
    after = replace(hall, live=hall.live.drop(ticket.ticket_id))
    return _counted(after, ticket.service_id, served=served, lapsed=lapsed)


def _counted(hall: Hall, service_id: str, *, served: int = 0, missed: int = 0, lapsed: int = 0) -> Hall:
    counts = hall.count(service_id)
    counts = replace(
        counts, served=counts.served + served, missed=counts.missed + missed, lapsed=counts.lapsed + lapsed
    )
    return replace(hall, counts=hall.counts.put(service_id, counts))


def _freed(hall: Hall, counter_id: str) -> Hall:
    return replace(hall, counters=hall.counters.put(counter_id, replace(hall.counter(counter_id), ticket_id=None)))


def _unlined(hall: Hall, ticket: Ticket) -> Hall:
    return replace(hall, lines=hall.lines.put(ticket.service_id, _line(hall, ticket).drop(_place(ticket))))


def _line(hall: Hall, ticket: Ticket) -> Line:
    return hall.lines.get(ticket.service_id) or Line()


def _place(ticket: Ticket) -> tuple[int, int]:
    return ticket.place, ticket.issue_order


def _in_state(ticket: Ticket, expected: TicketState) -> None:
    if ticket.state is not expected:
        raise ValueError(f"{ticket.ticket_id} is {ticket.state}, not {expected}")


def _at_counter(hall: Hall, ticket: Ticket, counter_id: str, expected: TicketState) -> None:
    _in_state(ticket, expected)
    if hall.counter(counter_id).ticket_id != ticket.ticket_id:
        raise ValueError(f"{ticket.ticket_id} is not at counter {counter_id}")
