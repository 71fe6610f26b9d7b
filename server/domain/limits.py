"""How often, how long and how soon something may be done to a ticket: the recall limit and the pause between recalls,
the seconds in which a call is undone, how often clerks send a visitor on."""

from __future__ import annotations

from server.domain.commands import Refusal
from server.domain.config import HallConfig, MissedReturn
from server.domain.events import CallUndone, TicketMoved, TicketRecalled, TicketRestored, TicketTransferred
from server.domain.tickets import Ticket

MOST_HOPS = 2
"""Transfers of one ticket that clerks may make by themselves. Whoever is sent on a third time has been sent to the
wrong place, and a supervisor looks at where he belongs."""


def spent(event: type[TicketMoved], ticket: Ticket, config: HallConfig) -> Refusal | None:
    """Why this may not happen once more although the ticket's state is right; None when it may."""
    if event is TicketRecalled and ticket.recalls >= config.recall_limit:
        return Refusal.RECALL_LIMIT
    if event is TicketTransferred and ticket.hops >= MOST_HOPS:
        return Refusal.TRANSFER_LIMIT
    if event is TicketRestored and config.missed_return is MissedReturn.NEW_NUMBER:
        return Refusal.NEW_NUMBER
    if event is CallUndone and config.undo_seconds == 0:
        return Refusal.TOO_LATE
    return None


def until(event: type[TicketMoved], ticket: Ticket, config: HallConfig) -> int | None:
    """The last instant at which this may happen to the ticket in its present state; None: time is no matter.

    A call is undone within seconds of itself: a recall gives no new time.
    """
    return ticket.since + config.undo_seconds * 1_000 if event is CallUndone else None


def not_before(event: type[TicketMoved], ticket: Ticket, config: HallConfig) -> int | None:
    """The first instant at which this may happen to the ticket in its present state; None: time is no matter.

    A call rests before it is repeated, so that two presses do not use up what the limit leaves, and the visitor has the
    time to stand up.
    """
    if event is not TicketRecalled or ticket.called_at is None or not config.recall_pause_seconds:
        return None
    return ticket.called_at + config.recall_pause_seconds * 1_000
