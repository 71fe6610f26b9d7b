"""The newest call and those before it: how a card is built and how large its number is, whatever is called. Pure;
pixels.

The newest one has its room for itself; those before it stand below, each in one thin line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from display.counters_layout import NAMED_EM
from display.legibility import LINE_EM, glance_px, label_em, number_em, within
from display.order_layout import PAIR_EM, OrderLayout
from screen.widths import BESIDE_EM, SPARE, width_em

ARROW_EM = 0.72
NEWEST_SHARE = 0.56
"""Of the height of the column, at least: nothing else on the wall is as large as the newest call."""
MOST_BEFORE = 3
WORD_EM, WORD_SECOND_EM = 0.33, 0.21
"""Sizes of 號櫃檯 and Counter beside a label."""
WORD_MOST_EM, WORD_MOST_LEAST = 1.6, 5.0
"""The most that they take, in em of the number or of the smallest text; longer ones are shortened."""
GAPS_EM = 0.55
"""Air around arrow and counter."""
WHERE_SHARE, WHERE_SHARE_BELOW = 0.7, 0.5
"""A counter beside a number is at least so much of its size, and, unless its label is a name, as large as its readers
need before the number grows beyond that; one that has a line of its own below the number may be smaller."""
NAMED_SHARE, NAME_LINE, NAME_AIR = 0.75, 1.3, 0.45
"""Of its size a number gives way to its service's name, where a line is so many of the smallest text high; and the air
around that name, in em of the number."""
BOTH_WORDS = 2.6
"""Of the smallest text, below each other."""
LINE_INK_EM = 1.2
"""Height of a line in em of its number: a name as its counter's label, and the tail of a Q, stay inside."""
NAME_ROOM = 3.4
"""A long name may take so much of its size, in lines."""


class Spoken(NamedTuple):
    """What a card says, as far as its sizes depend on it."""

    letter: str
    digits: str
    marked: bool
    label: str
    word: str = ""
    word_second: str = ""
    name: str = ""
    name_second: str = ""
    letter_below: str = ""
    digits_below: str = ""
    short_name: str = ""

    @property
    def lines(self) -> int:
        """Of numbers."""
        return 2 if self.digits_below else 1

    @property
    def in_line_em(self) -> float:
        """Width of all numbers in one line."""
        below = number_em(self.letter_below, self.digits_below, marked=False)
        return number_em(self.letter, self.digits, marked=self.marked) + (below + 0.5 if below else 0.0)

    @property
    def number_em(self) -> float:
        below = number_em(self.letter_below, self.digits_below, marked=False)
        return max(number_em(self.letter, self.digits, marked=self.marked), below)


class CardShape(StrEnum):
    """How the newest call's card is built: number above its counter, or both in one line; the name above."""

    TALL = "tall"
    WIDE = "wide"


@dataclass(frozen=True, slots=True)
class CardFit:
    """Shape and font sizes of the newest call's card, and of the lines of those before it."""

    shape: CardShape
    number: float
    counter: float
    """Font size that a counter's label is measured by; a long label makes no number small."""
    name: float
    second: float
    name_room: float = 0.0
    """Height of the name above the number."""
    before: float = 1.0
    """Font size of the numbers before it, all alike."""
    before_named: bool = False
    """All of them say their service, or none does."""


NO_CARDS = CardFit(CardShape.TALL, 1.0, 1.0, 1.0, 1.0)


def line_gap(layout: OrderLayout) -> float:
    """Above each line."""
    return layout.margin * 0.35


def line_height(layout: OrderLayout) -> float:
    """Of each call before the newest one, the same however many there are."""
    column = layout.cards.height
    return (column * (1 - NEWEST_SHARE) - 2 * layout.margin) / MOST_BEFORE - line_gap(layout)


def card_rect(layout: OrderLayout, before: int = 0) -> tuple[float, float]:
    """Width and height of the newest call's card while so many others stand below it."""
    taken = before * (line_height(layout) + line_gap(layout))
    return layout.cards.width - 2 * layout.margin, layout.cards.height - 2 * layout.margin - taken


@lru_cache(maxsize=64)
def card_fit(layout: OrderLayout, calls: tuple[Spoken, ...]) -> CardFit:
    """Sizes for the calls on the screen, the newest first. The shape is the one in which number and counter are
    largest together. What they leave of the card's height goes to a long name.
    """
    if not calls:
        return NO_CARDS
    newest, *before = calls
    width, height = card_rect(layout, len(before))
    pad = layout.margin * 1.2
    inside = width - 2 * pad
    name = max(layout.least, within(height * 0.13, layout.heading * 0.8, layout.body * 1.25))
    second = max(layout.least, name * 0.7)
    beside = _beside(newest, inside, name, second)
    room = name * LINE_EM if beside else max(name * LINE_EM, layout.least * PAIR_EM)
    heights = {CardShape.WIDE: height - pad * 0.8 - room, CardShape.TALL: height - pad * 1.6 - room}
    sizes = {
        CardShape.WIDE: _in_line(newest, inside, heights[CardShape.WIDE], layout),
        CardShape.TALL: _above_each_other(newest, inside, heights[CardShape.TALL], layout.least),
    }
    shape = max(sizes, key=lambda one: sum(sizes[one]))
    number, counter = sizes[shape]
    if not beside:
        tall = shape is CardShape.TALL
        taken = (newest.lines * number + counter) * 1.02 if tall else 0.98 * newest.lines * number
        room = max(room, min(room + heights[shape] - taken, name * NAME_ROOM))
    return CardFit(shape, number, counter, name, second, room, *_before(layout, before))


def _in_line(call: Spoken, inside: float, height: float, layout: OrderLayout) -> tuple[float, float]:
    """Sizes of the number and of the counter beside it."""
    needed, named = glance_px(layout.monitor), label_em(call.label) > NAMED_EM

    def fits(number: float, counter: float) -> bool:
        where = ARROW_EM * counter + counter_px(call, counter, layout.least)
        return call.number_em * number + where <= inside

    def least(number: float) -> float:
        kept = number * WHERE_SHARE
        return kept if named or number <= needed else max(kept, needed)

    number = _largest(lambda size: fits(size, least(size)), height / (0.98 * call.lines))
    return number, _largest(lambda size: fits(number, size), number)


def _above_each_other(call: Spoken, inside: float, height: float, least: float) -> tuple[float, float]:
    """Sizes of the number and of the counter in a line of its own below it, which leaves the number what it does not
    need."""
    rows, usable = call.lines, height / 1.02
    wide = _largest(lambda size: call.number_em * size <= inside, usable)
    equal = min(wide, usable / (1 + rows))
    counter = _largest(lambda size: ARROW_EM * size + counter_px(call, size, least) <= inside, equal)
    number = min(wide, (usable - counter) / rows, counter / WHERE_SHARE_BELOW)
    return number, counter


def _before(layout: OrderLayout, calls: Sequence[Spoken]) -> tuple[float, bool]:
    """Size of the numbers, and whether services stand beside them: rather that than the last quarter of the size."""
    inside, least = layout.cards.width - 2 * layout.margin - 2.4 * layout.margin * 0.5, layout.least
    height = line_height(layout)
    most = min(height / LINE_INK_EM, glance_px(layout.monitor))
    if not both_words(height, least):
        calls = [one._replace(word_second="") for one in calls]

    def largest(named: float) -> float:
        return _largest(
            lambda size: all(
                (one.in_line_em + ARROW_EM) * size + counter_px(one, size, least) + named * _name_px(one, size, least)
                <= inside
                for one in calls
            ),
            most,
        )

    alone, beside = largest(0), largest(1)
    if beside < alone * NAMED_SHARE or height < NAME_LINE * least:
        return alone, False
    return beside, True


def both_words(height: float, least: float) -> bool:
    """Whether a line says the word for a counter in both languages."""
    return height > BOTH_WORDS * least


def _name_px(call: Spoken, size: float, least: float) -> float:
    """Width of a short name at its smallest between a number and its counter, with the air around it."""
    return width_em(call.short_name) * least * SPARE + 1 + size * NAME_AIR


def counter_px(call: Spoken, size: float, least: float) -> float:
    """Width of a counter with its word and the air around, beside a number of this size."""
    label = max(label_em(call.label) * size, width_em(call.label, bold=True) * min(size, least)) * SPARE
    return GAPS_EM * size + label + word_px(call.word, call.word_second, size, least)


def word_px(word: str, second: str, size: float, least: float) -> float:
    """Width of what stands beside a label."""
    own = width_em(word, bold=True) * max(least, size * WORD_EM)
    other = width_em(second) * max(least, size * WORD_SECOND_EM)
    return min(max(own, other) * SPARE, max(WORD_MOST_EM * size, WORD_MOST_LEAST * least))


def shortfall(layout: OrderLayout) -> float:
    """How much smaller the newest call is than its readers need, 1.0 when it is not; for a line in the log."""
    fit = card_fit(layout, (Spoken("B", "027", False, "3", "號櫃檯", "Counter"),))
    return min(1.0, fit.number / glance_px(layout.monitor))


def _beside(call: Spoken, inside: float, name: float, second: float) -> bool:
    own = width_em(call.name, bold=True) * name * SPARE
    return not call.name_second or own + name * BESIDE_EM + width_em(call.name_second) * second * SPARE <= inside


def _largest(fits: Callable[[float], bool], most: float) -> float:
    """The largest size up to `most` that fits, to half a pixel; 1.0 where none does."""
    low, high = 1.0, max(1.0, most)
    if fits(high):
        return high
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
