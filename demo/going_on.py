"""When it is the onlooker's turn the other counters go on by themselves: a number of any service is called. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from wire.messages.tickets import TicketView

COMES_AFTER_MS = 7_000
"""So long a call stands before its visitor is at the counter."""
SERVED_AFTER_MS = 9_000
SEEN_WAITING_MS = 4_000
"""A number that was just taken is first seen waiting."""

Turn = Literal["arrived", "next", ""]


def turn(
    counter_id: str, next_in_line: str | None, tickets: Sequence[TicketView], now: int, kept: Collection[str]
) -> Turn:
    """What the clerk of that counter does now; `next_in_line`: whom it would call, `kept`: the services whose numbers
    are the onlooker's to call."""
    for here in tickets:
        if here.counter_id == counter_id and here.stage == "called":
            return "arrived" if now - here.since >= COMES_AFTER_MS else ""
        if here.counter_id == counter_id and here.stage == "serving" and now - here.since < SERVED_AFTER_MS:
            return ""
    for one in tickets:
        if one.ticket_id == next_in_line and one.stage == "in_line" and one.visit.service_id not in kept:
            return "next" if now - one.issued_at >= SEEN_WAITING_MS else ""
    return ""
