"""What may be said of a wait: the one rule of showing, for the kiosk, the paper, the wall, the phone and the console.

* A wait is said as a range, rounded outwards to five minutes: "about 25 to 40 minutes". Never a bare number.
* "Nearly your turn" below three minutes, as long as the upper end is not much later.
* No time where none is known: it is said why, or nothing is said.
"""

from __future__ import annotations

from server.domain.promise import Promise
from server.forecast.forecast import Expected, Forecast, Unknown
from wire.messages.tickets import WaitView
from wire.messages.waits import NewWait, Waits

STEP_MS = 5 * 60_000
"""Ranges begin and end at whole steps."""
NEXT_MS = 3 * 60_000
"""Who is expected to wait less than this is nearly next,"""
NEXT_AT_MOST_MS = 2 * STEP_MS
"""unless four in five of them wait up to more than this."""
LONGEST_MS = 1_440 * 60_000
"""More than a day is not said."""

_WORDS = {Unknown.NO_COUNTER: "no_counter", Unknown.AFTER_CLOSING: "after_closing"}


def wait_view(expected: Expected | Promise | None) -> WaitView | None:
    """How a wait is said; None: not at all."""
    if expected is None:
        return None
    if isinstance(expected, Unknown):
        word = _WORDS.get(expected)
        return None if word is None else WaitView(says=word)
    if expected.point_ms < NEXT_MS and expected.high_ms <= NEXT_AT_MOST_MS:
        return WaitView(says="next")
    low = expected.low_ms // STEP_MS
    high = max(low + 1, -(-expected.high_ms // STEP_MS))
    if high * STEP_MS > LONGEST_MS:
        return None
    return WaitView(says="range", low=low * 5, high=high * 5)


def waits(forecast: Forecast, good_ms: int) -> Waits:
    """All that may be said of a forecast."""
    now = ((key, wait_view(expected)) for key, expected in forecast.issued_now.items())
    lines = ((ticket_id, wait_view(expected)) for ticket_id, expected in forecast.tickets.items())
    return Waits(
        seq=forecast.seq,
        at=forecast.at,
        good_ms=good_ms,
        issued_now=tuple(
            NewWait(service_id=service_id, visitor_class=visitor_class, wait=said)
            for (service_id, visitor_class), said in now
            if said is not None
        ),
        tickets={ticket_id: said for ticket_id, said in lines if said is not None},
    )


def no_waits(seq: int, at: int, good_ms: int) -> Waits:
    """Nothing is known any more."""
    return Waits(seq=seq, at=at, good_ms=good_ms)


def same_words(one: Waits | None, other: Waits | None) -> bool:
    """Whether a screen would show the same."""
    if one is None or other is None:
        return one is other
    return (one.issued_now, one.tickets) == (other.issued_now, other.tickets)
