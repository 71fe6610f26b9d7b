"""What clerks who practise see: numbers, counters and lines of their own, beside those of the hall."""

from __future__ import annotations

import msgspec

from wire.messages.events import CounterLine
from wire.messages.tickets import CounterState, TicketView


class Practice(msgspec.Struct, frozen=True, kw_only=True, tag="practice"):
    """All of it, as of `seq`; the newest one counts. Sent to consoles alone: no screen and no kiosk hears of it."""

    seq: int
    at: int
    tickets: tuple[TicketView, ...] = ()
    counters: tuple[CounterState, ...] = ()
    waiting: dict[str, int] = {}
    """By service id."""
    lines: tuple[CounterLine, ...] = ()
    aside: tuple[str, ...] = ()
