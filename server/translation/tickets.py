"""Visits, tickets, calls and counters. A field of a visit is the same on both sides, so none is named here."""

from __future__ import annotations

import msgspec

from server.domain import tickets
from server.domain.config import HallConfig
from server.domain.hall import Call, Hall
from server.domain.life import allowed, resting
from server.identity.principal import Actor
from server.translation.waits import wait_view
from wire.messages.tickets import CallView, CounterState, TicketView, Visit


def visit_view(visit: tickets.Visit) -> Visit:
    return msgspec.convert(visit, Visit, from_attributes=True)


def ticket_view(ticket: tickets.Ticket, config: HallConfig) -> TicketView:
    same = {name: getattr(ticket, name) for name in _SAME}
    return TicketView(
        **same,
        visit=visit_view(ticket.visit),
        stage=ticket.stage.value,
        device_id=_kiosk(ticket),
        priority=config.has_priority(ticket.visit.visitor_class),
        allows=allowed(ticket, config),
        rests_until=resting(ticket, config),
        rule=None if ticket.called_at is None else ticket.rule.value,
        promise=wait_view(ticket.promise),
    )


def _kiosk(ticket: tickets.Ticket) -> str:
    """Who of the staff gave a number is nobody's business on a screen."""
    actor = Actor.read(ticket.taken_by)
    return "" if actor.account_id else actor.device_id


_MADE = {"device_id", "priority", "visit", "stage", "allows", "rests_until", "rule", "promise"}
_SAME = tuple(field.name for field in msgspec.structs.fields(TicketView) if field.name not in _MADE)
"""Fields that a ticket has under the same name in the hall and on the wire."""


def call_view(call: Call, config: HallConfig) -> CallView:
    return CallView(seq=call.seq, at=call.at, counter_id=call.counter_id, ticket=ticket_view(call.ticket, config))


def counter_state(hall: Hall, counter_id: str) -> CounterState:
    now = hall.counter(counter_id)
    return CounterState(
        counter_id=counter_id,
        calls=now.calls,
        tickets=now.tickets,
        state=now.status.value,
        pause_reason=now.pause_reason,
        back_at=now.back_at,
        auto_call=now.auto_call,
        without_number=now.without_number,
    )
