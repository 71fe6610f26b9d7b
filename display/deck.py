"""The large cards: which calls share the screen, which wait their turn. Pure; instants are steady milliseconds.

Every call that was heard in time gets its own show, at once or when its turn comes within `TURN_WITHIN_MS`, and none
overtakes another. A card rests on the screen after its dwell until a newer
call needs the room, so that the picture changes only when somebody is called.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call or recall that waits for room, since then."""

    call: CallView
    since: int


@dataclass(frozen=True, slots=True)
class Deck:
    """`cards` are on the screen, the newest first; `queue` waits, the oldest first."""

    cards: tuple[Card, ...] = ()
    queue: tuple[Waiting, ...] = ()

    @property
    def newest(self) -> Card | None:
        """The card shown or rung last."""
        return max(self.cards, key=lambda card: card.call.seq, default=None)


def ring(deck: Deck, call: CallView, now: int, dwell: Dwell) -> Deck:
    """The deck after a call or recall. A recall of a card on the screen flashes it again where it is; a call that waits
    already keeps its turn.
    """
    waiting = [one.call for one in deck.queue if one.call.ticket.ticket_id == call.ticket.ticket_id]
    if any(one.seq == call.seq for one in waiting):
        return advance(deck, now, dwell)
    if not waiting and _place(deck, call) is not None:
        return advance(_flash(deck, call, now), now, dwell)
    return advance(replace(deck, queue=(*deck.queue, Waiting(call, now))), now, dwell)


def advance(deck: Deck, now: int, dwell: Dwell) -> Deck:
    """The deck as time has made it: waiting calls come in as others have had their dwell."""
    queue = tuple(waiting for waiting in deck.queue if now - waiting.since <= TURN_WITHIN_MS)
    deck = deck if len(queue) == len(deck.queue) else replace(deck, queue=queue)
    deck = _without(deck, [card for card in deck.cards if _leaves(card, now, dwell)])
    while deck.queue:
        call = deck.queue[0].call
        place = _place(deck, call)
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
        deck = Deck((Card(call, now, 1), *deck.cards), deck.queue[1:])
    return deck


def follow(deck: Deck, tickets: Mapping[str, TicketView], now: int, dwell: Dwell) -> Deck:
    """The deck with these tickets as they are now. The card of one set aside leaves once its dwell is over; a call that
    is still waiting for room keeps its turn.
    """
    cards = tuple(_followed(card, tickets) for card in deck.cards)
    queue = tuple(replace(waiting, call=as_now(waiting.call, tickets)) for waiting in deck.queue)
    return advance(Deck(cards, queue), now, dwell)


def take_back(deck: Deck, tickets: Collection[str], now: int, dwell: Dwell) -> Deck:
    """The deck after these tickets, by id, are not called any more: their cards fade, what waits has no turn."""
    cards = tuple(
        replace(card, fades_since=now) if card.call.ticket.ticket_id in tickets else card for card in deck.cards
    )
    queue = tuple(waiting for waiting in deck.queue if waiting.call.ticket.ticket_id not in tickets)
    return advance(Deck(cards, queue), now, dwell)


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
        queue.setdefault((call.ticket.ticket_id, call.seq), replace(waiting, call=call))
    return Deck(cards, tuple(queue.values()))


def keep(deck: Deck, ticket_ids: Container[str]) -> Deck:
    """The deck without the cards of other tickets; what waits goes on waiting."""
    return _without(deck, [card for card in deck.cards if card.call.ticket.ticket_id not in ticket_ids])


def _learnt(card: Card, latest: Mapping[str, CallView]) -> Card:
    call = latest.get(card.call.ticket.ticket_id)
    if call is None:
        return card
    left = call.ticket.stage in {"aside", "in_line"}
    if call.seq != card.call.seq:
        return replace(card, call=call, aside=left, fades_since=None)
    return replace(card, call=call, aside=left or card.aside)


def _followed(card: Card, tickets: Mapping[str, TicketView]) -> Card:
    ticket = tickets.get(card.call.ticket.ticket_id)
    if ticket is None:
        return card
    return replace(card, call=as_now(card.call, tickets), aside=card.aside or ticket.stage == "aside")


def _leaves(card: Card, now: int, dwell: Dwell) -> bool:
    if card.fades_since is not None:
        return now - card.fades_since >= FADE_MS
    return card.aside and now - card.shown_at >= dwell.alone


def _place(deck: Deck, call: CallView) -> int | None:
    for place, card in enumerate(deck.cards):
        if card.call.ticket.ticket_id == call.ticket.ticket_id:
            return place
    return None


def _flash(deck: Deck, call: CallView, now: int) -> Deck:
    cards = tuple(
        Card(call, now, card.flashes + 1) if card.call.ticket.ticket_id == call.ticket.ticket_id else card
        for card in deck.cards
    )
    return replace(deck, cards=cards)


def _without(deck: Deck, leaving: list[Card]) -> Deck:
    return replace(deck, cards=tuple(card for card in deck.cards if card not in leaving)) if leaving else deck
