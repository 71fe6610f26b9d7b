"""The board of all counters and, below it, the missed numbers: columns, rows, pages and sizes. Pure; pixels.

A row is found again where it was: its place depends on the hall and the monitor alone, and what is said below the board
keeps its room while nothing is said there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from display.legibility import CAP_EM, Monitor, glance_px, within
from display.needs import Needs
from screen.widths import INK_EM, LINE_EM, SPARE

FLOORS = (1 / 2, 2 / 5, 1 / 3)
"""Long numbers, long labels and many counters may make a row as small as is read from half of the way. What has no room
then stands on another page; where that would make more than `FEW_PAGES` it is rather a little smaller, in a wider
board, and only where it would make more than `MOST_PAGES` as small as is read from nearer still."""
FLOORS_SHARED = (2 / 5, 1 / 3, 2 / 7)
"""Beside a guide readers come nearer. What is read at a glance from two sevenths of the way, a normal eye just resolves
from all of it (distance / 700)."""
FEW_PAGES, MOST_PAGES, MOST_SHARED = 2, 4, 1
"""Beside a guide readers are near: before a second page there, it is read from nearer still."""
MISSED_SHARE = 2 / 5
"""And a missed number as what is read from here: several stand in one line, and its visitor walks up to the desk."""
MISSED_ROOMY, MISSED_MOST = 2 / 3, 0.09
"""Where the counters leave room it is read from so much of the way, and takes at most so much of the unit."""
MISSED_LINES, MISSED_IN_LINE, TAG_SHARE = 3, 3, 0.22
"""The most lines of missed numbers; how many stand in one at least when they grow, beside a tag of so much of it."""
POINTER_EM = 0.62
"""Room of what points from a called number to its counter."""
TAG_EM = 2.75
"""Two lines of the smallest text, one for each language."""
NAMED_EM, NAMED_LEAST = 1.9, 1.71
"""A label as long as that is a name, set smaller than its number, but never smaller than the smallest text: of that it
takes so many times as much."""
FRAMED = 1.42
"""Height of a row in capitals: there is a frame around those who are called."""
LEAST_FRAME = 4.0
"""Pixels: a frame and air above and below the digits of a row, however low it is."""
TAIL_AIR = 0.04
"""Between the tail of a Q and the frame, in em of its number."""
EDGE, EDGE_MOST, EDGE_OF_AIR = 0.045, 0.0021, 1 / 8
"""A frame's width, as a share of its row's height, at most of the unit, and at most of what is free in the row."""
ROOMY = 2.0
"""A row is not higher than so many of its numbers need."""
RULE_LINES, RULE_LINES_NARROW, NARROW = 2, 3, 0.7
"""The most that each language takes of what to do about a missed number, also in a room that is so narrow."""
MOST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class MissedLayout:
    """A tag and numbers in one line, what to do about it below, in each of two languages."""

    number: float
    """Font size of the numbers."""
    more: float
    """And of how many others there are."""
    line: float
    """Height of a line of numbers and of the tag before them."""
    own: float
    """Height of what to do, in the hall's own language."""
    second: float
    """And in the second one; 0 where there is none, or each language has its turn."""
    in_turn: bool
    """One language at a time says what to do."""
    lines: int = 1
    """Of numbers, where the board leaves room for more than one."""

    @property
    def numbers(self) -> float:
        """Height of all lines of numbers."""
        return self.line + (self.lines - 1) * self.number * LINE_EM

    @property
    def height(self) -> float:
        return self.numbers + self.own + self.second


@dataclass(frozen=True, slots=True)
class CountersLayout:
    """`columns` x `lines` counters a page, filled downwards."""

    columns: int
    lines: int
    pages: int
    row_height: float
    column: float
    """Width of a column."""
    gap: float
    """Between two columns."""
    number: float
    """Font size of a number."""
    edge: float
    """Width of the frame around who is called, in whole pixels."""
    edge_air: float
    """Between that frame and the row's own edges."""
    lift: float
    """How far above the middle of their row number and label stand, where the tail of a Q would not stay inside."""
    label_room: float
    pointer: float
    """Width of what points to a label."""
    title: float
    """Height of the title."""
    missed: MissedLayout

    @property
    def a_page(self) -> int:
        return self.columns * self.lines

    @property
    def said_room(self) -> float:
        """Width of what stands behind a label."""
        return self.column - self.label_room - self.pointer

    def said_sizes(self, least: float) -> tuple[float, float]:
        """Of what is said of a counter and of its translation, where they have the room they wish."""
        return max(least, self.number * 0.45), max(least, self.number * 0.34)


class Measures(NamedTuple):
    """What every part of the board is measured by, whichever room it stands in."""

    monitor: Monitor
    unit: float
    margin: float
    least: float
    heading: float
    needs: Needs


def counters_layout(
    rooms: Sequence[tuple[float, float]], of: Measures, *, shared: bool = False
) -> tuple[int, CountersLayout]:
    """Which of these rooms, by width and height, the board takes, and how it stands there: the first in which nothing
    is smaller than its readers allow, with few pages; in that room, the largest numbers. `shared`: the guide is on the
    same monitor, and so little room is left that readers come nearer and each language has its turn.
    """
    few, most = (MOST_SHARED, MOST_SHARED) if shared else (FEW_PAGES, MOST_PAGES)
    best: list[tuple[tuple[bool, int, bool, int, float, int], int, CountersLayout]] = []
    floors = FLOORS_SHARED if shared else FLOORS
    for share in floors:
        floor = min(glance_px(of.monitor, share), of.unit * 0.144 * share)
        last = share == floors[-1]
        for place, (width, height) in enumerate(rooms):
            one = _in_room(width, height, floor, of, shared=shared)
            small, over, many = one.number < floor * 0.99, max(0, one.pages - most), max(0, one.pages - few)
            best.append(((small, over, last, many, -share, one.pages), place, one))
        # Few pages, or, once they are as small as that, some more.
        if any(not (small or over or (many and share == FLOORS[0])) for (small, over, _, many, *_), *_ in best):
            break
    _, place, found = min(best, key=lambda one: one[0])
    return place, found


def _in_room(width: float, height: float, floor: float, of: Measures, *, shared: bool) -> CountersLayout:
    inside = width - 2 * of.margin
    title = max(of.heading * 1.55, of.least * 1.45)
    missed = _missed(inside, of, in_turn=shared)
    free = max(of.least * 1.5, height - title - missed.height - of.margin * 0.8)
    found = [_columns(one, inside, free, floor, title, missed, of) for one in range(1, MOST_COLUMNS + 1)]
    best = min(found, key=lambda one: (one.number < floor * 0.99, one.pages, -one.number))
    left = free - best.lines * best.row_height
    return replace(best, missed=_grown(missed, left, inside, of))


def _grown(missed: MissedLayout, left: float, inside: float, of: Measures) -> MissedLayout:
    """What the counters leave makes the missed numbers larger, then gives them further lines."""
    three = inside * (1 - TAG_SHARE) / (MISSED_IN_LINE * of.needs.number * SPARE)
    room = (missed.line + max(0.0, left) - of.margin * 0.15) / INK_EM
    number = max(missed.number, min(glance_px(of.monitor, MISSED_ROOMY), of.unit * MISSED_MOST, three, room))
    line = max(number * INK_EM, of.least * TAG_EM) + of.margin * 0.15
    further = int((left - (line - missed.line)) / (number * LINE_EM))
    lines = 1 + min(MISSED_LINES - 1, max(0, further))
    return replace(missed, number=number, more=max(of.least, number * 0.5), line=line, lines=lines)


def _columns(  # noqa: PLR0917
    columns: int, inside: float, height: float, floor: float, title: float, missed: MissedLayout, of: Measures
) -> CountersLayout:
    margin, least, needs = of.margin, of.least, of.needs
    gap = margin * 1.6
    column = (inside - (columns - 1) * gap) / columns
    parts = (needs.label, POINTER_EM, needs.number)
    widest = (column - 0.25 * margin) / (sum(parts) * SPARE)
    named = needs.label * NAMED_LEAST * least * SPARE if needs.label > NAMED_EM else 0.0
    widest = min(widest, (column - 0.25 * margin - named) / (sum(parts[1:]) * SPARE))
    wished = min(within(glance_px(of.monitor), of.unit * 0.06, of.unit * 0.15), widest)
    ink = max(CAP_EM, needs.label_height) + needs.tail
    row_em = max(CAP_EM * FRAMED, ink * 1.25)
    lowest = max(min(floor, wished) * row_em, least * INK_EM * 1.1)
    most = max(1, int(height / lowest + 0.02))
    pages = -(-needs.counters // (most * columns))
    lines = max(1, -(-needs.counters // (pages * columns)))
    row = min(height / lines, max(wished * row_em * ROOMY, lowest))
    number = min(wished, row / row_em, (row - LEAST_FRAME) / CAP_EM)
    edge = min(row * EDGE, of.unit * EDGE_MOST, (row - ink * number) * EDGE_OF_AIR)
    label, pointer = (one * number * SPARE for one in parts[:2])
    return CountersLayout(
        columns=columns,
        lines=lines,
        pages=pages,
        row_height=row,
        column=column,
        gap=gap,
        number=number,
        edge=float(max(1, round(edge))),
        edge_air=float(int(edge)),
        lift=within(
            number * (needs.tail + TAIL_AIR) + 2 * edge - (row - CAP_EM * number) / 2, 0, number * needs.tail / 2
        ),
        label_room=max(label, named),
        pointer=pointer,
        title=title,
        missed=missed,
    )


def _missed(inside: float, of: Measures, *, in_turn: bool) -> MissedLayout:
    least, needs = of.least, of.needs
    number = within(glance_px(of.monitor, MISSED_SHARE), least * 1.2, of.unit * 0.06)
    line = max(number * INK_EM, least * TAG_EM) + of.margin * 0.15

    most = RULE_LINES_NARROW if inside < of.unit * NARROW else RULE_LINES

    def rule(wide: float) -> float:
        lines = min(most, max(1, -int(-wide * least * SPARE * 1.04 // inside)))
        return least * (INK_EM + (lines - 1) * LINE_EM) + 2 if wide else 0.0

    own, second = rule(needs.missed_rule), rule(needs.missed_rule_second)
    if in_turn:
        own, second = max(own, second), 0.0
    return MissedLayout(number, max(least, number * 0.5), line, own, second, in_turn)
