"""A zone of a large hall: some of its counters, and what is done there. Pure.

A display that shows a zone hears of nothing else: both monitors, its chime and its sign tell of no other call. Whoever
is somewhere else is, to this display, gone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from wire.messages import HallEdited, HallMoved, Lines, OpeningChanged, Snapshot, Waits
from wire.messages.hall import HallView
from wire.messages.tickets import TicketView

Heard = Snapshot | HallMoved | HallEdited | Lines | Waits | OpeningChanged


def of_zone(message: Heard, counters: Collection[str], services: Collection[str]) -> Heard:
    """What a display of these counters hears; all of it where none are named. `services` are those of its hall as it
    knows it, which a snapshot and an edited hall bring themselves."""
    if not counters:
        return message
    match message:
        case Snapshot():
            return _snapshot(message, counters)
        case HallEdited():
            hall = None if message.hall is None else hall_of_zone(message.hall, counters)
            return msgspec.structs.replace(message, hall=hall)
        case OpeningChanged():
            return msgspec.structs.replace(
                message, services=tuple(one for one in message.services if one.service_id in services)
            )
        case HallMoved():
            tickets = tuple(_seen(one, counters, services) for one in message.tickets)
            called = tuple(one for one in tickets if one.stage == "called")
            return msgspec.structs.replace(
                message,
                tickets=called if message.rings and called else tickets,
                counters=tuple(one for one in message.counters if one.counter_id in counters),
                rings=message.rings and bool(called),
            )
        case Lines() | Waits():
            return message


def hall_of_zone(hall: HallView, counters: Collection[str]) -> HallView:
    """The hall as if it had these counters alone, and the services done there."""
    kept = tuple(one for one in hall.counters if one.counter_id in counters)
    done = {service for one in kept for service in (*one.primary, *one.backup)}
    services = tuple(one for one in hall.services if one.service_id in done)
    return msgspec.structs.replace(hall, counters=kept, services=services)


def strangers(hall: HallView | None, counters: Iterable[str]) -> tuple[str, ...]:
    """Those of a zone's counters that its hall, of which nobody may have heard yet, has not."""
    known = set() if hall is None else {one.counter_id for one in hall.counters}
    return () if hall is None else tuple(one for one in counters if one not in known)


def _snapshot(snapshot: Snapshot, counters: Collection[str]) -> Snapshot:
    hall = hall_of_zone(snapshot.hall, counters)
    services = {one.service_id for one in hall.services}
    return msgspec.structs.replace(
        snapshot,
        hall=hall,
        services=tuple(one for one in snapshot.services if one.service_id in services),
        counters=tuple(one for one in snapshot.counters if one.counter_id in counters),
        tickets=tuple(one for one in snapshot.tickets if _seen(one, counters, services) is one),
        calls=tuple(one for one in snapshot.calls if one.counter_id in counters),
    )


def _seen(ticket: TicketView, counters: Collection[str], services: Collection[str]) -> TicketView:
    at_counter = ticket.stage in {"called", "serving"}
    here = ticket.counter_id in counters if at_counter else ticket.visit.service_id in services
    return ticket if here else msgspec.structs.replace(ticket, stage="gone")
