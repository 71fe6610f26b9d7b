"""Everything the order monitor says at one moment, as plain texts. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from display.board import Board, Moment
from display.card_layout import NO_CARDS, CardFit, Spoken, card_fit
from display.closed_words import closed_words
from display.deck import Card
from display.legibility import label_share
from display.link_lines import Greeting, greetings, greetings_in_turn, in_turn_or_both, stale_line_and_why
from display.order_layout import OrderLayout, list_name_px, missed_room
from display.pauses import pause_notices
from display.strip_rows import ServiceRow, strip_page
from display.words import NOTHING, Line, Words, apart, spaced, spaced_together
from program.dates import clock, local, written
from program.texts import Catalog
from screen.widths import SPARE, width_em
from wire.messages.tickets import CallView

NOTICE_MS = 8_000
"""Turn of each notice in calm mode."""
REST_MS = 30_000
"""So long a call keeps the screen before that says that the hall is closed, or that who waits is still called."""
IN_LINE = 2
"""So many numbers that are called together stand in one line of a card."""
OLDER = 2
"""Calls that the list adds to the cards at least."""
MISSED_SHARE = 0.7
"""Size of missed numbers in the height of their line."""
Phase = Literal["connecting", "welcome", "calls"]


@dataclass(frozen=True, slots=True)
class CardRow:
    """A large card. `flashes` grows when it must pulse."""

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
    flashes: int
    fading: bool = False
    """Its call was taken back."""
    letterBelow: str = ""
    digitsBelow: str = ""
    """A second line of numbers, where more than two are called together."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """A line of the last calls; `fresh` while its card is on the screen."""

    key: str
    letter: str
    digits: str
    marked: bool
    counter: str
    labelShare: float
    name: str
    nameSecond: str
    fresh: bool


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
    strip_place: str = ""
    """Which page of services is on, "1/3"; empty where there is one only."""
    notice_title: Line = NOTHING
    ticker: tuple[NoticeRow, ...] = ()
    notice_now: str = ""
    """The notice whose turn it is, for a ticker that stands still."""
    stale: Line = NOTHING
    cards: tuple[CardRow, ...] = ()
    calls: tuple[CallRow, ...] = ()
    list_name: float = 1.0
    """Size of the services' names in the last calls, one for all rows, in pixels."""
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
        return OrderPage("connecting", greetings=greetings_in_turn(greetings(board, catalog), layout.greetings, now))
    words = Words(catalog, hall, now.steady)
    moment = local(now.wall, hall.time_zone)
    closed = closed_words(board, hall, words, now, catalog)
    if closed and _at_rest(board, now, board.dwell.alone if board.today.closed else REST_MS):
        board = replace(board, deck=replace(board.deck, cards=()))
    cards = tuple(_card(board, words, card) for card in board.deck.cards)
    title, text = closed or _calm(board, words)
    strip = strip_page(board, hall, words, now, layout.services, catalog)
    news = pause_notices(board.paused, hall, words, now.wall, catalog)
    lasting = [said for notice in hall.notices for said in words.each(notice.text)]
    notices = [*news, *lasting]
    rows = layout.calls.rows_beside_missed if board.missed else layout.calls.rows
    calls = tuple(_call(board, words, call) for call in _listed(board, rows))
    return OrderPage(
        phase="calls" if cards else "welcome",
        clock=clock(moment),
        date=Line(
            _date(moment, words.own, catalog),
            _date(moment, words.second, catalog) if words.second in catalog.languages else "",
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
        waiting_title=strip.title,
        strip_place=strip.place,
        notice_title=words.say("notice"),
        ticker=(
            # A row of its own for each wording, so that the ticker begins anew with what is new.
            *(NoticeRow(f"{place} {said}", said) for place, said in enumerate(news)),
            *(NoticeRow(str(place), said) for place, said in enumerate(lasting)),
        ),
        notice_now=notices[now.steady // NOTICE_MS % len(notices)] if notices else "",
        stale=in_turn_or_both(
            stale_line_and_why(board, words, catalog), layout.ticker.width - 5 * layout.margin, layout.least, now
        ),
        cards=cards,
        calls=calls,
        list_name=list_name_px(layout, [call.name for call in calls]),
        services=strip.rows,
        rings=board.chimes,
        word_first=words.word_first,
        fit=card_fit(layout, tuple(_spoken(card) for card in cards)),
    )


def _date(day: date, language: str, catalog: Catalog) -> str:
    style = catalog.style(language)
    return written(style, style.date, day)


def _at_rest(board: Board, now: Moment, rest_ms: int) -> bool:
    """Whether the calls on the screen have been there for so long that it may say something else."""
    return not board.deck.queue and all(now.steady - card.shown_at >= rest_ms for card in board.deck.cards)


def _calm(board: Board, words: Words) -> tuple[Line, Line]:
    if board.calls and board.services:
        return words.say("watch_title"), words.say("watch_text")
    return words.say("welcome_title"), words.say("welcome_text")


def _card(board: Board, words: Words, card: Card) -> CardRow:
    call = card.call
    service = board.service(call.ticket.visit.service_id)
    several = len(card.calls) > 1
    letter, digits = spaced_together(card.calls[:IN_LINE], service)
    letter_below, below = spaced_together(card.calls[IN_LINE:], service)
    counter = words.counter(call.counter_id)
    name = words.of_hall(service.name) if service else NOTHING
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
        shortName=words.of_hall(service.short_name).own if service else "",
        flashes=card.flashes,
        fading=card.fades_since is not None,
        letterBelow=letter_below,
        digitsBelow=below,
    )


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
        marked=call.ticket.marked,
        counter=counter.label,
        labelShare=label_share(counter.label),
        name=name.own,
        nameSecond=name.second,
        fresh=call.ticket.ticket_id in _on_cards(board),
    )


def _on_cards(board: Board) -> set[str]:
    return {call.ticket.ticket_id for card in board.deck.cards for call in card.calls}


def _listed(board: Board, rows: int) -> tuple[CallView, ...]:
    """The last calls in so many rows. Cards are repeated only where two older calls have room too."""
    cards = _on_cards(board)
    older = tuple(call for call in board.calls if call.ticket.ticket_id not in cards)
    crowded = rows < len(cards) + min(OLDER, len(older))
    return (older if crowded else board.calls)[:rows]


def _missed(board: Board, layout: OrderLayout, words: Words) -> str:
    """As many missed numbers as the line holds at their smallest, the rest counted."""
    size = max(layout.least, min(layout.calls.missed_tag, layout.heading) * MISSED_SHARE)
    room = missed_room(layout, words.say("missed").own) / size / SPARE
    numbers = [apart(*spaced(ticket, board.service(ticket.visit.service_id))) for ticket in board.missed]
    for shown in range(len(numbers), -1, -1):
        rest = len(numbers) - shown
        more = [words.say("missed_more", count=rest).own] if rest else []
        line = "\u2003".join([*numbers[:shown], *more])
        if width_em(line, bold=True) <= room:
            return line
    return f"{len(board.missed)}"
