"""One-time tickets with which a page of staff opens its socket.

A browser sends its cookies along whatever page opens a socket; so a page of ours first asks over its session for a
ticket, and hands it in as a subprotocol: the one thing of a handshake that a page chooses and no address shows. A page
that could only open a socket, from wherever, has none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from server.edge.elapsed import elapsed_ms
from server.identity.sessions import new_token, token_hash

SUBPROTOCOL = "jiaohao"
"""What staff's sockets speak; the server answers with it."""
PREFIX = "ticket."
"""What stands before a ticket among the subprotocols."""
GOOD_FOR_MS = 30_000
MOST = 64
"""Tickets of one session that nobody has handed in: of one more than its windows ever open at once, the oldest goes."""


class SocketTickets:
    """In memory: after a restart a page asks for another one. Lives on the event loop."""

    def __init__(self, elapsed: Callable[[], int] = elapsed_ms) -> None:
        """`elapsed` is a clock that never jumps, ms."""
        self._elapsed = elapsed
        self._open: dict[str, tuple[str, int]] = {}
        """Hash of a ticket → whose session, and when it was made; the oldest first."""

    def make(self, session_id: str) -> str:
        """For a socket of this session alone."""
        now = self._elapsed()
        self._open = {key: one for key, one in self._open.items() if now - one[1] < GOOD_FOR_MS}
        own = [key for key, (whose, _) in self._open.items() if whose == session_id]
        for key in own[: max(0, len(own) - MOST + 1)]:
            del self._open[key]
        ticket = new_token()
        self._open[token_hash(ticket)] = session_id, now
        return ticket

    def take(self, subprotocols: Sequence[str], session_id: str) -> bool:
        """Whether a socket that asks for these brings a ticket of this session. What was handed in is used up, whoever
        brought it."""
        brought = [name.removeprefix(PREFIX) for name in subprotocols if name.startswith(PREFIX)]
        found = [self._open.pop(token_hash(ticket), None) for ticket in brought]
        if SUBPROTOCOL not in subprotocols or len(found) != 1 or found[0] is None:
            return False
        whose, made = found[0]
        return session_id != "" and whose == session_id and self._elapsed() - made < GOOD_FOR_MS
