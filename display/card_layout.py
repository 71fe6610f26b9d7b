"""The large cards: how one is built and how large its number is, whatever is called. Pure; pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from display.legibility import LINE_EM, glance_px, label_em, number_em, within
from display.order_layout import PAIR_EM, OrderLayout
from screen.widths import BESIDE_EM, SPARE, width_em

ARROW_EM = 0.72
MIDDLE_EM = 1.55
"""Room for the service between number and counter, where all stands in one line."""
WORD_EM, WORD_SECOND_EM = 0.33, 0.21
"""Sizes of 號櫃檯 and Counter beside a label."""
WORD_MOST_EM = 1.6
"""The most that they take; longer ones are shortened."""
GAPS_EM = 0.55
"""Air around arrow and counter."""
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

    @property
    def lines(self) -> int:
        """Of numbers."""
        return 2 if self.digits_below else 1

    @property
    def number_em(self) -> float:
        below = number_em(self.letter_below, self.digits_below, marked=False)
        return max(number_em(self.letter, self.digits, marked=self.marked), below)


class CardShape(StrEnum):
    """How a card is built: number above its counter; name above both in one line; everything in one line."""

    TALL = "tall"
    WIDE = "wide"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class CardFit:
    """Shape and font sizes of every card on the screen."""

    shape: CardShape
    number: float
    name: float
    second: float
    name_room: float = 0.0
    """Height of the name above the number."""


NO_CARDS = CardFit(CardShape.TALL, 1.0, 1.0, 1.0)


def card_rect(layout: OrderLayout, count: int) -> tuple[float, float]:
    """Width and height of each of `count` cards."""
    width = layout.cards.width - 2 * layout.margin
    height = (layout.cards.height - 2 * layout.margin - (count - 1) * layout.card_gap) / count
    return width, height


@lru_cache(maxsize=64)
def card_fit(layout: OrderLayout, calls: tuple[Spoken, ...]) -> CardFit:
    """Sizes for the calls on the screen, all alike. The shape is the one with the largest number; a card alone may
    stand tall. What the number leaves of a card's height goes to a long name.
    """
    if not calls:
        return NO_CARDS
    width, height = card_rect(layout, len(calls))
    pad = layout.margin * 1.2
    inside = width - 2 * pad
    name = max(layout.least, within(height * 0.16, layout.heading * 0.8, layout.body * 1.25))
    second = max(layout.least, name * 0.7)
    beside = all(_beside(one, inside, name, second) for one in calls)
    room = name * LINE_EM if beside else max(name * LINE_EM, layout.least * PAIR_EM)
    numbers = max(one.number_em for one in calls)
    rows = max(one.lines for one in calls)
    least = layout.least

    def counters(size: float) -> float:
        return max(counter_px(one, size, least) for one in calls)

    sizes = {
        CardShape.WIDE: _largest(
            lambda size: numbers * size + ARROW_EM * size + counters(size) <= inside,
            (height - pad * 0.8 - room) / (0.98 * rows),
        ),
        CardShape.LINE: _largest(
            lambda size: (numbers + MIDDLE_EM) * size + counters(size) <= inside,
            (height - pad * 0.4) / (0.98 * rows - 0.12),
        ),
    }
    if len(calls) == 1:
        sizes[CardShape.TALL] = _largest(
            lambda size: max(numbers * size, ARROW_EM * size + counters(size)) <= inside,
            (height - pad * 1.6 - room) / (1 + rows) / 1.02,
        )
    shape = max(sizes, key=lambda one: sizes[one])
    number = sizes[shape]
    if shape is CardShape.LINE:
        name = max(least, min(layout.calls.name * 1.05, number * 0.3))
        return CardFit(shape, number, name, max(least, name * 0.7))
    if not beside:
        lines = (1 + rows) * 1.02 if shape is CardShape.TALL else 0.98 * rows
        left = height - pad * (1.6 if shape is CardShape.TALL else 0.8) - lines * number
        room = max(room, min(left, name * NAME_ROOM))
    return CardFit(shape, number, name, second, room)


def counter_px(call: Spoken, size: float, least: float) -> float:
    """Width of a counter with its word and the air around, beside a number of this size."""
    label = (GAPS_EM + label_em(call.label) * SPARE) * size
    return label + word_px(call.word, call.word_second, size, least)


def word_px(word: str, second: str, size: float, least: float) -> float:
    """Width of what stands beside a label."""
    own = width_em(word, bold=True) * max(least, size * WORD_EM)
    return min(max(own, width_em(second) * max(least, size * WORD_SECOND_EM)) * SPARE, WORD_MOST_EM * size)


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
