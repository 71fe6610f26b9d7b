"""What happens to tickets by itself when its time comes. It is looked for where the hall looks for what it sees by
itself (`server.domain.watching`), and what comes of it is a fact: so who is next depends on the log, and on no clock.
"""

from __future__ import annotations

from collections.abc import Iterator

from server.domain.events import TicketMoved
from server.domain.hall import Due, Hall
from server.domain.life import LIFE, Life
from server.domain.tickets import Ticket


def due(hall: Hall, now: int, life: Life = LIFE) -> tuple[TicketMoved, ...]:
    """By this instant, also in the hall's practice; who has been due for longest first."""
    return (*_due(hall, now, life), *(() if hall.practice is None else _due(hall.practice, now, life)))


def _due(hall: Hall, now: int, life: Life) -> Iterator[TicketMoved]:
    for (at, _), ticket_id in hall.due.items():
        if at > now:
            return
        ticket = hall.ticket(ticket_id)
        for verb in life.verbs:
            if verb.by_itself and ticket is not None and ticket.state in verb.states:
                yield verb.event(ticket_id)  # type: ignore[call-arg]


def due_with(dues: Due, before: Ticket | None, after: Ticket) -> Due:
    """With one that was `before`, as it is now."""
    if before is not None and before.returns_at is not None:
        dues = dues.drop((before.returns_at, before.issue_order))
    if after.returns_at is not None:
        dues = dues.put((after.returns_at, after.issue_order), after.ticket_id)
    return dues
