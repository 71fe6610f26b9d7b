"""Bugs that a program could have, planted: each makes of a fact another hall than it should. The model must notice
each, in process and behind a real server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from server.domain.events import DayOpened, Fact, GroupCalled, TicketCalled, TicketHeld, TicketIssued
from server.domain.hall import Call, Hall, Line
from server.domain.practice import of_practice, practice_hall
from server.domain.tickets import TicketState
from server.domain.visitor_classes import ORDINARY

Fault = Callable[[Hall, Fact, Hall], Hall]
"""Takes the hall before the fact, the fact and the right hall after it; gives the wrong one."""


def called_and_still_in_line(before: Hall, fact: Fact, after: Hall) -> Hall:
    """Who is called keeps the place in line, and another counter calls the same number."""
    event = fact.event
    if isinstance(event, TicketCalled) and not of_practice(event):
        return _back_in_line(after, event.ticket_id)
    return after


def hold_lost(before: Hall, fact: Fact, after: Hall) -> Hall:
    """Who is held is nowhere."""
    event = fact.event
    return replace(after, live=after.live.drop(event.ticket_id)) if isinstance(event, TicketHeld) else after


def day_with_yesterdays_calls(before: Hall, fact: Fact, after: Hall) -> Hall:
    """Counters go on counting."""
    if isinstance(fact.event, DayOpened):
        for counter_id, was in before.counters.items():
            after = replace(after, counters=after.counters.put(counter_id, replace(was, tickets=())))
    return after


def nobody_counts_as_passed(before: Hall, fact: Fact, after: Hall) -> Hall:
    """Who came first may be passed for ever."""
    for ticket in after.live.values():
        after = replace(after, live=after.live.put(ticket.ticket_id, replace(ticket, passes=0)))
    return after


def priority_printed_and_ignored(before: Hall, fact: Fact, after: Hall) -> Hall:
    """It stands where anybody would."""
    event = fact.event
    ticket = after.ticket(event.ticket_id) if isinstance(event, TicketIssued) else None
    if ticket is None or ticket.visit.visitor_class == ORDINARY:
        return after
    plain = replace(ticket, visit=replace(ticket.visit, visitor_class=ORDINARY))
    return replace(after, live=after.live.put(ticket.ticket_id, plain))


def group_called_in_half(before: Hall, fact: Fact, after: Hall) -> Hall:
    """The last of a group is not at the counter, and waits on."""
    event = fact.event
    if not isinstance(event, GroupCalled):
        return after
    left = after.ticket(event.ticket_ids[-1])
    assert left is not None
    waits = replace(left, state=TicketState.WAITING, counter_id=None, called_at=None)
    here = after.counter(event.counter_id).without(left.ticket_id)
    after = replace(after, live=after.live.put(left.ticket_id, waits))
    return replace(
        _back_in_line(after, left.ticket_id),
        counters=after.counters.put(event.counter_id, here),
    )


def practice_call_on_the_wall(before: Hall, fact: Fact, after: Hall) -> Hall:
    """It is among the calls."""
    event = fact.event
    learnt = practice_hall(after).ticket(getattr(event, "ticket_id", ""))
    if learnt is None or learnt.counter_id is None or not isinstance(event, TicketCalled):
        return after
    return replace(after, calls=(Call(after.seq, fact.at, learnt.counter_id, learnt), *after.calls))


def practice_call_at_the_counter(before: Hall, fact: Fact, after: Hall) -> Hall:
    """It counts as a call of the counter."""
    event = fact.event
    if not isinstance(event, TicketCalled) or not of_practice(event):
        return after
    was = after.counter(event.counter_id)
    return replace(after, counters=after.counters.put(event.counter_id, replace(was, calls=was.calls + 1)))


def practice_number_in_line(before: Hall, fact: Fact, after: Hall) -> Hall:
    """One more waits."""
    event = fact.event
    if not isinstance(event, TicketIssued) or not of_practice(event):
        return after
    learnt = practice_hall(after).ticket(event.ticket_id)
    assert learnt is not None
    return _back_in_line(replace(after, live=after.live.put(event.ticket_id, learnt)), event.ticket_id)


def practice_number_counted(before: Hall, fact: Fact, after: Hall) -> Hall:
    """The day has given one number more of its quota."""
    event = fact.event
    if not isinstance(event, TicketIssued) or not of_practice(event):
        return after
    given = after.given.put(event.visit.service_id, (after.given.get(event.visit.service_id) or 0) + 1)
    return replace(after, given=given)


FAULTS: dict[str, Fault] = {
    "double call of one number": called_and_still_in_line,
    "starvation: nobody counts as passed": nobody_counts_as_passed,
    "wrong order: priority printed and ignored": priority_printed_and_ignored,
    "lost hold": hold_lost,
    "wrong day roll: yesterday's calls": day_with_yesterdays_calls,
    "leaked practice call: on the wall": practice_call_on_the_wall,
    "leaked practice call: at the counter": practice_call_at_the_counter,
    "leaked practice number: in the line": practice_number_in_line,
    "leaked practice number: of the quota": practice_number_counted,
}
GROUP_FAULTS: dict[str, Fault] = {"a group called in half": group_called_in_half}


def _back_in_line(hall: Hall, ticket_id: str) -> Hall:
    ticket = hall.ticket(ticket_id)
    assert ticket is not None
    service_id = ticket.visit.service_id
    line = (hall.lines.get(service_id) or Line()).put((ticket.place, ticket.issue_order), ticket_id)
    return replace(hall, lines=hall.lines.put(service_id, line))
