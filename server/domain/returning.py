"""Where a visitor who missed the call stands when he comes back: the house rule of the hall, on the line as it is."""

from __future__ import annotations

from server.domain.config import HallConfig, MissedReturn
from server.domain.hall import Hall
from server.domain.routing import place_behind
from server.domain.tickets import Ticket


def place_of_return(hall: Hall, config: HallConfig, ticket: Ticket, now: int) -> int:
    """Its place in its service's line; never before the place that it had.

    *After callers* counts people, not minutes: whoever waits there now and is among the next so many goes before, and
    nobody who takes a number later does. Where fewer wait, all of them; who come back behind the same one go by number.
    """
    match config.missed_return:
        case MissedReturn.AFTER_CALLERS:
            return place_behind(hall, ticket, config.missed_callers, now)
        case MissedReturn.OWN_REFERENCE_PLUS:
            return ticket.place + config.restore_delay_minutes * 60_000
        case MissedReturn.ASK_DESK | MissedReturn.NEW_NUMBER:
            return ticket.place
