"""How often something may be done to one ticket: the recall limit."""

from __future__ import annotations

from server.domain.commands import Refusal
from server.domain.config import HallConfig
from server.domain.events import TicketMoved, TicketRecalled
from server.domain.tickets import Ticket


def spent(event: type[TicketMoved], ticket: Ticket, config: HallConfig) -> Refusal | None:
    """Why this may not happen once more although the ticket's state is right; None when it may."""
    if event is TicketRecalled and ticket.recalls >= config.recall_limit:
        return Refusal.RECALL_LIMIT
    return None
