"""The bar over what the content monitor shows: who is called and where to, or which guide of the round is on. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from display.board import Board, Together
from display.content_layout import ContentLayout
from display.legibility import label_em, label_share, number_em
from display.names import whole_or_short
from display.programme import guided
from display.words import NOTHING, Line, Words, spaced_together
from screen.widths import SPARE, width_em

DOT, DOT_LETTER = 0.46, 0.7
"""A guide's dot as a share of the bar's height, its letter as a share of the dot."""
BAR_NUMBER, BAR_WORD, BAR_WORD_SECOND, BAR_ARROW, BAR_ROUND = 0.56, 0.62, 0.34, 1.4, 0.34
"""Sizes in the bar: the number as a share of its height, the word and the arrow with its air in em of the number, the
place in the round as a share of its height."""
NAME, NAME_SECOND = 0.36, 0.23
"""Sizes of a service's name and of its translation, as shares of the bar's height."""
BAR_WORD_MOST = 2.6
"""The most that the word takes, in em of the number; a longer one is shortened."""
BAR_NAME_EM = 5.0
"""The bar names the service where so many em of the smallest text have room; the guide's title stands below."""


@dataclass(frozen=True, slots=True)
class DotRow:
    """One guide of the round between calls."""

    key: str
    prefix: str
    current: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """`called`: what is on belongs to a call; the bar says number and counter."""

    called: bool = False
    letter: str = ""
    digits: str = ""
    marked: bool = False
    counter: str = ""
    label_share: float = 1.0
    """Size of the counter's label against the number's."""
    counter_word: Line = NOTHING
    word_first: bool = False
    prefix: str = ""
    service: Line = NOTHING
    """The service's name, or what kind of thing is on instead of a guide."""
    dots: tuple[DotRow, ...] = ()
    """Empty where they would be too small or too many: then `round` says it."""
    round: str = ""
    """Which guide of how many is on, "3/45"."""
    number: float = 1.0
    """Size of the number, in pixels."""
    word: float = 0.0
    """Width of the word beside the counter's label."""
    name: float = 0.0
    """Width left for the service's name; 0 where that is too little to read."""


NO_BAR = Bar()


def call_bar(calls: Together, board: Board, words: Words) -> Bar:
    """Who goes where."""
    call = calls[0]
    letter, digits = spaced_together(calls, board.service(call.ticket.visit.service_id))
    counter = words.counter(call.counter_id)
    return Bar(
        True,
        letter,
        digits,
        marked=len(calls) == 1 and call.ticket.marked,
        counter=counter.label,
        label_share=label_share(counter.label),
        counter_word=counter.word,
        word_first=words.word_first,
    )


def in_round(bar: Bar, board: Board, layout: ContentLayout) -> Bar:
    """The bar with the round of guides; one alone is no round."""
    guides = guided(board.hall) if board.hall is not None else []
    if len(guides) < 2:
        return bar
    dots = tuple(DotRow(one.service_id, one.prefix, one.service_id == board.content.service_id) for one in guides)
    shown = _dots_stand(dots, layout)
    place = next((place for place, one in enumerate(dots, 1) if one.current), 0)
    return replace(bar, dots=dots if shown else (), round="" if shown or not place else f"{place}/{len(dots)}")


def named(bar: Bar, name: Line, short: Line, layout: ContentLayout) -> Bar:
    """The bar with its sizes and a name that its readers can read: the short one where the whole one would be too
    small, without its translation where it would be so all the same."""
    bar = sized(bar, layout)
    return replace(bar, service=whole_or_short(name, short, *name_box(bar, layout), least_own=layout.least))


def name_box(bar: Bar, layout: ContentLayout) -> tuple[float, float, float, float, float]:
    """Of a name: width and height, its wished size and its translation's, and the translation's floor."""
    height = layout.bar.height
    size = max(height * NAME, layout.least)
    return bar.name - layout.margin * 0.5, height * 0.88, size, height * NAME_SECOND, layout.least_second


def sized(bar: Bar, layout: ContentLayout) -> Bar:
    """The bar with its number as large as it is high, unless number and counter are longer than the bar."""
    height, margin, floor = layout.bar.height, layout.margin, layout.least_second
    wished = height * BAR_NUMBER
    inside = layout.bar.width - 2 * margin
    if not bar.called:
        badge = height * 0.7 + margin if bar.prefix else 0.0
        dots = len(bar.dots) * height * DOT * 1.25 + width_em(bar.round, bold=True) * height * BAR_ROUND + margin
        return replace(bar, number=wished, name=_readable(inside - badge - dots, floor))
    number = number_em(bar.letter, bar.digits, marked=bar.marked) * SPARE
    label = label_em(bar.counter) * SPARE
    own, second = bar.counter_word
    widths = width_em(own, bold=True) * BAR_WORD, width_em(second) * BAR_WORD_SECOND
    word = min(max(widths) * SPARE, BAR_WORD_MOST)
    needed = number + label + word + (BAR_ARROW if bar.counter else 0.0)
    size = min(wished, (inside - margin) / needed)
    # A word at its floor is longer than its part of the number.
    least = min(width_em(second) * floor * SPARE, BAR_WORD_MOST * size) - word * size
    more = max(0.0, least)
    name = _readable(inside - needed * size - more - 1.8 * margin, floor)
    return replace(bar, number=size, word=word * size + more + 1, name=name)


def _dots_stand(dots: tuple[DotRow, ...], layout: ContentLayout) -> bool:
    """Whether a dot for each guide has room, says something, and can be read."""
    height = layout.bar.height
    prefixes = {dot.prefix for dot in dots}
    told_apart = len(prefixes) == len(dots) and all(len(prefix) == 1 for prefix in prefixes)
    room = len(dots) * height * DOT * 1.25 <= layout.bar.width * 0.42
    return told_apart and room and height * DOT * DOT_LETTER >= layout.least_second * 0.98


def _readable(width: float, floor: float) -> float:
    return width if width >= floor * BAR_NAME_EM else 0.0
