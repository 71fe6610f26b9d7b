"""A guide in pages: as many steps and papers at once as stay legible, in rows alike. Pure; pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from display.content_layout import ContentLayout
from screen.widths import INK_EM, LINE_EM, SPARE, line_count, pieces, text_height, width_em

MOST = 7
"""Rows of one page at most: nobody reads more at a glance."""
AIR = 0.3
"""Air between two rows, in heights of their smallest text."""
MOST_LINES = 5
"""Lines of one text that a row makes room for; a longer one is shortened."""
ROW_EM, ROW_SPARE = 3.4, 1.5
"""A row is no higher than this in em of its wished text, or so many times what it needs."""
DISC_EM = 1.5
"""Room before a step, in em of its wished size."""
NOTICE_SHARE = 0.34
SCALES = tuple(step / 20 for step in range(40, 19, -1))
"""Texts of a guide are so many times as large as their floor, the largest that their room holds."""
GOOD = 1.45
"""From here on the second language too is as large as what is read at leisure: rather more pages than less."""
MOST_PAGES = 3
"""Unless that were more pages: nobody who was just called reads so long."""
FULL = 0.6
"""Steps are on more pages than they need only where each holds several and the last at least so much of what the others
do: who sees room below a step looks for the next one there."""


@dataclass(frozen=True, slots=True)
class RowTexts:
    """One row: a bold text and what stands below it, smaller; each may be empty."""

    own: str
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowFit:
    """`a_page` rows stand on each of `pages` pages. `shares` are the parts of a row's height that each of its texts
    gets; they and `air` make 1."""

    a_page: int = 1
    pages: int = 1
    shares: tuple[float, ...] = (1.0,)
    height: float = 0.0
    """Of a row, in pixels."""
    needed: float = 0.0
    """What a row takes with all its texts at their smallest."""
    scale: float = 1.0
    """Every text is at least so many times as large as its floor."""
    whole: bool = True
    """No text is shortened."""
    full: bool = True
    """No page has room for a row that stands on another."""

    def share(self, place: int) -> float:
        """Of the text at that place; 0 where rows have fewer texts."""
        return self.shares[place] if place < len(self.shares) else 0.0

    def page(self, turn: int) -> slice:
        """Which rows are on, when so many turns have passed."""
        first = turn % self.pages * self.a_page
        return slice(first, first + self.a_page)


@dataclass(frozen=True, slots=True)
class GuideFit:
    steps: RowFit
    papers: RowFit
    notice: float
    """Height of the notice below the papers; 0 without one."""
    notice_share: float
    """The part of it that its own language gets."""
    notice_in_turn: bool = False
    """Both languages of the notice have no room at once: each has all of it in turn."""

    notice_least: float = 1.0
    """Floor of the notice's letters, in pixels."""

    @property
    def pages(self) -> int:
        return max(self.steps.pages, self.papers.pages, 2 if self.notice_in_turn else 1)


@lru_cache(maxsize=256)
def guide_stands(
    layout: ContentLayout, steps: tuple[RowTexts, ...], papers: tuple[RowTexts, ...], notice: tuple[str, str]
) -> tuple[ContentLayout, GuideFit]:
    """The layout and its fit, where papers that are large enough need the room without the code, and with the notice's
    languages in turn. Kept: it is asked with every picture of a guide, and costs as much as drawing one."""
    # Beside calls the code stays: the phone has the rest of a guide that has no room.
    bare = layout if layout.in_turn else replace(layout, qr=0.0)
    best = layout, guide_fit(layout, steps, papers, notice)
    for other, in_turn in ((bare, False), (bare, True)):
        if best[1].papers.scale >= GOOD:
            break
        fit = guide_fit(other, steps, papers, notice, in_turn=in_turn)
        if fit.papers.scale > best[1].papers.scale:
            best = other, fit
    return best


def guide_fit(
    layout: ContentLayout,
    steps: Sequence[RowTexts],
    papers: Sequence[RowTexts],
    notice: tuple[str, str],
    *,
    in_turn: bool = False,
) -> GuideFit:
    """How the guide stands in its two rooms. The notice has its part of the papers' room, and whatever papers that are
    large enough leave on a page, before any of it is cut; `in_turn`: no more than one language of it needs."""
    whole = papers_height(layout)
    wished, legible, share, least_share = _notice(layout, notice)
    most = qr_height(layout) if layout.in_turn else layout.papers.height * NOTICE_SHARE
    height = max(min(wished, most), qr_height(layout))
    rows = _rows(layout, papers, papers_width(layout), whole - height, GOOD)
    rows = rows if rows.whole else _rows(layout, papers, papers_width(layout), whole - height)
    if not layout.in_turn:
        height = max(height, min(wished, whole - rows.a_page * rows.needed))
    if in_turn:
        height = min(height, _one_language(layout, notice))
    in_turn = height < legible and bool(notice[1]) and layout.noticed
    return GuideFit(
        _largest(layout, steps, steps_width(layout), steps_height(layout, titled=True), filled=True),
        _largest(layout, papers, papers_width(layout), whole - height),
        height if notice[0] and layout.noticed else 0.0,
        1.0 if in_turn else share if height >= wished else least_share,
        in_turn,
        layout.least_second if in_turn else layout.least,
    )


def qr_height(layout: ContentLayout) -> float:
    """What the papers leave below them to the code and to what it is for."""
    if layout.beside:
        return 0.0
    return layout.qr + caption_height(layout) + layout.margin * 0.5 if layout.qr else 0.0


def caption_height(layout: ContentLayout) -> float:
    """A line in each language."""
    return (layout.least + layout.least_second) * INK_EM + 4


def notice_width(layout: ContentLayout) -> float:
    return layout.papers.width - 2.5 * layout.margin - _code_width(layout)


def _code_width(layout: ContentLayout) -> float:
    return max(layout.qr, layout.caption) + layout.margin if layout.qr else 0.0


def steps_width(layout: ContentLayout) -> float:
    return layout.steps.width - 2.7 * layout.margin - layout.body * DISC_EM


def steps_height(layout: ContentLayout, *, titled: bool) -> float:
    """What the guide's title leaves; `titled`: in both languages."""
    return layout.steps.height - layout.margin * 1.1 - title_height(layout, titled=titled)


def title_height(layout: ContentLayout, *, titled: bool) -> float:
    own = max(layout.heading * 1.55, layout.least * (INK_EM + LINE_EM) + 1)
    return own + (max(layout.heading * 0.95, layout.least_second * INK_EM + 1) if titled else 0.0)


def papers_width(layout: ContentLayout) -> float:
    return layout.papers.width - 2.4 * layout.margin - layout.icon - (_code_width(layout) if layout.beside else 0.0)


def papers_height(layout: ContentLayout) -> float:
    return layout.papers.height - layout.margin * 0.9 - max(layout.heading * 1.55, layout.least_second * 2.75)


def _largest(
    layout: ContentLayout, rows: Sequence[RowTexts], width: float, height: float, *, filled: bool = False
) -> RowFit:
    """The rows in the largest letters that need no more pages: with few pages, as long as those are large enough;
    `filled`: with more pages than they need only where those are full."""
    best = at_floor = _rows(layout, rows, width, height)
    for pages in range(1, MOST_PAGES + 1):
        found = next(
            (
                one
                for one in (_rows(layout, rows, width, height, scale) for scale in SCALES)
                if one.whole and one.pages <= pages
                if one.full or one.pages <= at_floor.pages or not filled
            ),
            at_floor,
        )
        if found.scale > best.scale:
            best = found
        if best.scale >= GOOD:
            return best
    return best


def _rows(layout: ContentLayout, rows: Sequence[RowTexts], width: float, height: float, scale: float = 1.0) -> RowFit:
    if not rows:
        return RowFit(scale=SCALES[0])
    floors = (layout.least * scale, *[layout.least_second * scale] * max(len(row.below) for row in rows))
    counts = [
        max(line_count(text, width / floor / SPARE, bold=place == 0) if text else 0 for text in texts)
        for place, (floor, texts) in enumerate(zip(floors, _columns(rows), strict=True))
    ]
    lines = [min(MOST_LINES, count) for count in counts]
    air = layout.least * AIR
    tallest = _squeezed(lines, floors, height - air)
    whole = min(sum(tallest) + air, height)
    held = max(1, min(MOST, int((height + 0.5) / whole)))
    pages = -(-len(rows) // held)
    a_page = -(-len(rows) // pages)
    total = sum(tallest)
    usable = 1 - air / max(whole, 1.0)
    row = min(height / a_page, max(whole * ROW_SPARE, layout.body * ROW_EM))
    kept = lines == counts and tallest == _heights(lines, floors) and _words_stand(rows, width, floors)
    full = pages == 1 or (a_page > 1 and len(rows) - (pages - 1) * a_page >= FULL * a_page)
    return RowFit(a_page, pages, tuple(one / total * usable for one in tallest), row, whole, scale, kept, full)


def _words_stand(rows: Sequence[RowTexts], width: float, floors: Sequence[float]) -> bool:
    """Whether no single word is wider than the room: it would be set smaller."""
    return all(
        width_em(piece, bold=place == 0) * floor * SPARE <= width
        for place, (floor, texts) in enumerate(zip(floors, _columns(rows), strict=True))
        for text in texts
        for piece in pieces(text)
    )


def _columns(rows: Sequence[RowTexts]) -> list[list[str]]:
    most = max(len(row.below) for row in rows)
    padded = [[row.own, *row.below, *[""] * (most - len(row.below))] for row in rows]
    return [list(column) for column in zip(*padded, strict=True)]


def _squeezed(lines: list[int], floors: Sequence[float], room: float) -> list[float]:
    """Heights of texts of so many lines; where they are more than the room, the longest is shortened first."""
    while True:
        heights = _heights(lines, floors)
        if sum(heights) <= room or max(lines) <= 1:
            return heights
        longest = lines.index(max(lines))
        lines = [count - (place == longest) for place, count in enumerate(lines)]


def _heights(lines: Sequence[int], floors: Sequence[float]) -> list[float]:
    return [
        floor * (INK_EM + (count - 1) * LINE_EM) + 1 if count else 0.0
        for count, floor in zip(lines, floors, strict=True)
    ]


def _one_language(layout: ContentLayout, notice: tuple[str, str]) -> float:
    longest = max(text_height(one, notice_width(layout), layout.least) for one in notice)
    return longest + 1 + layout.margin * 0.6


def _notice(layout: ContentLayout, notice: tuple[str, str]) -> tuple[float, float, float, float]:
    """Heights that the notice wishes and that it needs to be read at leisure in both languages, and the part of each
    for its own language."""
    own, second = notice
    if not layout.noticed or not own:
        return 0.0, 0.0, 1.0, 1.0
    width, air = notice_width(layout), layout.margin * 0.6
    other = text_height(second, width, layout.least) + 1
    first = text_height(own, width, max(layout.least, layout.body * 0.66)) + 1
    smallest = text_height(own, width, layout.least) + 1
    wished = max(first + other, layout.papers.height * 0.2)
    return wished + air, smallest + other + air, first / (first + other), smallest / (smallest + other)
