"""The board of all counters: who is called to each, who is served there, which are paused. Pure.

Its rows never move: whoever has found a counter once finds it there again. Beyond what a monitor shows legibly there
are fixed pages, and the page of a new call comes first. A call enters in the step in which it is heard, also while it
waits for its show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from display.board import Board, Moment
from display.needs import label_shares
from display.words import Words, spaced
from program.dates import clock, local
from wire.messages.hall import CounterView, HallView
from wire.messages.tickets import CounterState, TicketView

PAGE_MS = 8_000
"""How long each page of counters stays."""
ROUND_MS, OTHERS_MS = 12_000, 4_000
"""While call follows call, the end of every so long belongs to one of the pages, each in its turn."""
FOUND_MS = 2_000
"""So long the page of a new call stands even then."""
BUSY, BUSY_MS = 3, 24_000
"""Call follows call: so many that are on have come within so long."""

Says = Literal["called", "serving", "paused", "closed", "free"]
Shut = Literal["", "paused", "closed"]


@dataclass(frozen=True, slots=True)
class CounterRow:
    """One counter; names are roles in QML."""

    key: str
    """Id of the counter."""
    label: str
    labelShare: float
    word: str
    """Beside the label, in the hall's language; empty where the label is a name."""
    says: Says
    letter: str = ""
    digits: str = ""
    marked: bool = False
    more: int = 0
    """So many others of a group are called or served with it."""
    ticket: str = ""
    """Id of the one that is told."""
    backAt: str = ""
    """Time at which the clerk of a paused counter means to be back; empty: not said, or past."""
    shut: Shut = ""
    """What the counter is while somebody is there, where it calls nobody else."""


class Page(NamedTuple):
    """Which rows are on, and which page of how many that is, from 0."""

    rows: slice
    number: int
    pages: int


def counter_rows(board: Board, words: Words, now: Moment) -> tuple[CounterRow, ...]:
    """One for each counter of the hall, in the hall's order; nothing before a hall is known."""
    hall = board.hall
    if hall is None:
        return ()
    shares = label_shares(hall)
    return tuple(_row(board, hall, counter, words, now, shares[counter.counter_id]) for counter in hall.counters)


def page_of(rows: Sequence[CounterRow], a_page: int, board: Board, now: Moment) -> Page:
    """The page whose turn it is where `a_page` rows stand on one: that of the newest call first, then in turn. Where
    calls come sooner than that, some time is kept for the others: a number that is on is found there too."""
    pages = max(1, -(-len(rows) // max(1, a_page)))
    newest, since = (board.rang[0][0][0].counter_id, board.rang[0][1]) if board.rang else ("", 0)
    place = next((place for place, row in enumerate(rows) if row.key == newest), 0)
    number = (place // max(1, a_page) + (now.steady - since) // PAGE_MS) % pages
    busy = len(board.rang) >= BUSY and now.steady - board.rang[BUSY - 1][1] < BUSY_MS
    if busy and FOUND_MS <= now.steady - since < PAGE_MS and now.steady % ROUND_MS >= ROUND_MS - OTHERS_MS:
        number = now.steady // ROUND_MS % pages
    return Page(slice(number * a_page, (number + 1) * a_page), number, pages)


def _row(  # noqa: PLR0917
    board: Board, hall: HallView, counter: CounterView, words: Words, now: Moment, share: float
) -> CounterRow:
    told = words.counter(counter.counter_id)
    state = board.counters.get(counter.counter_id)
    here = [found for one in state.tickets if (found := board.present.get(one)) is not None] if state else []
    back = state.back_at if state is not None else None
    told_back = "" if back is None or back <= now.wall else clock(local(back, hall.time_zone))
    row = CounterRow(counter.counter_id, told.label, share, told.word.own, "free", backAt=told_back)
    if here:
        return _occupied(board, row, here, _shut(state))
    return replace(row, says="closed" if state is None else _shut(state) or "free")


def _shut(state: CounterState | None) -> Shut:
    match state.state if state is not None else "":
        case "paused":
            return "paused"
        case "closed":
            return "closed"
        case _:
            return ""


def _occupied(board: Board, row: CounterRow, here: list[TicketView], shut: Shut) -> CounterRow:
    """Those who are still to come are told before those who are there."""
    called = [one for one in here if one.stage == "called"]
    together = called or here
    first = together[0]
    letter, digits = spaced(first, board.service(first.visit.service_id))
    return replace(
        row,
        says="called" if called else "serving",
        letter=letter,
        digits=digits,
        marked=first.marked and len(together) == 1,
        more=len(together) - 1,
        ticket=first.ticket_id,
        shut=shut,
    )
