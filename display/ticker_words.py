"""The notices that run past below the calls, and what they are called. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from display.board import Board, Moment
from display.pauses import pause_notices
from display.words import Words
from program.texts import Catalog
from screen.widths import width_em
from wire.messages.hall import HallView

NOTICE_MS = 8_000
"""Turn of each notice in calm mode."""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice in one language."""

    key: str
    notice: str


@dataclass(frozen=True, slots=True)
class TickerWords:
    rows: tuple[NoticeRow, ...] = ()
    title: str = ""
    """In the language of the notice whose turn it is: each of the hall's has its own."""
    widest: str = ""
    """The title that is the widest in its language: notices do not move where another has its turn."""
    now: str = ""
    """The notice whose turn it is, for a ticker that stands still."""


NO_TICKER = TickerWords()


def ticker_words(board: Board, hall: HallView, words: Words, now: Moment, catalog: Catalog) -> TickerWords:
    """Pauses of counters, then the hall's notices, each in every language that says it."""
    news = pause_notices(board.paused, hall, words, now.wall, catalog)
    lasting = [said for notice in hall.notices for said in words.tagged(notice.text)]
    if not news and not lasting:
        return NO_TICKER
    titles = {one: catalog.text(one, "notice") for one in words.spoken}
    tag, said = [*news, *lasting][now.steady // NOTICE_MS % (len(news) + len(lasting))]
    return TickerWords(
        (
            # A row of its own for each wording, so that the ticker begins anew with what is new.
            *(NoticeRow(f"{place} {text}", text) for place, (_, text) in enumerate(news)),
            *(NoticeRow(str(place), text) for place, (_, text) in enumerate(lasting)),
        ),
        titles.get(tag, titles[words.own]),
        max(titles.values(), key=lambda title: width_em(title, bold=True)),
        said,
    )
