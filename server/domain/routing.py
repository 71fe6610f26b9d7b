"""Whom a counter calls next: the hall as `server.domain.fairness` is asked about it. What a page shows as the line of a
counter or of a service is the order in which the same rule would call them, said by the hall."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from server.domain.config import Counter, HallConfig, Service
from server.domain.counter_states import CounterStatus
from server.domain.fairness.choices import Choice, Rule, Together
from server.domain.fairness.claims import Claim, Desk
from server.domain.fairness.place_in_line import head_start, key
from server.domain.fairness.policy import AS_THEY_COME, Policy
from server.domain.fairness.who_is_next import ALL, Waiting
from server.domain.hall import Hall
from server.domain.tickets import Ticket, Visit
from server.domain.watching import stands_in

UNKEPT = ""
"""The class of whoever has a number for a service whose counters are all kept for others, or was sent to one counter:
a number is called, and who may have one is said before it is taken."""


def claims(hall: Hall, services: Collection[str] | None = None) -> list[Claim]:
    """Everybody who waits for these services (None: for any) and may be called at some counter; nobody who was sent to
    an officer that is at none."""
    found, kinds = [], _Kinds()
    for service_id in services if services is not None else [one for one, _ in hall.lines.items()]:
        for ticket in _in_line(hall, service_id):
            only_at = kept_for(hall, ticket) if ticket.for_counter or ticket.for_officer else ""
            if only_at is not None:
                found.append(claim(hall, ticket, only_at, kinds))
    return found


def _in_line(hall: Hall, service_id: str) -> Iterator[Ticket]:
    """Who waits for a service: what the hall keeps apart, so that one line costs no look at all the others."""
    tickets = map(hall.live.get, hall.queue(service_id).values())
    return (ticket for ticket in tickets if ticket is not None)


def returning(hall: Hall) -> list[tuple[int, Claim]]:
    """Who is set aside until a time, and when that comes: as it will stand in line."""
    found = []
    for (at, _), ticket_id in hall.due.items():
        ticket = hall.ticket(ticket_id)
        only_at = None if ticket is None else kept_for(hall, ticket)
        if ticket is not None and only_at is not None:
            found.append((at, claim(hall, ticket, only_at)))
    return found


_Kinds = dict[tuple[str, str], tuple[bool, str]]
"""Of a service and a class: whether it has priority, and the class by which counters choose."""


def claim(hall: Hall, ticket: Ticket, only_at: str = "", kinds: _Kinds | None = None) -> Claim:
    """`kinds`: what has been looked up for others of this hall."""
    visit = ticket.visit
    kind = (visit.service_id, visit.visitor_class)
    known = kinds.get(kind) if kinds is not None else None
    if known is None:
        known = (has_priority(hall, visit), class_for(hall, visit))
        if kinds is not None:
            kinds[kind] = known
    priority, chosen_by = known
    sent = ticket.for_counter or visit.officer
    # In the order of its fields: names cost a third of the time that it takes to know who is next.
    return Claim(
        ticket.ticket_id,
        visit.service_id,
        ticket.came,
        ticket.issue_order,
        ticket.place,
        priority,
        None if visit.slot is None else kept_slot(visit, ticket.came, policy(hall)),
        drawn_to(hall, ticket) if sent else "",
        only_at,
        UNKEPT if only_at else chosen_by,
        ticket.passes,
    )


def newcomer(hall: Hall, visit: Visit, now: int) -> Claim:
    """Who would come now for this visit; the reference is the place at which he would stand."""
    came = max(now, hall.newest_place)
    slot = kept_slot(visit, came, policy(hall))
    return Claim(
        "",
        visit.service_id,
        issued_at=came,
        issue_order=hall.issues + 1,
        reference=came if slot is None else slot,
        priority=has_priority(hall, visit),
        slot=slot,
        visitor_class=class_for(hall, visit),
    )


def has_priority(hall: Hall, visit: Visit) -> bool:
    return hall.config is not None and hall.config.has_priority(visit.visitor_class)


def kept_slot(visit: Visit, came: int, rule: Policy) -> int | None:
    """The time of an appointment by which it was kept; None for one that came too late, and where there is none."""
    return visit.slot if visit.slot is not None and came <= visit.slot + rule.grace_ms else None


def first_place(hall: Hall, ticket: Ticket) -> int:
    """Where it would stand if it had waited for another service since it was issued."""
    slot = kept_slot(ticket.visit, ticket.came, policy(hall))
    return ticket.issued_at if slot is None else slot


def desk(hall: Hall, counter: Counter) -> Desk:
    """For those who are called alone: who is called in a group (`server.domain.grouping`) is not."""
    return Desk(
        counter.counter_id,
        frozenset(one for one in counter.primary if not _together(hall, one)),
        frozenset(one for one in counter.backup if not _together(hall, one)),
        classes_of(counter),
    )


def class_for(hall: Hall, visit: Visit) -> str:
    """The class by which counters choose."""
    return chosen_by(hall.config, visit.service_id, visit.visitor_class) if hall.config else visit.visitor_class


def chosen_by(config: HallConfig, service_id: str, visitor_class: str) -> str:
    """The class by which counters choose; `UNKEPT` of one whom otherwise no counter of the hall would ever call."""
    kept = config.kept_for_class(service_id)
    return UNKEPT if kept and visitor_class not in kept else visitor_class


def classes_of(counter: Counter) -> frozenset[str]:
    """Those whom it calls; none: everybody."""
    return frozenset((*counter.classes, UNKEPT)) if counter.classes else frozenset()


def policy(hall: Hall) -> Policy:
    return hall.config.routing if hall.config else AS_THEY_COME


def waiting(hall: Hall, services: Collection[str] | None = None) -> Waiting:
    """Those of `claims`, to be asked by desk after desk."""
    return Waiting(claims(hall, services), policy(hall), open_counters(hall))


def open_counters(hall: Hall) -> frozenset[str]:
    counters = hall.config.counters if hall.config else ()
    return frozenset(one.counter_id for one in counters if hall.counter(one.counter_id).status is CounterStatus.OPEN)


def select(hall: Hall, counter: Counter, now: int) -> Choice | None:
    """Who is next at this counter, None when nobody waits for what it does. Depends on nothing but the hall and the
    instant: the same hall, the same answer."""
    here = desk(hall, counter)
    return waiting(hall, here.primary | here.backup).call(here, now)


def in_order(hall: Hall, counter: Counter, now: int, count: int = ALL) -> Iterator[tuple[str, Rule]]:
    """Ids and rules of those whom this counter would call, one after the other, if nothing else happened and no time
    passed."""
    here = desk(hall, counter)
    return waiting(hall, here.primary | here.backup).in_order(here, now, count)


def first(hall: Hall, counter: Counter, count: int, now: int) -> tuple[str, ...]:
    """Ticket ids of the next `count` of them at most."""
    return tuple(ticket_id for ticket_id, _ in in_order(hall, counter, now, count))


def passed_by_pick(hall: Hall, counter: Counter, ticket_id: str, now: int) -> tuple[str, ...]:
    """Who came earlier and could have been called to this counter, alone or in a group."""
    here = Desk(counter.counter_id, frozenset(counter.primary), frozenset(counter.backup), classes_of(counter))
    everybody = waiting(hall)
    ticket = hall.ticket(ticket_id)
    if ticket is not None and kept_for(hall, ticket) is None:
        everybody.add(claim(hall, ticket))
    return everybody.pick(ticket_id, here, now)


def of_service(hall: Hall, service_id: str, now: int) -> Iterator[str]:
    """Ticket ids of all who wait for it, also for one counter or officer, in the order of their calls."""
    return _ids(waiting_for(hall, service_id), service_id, now)


def of_services(hall: Hall, everybody: Waiting, now: int, count: int = ALL) -> dict[str, tuple[str, ...]]:
    """The next so many of every service in force; `everybody` are all who wait, as the counters see them."""
    found = {}
    sent = {one.visit.service_id for one in hall.live.values() if one.for_counter or one.for_officer}
    for service in hall.config.services if hall.config else ():
        service_id = service.service_id
        told = service_id in sent or everybody.tells_apart(at_all(service_id))
        asked = waiting_for(hall, service_id) if told else everybody
        found[service_id] = tuple(ticket_id for ticket_id, _ in asked.in_order(at_all(service_id), now, count))
    return found


def waiting_for(hall: Hall, service_id: str) -> Waiting:
    """Those of one service, wherever each of them is to be called."""
    return Waiting((claim(hall, one) for one in _in_line(hall, service_id)), policy(hall), frozenset())


def together(hall: Hall, service_id: str, size: int, now: int) -> Together:
    """The next so many of a service, at most, called as one."""
    return waiting_for(hall, service_id).call_together(at_all(service_id), size, now)


def people_ahead(hall: Hall, mine: Claim, now: int) -> int:
    """How many of its service would be called before a newcomer, if nobody came after it."""
    line = hall.queue(mine.service_id)
    last = line.last()
    if not head_start(mine, policy(hall)) and (last is None or last[0] < (mine.reference, mine.issue_order)):
        return len(line)
    everybody = waiting_for(hall, mine.service_id)
    everybody.add(mine)
    order = _ids(everybody, mine.service_id, now)
    return next(place for place, ticket_id in enumerate(order) if ticket_id == mine.ticket_id)


def place_behind(hall: Hall, ticket: Ticket, count: int, now: int) -> int:
    """The place at which it stands behind the next `count` of its service, and never before its own."""
    service_id, rule = ticket.visit.service_id, policy(hall)
    here = at_all(service_id)
    ahead = (hall.ticket(one) for one in islice(of_service(hall, service_id, now), count))
    keys = [key(claim(hall, one), here, rule, frozenset()) for one in ahead if one is not None]
    if not keys:
        return ticket.place
    return max(ticket.place, max(keys) + head_start(claim(hall, ticket), rule) + 1)


def kept_for(hall: Hall, ticket: Ticket) -> str | None:
    """Id of the counter that alone calls it in its turn, since it was sent there; "": any that does its service; None:
    none now, since it was sent to an officer who is at work at no counter that does.

    A counter that is closed, that has left the configuration or does the service no more keeps nobody waiting, nor does
    one for which another stands in; nor is anybody kept from a group.
    """
    if not (ticket.for_counter or ticket.for_officer) or hall.config is None:
        return ""
    counter, service_id = hall.config.counter(ticket.for_counter), ticket.visit.service_id
    if ticket.for_officer:
        return "" if _together(hall, service_id) else officer_at(hall, ticket.for_officer, service_id) or None
    if counter is None or not counter.does(service_id) or _together(hall, service_id):
        return ""
    closed = hall.counter(counter.counter_id).status is CounterStatus.CLOSED
    return "" if closed or stands_in(hall, counter.counter_id, service_id) else counter.counter_id


def drawn_to(hall: Hall, ticket: Ticket) -> str:
    """Id of the counter to which a visitor is drawn: that of his own officer, or the one that stands in for where he
    was sent; else ""."""
    visit = ticket.visit
    if ticket.for_counter and (deputy := stands_in(hall, ticket.for_counter, visit.service_id)):
        return deputy
    return officer_at(hall, visit.officer, visit.service_id) if visit.officer else ""


def officer_at(hall: Hall, officer: str, service_id: str) -> str:
    """Id of the counter at which this account is at work and may call for the service, also when it pauses, or of the
    one that stands in for it; else ""."""
    if deputy := stands_in(hall, hall.last_at(officer), service_id):
        return deputy
    counter_id = hall.at_work(officer)
    counter = hall.config.counter(counter_id) if hall.config else None
    return counter_id if counter is not None and counter.does(service_id) else ""


def grouped(hall: Hall, counter: Counter) -> tuple[Service, ...]:
    """The services of this counter whose visitors are called together, primary ones first."""
    config = hall.config
    found = (config.service(one) for one in (*counter.primary, *counter.backup)) if config else ()
    return tuple(one for one in found if one is not None and one.group is not None)


def _together(hall: Hall, service_id: str) -> bool:
    service = hall.config.service(service_id) if hall.config else None
    return service is not None and service.group is not None


def at_all(service_id: str) -> Desk:
    """No counter: where all who wait for a service stand in one line."""
    return Desk("", frozenset({service_id}))


def _ids(everybody: Waiting, service_id: str, now: int) -> Iterator[str]:
    return (ticket_id for ticket_id, _ in everybody.in_order(at_all(service_id), now))
