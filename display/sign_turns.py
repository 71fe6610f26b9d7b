"""Whose call the LED sign shows, which has room for one. Pure; instants are steady milliseconds.

The newest call is lit at once. Whoever was cut short by it, or has not been lit yet, waits for a turn that can be read,
the oldest first; when all have had theirs, those that are young go on taking turns. No call is lit that is over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from display.deck import TURN_WITHIN_MS
from wire.messages.tickets import CallView

CALL_MS = 12_000
"""How long a call stays on the sign, alone or in turn with others that have been read as well."""
TURN_MS = 3_000
"""Time to find one's number and where to go: a whole turn."""
LEAST_MS = 1_000
"""A turn is no shorter, however many wait for theirs. Who cut another short is not cut short before that, unless they
came in one instant: in a storm the newest is lit for a second, and not for a blink."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A call that was heard at `at`. `fresh`: it is the newest, and to be lit before any other. `read`: it has had a
    whole turn, the last one from `lit_at` on."""

    calls: tuple[CallView, ...]
    at: int
    fresh: bool = True
    read: bool = False
    lit_at: int = 0


@dataclass(frozen=True, slots=True)
class SignTurns:
    """`lit` is on since `since`; None: nothing is, since then. `waiting`: the newest first."""

    lit: Turn | None = None
    since: int = 0
    cut: bool = False
    """What is lit cut short one that had not been read."""
    waiting: tuple[Turn, ...] = ()


def ring(turns: SignTurns, calls: tuple[CallView, ...], now: int) -> SignTurns:
    """After a call or recall, of one ticket or of several together."""
    turns = _without(advance(turns, now), {one.ticket.ticket_id for one in calls}, now)
    others = tuple(replace(one, fresh=False) for one in turns.waiting)
    return advance(replace(turns, waiting=(Turn(calls, now), *others)), now)


def end(turns: SignTurns, tickets: Collection[str], now: int) -> SignTurns:
    """After the calls of these tickets, by id, are over."""
    return advance(_without(advance(turns, now), tickets, now), now)


def learn(turns: SignTurns, latest: Mapping[str, CallView], now: int) -> SignTurns:
    """After it was learnt, too late to be lit, that tickets were called again: `latest` is the newest call of each, by
    id. Where they were called before is not where they are to go."""
    known = (*turns.waiting, *(() if turns.lit is None else (turns.lit,)))
    calls = [call for turn in known for call in turn.calls]
    again = {call.ticket.ticket_id for call in calls if latest.get(call.ticket.ticket_id, call).seq != call.seq}
    return end(turns, again, now) if again else turns


def advance(turns: SignTurns, now: int) -> SignTurns:
    """As time has made them."""
    while True:
        newest = turns.waiting[0] if turns.waiting and turns.waiting[0].fresh else None
        if turns.lit is None:
            following = newest or _following(turns, turns.since)
            if following is None:
                return SignTurns(None, turns.since) if turns.waiting else turns
            turns = _light(turns, following, max(turns.since, following.at))
            continue
        over = turns.since + _length(turns, turns.lit)
        if newest is not None:
            over = min(over, max(newest.at, turns.since + _kept(turns, newest)))
        if now < over:
            return turns
        turns = _over(turns, turns.lit, over)


def _over(turns: SignTurns, lit: Turn, at: int) -> SignTurns:
    """The turn of what is lit ends now, whole or cut short."""
    whole = at - turns.since >= _length(turns, lit)
    done = replace(lit, read=lit.read or whole, lit_at=turns.since)
    waiting = tuple(sorted((*turns.waiting, done), key=lambda one: -one.at))
    left = tuple(one for one in waiting if at - one.at < (CALL_MS if one.read else TURN_WITHIN_MS))
    cut = turns.cut if at == turns.since else not done.read
    return SignTurns(None, at, cut, left)


def _light(turns: SignTurns, turn: Turn, at: int) -> SignTurns:
    """Who follows a whole turn has cut nobody short."""
    waiting = tuple(one for one in turns.waiting if one is not turn)
    return SignTurns(replace(turn, fresh=False), at, turns.cut and turn.fresh, waiting)


def _kept(turns: SignTurns, newest: Turn) -> int:
    return LEAST_MS if turns.cut and newest.at > turns.since else 0


def _following(turns: SignTurns, at: int) -> Turn | None:
    """Who has the next turn, when nobody is new."""
    unread = [one for one in turns.waiting if not one.read and at - one.at < TURN_WITHIN_MS]
    if unread:
        return unread[-1]
    young = [one for one in turns.waiting if one.read and at - one.at < CALL_MS]
    return min(young, key=lambda one: one.lit_at, default=None)


def _length(turns: SignTurns, lit: Turn) -> int:
    """Of the turn of what is lit: shorter where more wait for theirs than there is time for."""
    unread = [one for one in turns.waiting if not one.read]
    if lit.read or not unread:
        return TURN_MS
    left = max(one.at for one in (lit, *unread)) + TURN_WITHIN_MS - turns.since
    return max(LEAST_MS, min(TURN_MS, left // (len(unread) + 1)))


def _without(turns: SignTurns, tickets: Collection[str], now: int) -> SignTurns:
    left = tuple(one for turn in turns.waiting if (one := _less(turn, tickets)) is not None)
    lit = None if turns.lit is None else _less(turns.lit, tickets)
    if turns.lit is not None and lit is None:
        return SignTurns(None, now, waiting=left)
    return replace(turns, lit=lit, waiting=left)


def _less(turn: Turn, tickets: Collection[str]) -> Turn | None:
    calls = tuple(one for one in turn.calls if one.ticket.ticket_id not in tickets)
    return replace(turn, calls=calls) if calls else None
