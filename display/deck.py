"""The large cards: which calls share the screen, which wait their turn. Pure; instants are steady milliseconds.

Every call that was heard in time gets its own show, at once or when its turn comes within `TURN_WITHIN_MS`, and none
overtakes another. A card rests on the screen after its dwell until a newer
call needs the room, so that the picture changes only when somebody is called.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec

from wire.messages.tickets import CallView, TicketView

MOST_CARDS = 4
TURN_WITHIN_MS = 60_000
"""A call that has waited for longer is no longer shown: whoever it calls has been called again, or gone."""


FADE_MS = 600
"""So long a card stays whose call was taken back."""


@dataclass(frozen=True, slots=True)
class Dwell:
    """How long a card keeps its place: alone, and when another call waits for room. Milliseconds."""

    alone: int = 8_000
    busy: int = 3_000


@dataclass(frozen=True, slots=True)
class Card:
    """A call on the screen. `flashes` grows with each call and recall shown."""

    call: CallView
    shown_at: int
    flashes: int
    aside: bool = False
    """The ticket was set aside since: the card leaves after its dwell instead of resting."""
    fades_since: int | None = None
    """The call was taken back then: the card fades."""
    others: tuple[CallView, ...] = ()
    """Called by the same call, to the same counter."""

    @property
    def calls(self) -> tuple[CallView, ...]:
        return (self.call, *self.others)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call or recall that waits for room, since then."""

    call: CallView
    since: int
    others: tuple[CallView, ...] = ()

    @property
    def calls(self) -> tuple[CallView, ...]:
        return (self.call, *self.others)


@dataclass(frozen=True, slots=True)
class Deck:
    """`cards` are on the screen, the newest first; `queue` waits, the oldest first."""

    cards: tuple[Card, ...] = ()
    queue: tuple[Waiting, ...] = ()

    @property
    def newest(self) -> Card | None:
        """The card shown or rung last."""
        return max(self.cards, key=lambda card: card.call.seq, default=None)


def ring(deck: Deck, call: CallView, now: int, dwell: Dwell, others: tuple[CallView, ...] = ()) -> Deck:
    """The deck after a call or recall, of several together with its `others`. A recall of a card on the screen flashes
    it again where it is; a call that waits already keeps its turn. Who was called in a group and is called again stands
    on a card alone from then on.
    """
    called = _tickets((call, *others))
    waiting = [one.call for one in deck.queue if called & _tickets(one.calls)]
    if any(one.seq == call.seq for one in waiting):
        return advance(deck, now, dwell)
    if not waiting and not others and _place(deck, call) is not None:
        return advance(_flash(deck, call, now), now, dwell)
    return advance(replace(deck, queue=(*deck.queue, Waiting(call, now, others))), now, dwell)


def advance(deck: Deck, now: int, dwell: Dwell) -> Deck:
    """The deck as time has made it: waiting calls come in as others have had their dwell."""
    queue = tuple(waiting for waiting in deck.queue if now - waiting.since <= TURN_WITHIN_MS)
    deck = deck if len(queue) == len(deck.queue) else replace(deck, queue=queue)
    deck = _without(deck, [card for card in deck.cards if _leaves(card, now, dwell)])
    while deck.queue:
        call, others = deck.queue[0].call, deck.queue[0].others
        place = None if others else _place(deck, call)
        if place is not None:
            on = deck.cards[place]
            if on.fades_since is None and now - on.shown_at < dwell.busy:
                break
            deck = _flash(replace(deck, queue=deck.queue[1:]), call, now)
            continue
        deck = _without(deck, [card for card in deck.cards if now - card.shown_at >= dwell.alone])
        if len(deck.cards) >= MOST_CARDS:
            fading = [card for card in deck.cards if card.fades_since is not None]
            deck = _without(deck, fading[-1:])
        if len(deck.cards) >= MOST_CARDS:
            oldest = min(deck.cards, key=lambda card: (card.shown_at, card.call.seq))
            if now - oldest.shown_at < dwell.busy:
                break
            deck = _without(deck, [oldest])
        deck = _parted(deck, _tickets((call, *others)))
        deck = Deck((Card(call, now, 1, others=others), *deck.cards), deck.queue[1:])
    return deck


def follow(deck: Deck, tickets: Mapping[str, TicketView], now: int, dwell: Dwell) -> Deck:
    """The deck with these tickets as they are now. The card of one set aside leaves once its dwell is over; a call that
    is still waiting for room keeps its turn.
    """
    cards = tuple(_followed(card, tickets) for card in deck.cards)
    queue = tuple(_as_now(waiting, tickets) for waiting in deck.queue)
    return advance(Deck(cards, queue), now, dwell)


def take_back(deck: Deck, tickets: Collection[str], now: int, dwell: Dwell) -> Deck:
    """The deck after these tickets, by id, are not called any more: their cards fade, what waits has no turn."""
    gone = frozenset(tickets)
    fading = tuple(
        replace(card, fades_since=now) if _tickets(card.calls) <= gone else _less(card, gone) or card
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


def keep(deck: Deck, ticket_ids: Container[str]) -> Deck:
    """The deck without the cards of other tickets; what waits goes on waiting."""
    return _without(deck, [card for card in deck.cards if not any(one in ticket_ids for one in _tickets(card.calls))])


def _learnt(card: Card, latest: Mapping[str, CallView]) -> Card:
    call = latest.get(card.call.ticket.ticket_id)
    if call is None:
        return card
    if card.others:
        return _learnt_together(card, latest)
    left = call.ticket.stage in {"aside", "in_line"}
    if call.seq != card.call.seq:
        return replace(card, call=call, aside=left, fades_since=None)
    return replace(card, call=call, aside=left or card.aside)


def _learnt_together(card: Card, latest: Mapping[str, CallView]) -> Card:
    """Those of a group who were called again have cards of their own."""
    calls = [latest.get(one.ticket.ticket_id, one) for one in card.calls]
    first, *others = [one for one in calls if one.seq == card.call.seq] or calls[:1]
    left = all(one.ticket.stage in {"aside", "in_line"} for one in (first, *others))
    return replace(card, call=first, others=tuple(others), aside=left or card.aside)


def _followed(card: Card, tickets: Mapping[str, TicketView]) -> Card:
    """A card is aside when all are whom it called."""
    if not _tickets(card.calls) & tickets.keys():
        return card
    card = _as_now(card, tickets)
    return replace(card, aside=card.aside or all(one.ticket.stage == "aside" for one in card.calls))


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


def _leaves(card: Card, now: int, dwell: Dwell) -> bool:
    if card.fades_since is not None:
        return now - card.fades_since >= FADE_MS
    return card.aside and now - card.shown_at >= dwell.alone


def _place(deck: Deck, call: CallView) -> int | None:
    for place, card in enumerate(deck.cards):
        if not card.others and card.call.ticket.ticket_id == call.ticket.ticket_id:
            return place
    return None


def _flash(deck: Deck, call: CallView, now: int) -> Deck:
    cards = tuple(
        Card(call, now, card.flashes + 1) if place == _place(deck, call) else card
        for place, card in enumerate(deck.cards)
    )
    return replace(deck, cards=cards)


def _without(deck: Deck, leaving: list[Card]) -> Deck:
    return replace(deck, cards=tuple(card for card in deck.cards if card not in leaving)) if leaving else deck
