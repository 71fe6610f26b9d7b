"""What moved, and who is next everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from server.domain import routing
from server.domain.config import Counter, Service
from server.domain.events import HallChanged, TicketLapsed
from server.domain.fairness.choices import Rule
from server.domain.fairness.claims import Desk
from server.domain.fairness.who_is_next import Waiting
from server.domain.grouping import gathering
from server.domain.hall import Hall
from server.domain.tickets import Stage, Ticket
from server.domain.watch import Watch, WatchWhat
from server.storage.event_codec import event_word
from server.submissions import Published
from server.translation.tickets import counter_state, ticket_view
from wire.messages.events import CounterLine, GroupLine, HallMoved, Lines, ServiceLine

NEXT_SHOWN = 8
"""So many of a line are named; the rest is counted."""


def moved(published: Published, prev_seq: int) -> HallMoved | None:
    """An event for screens and consoles, or None for one that they learn by a whole new snapshot.

    `prev_seq` is what the stream sent before.
    """
    fact, hall = published.fact, published.hall
    if isinstance(fact.event, HallChanged | TicketLapsed) or hall.config is None:
        return None
    config = hall.config
    return HallMoved(
        seq=published.seq,
        prev_seq=prev_seq,
        at=fact.at,
        what=event_word(fact.event),
        rings=published.rings,
        tickets=tuple(ticket_view(ticket, config) for ticket in published.tickets),
        # As in a snapshot: a counter that has left the configuration is nobody's to show.
        counters=tuple(
            counter_state(hall, counter_id) for counter_id in published.counters if config.counter(counter_id)
        ),
        waiting={service_id: hall.waiting(service_id) for service_id in published.services},
    )


def lines(hall: Hall, now: int) -> Lines:
    """Raises ValueError for a hall that has not been configured."""
    config = hall.config
    if config is None:
        raise ValueError("the hall has no configuration yet")
    longest: dict[str, int] = {}
    sent: list[tuple[Ticket, str | None]] = []
    aside: list[Ticket] = []
    for ticket in hall.live.values():
        service_id = ticket.visit.service_id
        if ticket.stage is Stage.ASIDE:
            aside.append(ticket)
        elif ticket.stage is Stage.IN_LINE:
            longest[service_id] = min(longest.get(service_id, ticket.issued_at), ticket.issued_at)
            if (at := routing.kept_for(hall, ticket)) != "":
                sent.append((ticket, at))
    aside += (ticket for ticket, at in sent if at is None)
    aside.sort(key=lambda ticket: (-ticket.since, -ticket.issue_order))
    kept = [(ticket.visit.service_id, at) for ticket, at in sent]
    elsewhere = {
        one.counter_id: sum(at != one.counter_id and one.does(service_id) for service_id, at in kept)
        for one in config.counters
    }
    everybody = routing.waiting(hall)
    of_services = routing.of_services(hall, everybody, now, NEXT_SHOWN)
    next_at = _next_at(hall, everybody, now)
    return Lines(
        seq=hall.seq,
        at=now,
        counters=tuple(
            _counter_line(
                hall,
                counter,
                next_at[counter.counter_id],
                aside,
                longest,
                now=now,
                elsewhere=elsewhere[counter.counter_id],
            )
            for counter in config.counters
        ),
        services=tuple(
            ServiceLine(
                service_id=service.service_id,
                next=of_services[service.service_id],
                longest_since=longest.get(service.service_id),
                too_long=_too_long(hall, service.service_id),
            )
            for service in config.services
        ),
        aside=tuple(ticket.ticket_id for ticket in aside),
    )


_Next = tuple[tuple[str, Rule], ...]
"""Ticket ids and rules of the next at a counter."""


def _next_at(hall: Hall, everybody: Waiting, now: int) -> dict[str, _Next]:
    """Looked up once for all counters that are for the same services, where that makes no difference."""
    found: dict[Desk, _Next] = {}
    next_at = {}
    for counter in hall.config.counters if hall.config else ():
        here = routing.desk(hall, counter)
        if not everybody.tells_apart(here):
            here = replace(here, counter_id="")
        if here not in found:
            found[here] = tuple(everybody.in_order(here, now, NEXT_SHOWN))
        next_at[counter.counter_id] = found[here]
    return next_at


def _counter_line(
    hall: Hall,
    counter: Counter,
    upcoming: _Next,
    aside: list[Ticket],
    longest: Mapping[str, int],
    *,
    now: int,
    elsewhere: int,
) -> CounterLine:
    """A ticket set aside, or in line for an officer who is away, is the business of whoever does its service, and of
    the counter that had it. `elsewhere`: so many wait for its services, but for another counter or such an officer."""
    services = (*counter.primary, *counter.backup)
    grouped = routing.grouped(hall, counter)
    alone = set(services).difference(one.service_id for one in grouped)
    since = [at for service_id in alone if (at := longest.get(service_id)) is not None]
    return CounterLine(
        counter_id=counter.counter_id,
        next=tuple(ticket_id for ticket_id, _ in upcoming),
        rules=tuple(rule.value for _, rule in upcoming),
        waiting=sum(hall.waiting(service_id) for service_id in alone) - elsewhere,
        longest_since=min(since, default=None),
        aside=tuple(
            ticket.ticket_id
            for ticket in aside
            if ticket.visit.service_id in services or ticket.counter_id == counter.counter_id
        ),
        groups=tuple(_group_line(hall, one, now) for one in grouped),
        reserve=tuple(
            one.about for one in hall.watches if (one.what, one.subject) == (WatchWhat.RESERVE, counter.counter_id)
        ),
        stands_in_for=tuple(
            one.subject for one in hall.watches if (one.what, one.about) == (WatchWhat.DEPUTY, counter.counter_id)
        ),
    )


def _too_long(hall: Hall, service_id: str) -> str:
    first = hall.queue(service_id).first()
    return first[1] if first is not None and Watch(WatchWhat.LONG_WAIT, service_id) in hall.watches else ""


def _group_line(hall: Hall, service: Service, now: int) -> GroupLine:
    group = gathering(hall, service, now)
    return GroupLine(
        service_id=service.service_id,
        size=group.size,
        next=group.tickets,
        waiting=hall.waiting(service.service_id),
        ready=group.ready,
        ready_at=group.ready_at,
    )
