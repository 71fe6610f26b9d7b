"""The one thing that a visitor may do by phone: give the own number up. The token is the right, for that number alone;
whoever has shown it asks, and asks slowly."""

from __future__ import annotations

import math
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from program.steady import steady_ms
from server.domain.commands import GiveUpTicket as GiveUp
from server.domain.events import VISITOR
from server.domain.tickets import Ticket
from server.edge.ports import HallAuthor
from server.edge.stranger_pace import Paces
from server.submissions import Submission
from server.translation.phone import phone_reply
from wire.errors import Code
from wire.messages import Accepted, GiveUpTicket, Refused

OF_PHONES = "phone:"
"""Before a key that a phone chose. No key of staff or devices has a colon, so a phone can neither take one of theirs
nor learn whether it came."""
PATIENCE_MS = 5_000
PER_S, AT_ONCE = 0.2, 3.0
"""Of one number, over all lines that have shown its token."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever has shown the token of a number."""

    token: str
    ticket: Ticket
    """As it was then."""
    source: str = ""
    """The address that this came from."""


HandIn = Callable[[Visitor, GiveUpTicket], Coroutine[Any, Any, Accepted | Refused]]
"""Brings it before the hall's author; raises nothing for the hall's or the world's reasons."""


def handed_to(author: HallAuthor) -> HandIn:
    """Where the author is in this process."""

    async def hand_in(visitor: Visitor, asked: GiveUpTicket) -> Accepted | Refused:
        given_up = Submission(f"{OF_PHONES}{asked.key}", GiveUp(visitor.ticket.ticket_id), VISITOR, PATIENCE_MS)
        return phone_reply(asked.key, await author.ask(given_up))

    return hand_in


class GivingUp:
    """Lives on the event loop."""

    def __init__(self, hand_in: HandIn, now_ms: Callable[[], float] = steady_ms) -> None:
        """`now_ms` is a clock that does not jump."""
        self._hand_in = hand_in
        self._now_ms = now_ms
        self._paces = Paces(PER_S, AT_ONCE)

    async def ask(self, visitor: Visitor, asked: GiveUpTicket) -> Accepted | Refused:
        wait_s = self._paces.wait_s(visitor.ticket.ticket_id, self._now_ms() / 1000)
        if wait_s:
            return Refused(code=Code.OVERLOADED, key=asked.key, retry_after_s=math.ceil(wait_s))
        return await self._hand_in(visitor, asked)
