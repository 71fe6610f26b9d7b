"""The rows of the counter board as they are drawn: what stands in each, and where its number ends. Pure; pixels.

Whoever is served at a counter that is paused or closed is told with that: the words stand behind the number where they
have room, else the number is set smaller. Who is still called there comes all the same: a number that sends somebody
is as large as all others, and the words that have no room beside it wait until it is served.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from display.board import Moment
from display.counter_board import CounterRow
from display.legibility import number_em
from display.order_layout import OrderLayout
from display.words import NOTHING, TURN_MS, Line, Words
from screen.widths import INK_EM, SECOND_SHARE, SPARE, width_em

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
    numberEnd: float = 0.0
    saidAt: float = 0.0
    """Both from where numbers begin."""
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
        numberEnd=board.number_room,
        saidRoom=board.said_room,
    )
    return _beside(line, layout, now) if row.digits and said.own else line


def _said(state: str, back_at: str, words: Words) -> Line:
    if state == "paused":
        return words.say("back_at", time=back_at) if back_at else words.say("counter_paused")
    return words.say("counter_closed") if state == "closed" else NOTHING


def _beside(line: CounterLine, layout: OrderLayout, now: Moment) -> CounterLine:
    """A number and what its counter is."""
    board, least = layout.counters, layout.least
    own, second = line.own, line.second
    if second and (board.row_height - 2) * SECOND_SHARE < INK_EM * least - 0.5:
        # Two lines have no room: each language has its turn.
        own, second = (second, "") if now.steady // TURN_MS % 2 else (own, "")
    gap = least * 0.5
    mark = least * MARK_EM if line.paused else 0.0
    wished = mark + max(width_em(own, bold=True), width_em(second)) * least * SPARE + 2
    beyond = board.said_room - board.number_room - gap
    if beyond >= wished:
        return replace(line, own=own, second=second, saidAt=board.number_room + gap, saidRoom=beyond)
    more = max(least, board.number * MORE_EM) * width_em(line.more, bold=True) * SPARE + board.number * 0.08
    more = more if line.more else 0.0
    number = number_em(line.letter, line.digits, marked=line.marked) * board.number * SPARE
    end = board.said_room - wished - gap
    # Nothing points to a counter whose visitor is there: that room is the number's too.
    before = 0.0 if line.says == "called" else board.pointer
    share = min(1.0, (end - more + before) / number)
    if line.says == "called" and share < 1:
        return replace(line, own="", second="", paused=False)
    if share * board.number < least:
        share = min(1.0, least / board.number)
        end = number * share + more - before
    return replace(
        line,
        own=own,
        second=second,
        size=share,
        numberEnd=end,
        saidAt=end + gap,
        saidRoom=max(1.0, board.said_room - end - gap),
    )
