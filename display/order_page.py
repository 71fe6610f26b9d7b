"""Everything the order monitor says at one moment, as plain texts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from display.board import Board, Moment
from display.link_lines import Greeting, greetings, stale_line_and_why
from display.opening_words import opening_text
from display.order_layout import NO_CARDS, CardFit, OrderLayout, card_fit
from display.words import NOTHING, Line, Words, spaced, width_em
from program.dates import clock, local, written
from program.texts import Catalog
from wire.messages.hall import HallView
from wire.messages.tickets import CallView, ServiceState

NOTICE_MS = 8_000
"""Turn of each notice in calm mode."""
Phase = Literal["connecting", "welcome", "calls"]


@dataclass(frozen=True, slots=True)
class CardRow:
    """A large card. `flashes` grows when it must pulse; 0 came silently."""

    key: str
    letter: str
    digits: str
    marked: bool
    counter: str
    word: str
    wordSecond: str  # names are roles in QML
    name: str
    nameSecond: str
    shortName: str
    flashes: int


@dataclass(frozen=True, slots=True)
class CallRow:
    """A line of the last calls; `fresh` while its card is on the screen."""

    key: str
    letter: str
    digits: str
    marked: bool
    counter: str
    name: str
    nameSecond: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service in the strip: how many wait, or why nobody can."""

    key: str
    prefix: str
    name: str
    nameSecond: str
    open: bool
    counted: bool
    """`status` is how many wait, not why nobody can."""
    status: str


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice in one language."""

    key: str
    notice: str


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
    list_title: Line = NOTHING
    list_empty: Line = NOTHING
    counter_title: Line = NOTHING
    missed_title: Line = NOTHING
    missed: str = ""
    missed_rule: Line = NOTHING
    waiting_title: Line = NOTHING
    notice_title: Line = NOTHING
    ticker: tuple[NoticeRow, ...] = ()
    notice_now: str = ""
    """The notice whose turn it is, for a ticker that stands still."""
    stale: Line = NOTHING
    cards: tuple[CardRow, ...] = ()
    calls: tuple[CallRow, ...] = ()
    services: tuple[ServiceRow, ...] = ()
    word_first: bool = False
    """The word for a counter comes before its number."""
    fit: CardFit = NO_CARDS
    rings: int = 0
    """Grows with every call and recall: what moves by itself holds still a moment."""


def order_page(board: Board, now: Moment, layout: OrderLayout, catalog: Catalog) -> OrderPage:
    """The page of this moment for a monitor with this layout."""
    hall = board.hall
    if hall is None:
        return OrderPage("connecting", greetings=greetings(board, catalog))
    words = Words(catalog, hall, now.steady)
    day = date.fromisoformat(board.date)
    cards = tuple(_card(board, words, card.call, card.flashes) for card in board.deck.cards)
    title, text = _calm(board, words, now, catalog)
    notices = [said for notice in hall.notices for said in words.each(notice.text)]
    return OrderPage(
        phase="calls" if cards else "welcome",
        clock=clock(local(now.wall, hall.time_zone)),
        date=Line(
            _date(day, words.own, catalog),
            _date(day, words.second, catalog) if words.second in catalog.languages else "",
        ),
        hall=words.of_hall(hall.name),
        title=title,
        text=text,
        list_title=words.say("last_calls"),
        list_empty=words.say("no_calls"),
        counter_title=words.of_hall(hall.counter_noun),
        missed_title=words.say("missed"),
        missed=_missed(board, layout, words),
        missed_rule=words.of_hall(hall.missed_rule),
        waiting_title=words.say("waiting"),
        notice_title=words.say("notice"),
        ticker=tuple(NoticeRow(str(place), said) for place, said in enumerate(notices)),
        notice_now=notices[now.steady // NOTICE_MS % len(notices)] if notices else "",
        stale=stale_line_and_why(board, words, catalog),
        cards=cards,
        calls=tuple(_call(board, words, call) for call in board.calls[: layout.rows - bool(board.missed)]),
        services=_services(hall, board, words, now, catalog),
        rings=board.chimes,
        word_first=words.word_first,
        fit=card_fit(layout, [_measures(card) for card in cards]),
    )


def _date(day: date, language: str, catalog: Catalog) -> str:
    style = catalog.style(language)
    return written(style, style.date, day)


def _calm(board: Board, words: Words, now: Moment, catalog: Catalog) -> tuple[Line, Line]:
    if board.calls and any(state.open for state in board.services):
        return words.say("watch_title"), words.say("watch_text")
    opens = [state.opens_at for state in board.services if state.opens_at is not None]
    if board.services and not any(state.open for state in board.services):
        return words.say("closed_title"), _opening(words, min(opens), board, now, catalog) if opens else NOTHING
    return words.say("welcome_title"), words.say("welcome_text")


def _opening(words: Words, at: int, board: Board, now: Moment, catalog: Catalog) -> Line:
    zone = board.hall.time_zone if board.hall else "UTC"
    own = catalog.text(words.own, "closed_text", opening=opening_text(at, now.wall, zone, words.own, catalog))
    if words.second not in catalog.languages:
        return Line(own)
    second = opening_text(at, now.wall, zone, words.second, catalog)
    return Line(own, catalog.text(words.second, "closed_text", opening=second))


def _card(board: Board, words: Words, call: CallView, flashes: int) -> CardRow:
    service = board.service(call.ticket.visit.service_id)
    letter, digits = spaced(call.ticket, service)
    counter = words.counter(call.counter_id)
    name = words.of_hall(service.name) if service else NOTHING
    return CardRow(
        key=call.ticket.ticket_id,
        letter=letter,
        digits=digits,
        marked=call.ticket.visit.visitor_class == "priority",
        counter=counter.label,
        word=counter.word.own,
        wordSecond=counter.word.second,
        name=name.own,
        nameSecond=name.second,
        shortName=words.of_hall(service.short_name).own if service else "",
        flashes=flashes,
    )


def _measures(card: CardRow) -> tuple[str, bool, str, float]:
    return (
        card.letter + card.digits,
        card.marked,
        card.counter,
        max(width_em(card.word), width_em(card.wordSecond) * 0.6),
    )


def _call(board: Board, words: Words, call: CallView) -> CallRow:
    service = board.service(call.ticket.visit.service_id)
    letter, digits = spaced(call.ticket, service)
    counter = words.counter(call.counter_id)
    name = words.of_hall(service.short_name) if service else NOTHING
    return CallRow(
        key=call.ticket.ticket_id,
        letter=letter,
        digits=digits,
        marked=call.ticket.visit.visitor_class == "priority",
        counter=counter.label,
        name=name.own,
        nameSecond=name.second,
        fresh=any(card.call.ticket.ticket_id == call.ticket.ticket_id for card in board.deck.cards),
    )


def _missed(board: Board, layout: OrderLayout, words: Words) -> str:
    """As many missed numbers as the line holds, the rest counted."""
    room = int((layout.list.width - 2 * layout.margin) / layout.heading / 3.6)
    numbers = [_apart(*spaced(ticket, board.service(ticket.visit.service_id))) for ticket in board.missed]
    shown = numbers if len(numbers) <= room else numbers[: max(1, room - 1)]
    rest = len(numbers) - len(shown)
    more = [words.say("missed_more", count=rest).own] if rest else []
    return "\u2003".join([*shown, *more])


def _apart(letter: str, digits: str) -> str:
    return f"{letter}\u2009{digits}" if letter else digits


def _services(hall: HallView, board: Board, words: Words, now: Moment, catalog: Catalog) -> tuple[ServiceRow, ...]:
    states = {state.service_id: state for state in board.services}
    rows = []
    for service in hall.services:
        state = states.get(service.service_id)
        name = words.of_hall(service.short_name)
        is_open = state is not None and state.open and state.numbers_left
        counted = is_open or (state is not None and state.waiting > 0)
        said = _status(state, words, now, hall, catalog) if not counted or state is None else _people(state, words)
        rows.append(
            ServiceRow(
                key=service.service_id,
                prefix=service.prefix,
                name=name.own,
                nameSecond=name.second,
                open=is_open,
                counted=counted,
                status=said,
            )
        )
    return tuple(rows)


def _people(state: ServiceState, words: Words) -> str:
    """Those who wait are counted even when no further numbers are given."""
    return words.say("people", count=state.waiting).own


def _status(state: ServiceState | None, words: Words, now: Moment, hall: HallView, catalog: Catalog) -> str:
    """Why nobody can take a number, or when one can."""
    if state is not None and state.open:
        return words.say("full").own
    if state is not None and state.opens_at is not None:
        return opening_text(state.opens_at, now.wall, hall.time_zone, words.own, catalog)
    return words.say("closed").own
