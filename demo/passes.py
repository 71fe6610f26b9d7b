"""How often visitors were passed by who came later: counted from what every screen is told, not by the hall itself."""

from __future__ import annotations

from wire.messages import ServerMessage, Snapshot
from wire.messages.events import HallMoved
from wire.messages.hall import CounterView, HallView
from wire.messages.tickets import TicketView

PICKED = "ticket_picked"
"""Out of turn by a person's choice, which is promised to nobody."""


class Passes:
    """Hears one stream of the hall."""

    def __init__(self) -> None:
        self._hall: HallView | None = None
        self._tickets: dict[str, TicketView] = {}
        self._passed: dict[str, int] = {}

    def worst(self) -> int:
        """How often the one was passed who was passed most."""
        return max(self._passed.values(), default=0)

    def hear(self, message: ServerMessage) -> None:
        if isinstance(message, Snapshot):
            self._hall = message.hall
            self._tickets = {one.ticket_id: one for one in message.tickets}
        elif isinstance(message, HallMoved):
            called = [
                one
                for one in message.tickets
                if one.stage == "called" and self._stage(one.ticket_id) == "in_line" and message.what != PICKED
            ]
            for ticket in called:
                self._call(ticket, message.at)
            self._tickets |= {one.ticket_id: one for one in message.tickets}

    def _stage(self, ticket_id: str) -> str:
        known = self._tickets.get(ticket_id)
        return known.stage if known else ""

    def _call(self, called: TicketView, at: int) -> None:
        counters = self._hall.counters if self._hall else ()
        counter = next((one for one in counters if one.counter_id == called.counter_id), None)
        for one in self._tickets.values():
            earlier = one.issued_at < called.issued_at and one.ticket_id != called.ticket_id
            if counter and earlier and one.stage == "in_line" and _may_be_called(one, counter, at):
                self._passed[one.ticket_id] = self._passed.get(one.ticket_id, 0) + 1


def _may_be_called(ticket: TicketView, counter: CounterView, at: int) -> bool:
    """An ordinary visitor's, at this counter, by now."""
    visit = ticket.visit
    return (
        visit.visitor_class == "ordinary"
        and visit.service_id in (*counter.primary, *counter.backup)
        and ticket.for_counter in {"", counter.counter_id}
        and not ticket.for_officer
        and (visit.slot is None or at >= visit.slot)
    )
