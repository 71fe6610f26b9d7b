"""Many numbers that somebody took at once are made void together: each with an event of its own, all or none."""

from __future__ import annotations

from server.domain.commands import VoidBurst
from server.domain.events import TicketVoided
from server.domain.hall import Hall
from server.domain.life import Life


def void_burst(hall: Hall, command: VoidBurst, life: Life) -> tuple[TicketVoided, ...]:
    """In order of issue; () where nothing of it is left that may be made void."""
    states = life.of_event[TicketVoided].states
    found = (
        ticket
        for ticket in hall.live.values()
        if ticket.taken_by == command.taken_by
        and command.since <= ticket.issued_at <= command.until
        and ticket.state in states
    )
    in_order = sorted(found, key=lambda ticket: ticket.issue_order)
    return tuple(TicketVoided(ticket.ticket_id, command.reason) for ticket in in_order)
