"""What a fact makes of a hall. No clock, no rule that could be decided otherwise: only what the event says, and the
table of a ticket's life."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, get_args

from server.domain.actors import Actor
from server.domain.by_hand import after_setting, meant
from server.domain.closing import ClosingReason, closed_for_today
from server.domain.config import HallConfig
from server.domain.counters import away, worked
from server.domain.events import (
    AutoCallSet,
    ByHandSet,
    CallUndone,
    CounterClosed,
    CounterOpened,
    CounterPaused,
    DayOpened,
    Fact,
    GroupCalled,
    HallChanged,
    HallClosedToday,
    HallConfigured,
    HallReopened,
    ServedWithoutNumber,
    TicketContinued,
    TicketFinished,
    TicketIssued,
    TicketMoved,
    TicketRecalled,
    TicketRestored,
    TicketTransferred,
    TimeCorrected,
)
from server.domain.hall import CALLS_KEPT, Call, Hall
from server.domain.keeping import in_force
from server.domain.life import LIFE, CounterUse, Life, Verb
from server.domain.practice import of_practice, practice_hall, with_practice
from server.domain.right_time import corrected
from server.domain.tickets import Stage, Ticket, TicketState


def evolve(hall: Hall, fact: Fact, life: Life = LIFE) -> Hall:
    """The hall after the fact, at the next log position.

    Costs the same whether ten tickets are live or twenty thousand. Raises ValueError for an event that cannot
    have happened in this state: the log is damaged.
    """
    if of_practice(fact.event):
        return with_practice(hall, _evolved(practice_hall(hall), fact, life))
    return _evolved(hall, fact, life)


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
            return _issued(hall, fact.event, fact)
        case event if isinstance(event, HallChanged):
            return _changed(hall, event, fact)
        case _:
            return _moved(hall, fact.event, fact.at, life)


def _changed(hall: Hall, event: HallChanged, fact: Fact) -> Hall:
    """By what concerns no ticket by itself."""
    match event:
        case DayOpened():
            return _opened(hall, event)
        case HallConfigured():
            return _in_force(replace(hall, seq=hall.seq + 1), event.config)
        case ByHandSet():
            return _set_by_hand(hall, event, fact)
        case HallClosedToday():
            return _closed(hall, event.reason)
        case HallReopened():
            return _closed(hall, None)
        case TimeCorrected():
            return _corrected(hall, event)


def replay(facts: Iterable[Fact], hall: Hall, life: Life = LIFE) -> Hall:
    """The hall after all of the facts."""
    for fact in facts:
        hall = evolve(hall, fact, life)
    return hall


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
    after = replace(ticket, state=verb.leads_to, since=since, **_said_of_it(event))
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
            return replace(ticket, visit=visit, counter_id=None, called_at=None, recalls=0)
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


def _opened(hall: Hall, event: DayOpened) -> Hall:
    """A day's first event carries what lives on, so the result depends on nothing older than its log position."""
    known = hall.config is not None
    if known and (event.day != hall.day + 1 or event.date <= hall.date):
        raise ValueError(f"day {event.day} ({event.date}) cannot follow day {hall.day} ({hall.date})")
    if len(hall.live):
        raise ValueError(f"day {event.day} opened over {len(hall.live)} live tickets")
    fresh = Hall(
        seq=hall.seq + 1,
        day=event.day,
        date=event.date,
        config=event.config,
        by_hand=event.by_hand,
        ends_by=event.config.day_rule,
        rehearsal=event.rehearsal,
    )
    return _in_force(fresh, event.config)


def _set_by_hand(hall: Hall, event: ByHandSet, fact: Fact) -> Hall:
    if hall.configured is None:
        raise ValueError("nothing can be set by hand before the first configuration")
    by_hand = after_setting(hall.by_hand, event, fact)
    return _in_force(replace(hall, seq=hall.seq + 1, by_hand=by_hand), hall.configured)


def _closed(hall: Hall, reason: ClosingReason | None) -> Hall:
    if hall.configured is None or hall.closed_today is reason:
        raise ValueError(f"a hall that is closed ({hall.closed_today}) cannot be closed ({reason})")
    return _in_force(replace(hall, seq=hall.seq + 1, closed_today=reason), hall.configured)


def _corrected(hall: Hall, event: TimeCorrected) -> Hall:
    after = corrected(hall, event)
    return after if after.configured is None else _in_force(after, after.configured)


def _issued(hall: Hall, event: TicketIssued, fact: Fact) -> Hall:
    number = (event.prefix, event.ordinal)
    if number in hall.used or event.ticket_id in hall.live:
        raise ValueError(f"number {event.number} was issued before")
    ticket = Ticket(
        ticket_id=event.ticket_id,
        number=event.number,
        visit=event.visit,
        state=TicketState.WAITING,
        issued_at=fact.at,
        since=fact.at,
        place=event.place,
        issue_order=hall.issues + 1,
        token_hash=event.token_hash,
        taken_by=fact.by,
    )
    return replace(
        _lined(hall, ticket),
        seq=hall.seq + 1,
        live=hall.live.put(ticket.ticket_id, ticket),
        used=hall.used.put(number, ticket.ticket_id),
        given=hall.given.put(event.visit.service_id, (hall.given.get(event.visit.service_id) or 0) + 1),
        issues=ticket.issue_order,
        newest_place=max(hall.newest_place, ticket.place),
    )


def _moved(hall: Hall, event: TicketMoved | GroupCalled, at: int, life: Life) -> Hall:
    if isinstance(event, GroupCalled):
        return _called_together(hall, event, at, life)
    before = hall.live.get(event.ticket_id)
    after = ticket_after(hall, event, at, life)
    verb = life.of_event[type(event)]
    moved = _with_ticket(_with_counter(hall, verb, event), after)
    if verb.rings:
        moved = _announced(moved, after, at)
    if hall.written is not None and before and _lets_go(hall.written, verb, before, after):
        moved = _in_force(moved, hall.written)
    return replace(moved, seq=hall.seq + 1)


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
    now = replace(here, calls=here.calls + 1, tickets=event.ticket_ids)
    return replace(called, seq=hall.seq + 1, counters=called.counters.put(event.counter_id, now))


def _lets_go(written: HallConfig, verb: Verb, before: Ticket, after: Ticket) -> bool:
    """Whether what was kept beside the configuration may have been needed by this ticket alone."""
    service_id, counter_id = before.visit.service_id, after.counter_id or before.counter_id
    gone = after.stage is Stage.GONE or after.visit.service_id != service_id
    if gone and written.service(service_id) is None:
        return True
    return verb.counter is not CounterUse.KEPT and counter_id is not None and written.counter(counter_id) is None


def _in_force(hall: Hall, written: HallConfig) -> Hall:
    """The hall on this configuration, with what was set by hand and what its tickets need beside it; the very same
    config while it is equal."""
    taken = (counter_id for counter_id, now in hall.counters.items() if not now.free)
    wanted = meant(written, hall.by_hand, hall.date)
    if hall.closed_today is not None:
        wanted = closed_for_today(wanted, hall.date)
    config = in_force(wanted, hall.config, hall.live, taken)
    return replace(
        hall,
        config=hall.config if config == hall.config else config,
        written=None if config is written else written,
    )


def _with_ticket(hall: Hall, after: Ticket) -> Hall:
    """The hall with a live ticket as it is after an event: in its line or out of it, live or gone, and in the calls."""
    before = hall.live.get(after.ticket_id)
    if before is not None and before.stage is Stage.IN_LINE:
        line = hall.queue(before.visit.service_id).drop(_place(before))
        hall = replace(hall, lines=hall.lines.put(before.visit.service_id, line))
    if after.stage is Stage.IN_LINE:
        hall = _lined(hall, after)
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
    return replace(hall, live=live, calls=calls)


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
    return replace(hall, calls=(call, *others)[:CALLS_KEPT])


def _lined(hall: Hall, ticket: Ticket) -> Hall:
    line = hall.queue(ticket.visit.service_id).put(_place(ticket), ticket.ticket_id)
    return replace(hall, lines=hall.lines.put(ticket.visit.service_id, line))


def _place(ticket: Ticket) -> tuple[int, int]:
    return ticket.place, ticket.issue_order
