"""The board (叫號畫面): everything both monitors, the chime and the LED sign are drawn from. Pure.

`reduce` takes what the server said, how the link is and that time passed, and gives the next board. The facts
(`facts`) depend on the log alone: a snapshot plus events equals a later snapshot. Cards, content and chimes depend
on when things were heard.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import msgspec

from display import calls as deck_of
from display import playlist
from display.calls import Deck, Dwell
from display.playlist import Content
from wire.messages import (
    HallEvent,
    OpeningChanged,
    Snapshot,
    TicketCalled,
    TicketMissed,
    TicketRecalled,
)
from wire.messages.hall import CounterView, HallView, ServiceView
from wire.messages.tickets import CallView, ServiceState, TicketView

CALLS_KEPT = 12
"""Last calls that a board remembers; more than any monitor has rows."""
FRESH_MS = 60_000
"""A call in a snapshot is shown as a card, silently, while it is no older than this and still `called`."""
GRACE_MS = 2_000
"""A shorter break of the link is not shown."""


NO_CARDS = Deck()
NO_CONTENT = Content()
USUAL_DWELL = Dwell()


class Moment(NamedTuple):
    """`wall` is ms since the epoch and may jump; `steady` is monotonic ms and measures durations."""

    wall: int
    steady: int


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The link to the server came up or went down."""

    up: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


BoardMessage = Snapshot | HallEvent | OpeningChanged | LinkChanged | Tick


@dataclass(frozen=True, slots=True)
class Board:
    """`hall` is None until the first snapshot. `calls` are the last calls, newest first, one for each ticket."""

    dwell: Dwell = USUAL_DWELL
    hall: HallView | None = None
    seq: int = 0
    date: str = ""
    services: tuple[ServiceState, ...] = ()
    calls: tuple[CallView, ...] = ()
    missed: tuple[TicketView, ...] = ()
    """The one called last comes first."""
    deck: Deck = NO_CARDS
    content: Content = NO_CONTENT
    chimes: int = 0
    """Grows by one with every call and every recall heard, and with nothing else."""
    rang: tuple[tuple[CallView, int], ...] = ()
    """Calls heard lately and the steady instant of each, newest first: what the sign takes turns with."""
    lost: Moment | None = None
    """When the link went down; the last good numbers are of that moment."""
    stale: bool = False
    """The link has been down for longer than a blink: say so."""

    def service(self, service_id: str) -> ServiceView | None:
        return next((one for one in self.hall.services if one.service_id == service_id), None) if self.hall else None

    def counter(self, counter_id: str) -> CounterView | None:
        return next((one for one in self.hall.counters if one.counter_id == counter_id), None) if self.hall else None


def facts(board: Board) -> tuple[object, ...]:
    """What the log alone decides."""
    return (board.hall, board.seq, board.date, board.services, board.calls, board.missed)


def reduce(board: Board, message: BoardMessage, now: Moment) -> Board:
    """The board after `message`, heard at `now`. Returns the same object when nothing changed."""
    match message:
        case Snapshot():
            return _snapshot(board, message, now)
        case OpeningChanged():
            changed = {state.service_id: state for state in message.services}
            services = tuple(changed.get(state.service_id, state) for state in board.services)
            return _heard(replace(board, services=services))
        case LinkChanged():
            if not message.up and board.lost is None:
                board = replace(board, lost=now)
            return _advance(board, now)
        case Tick():
            return _advance(board, now)
        case _:
            return board if board.hall is None or message.seq <= board.seq else _event(board, message, now)


def _snapshot(board: Board, snapshot: Snapshot, now: Moment) -> Board:
    calls = tuple(sorted(snapshot.calls, key=lambda call: -call.seq))[:CALLS_KEPT]
    called = {ticket.ticket_id for ticket in snapshot.tickets if ticket.state == "called"}
    on_screen = {card.call.ticket_id for card in board.deck.cards}
    standing = tuple(
        call
        for call in calls
        if call.ticket_id in on_screen or (call.ticket_id in called and snapshot.at - call.at <= FRESH_MS)
    )
    content = board.content
    unseen = standing[0] if standing and standing[0].seq > board.seq else None
    if unseen is not None:
        content = playlist.follow(content, unseen, now.steady, board.dwell.alone)
    return _heard(
        replace(
            board,
            hall=snapshot.hall,
            seq=snapshot.seq,
            date=snapshot.date,
            services=snapshot.services,
            calls=calls,
            missed=_missed(ticket for ticket in snapshot.tickets if ticket.state == "missed"),
            deck=deck_of.settle(board.deck, standing, now.steady),
            content=playlist.advance(content, snapshot.hall, now.steady),
            rang=() if unseen is not None else board.rang,
        )
    )


def _event(board: Board, event: HallEvent, now: Moment) -> Board:
    ticket = event.ticket
    services = tuple(
        msgspec.structs.replace(state, waiting=event.waiting) if state.service_id == ticket.service_id else state
        for state in board.services
    )
    others = (one for one in board.missed if one.ticket_id != ticket.ticket_id)
    missed = _missed([*others, ticket] if ticket.state == "missed" else others)
    board = _heard(replace(board, seq=event.seq, services=services, missed=missed))
    if isinstance(event, TicketCalled | TicketRecalled):
        return _ring(board, event, now)
    if isinstance(event, TicketMissed):
        deck = deck_of.mark_missed(board.deck, ticket.ticket_id, now.steady, board.dwell)
        return replace(board, deck=deck)
    return board


def _ring(board: Board, event: TicketCalled | TicketRecalled, now: Moment) -> Board:
    ticket = event.ticket
    call = CallView(
        seq=event.seq,
        number=ticket.number,
        ticket_id=ticket.ticket_id,
        service_id=ticket.service_id,
        counter_id=event.counter_id,
        visitor_class=ticket.visitor_class,
        language=ticket.language,
        at=event.at,
    )
    others = tuple(one for one in board.calls if one.ticket_id != call.ticket_id)
    rang = tuple((one, at) for one, at in board.rang if one.ticket_id != call.ticket_id)
    return replace(
        board,
        calls=(call, *others)[:CALLS_KEPT],
        deck=deck_of.ring(board.deck, call, now.steady, board.dwell),
        content=playlist.follow(board.content, call, now.steady, board.dwell.alone),
        chimes=board.chimes + 1,
        rang=((call, now.steady), *rang)[:CALLS_KEPT],
    )


def _advance(board: Board, now: Moment) -> Board:
    deck = deck_of.advance(board.deck, now.steady, board.dwell)
    content = board.content if board.hall is None else playlist.advance(board.content, board.hall, now.steady)
    stale = board.hall is not None and board.lost is not None and now.steady - board.lost.steady >= GRACE_MS
    if deck == board.deck and content is board.content and stale == board.stale:
        return board
    return replace(board, deck=deck, content=content, stale=stale)


def _heard(board: Board) -> Board:
    """Whatever the server says proves that the board is current again."""
    return replace(board, lost=None, stale=False)


def _missed(tickets: Iterable[TicketView]) -> tuple[TicketView, ...]:
    return tuple(sorted(tickets, key=lambda ticket: (-(ticket.called_at or 0), ticket.number)))
