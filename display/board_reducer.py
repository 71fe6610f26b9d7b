"""From what the server said, how the link is and that time passed to the next board. Pure.

The facts (`display.board.facts`) depend on the log alone: a snapshot plus what moved equals a later snapshot. Cards,
content and chimes depend on when things were heard. A call that is news here rings and is shown if it is younger than
`LATE_MS`, whether it comes as it happens, in a snapshot, or after this program stood still; else it is silent: a card
among the others as long as it is on. Nothing here asks which verb moved a hall, so one that is not known yet is shown
like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import msgspec

from display import deck as deck_of
from display import playlist, sign_turns
from display.board import (
    NO_CARDS,
    NO_TURNS,
    Board,
    BoardMessage,
    ItemsChanged,
    LinkChanged,
    Moment,
    MonitorsChanged,
    Tick,
    Together,
)
from display.pauses import pauses
from wire.messages import HallEdited, HallMoved, Lines, OpeningChanged, Snapshot, Waits
from wire.messages.tickets import CallView, ServiceState, TicketView

CALLS_KEPT = 12
"""Last calls that a board remembers, more than any monitor has rows; beside them, as its hall does, what is on."""
RANG_KEPT = 100
"""What rang lately and what is over: more than one message can tell, so that no chime is lost and none is left."""
LATE_MS = 10_000
"""A call that is learnt when it is so old, by the server's clock, is announced no more."""
GRACE_MS = 2_000
"""A shorter break of the link is not shown."""
IN_LINE = frozenset({"in_line"})
AT_COUNTERS = frozenset({"called", "serving"})
"""Stages of those who wait, and of those at counters or on their way to one."""


def reduce(board: Board, message: BoardMessage, now: Moment) -> Board:
    """The board after `message`, heard at `now`. Returns the same object when nothing changed."""
    return _in_step(board, _reduced(board, message, now), now)


def _in_step(before: Board, board: Board, now: Moment) -> Board:
    """Both monitors show the same call: the content follows the card in its show."""
    was, shows = before.deck.show, board.deck.show
    if shows is None:
        on = board.content.call
        return board if on is None else replace(board, content=playlist.let_go(board.content, now.steady))
    if was is not None and (was.calls, was.flashes) == (shows.calls, shows.flashes):
        content = playlist.keep(board.content, _standing(board), now.steady)
        return board if content is board.content else replace(board, content=content)
    return replace(board, content=playlist.follow(board.content, shows.calls, now.steady, board.dwell.alone))


def _standing(board: Board) -> tuple[Together, ...]:
    """The calls that are on beside the guide, as long as they send anybody."""
    if not board.shared or board.stale:
        return ()
    return tuple(card.calls for card in board.deck.cards if card.fades_since is None)


def _reduced(board: Board, message: BoardMessage, now: Moment) -> Board:  # noqa: C901, PLR0911 - one for each kind of message
    match message:
        case Snapshot():
            return _snapshot(board, message, now)
        case HallEdited():
            # Whoever keeps the hall has made it whole (`wire.kept_hall`).
            late = board.hall is None or message.hall is None or message.seq <= board.seq
            return board if late else _heard(replace(board, hall=message.hall, seq=message.seq))
        case OpeningChanged():
            changed = {state.service_id: state for state in message.services}
            services = tuple(changed.get(state.service_id, state) for state in board.services)
            return _heard(replace(board, services=services, today=message.today or board.today))
        case LinkChanged():
            lost = now if not message.up and board.lost is None else board.lost
            if (lost, message.refused) != (board.lost, board.refused):
                board = replace(board, lost=lost, refused=message.refused)
            return _advance(board, now)
        case Tick():
            return _advance(board, now)
        case ItemsChanged():
            return _advance(replace(board, items=message.items), now)
        case MonitorsChanged():
            return board if message.shared == board.shared else _advance(replace(board, shared=message.shared), now)
        case Lines():
            return _in_order(board, message)
        case Waits():
            return _heard(replace(board, waits=message, waits_until=now.steady + message.good_ms))
        case HallMoved():
            return board if board.hall is None or message.seq <= board.seq else _moved(board, message, now)


def _snapshot(board: Board, snapshot: Snapshot, now: Moment) -> Board:
    """What waits for its turn goes on waiting, unless this is another day."""
    known = {(call.ticket.ticket_id, call.seq) for call in board.calls}
    latest = {call.ticket.ticket_id: call for call in snapshot.calls}
    same = board.hall is not None and (board.hall.hall_id, board.date) == (snapshot.hall.hall_id, snapshot.date)
    calls = snapshot.calls
    over = _on(board) - {one.ticket_id for one in snapshot.tickets if one.stage == "called"}
    board = _heard(
        replace(
            board,
            hall=snapshot.hall,
            seq=snapshot.seq,
            date=snapshot.date,
            services=snapshot.services,
            today=snapshot.today,
            counters={one.counter_id: one for one in snapshot.counters},
            present=_at((), snapshot.tickets, AT_COUNTERS),
            in_line=_at((), snapshot.tickets, IN_LINE),
            paused=pauses((), snapshot.counters),
            calls=calls,
            missed=_missed(snapshot.tickets),
            deck=deck_of.learn(board.deck, latest) if same else NO_CARDS,
            content=playlist.advance(board.content, snapshot.hall, now.steady, now.wall, board.items),
            rang=board.rang if same else (),
            sign=sign_turns.learn(board.sign, latest, now.steady) if same else NO_TURNS,
            ended=board.ended if same else (),
        )
    )
    board = _without(board, over, now) if same else board
    fresh = [one for one in calls if one.ticket.stage == "called" and (one.ticket.ticket_id, one.seq) not in known]
    for together in reversed(_together(fresh)):
        # One of the future was made before the server's clock was set back: nobody knows how old it is.
        if abs(now.wall - together[0].at) < LATE_MS:
            board = _announce(board, together, now)
        else:
            board = _laid(board, together, now)
    return replace(board, deck=deck_of.advance(board.deck, now.steady, board.dwell))


def _moved(board: Board, moved: HallMoved, now: Moment) -> Board:
    changed = {ticket.ticket_id: ticket for ticket in moved.tickets}
    on = _on(board)
    over = [one.ticket_id for one in moved.tickets if one.stage != "called" and one.ticket_id in on]
    undone = {one for one in over if changed[one].stage == "in_line"}
    calls = tuple(call for call in board.calls if call.ticket.ticket_id not in undone)
    board = _heard(
        replace(
            board,
            seq=moved.seq,
            services=tuple(_waiting(state, moved.waiting) for state in board.services),
            counters={**board.counters, **{one.counter_id: one for one in moved.counters}},
            present=_at(board.present.values(), moved.tickets, AT_COUNTERS),
            in_line=_at(board.in_line.values(), moved.tickets, IN_LINE),
            paused=pauses(board.paused, moved.counters),
            calls=tuple(deck_of.as_now(call, changed) for call in calls),
            missed=_missed([*moved.tickets, *(one for one in board.missed if one.ticket_id not in changed)]),
            deck=deck_of.follow(board.deck, changed),
        )
    )
    board = _without(board, over, now)
    if moved.rings:
        made = [
            CallView(seq=moved.seq, at=moved.at, counter_id=ticket.counter_id or "", ticket=ticket)
            for ticket in moved.tickets
        ]
        for together in _together(made):
            board = _ring(board, together, now)
    return board


def _together(calls: Iterable[CallView]) -> list[Together]:
    """Calls as they were made: those of one log position that go to one counter are one."""
    made: dict[tuple[int, str], list[CallView]] = {}
    for call in calls:
        made.setdefault((call.seq, call.counter_id), []).append(call)
    return [tuple(one) for one in made.values()]


def _ring(board: Board, together: Together, now: Moment) -> Board:
    called = {call.ticket.ticket_id: call for call in together}
    others = tuple(one for one in board.calls if one.ticket.ticket_id not in called)
    calls = (*together, *others)
    older = (one for one in calls[CALLS_KEPT:] if one.ticket.stage == "called")
    board = replace(board, calls=(*calls[:CALLS_KEPT], *older))
    if _in_time(together[0], now):
        return _announce(board, together, now)
    sign = sign_turns.learn(board.sign, called, now.steady)
    return _laid(replace(board, deck=deck_of.learn(board.deck, called), sign=sign), together, now)


def _laid(board: Board, together: Together, now: Moment) -> Board:
    """Too late to be announced, but on: the largest number is the newest that anybody is to come with."""
    call, *others = together
    return replace(board, deck=deck_of.lay(board.deck, call, tuple(others), now.steady, board.dwell))


def _on(board: Board) -> frozenset[str]:
    """Tickets, by id, that this board has as called: shown, waiting for their show, or among the last calls."""
    cards = (call for card in board.deck.cards for call in card.calls)
    queue = (call for waiting in board.deck.queue for call in waiting.calls)
    calls = (*board.calls, *cards, *queue)
    return frozenset(call.ticket.ticket_id for call in calls if call.ticket.stage == "called")


def _without(board: Board, tickets: Collection[str], now: Moment) -> Board:
    """Their calls are over, however they ended: nobody is to come any more."""
    if not tickets:
        return board
    return replace(
        board,
        deck=deck_of.end(board.deck, tickets, now.steady, board.dwell),
        rang=_rang_without(board, tickets),
        sign=sign_turns.end(board.sign, tickets, now.steady),
        ended=(*sorted(tickets), *board.ended)[:RANG_KEPT],
    )


def _in_time(call: CallView, now: Moment) -> bool:
    return now.wall - call.at < LATE_MS


def _rang_without(board: Board, tickets: Collection[str]) -> tuple[tuple[Together, int], ...]:
    left = ((tuple(one for one in calls if one.ticket.ticket_id not in tickets), at) for calls, at in board.rang)
    return tuple((calls, at) for calls, at in left if calls)


def _announce(board: Board, together: Together, now: Moment) -> Board:
    call, *others = together
    tickets = {one.ticket.ticket_id for one in together}
    return replace(
        board,
        deck=deck_of.ring(board.deck, call, now.steady, board.dwell, tuple(others)),
        chimes=board.chimes + (board.today.emergency is None),  # nobody walks to a counter now
        rang=((together, now.steady), *_rang_without(board, tickets))[:RANG_KEPT],
        sign=sign_turns.ring(board.sign, together, now.steady),
        ended=tuple(one for one in board.ended if one not in tickets),
    )


def _advance(board: Board, now: Moment) -> Board:
    deck = deck_of.advance(board.deck, now.steady, board.dwell)
    sign = sign_turns.advance(board.sign, now.steady)
    content = board.content
    if board.hall is not None:
        standing = _standing(replace(board, deck=deck))
        content = playlist.advance(content, board.hall, now.steady, now.wall, board.items, standing)
    away = board.lost is not None and now.steady - board.lost.steady >= GRACE_MS
    stale = board.hall is not None and (away or board.refused != "")
    if (deck, sign, stale) == (board.deck, board.sign, board.stale) and content is board.content:
        return board
    return replace(board, deck=deck, sign=sign, content=content, stale=stale)


def _heard(board: Board) -> Board:
    """Whatever the server says proves that the board is current again."""
    return replace(board, lost=None, stale=False, refused="")


def _waiting(state: ServiceState, waiting: Mapping[str, int]) -> ServiceState:
    count = waiting.get(state.service_id)
    return state if count is None else msgspec.structs.replace(state, waiting=count)


def _missed(tickets: Iterable[TicketView]) -> tuple[TicketView, ...]:
    """Of these tickets, those that a visitor may have missed hearing. Set aside for another reason is not 過號."""
    return tuple(ticket for ticket in tickets if ticket.stage == "aside" and ticket.state == "missed")


def _at(before: Iterable[TicketView], now: Iterable[TicketView], stages: frozenset[str]) -> dict[str, TicketView]:
    """Those at one of these stages."""
    found = {one.ticket_id: one for one in (*before, *now)}
    return {ticket_id: one for ticket_id, one in found.items() if one.stage in stages}


def _in_order(board: Board, lines: Lines) -> Board:
    """The hall says who is next, and in which order those set aside are listed; one that it has not listed yet came
    last."""
    places = {ticket_id: place for place, ticket_id in enumerate(lines.aside)}
    missed = tuple(sorted(board.missed, key=lambda ticket: places.get(ticket.ticket_id, -1)))
    following = {one.service_id: one.next for one in lines.services if one.next}
    same = missed == board.missed and following == board.next
    return board if same else replace(board, missed=missed, next=following)
