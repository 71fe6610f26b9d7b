"""The rows of the counter board as they are drawn: what stands in each before its number, which ends the row. Pure;
pixels.

Whoever is served at a counter that is paused or closed is told with that: the words stand between label and number
where they have room, else the number is set smaller, else both take turns. Who is still called there comes all the
same: a number that sends somebody is as large as all others, and the words that have no room beside it wait until it is
served.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from display.board import Moment
from display.counter_board import CounterRow
from display.legibility import number_em
from display.order_layout import OrderLayout
from display.words import NOTHING, TURN_MS, Line, Words
from screen.widths import INK_EM, SECOND_SHARE, SPARE, pair_stands, width_em

MARK_EM = 1.0
"""Room of the two bars before the words of a pause, in em of the smallest text."""
MORE_EM = 0.4
"""Size of +2, in em of the number before it."""


@dataclass(frozen=True, slots=True)
class CounterLine:
    """A counter on the board; names are roles in QML."""

    key: str
    label: str
    labelShare: float
    says: str
    """As `CounterRow.says`."""
    letter: str
    digits: str
    marked: bool
    more: str
    """+2: others of a group."""
    own: str
    second: str
    """Said of a counter that calls nobody."""
    newest: bool
    """Its call is the one that is shown large."""
    paused: bool = False
    """Two bars stand before what is said."""
    size: float = 1.0
    """Of its number against the others'."""
    saidAt: float = 0.0
    """From behind what points to the label."""
    saidRoom: float = 0.0


def counter_line(
    row: CounterRow, words: Words, shows: Collection[str], layout: OrderLayout, now: Moment
) -> CounterLine:
    """`shows` are the tickets whose call is shown large."""
    board = layout.counters
    state = row.says if row.says in {"paused", "closed"} else row.shut
    said = _said(state, row.backAt, words)
    line = CounterLine(
        key=row.key,
        label=row.label,
        labelShare=row.labelShare,
        says=row.says,
        letter=row.letter,
        digits=row.digits,
        marked=row.marked,
        more=f"+{row.more}" if row.more else "",
        own=said.own,
        second=said.second,
        newest=row.says == "called" and row.ticket in shows,
        paused=state == "paused",
        saidRoom=board.said_room,
    )
    if not said.own:
        return line
    return _beside(line, layout, now) if row.digits else _alone(line, layout, now)


def _said(state: str, back_at: str, words: Words) -> Line:
    if state == "paused":
        return words.say("back_at", time=back_at) if back_at else words.say("counter_paused")
    return words.say("counter_closed") if state == "closed" else NOTHING


def _alone(line: CounterLine, layout: OrderLayout, now: Moment) -> CounterLine:
    """What is said of a counter where nobody is; its translation beside it or below it, else each in its turn."""
    board, least = layout.counters, layout.least
    wide = board.said_room - (least * MARK_EM if line.paused else 0.0)
    of_pair = (wide, board.row_height - 2, *board.said_sizes(least), least)
    if not line.second or pair_stands(line.own, line.second, *of_pair):
        return line
    return replace(line, own=line.second if now.steady // TURN_MS % 2 else line.own, second="")


def _beside(line: CounterLine, layout: OrderLayout, now: Moment) -> CounterLine:
    """A number and what its counter is."""
    board, least = layout.counters, layout.least
    turn = now.steady // TURN_MS
    both = not line.second or (board.row_height - 2) * SECOND_SHARE >= INK_EM * least - 0.5
    gap = least * 0.5
    mark = least * MARK_EM if line.paused else 0.0
    # The row is divided alike in each language's turn.
    wished = mark + max(width_em(line.own, bold=True), width_em(line.second, bold=not both)) * least * SPARE + 2
    if not both:
        # Two lines have no room.
        line = replace(line, own=line.second if turn % 2 else line.own, second="")
    more = max(least, board.number * MORE_EM) * width_em(line.more, bold=True) * SPARE + board.number * 0.08
    more = more if line.more else 0.0
    number = number_em(line.letter, line.digits, marked=line.marked) * board.number * SPARE
    beyond = board.said_room - number - more - gap
    if beyond >= wished:
        return replace(line, saidRoom=beyond)
    if line.says == "called":
        return replace(line, own="", second="", paused=False)
    # Nothing points to a counter whose visitor is there: that room is the words' too.
    before = max(0.0, board.pointer - gap)
    line = replace(line, saidAt=-before, saidRoom=board.said_room + before)
    share = min(1.0, (line.saidRoom - wished - more - gap) / number)
    if share * board.number >= least:
        return replace(line, size=share, saidRoom=line.saidRoom - number * share - more - gap)
    if (turn if both else turn // 2) % 2:
        bars = line.paused and line.saidRoom - number - more >= mark
        return replace(line, own="", second="", paused=bars)
    return replace(line, letter="", digits="", marked=False, more="")
