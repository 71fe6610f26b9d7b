"""The calls that are on: the newest in its show, those before it, which wait their turn. Pure; instants are steady
milliseconds.

Every call that was heard in time gets its own show, at once or when its turn comes within `TURN_WITHIN_MS`, and none
overtakes another. A card rests on the screen until newer calls need the room, and not a moment longer than its call is
on: nobody is sent to a counter where nobody is waited for.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec

from wire.messages.tickets import CallView, TicketView

MOST_CARDS = 4
"""The one in its show, and those before it."""
TURN_WITHIN_MS = 60_000
"""A call that has waited for longer is no longer shown: whoever it calls has been called again, or gone."""


FADE_MS = 250
"""So long a card stays whose call is over."""


@dataclass(frozen=True, slots=True)
class Dwell:
    """How long a call is shown: alone, and when another call waits for its show. Milliseconds."""

    alone: int = 8_000
    busy: int = 3_000


@dataclass(frozen=True, slots=True)
class Card:
    """A call on the screen. `flashes` grows with each call and recall shown."""

    call: CallView
    shown_at: int
    flashes: int
    fades_since: int | None = None
    """The call was over then: the card fades."""
    others: tuple[CallView, ...] = ()
    """Called by the same call, to the same counter."""

    @property
    def calls(self) -> tuple[CallView, ...]:
        return (self.call, *self.others)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call or recall that waits for its show, since then."""

    call: CallView
    since: int
    others: tuple[CallView, ...] = ()

    @property
    def calls(self) -> tuple[CallView, ...]:
        return (self.call, *self.others)


@dataclass(frozen=True, slots=True)
class Deck:
    """`cards` are on the screen, the one shown last first: it is the one in its show. `queue` waits, the oldest
    first."""

    cards: tuple[Card, ...] = ()
    queue: tuple[Waiting, ...] = ()

    @property
    def show(self) -> Card | None:
        """The card in its show: the first whose call is not over."""
        return next((card for card in self.cards if card.fades_since is None), None)


def ring(deck: Deck, call: CallView, now: int, dwell: Dwell, others: tuple[CallView, ...] = ()) -> Deck:
    """The deck after a call or recall, of several together with its `others`. A recall of the call in its show flashes
    it again at once; a call that waits already keeps its turn. Who was called in a group and is called again stands on
    a card alone from then on.
    """
    called = _tickets((call, *others))
    waiting = [one.call for one in deck.queue if called & _tickets(one.calls)]
    if any(one.seq == call.seq for one in waiting):
        return advance(deck, now, dwell)
    if not waiting and not others and deck.show is not None and _tickets(deck.show.calls) == called:
        return advance(_shown(deck, call, (), now), now, dwell)
    return advance(replace(deck, queue=(*deck.queue, Waiting(call, now, others))), now, dwell)


def advance(deck: Deck, now: int, dwell: Dwell) -> Deck:
    """The deck as time has made it: waiting calls have their show, one after the other."""
    queue = tuple(waiting for waiting in deck.queue if now - waiting.since <= TURN_WITHIN_MS)
    deck = deck if len(queue) == len(deck.queue) else replace(deck, queue=queue)
    deck = _without(deck, [card for card in deck.cards if _leaves(card, now)])
    while deck.queue and (deck.show is None or now - deck.show.shown_at >= dwell.busy):
        first, *queue_left = deck.queue
        deck = _shown(replace(deck, queue=tuple(queue_left)), first.call, first.others, now)
    return deck


def follow(deck: Deck, tickets: Mapping[str, TicketView]) -> Deck:
    """The deck with these tickets as they are now."""
    return Deck(
        tuple(_as_now(card, tickets) for card in deck.cards), tuple(_as_now(waiting, tickets) for waiting in deck.queue)
    )


def end(deck: Deck, tickets: Collection[str], now: int, dwell: Dwell) -> Deck:
    """The deck after the calls of these tickets, by id, are over: their cards fade, what waits has no turn."""
    gone = frozenset(tickets)
    fading = tuple(
        replace(card, fades_since=now if card.fades_since is None else card.fades_since)
        if _tickets(card.calls) <= gone
        else _less(card, gone) or card
        for card in deck.cards
    )
    queue = tuple(left for waiting in deck.queue if (left := _less(waiting, gone)) is not None)
    return advance(Deck(fading, queue), now, dwell)


def as_now(call: CallView, tickets: Mapping[str, TicketView]) -> CallView:
    """The call with its ticket as it is now, if that is among `tickets`, by id."""
    ticket = tickets.get(call.ticket.ticket_id)
    return call if ticket is None else msgspec.structs.replace(call, ticket=ticket)


def learn(deck: Deck, latest: Mapping[str, CallView]) -> Deck:
    """The deck with what was learnt of its calls, silently; `latest` is the newest call of each ticket, by id.

    A ticket that was called again has the card that it had, now to where it was called; one that waits keeps its turn.
    """
    cards = tuple(_learnt(card, latest) for card in deck.cards)
    queue: dict[tuple[str, int], Waiting] = {}
    for waiting in deck.queue:
        call = latest.get(waiting.call.ticket.ticket_id, waiting.call)
        others = tuple(one for old in waiting.others if (one := latest.get(old.ticket.ticket_id, old)).seq == call.seq)
        queue.setdefault((call.ticket.ticket_id, call.seq), replace(waiting, call=call, others=others))
    return Deck(cards, tuple(queue.values()))


def lay(deck: Deck, call: CallView, others: tuple[CallView, ...], now: int, dwell: Dwell) -> Deck:
    """The deck with a call that was learnt too late for a show of its own: it is on, so it lies among the cards as if
    it had been shown. What was shown keeps its order, which recalls have made another one than the log's, and whoever
    is in his show keeps the rest of it."""
    called = _tickets((call, *others))
    known = (*(card.calls for card in deck.cards), *(waiting.calls for waiting in deck.queue))
    if any(called & _tickets(calls) for calls in known):
        return deck
    shown = deck.show
    held = 0 if shown is None or now - shown.shown_at >= dwell.busy else deck.cards.index(shown) + 1
    older = (place for place, card in enumerate(deck.cards) if place >= held and card.call.seq < call.seq)
    place = next(older, len(deck.cards))
    card = Card(call, now - dwell.busy, 0, others=others)
    return replace(deck, cards=(*deck.cards[:place], card, *deck.cards[place:])[:MOST_CARDS])


def keep(deck: Deck, ticket_ids: Container[str]) -> Deck:
    """The deck without the cards of other tickets; what waits goes on waiting."""
    return _without(deck, [card for card in deck.cards if not any(one in ticket_ids for one in _tickets(card.calls))])


def _learnt(card: Card, latest: Mapping[str, CallView]) -> Card:
    call = latest.get(card.call.ticket.ticket_id)
    if call is None:
        return card
    if card.others:
        return _learnt_together(card, latest)
    anew = call.seq != card.call.seq and call.ticket.stage == "called"
    return replace(card, call=call, fades_since=None if anew else card.fades_since)


def _learnt_together(card: Card, latest: Mapping[str, CallView]) -> Card:
    """Those of a group who were called again have cards of their own."""
    calls = [latest.get(one.ticket.ticket_id, one) for one in card.calls]
    first, *others = [one for one in calls if one.seq == card.call.seq] or calls[:1]
    return replace(card, call=first, others=tuple(others))


Shown = TypeVar("Shown", Card, Waiting)


def _as_now(shown: Shown, tickets: Mapping[str, TicketView]) -> Shown:
    others = tuple(as_now(one, tickets) for one in shown.others)
    return replace(shown, call=as_now(shown.call, tickets), others=others)


def _less(shown: Shown, tickets: Container[str]) -> Shown | None:
    """Without these tickets, by id; None when nobody is left."""
    left = tuple(one for one in shown.calls if one.ticket.ticket_id not in tickets)
    if not left:
        return None
    return shown if len(left) == len(shown.calls) else replace(shown, call=left[0], others=left[1:])


def _parted(deck: Deck, tickets: Container[str]) -> Deck:
    """The deck, none of its cards with these tickets, by id."""
    return replace(deck, cards=tuple(left for card in deck.cards if (left := _less(card, tickets)) is not None))


def _tickets(calls: tuple[CallView, ...]) -> frozenset[str]:
    return frozenset(call.ticket.ticket_id for call in calls)


def _leaves(card: Card, now: int) -> bool:
    return card.fades_since is not None and now - card.fades_since >= FADE_MS


def _place(deck: Deck, call: CallView) -> int | None:
    for place, card in enumerate(deck.cards):
        if not card.others and card.call.ticket.ticket_id == call.ticket.ticket_id:
            return place
    return None


def _shown(deck: Deck, call: CallView, others: tuple[CallView, ...], now: int) -> Deck:
    """The deck with this call in its show, on the card that it had or on a new one."""
    place = None if others else _place(deck, call)
    flashes = 0 if place is None else deck.cards[place].flashes
    rest = _parted(deck, _tickets((call, *others))).cards
    if len(rest) >= MOST_CARDS:
        # What fades has nothing to say any more; else the one that was shown first goes.
        fading = [card for card in rest if card.fades_since is not None]
        leaving = fading[-1] if fading else rest[-1]
        rest = tuple(card for card in rest if card is not leaving)
    return replace(deck, cards=(Card(call, now, flashes + 1, others=others), *rest))


def _without(deck: Deck, leaving: list[Card]) -> Deck:
    return replace(deck, cards=tuple(card for card in deck.cards if card not in leaving)) if leaving else deck
