"""What becomes of a hall by what happened to its tickets: its lines, its counters, its calls, and who is live."""

from __future__ import annotations

from dataclasses import replace

from server.domain.check_in import checked_in, given_back
from server.domain.config import HallConfig
from server.domain.counters import away
from server.domain.due import due_with
from server.domain.events import (
    CallUndone,
    Fact,
    GroupCalled,
    TicketCalled,
    TicketIssued,
    TicketMoved,
    TicketPicked,
    TicketVoided,
)
from server.domain.hall import CALLS_KEPT, Call, Hall, Line
from server.domain.hall_changes import put_in_force
from server.domain.life import CounterUse, Life, Verb
from server.domain.persistent import SortedMap
from server.domain.ticket_after import ticket_after, ticket_as_issued, tickets_after
from server.domain.tickets import Stage, Ticket


def issued(hall: Hall, event: TicketIssued, fact: Fact) -> Hall:
    """Raises ValueError for a number that was issued before."""
    number = (event.prefix, event.ordinal)
    if number in hall.used or event.ticket_id in hall.live:
        raise ValueError(f"number {event.number} was issued before")
    ticket = ticket_as_issued(event, fact, hall.issues + 1, hall.newest_place)
    if event.appointment:
        hall = checked_in(hall, event)
    return replace(
        hall,
        seq=hall.seq + 1,
        lines=_lined(hall, ticket),
        live=hall.live.put(ticket.ticket_id, ticket),
        used=hall.used.put(number, ticket.ticket_id),
        given=hall.given.put(event.visit.service_id, (hall.given.get(event.visit.service_id) or 0) + 1),
        issues=ticket.issue_order,
        newest_place=ticket.came,
    )


def moved(hall: Hall, event: TicketMoved | GroupCalled, at: int, life: Life) -> Hall:
    """Raises ValueError for what cannot happen to the ticket, or not at that counter."""
    if isinstance(event, GroupCalled):
        return _called_together(hall, event, at, life)
    before = hall.live.get(event.ticket_id)
    after = ticket_after(hall, event, at, life)
    verb = life.of_event[type(event)]
    after_it = _with_ticket(_with_counter(hall, verb, event), after)
    if verb.rings:
        after_it = _announced(after_it, after, at)
    if isinstance(event, TicketCalled | TicketPicked):
        after_it = _passed(after_it, event.passed, 1)
    elif isinstance(event, CallUndone) and before:
        after_it = _passed(after_it, before.passed, -1)
    elif isinstance(event, TicketVoided):
        after_it = given_back(after_it, event)
    if hall.written is not None and before and _lets_go(hall.written, verb, before, after):
        after_it = put_in_force(after_it, hall.written)
    return replace(after_it, seq=hall.seq + 1)


def _called_together(hall: Hall, event: GroupCalled, at: int, life: Life) -> Hall:
    """The row of a call, for each of them at once: the counter has made one call, and has them all."""
    here = hall.counter(event.counter_id)
    if not here.free:
        raise ValueError(f"counter {event.counter_id} has {', '.join(here.tickets)}: no group can be called there")
    if len(set(event.ticket_ids)) < max(2, len(event.ticket_ids)):
        raise ValueError(f"{event.ticket_ids} is no group")
    called = hall
    for after in reversed(tickets_after(hall, event, at, life)):
        called = _announced(_with_ticket(called, after), after, at)
    called = _passed(called, event.passed, 1)
    now = replace(here, calls=here.calls + 1, tickets=event.ticket_ids)
    return replace(called, seq=hall.seq + 1, counters=called.counters.put(event.counter_id, now))


def _passed(hall: Hall, ticket_ids: tuple[str, ...], times: int) -> Hall:
    """Whoever was passed so often more; who has left the hall meanwhile needs no count."""
    if not ticket_ids:
        return hall
    live = hall.live
    for ticket_id in ticket_ids:
        ticket = live.get(ticket_id)
        if ticket is not None:
            live = live.put(ticket_id, replace(ticket, passes=ticket.passes + times))
    calls = tuple(replace(call, ticket=live.get(call.ticket.ticket_id) or call.ticket) for call in hall.calls)
    return replace(hall, live=live, calls=calls)


def _lets_go(written: HallConfig, verb: Verb, before: Ticket, after: Ticket) -> bool:
    """Whether what was kept beside the configuration may have been needed by this ticket alone."""
    service_id, counter_id = before.visit.service_id, after.counter_id or before.counter_id
    gone = after.stage is Stage.GONE or after.visit.service_id != service_id
    if gone and written.service(service_id) is None:
        return True
    return verb.counter is not CounterUse.KEPT and counter_id is not None and written.counter(counter_id) is None


def _with_ticket(hall: Hall, after: Ticket) -> Hall:
    """The hall with a live ticket as it is after an event: in its line or out of it, live or gone, and in the calls."""
    before = hall.live.get(after.ticket_id)
    if before is not None and before.stage is Stage.IN_LINE:
        line = hall.queue(before.visit.service_id).drop(_place(before))
        hall = replace(hall, lines=hall.lines.put(before.visit.service_id, line))
    if after.stage is Stage.IN_LINE:
        hall = replace(hall, lines=_lined(hall, after))
    gone = after.stage is Stage.GONE
    live = hall.live.drop(after.ticket_id) if gone else hall.live.put(after.ticket_id, after)
    calls = hall.calls
    if before is not None and before.stage is Stage.CALLED and after.stage is Stage.IN_LINE:
        # nobody is asked to come any more, and nobody has been there
        calls = tuple(call for call in calls if call.ticket.ticket_id != after.ticket_id)
    elif any(call.ticket.ticket_id == after.ticket_id for call in calls):
        calls = tuple(
            replace(call, ticket=after) if call.ticket.ticket_id == after.ticket_id else call for call in calls
        )
    return replace(hall, live=live, calls=calls, due=due_with(hall.due, before, after))


def _with_counter(hall: Hall, verb: Verb, event: TicketMoved) -> Hall:
    """What the verb does to a counter."""
    if verb.counter is CounterUse.LEFT:
        return _left(hall, event.ticket_id)
    counter_id = getattr(event, "counter_id", "")
    here = hall.counter(counter_id)
    if verb.counter is CounterUse.TAKEN and away(here, counter_id) is not None:
        raise ValueError(f"counter {counter_id} is {here.status}: {verb.name} of {event.ticket_id} cannot happen")
    fits = here.free if verb.counter is CounterUse.TAKEN else event.ticket_id in here.tickets
    if not fits:
        there = ", ".join(here.tickets) or "nobody"
        raise ValueError(f"counter {counter_id} has {there}: {verb.name} of {event.ticket_id} cannot happen")
    if verb.counter is CounterUse.KEPT:
        return hall
    now = here.with_ticket(event.ticket_id) if verb.counter is CounterUse.TAKEN else here.without(event.ticket_id)
    if verb.rings:
        now = replace(now, calls=now.calls + 1)
    return replace(hall, counters=hall.counters.put(counter_id, now))


def _left(hall: Hall, ticket_id: str) -> Hall:
    ticket = hall.live.get(ticket_id)
    at = None if ticket is None else ticket.counter_id
    if at is None or ticket_id not in hall.counter(at).tickets:
        return hall
    return replace(hall, counters=hall.counters.put(at, hall.counter(at).without(ticket_id)))


def _announced(hall: Hall, ticket: Ticket, at: int) -> Hall:
    others = tuple(call for call in hall.calls if call.ticket.ticket_id != ticket.ticket_id)
    call = Call(seq=ticket.call_seq, at=at, counter_id=ticket.counter_id or "", ticket=ticket)
    older = (one for one in others[CALLS_KEPT - 1 :] if one.ticket.stage is Stage.CALLED)
    return replace(hall, calls=(call, *others[: CALLS_KEPT - 1], *older))


def _lined(hall: Hall, ticket: Ticket) -> SortedMap[str, Line]:
    """The lines, with it in that of its service."""
    line = hall.queue(ticket.visit.service_id).put(_place(ticket), ticket.ticket_id)
    return hall.lines.put(ticket.visit.service_id, line)


def _place(ticket: Ticket) -> tuple[int, int]:
    return ticket.place, ticket.issue_order
