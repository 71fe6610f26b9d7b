"""Everything the order monitor says at one moment, as plain texts. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from display.board import Board, Moment
from display.card_layout import NO_CARDS, CardFit, Spoken, card_fit, card_rect
from display.closed_words import ClosedWords, closed_words, rested, stays_closed
from display.counter_board import CounterRow, counter_rows, page_of
from display.counter_lines import CounterLine, counter_line
from display.deck import Card
from display.legibility import label_share
from display.link_lines import (
    Greeting,
    greetings,
    greetings_in_turn,
    in_turn_or_both,
    last_numbers,
    listening,
    stale_line_and_why,
)
from display.missed_line import missed_numbers, missed_rule
from display.names import whole_or_short
from display.order_layout import OrderLayout
from display.strip_rows import ServiceRow, strip_page
from display.ticker_words import NO_TICKER, NoticeRow, ticker_words
from display.words import NOTHING, Line, Words, spaced_together
from program.dates import clock, local, written
from program.texts import Catalog
from screen.emergency_lines import emergency_lines

IN_LINE = 2
"""So many numbers that are called together stand in one line of a card."""
PULSE_MS = 2_600
"""A call that has been shown for longer does not pulse when it becomes the newest one again."""
Phase = Literal["connecting", "welcome", "calls"]


@dataclass(frozen=True, slots=True)
class CardRow:
    """A call. `flashes` is another one when it must pulse, and 0 when it need not any more."""

    key: str
    letter: str
    digits: str
    marked: bool
    counter: str
    labelShare: float
    """Size of the counter's label against the number's."""
    word: str
    wordSecond: str  # names are roles in QML
    name: str
    nameSecond: str
    shortName: str
    shortSecond: str
    flashes: int
    fading: bool = False
    """Its call was taken back."""
    letterBelow: str = ""
    digitsBelow: str = ""
    """A second line of numbers, where more than two are called together."""


@dataclass(frozen=True, slots=True)
class OrderPage:
    phase: Phase
    greetings: tuple[Greeting, ...] = ()
    """Said while no hall is known."""
    clock: str = ""
    date: Line = NOTHING
    hall: Line = NOTHING
    title: Line = NOTHING
    """Of the calm screen, between calls and before the first."""
    text: Line = NOTHING
    board_title: Line = NOTHING
    board_place: str = ""
    """Which page of counters is on, "1/3"; empty where there is one only."""
    missed_title: Line = NOTHING
    missed: str = ""
    missed_more: Line = NOTHING
    """How many others there are than those that have room."""
    missed_rule: Line = NOTHING
    waiting_title: Line = NOTHING
    strip_place: str = ""
    """Which page of services is on, "1/3"; empty where there is one only."""
    notice_title: str = ""
    """In one of the hall's languages, each in its turn; `notice_widest` is the one for which there is room."""
    notice_widest: str = ""
    ticker: tuple[NoticeRow, ...] = ()
    notice_now: str = ""
    """The notice whose turn it is, for a ticker that stands still."""
    stale: Line = NOTHING
    cards: tuple[CardRow, ...] = ()
    """The newest call first."""
    counters: tuple[CounterLine, ...] = ()
    """Of this page; a row never moves."""
    services: tuple[ServiceRow, ...] = ()
    word_first: bool = False
    """The word for a counter comes before its number."""
    alone: bool = False
    """The board has no row, since the only one says no more than the call: below the calls, its room is theirs."""
    fit: CardFit = NO_CARDS
    rings: int = 0
    """Grows with every call and recall: what moves by itself holds still a moment."""
    emergency: tuple[str, ...] = ()
    """What stands over everything else, line by line."""
    deserted: bool = False
    """Nobody is at a counter or may come to one: that the hall is closed has the room of the board as well."""
    old: bool = False
    """The board's numbers are those of another time, which its title says: nobody is sent by them any more."""


def order_page(board: Board, now: Moment, layout: OrderLayout, catalog: Catalog) -> OrderPage:
    """The page of this moment for a monitor with this layout."""
    hall = board.hall
    if hall is None:
        said = greetings_in_turn(greetings(board, catalog), layout.greetings, now)
        return OrderPage(
            "connecting", greetings=said, emergency=emergency_lines(board.today.emergency, board.languages)
        )
    words = Words(catalog, hall, now.steady)
    moment = local(now.wall, hall.time_zone)
    closed = closed_words(board, hall, words, now, catalog)
    old = listening(board, now)
    unheard = old and not stays_closed(board, hall, now)
    if unheard:
        closed = ClosedWords(words.say("listen_title"), words.say("listen_text"))
        board = replace(board, deck=replace(board.deck, cards=()))
    elif closed and rested(board, now):
        board = replace(board, deck=replace(board.deck, cards=()))
    counters = counter_rows(board, words, now)
    shows = {one.ticket.ticket_id for card in board.deck.cards[:1] for one in card.calls}
    alone = any(_said_large(row, shows, counters) for row in counters)
    column = layout.without_rows() if alone else layout
    cards = _named(tuple(_card(board, words, card, now) for card in board.deck.cards), column)
    title, text = closed or _calm(board, words)
    strip = strip_page(board, hall, words, now, layout.services, catalog, unheard=unheard)
    deserted = bool(closed) and not cards and _deserted(board, counters)
    ticker = NO_TICKER if deserted else ticker_words(board, hall, words, now, catalog)
    missed, missed_more = missed_numbers(board, layout, words)
    page = page_of(counters, layout.counters.a_page, board, now)
    return OrderPage(
        phase="calls" if cards else "welcome",
        deserted=deserted,
        old=old,
        clock=clock(moment),
        date=Line(
            _date(moment, words.own, catalog),
            _date(moment, words.second, catalog) if words.second in catalog.languages else "",
        ),
        hall=words.of_hall(hall.name),
        title=title,
        text=text,
        board_title=last_numbers(board, words) if old else words.say("now_serving"),
        board_place=f"{page.number + 1}/{page.pages}" if page.pages > 1 else "",
        missed_title=words.say("missed"),
        missed=missed,
        missed_more=missed_more,
        missed_rule=missed_rule(hall, layout, words, now),
        waiting_title=strip.title,
        strip_place=strip.place,
        notice_title=ticker.title,
        notice_widest=ticker.widest,
        ticker=ticker.rows,
        notice_now=ticker.now,
        stale=in_turn_or_both(
            stale_line_and_why(board, words, catalog),
            layout.ticker.width - 5 * layout.margin,
            layout.ticker.height,
            layout.least,
            now,
        ),
        cards=cards,
        counters=tuple(counter_line(row, words, shows, layout, now) for row in ([] if alone else counters[page.rows])),
        services=strip.rows,
        rings=board.chimes,
        emergency=emergency_lines(board.today.emergency, hall.languages),
        word_first=words.word_first,
        alone=alone,
        fit=card_fit(column, tuple(_spoken(card) for card in cards)),
    )


def _date(day: date, language: str, catalog: Catalog) -> str:
    style = catalog.style(language)
    return written(style, style.date, day)


def _deserted(board: Board, counters: Sequence[CounterRow]) -> bool:
    """Whether nobody is called or served any more, and none of those who have a number is waited for."""
    if any(row.says in {"called", "serving"} for row in counters):
        return False
    return bool(board.today.closed) or not (board.missed or any(state.waiting for state in board.services))


def _said_large(row: CounterRow, shows: Collection[str], counters: Sequence[CounterRow]) -> bool:
    """Whether a row says no more than the card beside it: that of a hall's only counter."""
    return len(counters) == 1 and row.says == "called" and row.ticket in shows


def _calm(board: Board, words: Words) -> tuple[Line, Line]:
    if board.calls and board.services:
        return words.say("watch_title"), words.say("watch_text")
    return words.say("welcome_title"), words.say("welcome_text")


def _card(board: Board, words: Words, card: Card, now: Moment) -> CardRow:
    call = card.call
    service = board.service(call.ticket.visit.service_id)
    several = len(card.calls) > 1
    letter, digits = spaced_together(card.calls[:IN_LINE], service)
    letter_below, below = spaced_together(card.calls[IN_LINE:], service)
    counter = words.counter(call.counter_id)
    name = words.of_hall(service.name) if service else NOTHING
    short = words.of_hall(service.short_name) if service else NOTHING
    return CardRow(
        key=call.ticket.ticket_id,
        letter=letter,
        digits=digits,
        marked=not several and call.ticket.marked,
        counter=counter.label,
        labelShare=label_share(counter.label),
        word=counter.word.own,
        wordSecond=counter.word.second,
        name=name.own,
        nameSecond=name.second,
        shortName=short.own,
        shortSecond=short.second,
        flashes=card.flashes if now.steady - card.shown_at < PULSE_MS else 0,
        fading=card.fades_since is not None,
        letterBelow=letter_below,
        digitsBelow=below,
    )


def _named(cards: tuple[CardRow, ...], layout: OrderLayout) -> tuple[CardRow, ...]:
    """The cards, the newest with its short name where the whole one would lose its end."""
    if not cards:
        return cards
    newest, *before = cards
    fit = card_fit(layout, tuple(_spoken(card) for card in cards))
    width = card_rect(layout, len(before))[0] - 2.4 * layout.margin
    name = whole_or_short(
        Line(newest.name, newest.nameSecond),
        Line(newest.shortName, newest.shortSecond),
        width,
        fit.name_room,
        fit.name,
        fit.second,
        layout.least,
    )
    return (replace(newest, name=name.own, nameSecond=name.second), *before)


def _spoken(card: CardRow) -> Spoken:
    return Spoken(
        card.letter,
        card.digits,
        card.marked,
        card.counter,
        card.word,
        card.wordSecond,
        card.name,
        card.nameSecond,
        card.letterBelow,
        card.digitsBelow,
        card.shortName,
    )
