"""What the wall and the sign say while no service gives numbers: why, and what those do who have one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from display.board import Board, Moment
from display.opening_words import opening_text
from display.words import NOTHING, Line, Words
from program.dates import local
from program.texts import Catalog, in_language
from screen.closed_hall import NoNumbers, no_numbers
from wire.messages.hall import HallView, TodayView

REST_MS = 30_000
"""So long a call keeps the screens before they say that the hall is closed, or that who waits is still called."""


class ClosedWords(NamedTuple):
    title: Line
    text: Line


def closed_words(  # noqa: PLR0911 - one for each reason
    board: Board, hall: HallView, words: Words, now: Moment, catalog: Catalog
) -> ClosedWords | None:
    """None while a service gives numbers, or none is known."""
    states = board.services
    waiting = any(state.waiting for state in states)
    why = no_numbers(states, _today(board, hall, now), waiting=waiting)
    if why is None:
        return None
    opens = [state.opens_at for state in states if state.opens_at is not None]
    opening = _opening(min(opens), hall, words, now, catalog) if opens else NOTHING
    who_waits = words.say("wait_text")
    match why:
        case NoNumbers.SHUT:
            return ClosedWords(_shut(words, catalog, board.today.closed or ""), words.say("shut_text"))
        case NoNumbers.EXHAUSTED:
            return ClosedWords(words.say("exhausted_title"), who_waits if waiting else words.say("exhausted_text"))
        case NoNumbers.RESTING:
            return ClosedWords(words.say("wait_later_title"), who_waits if waiting else opening)
        case NoNumbers.OVER:
            return ClosedWords(words.say("wait_title"), who_waits)
        case NoNumbers.HOLIDAY:
            return ClosedWords(_in_each(words, catalog, "holiday_title", board.today.name), opening)
        case NoNumbers.CLOSED:
            return ClosedWords(words.say("closed_title"), opening)


def rested(board: Board, now: Moment) -> bool:
    """Whether the calls on the screens have been there for so long that both monitors say that the hall is closed."""
    rest_ms = board.dwell.alone if board.today.closed else REST_MS
    return not board.deck.queue and all(now.steady - card.shown_at >= rest_ms for card in board.deck.cards)


def stays_closed(board: Board, hall: HallView, now: Moment) -> bool:
    """Whether the hall is known to be closed still, though nothing is heard of it: nobody is there to listen to."""
    if board.today.closed:
        return local(now.wall, hall.time_zone).date().isoformat() <= board.date
    if not board.services or any(state.open or state.waiting for state in board.services):
        return False
    return all(state.opens_at is None or now.wall < state.opens_at for state in board.services)


def _today(board: Board, hall: HallView, now: Moment) -> TodayView:
    """What is special today; nothing is known of a day that began since anything was heard."""
    if board.lost is None or local(board.lost.wall, hall.time_zone).date() >= local(now.wall, hall.time_zone).date():
        return board.today
    return msgspec.structs.replace(board.today, name={})


def _shut(words: Words, catalog: Catalog, reason: str) -> Line:
    """A reason of tomorrow has the words of any other."""
    key = f"shut_title_{reason}"
    return words.say(key if key in catalog.all(words.own) else "shut_title_other")


def _opening(at: int, hall: HallView, words: Words, now: Moment, catalog: Catalog) -> Line:
    own, second = (
        catalog.text(tag, "closed_text", opening=opening_text(at, now.wall, hall.time_zone, tag, catalog))
        if tag in catalog.languages
        else ""
        for tag in (words.own, words.second)
    )
    return Line(own, second)


def _in_each(words: Words, catalog: Catalog, key: str, name: Mapping[str, str]) -> Line:
    """A text that holds one of the hall's own."""
    own, second = (
        catalog.text(tag, key, name=in_language(name, tag)) if tag in catalog.languages else ""
        for tag in (words.own, words.second)
    )
    return Line(own, second)
