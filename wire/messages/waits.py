"""How long one waits, as it may be shown: made by the server, so that no screen rounds, guesses or sorts.

Beside the stream of `seq`, as `lines` are: the newest one counts. What is shown is a range, or that it is nearly one's
turn, or in words why no time can be said; never a bare number.
"""

from __future__ import annotations

import msgspec

from wire.messages.tickets import WaitView, Word


class NewWait(msgspec.Struct, frozen=True, kw_only=True):
    """The wait of a number that were taken now."""

    service_id: str
    wait: WaitView
    visitor_class: Word = "ordinary"


class Waits(msgspec.Struct, frozen=True, kw_only=True, tag="waits"):
    """Every wait that can be said; what is not named here is not known, and nothing is said of it.

    Sent when what is shown becomes another, once a second at most, and again before `good_ms` are over.
    """

    seq: int
    """Log position that it was reckoned at."""
    at: int
    """Instant of the hall that the waits count from."""
    good_ms: int
    """So long after it came it may be shown; then it is taken off, whatever became of its server."""
    issued_now: tuple[NewWait, ...] = ()
    """By service and visitor class. A class that is not named waits as the ordinary one."""
    tickets: dict[str, WaitView] = {}
    """By id, of tickets in line."""
