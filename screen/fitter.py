"""How large a text may be in its box: asked by QML for every text that wraps or shrinks.

Qt's own fit (`Text.Fit`) tries one font size after another, and each size of a variable font is costly: a new guide
took 100 ms. Here every text is measured at one size only, since advances grow with the size, and the answer is kept.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QObject, Slot
from PySide6.QtQml import QmlElement, QmlSingleton

from screen.line_breaks import REFERENCE_PX, broken_lines, reference_metrics
from screen.widths import INK_EM, SPARE, pair_boxes, pieces, width_em

QML_IMPORT_NAME = "ScreenTypes"
QML_IMPORT_MAJOR_VERSION = 1

STEPS = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3)
"""Shares of the wished size: few, so that few sizes of the font are ever drawn."""
ORPHAN, ORPHAN_SHARE = 2, 0.8
"""Down to this share of its size a text rather shrinks than leaves so few characters alone on its last line."""
BALANCE_STEPS, MOST_BALANCED = 12, 6
"""Widths that are tried for lines of a like length, from the whole one down to half of it; longer texts are left."""
STACK_STEPS = 100
"""Sizes that are tried for several texts below each other."""
LINE_HEIGHT = 0.92
"""The line height of the texts that fit, as FitText.qml sets it."""


@QmlElement
@QmlSingleton
class Fitter(QObject):
    """The singleton of QML's `Fitter`."""

    @Slot(str, bool, float, float, float, bool, float, result=float)
    def size(  # noqa: PLR0917  # a call from QML has no keywords
        self, text: str, bold: bool, width: float, height: float, wished: float, one_line: bool, least: float
    ) -> float:
        """The largest of the steps of `wished`, in pixels, at which the text, wrapped or not, fits the box; `least`
        where none of those above it does."""
        return fitting_size(text, bold, round(width), round(height), round(wished, 1), one_line=one_line, least=least)

    @Slot(str, result=bool)
    def unbroken(self, text: str) -> bool:
        """Whether the text is one word, which would only lose its last letters to a line of their own."""
        return len(pieces(text)) == 1

    @Slot(bool, result=float)
    def lineEm(self, bold: bool) -> float:  # QML's name
        """Height of a further line, in em."""
        return reference_metrics(bold).height() * LINE_HEIGHT / REFERENCE_PX

    @Slot(str, bool, float, float, int, result=float)
    def spare(self, text: str, bold: bool, width: float, size: float, lines: int) -> float:
        """What a wrapped text of this size, for which there are so many lines, leaves of its width so that it breaks
        well."""
        return width - broken_width(text, bold, round(width), round(size), min(lines, MOST_BALANCED))

    @Slot(str, bool, float, result=float)
    def width(self, text: str, bold: bool, size: float) -> float:
        """About how wide the text is in one line, in pixels, and never wider than that."""
        return width_em(text, bold=bold) * size * SPARE + 1

    @Slot(str, str, float, float, float, float, float, result="QVariantList")
    def pair(  # noqa: PLR0917
        self, own: str, second: str, width: float, height: float, size: float, second_size: float, least: float
    ) -> list[float]:
        """The two boxes of `pair_boxes`: x, y, width and height of the first, then of the second."""
        return [side for box in pair_boxes(own, second, width, height, size, second_size, least) for side in box]

    @Slot("QStringList", float, float, float, float, float, result="QVariantList")
    def stack(  # noqa: PLR0917
        self, texts: list[str], ratio: float, width: float, height: float, gap: float, most: float
    ) -> list[float]:
        """See `stacked`: the size of the first, then the height of each."""
        size, heights = stacked(tuple(texts), ratio, round(width), height, gap, most)
        return [size, *heights]


@lru_cache(maxsize=64)
def stacked(  # noqa: PLR0917
    texts: tuple[str, ...], ratio: float, width: int, height: float, gap: float, most: float
) -> tuple[float, tuple[float, ...]]:
    """The largest size of the first of these bold texts, up to `most`, at which all stand below each other, the others
    `ratio` times as large, and the height of each. An empty one takes no room. What fits at no size has the smallest; a
    place without room, as before its first layout, gets the wish.
    """
    if width <= 1 or height <= 1 or most <= 0:
        return most, tuple(0.0 for _ in texts)
    line = reference_metrics(True).height() * LINE_HEIGHT / REFERENCE_PX
    alone: tuple[float, tuple[float, ...]] | None = None
    size, heights = most, tuple(0.0 for _ in texts)
    for step in range(STACK_STEPS):
        size = most * (1 - step / STACK_STEPS)
        sizes = [size * (ratio if place else 1.0) for place in range(len(texts))]
        laid = [
            _lines(text, True, width * REFERENCE_PX / one / SPARE) if text else (0, ORPHAN + 1)
            for text, one in zip(texts, sizes, strict=True)
        ]
        heights = tuple(
            one * (INK_EM + (count - 1) * line) + 2 if count else 0.0
            for one, (count, _) in zip(sizes, laid, strict=True)
        )
        if sum(heights) + gap * (sum(map(bool, texts)) - 1) > height:
            continue
        if all(last > ORPHAN for _, last in laid):
            return size, heights
        alone = alone or (size, heights)
        if size < alone[0] * ORPHAN_SHARE:
            break
    return alone or (size, heights)


@lru_cache(maxsize=4096)
def fitting_size(
    text: str, bold: bool, width: int, height: int, wished: float, *, one_line: bool = False, least: float = 0.0
) -> float:
    """See Fitter.size. A box without room, as before its first layout, gets the wished size; nothing is ever smaller
    than `least`, and without one than the last step."""
    wished = max(wished, least)
    if not text or width <= 1 or height <= 1 or wished <= 0:
        return wished
    line = reference_metrics(bold).height() * LINE_HEIGHT / REFERENCE_PX
    orphaned = 0.0
    for size in _sizes(wished, least):
        if size < orphaned * ORPHAN_SHARE:
            break
        lines = 1 if one_line else 1 + int(max(0.0, height / size - INK_EM) / line)
        taken, last = _lines(text, bold, width * REFERENCE_PX / size / SPARE)
        if INK_EM * size <= height and taken <= lines:
            if last > ORPHAN:
                return size
            orphaned = orphaned or size
    if orphaned:
        return orphaned
    return max(least, wished * STEPS[-1]) if least <= 1 else least


@lru_cache(maxsize=1024)
def broken_width(text: str, bold: bool, width: int, size: int, lines: int = MOST_BALANCED) -> float:
    """The width in which the text takes as few lines as in all of `width`, and as many of them as can end with a mark
    or between words of letters; of such widths the least, which leaves no line nearly empty. All of it where it takes
    more than `lines`."""
    scale = REFERENCE_PX / max(1, size)
    room = width * scale / SPARE
    best = broken_lines(text, bold=bold, room=room)
    fewest = len(best)
    # Where a hair decides how many lines there are, they are left as they are.
    if not 1 < fewest <= lines or len(broken_lines(text, bold=bold, room=width * scale)) < fewest:
        return float(width)
    found = [best]
    for step in range(1, BALANCE_STEPS):
        one = broken_lines(text, bold=bold, room=room * (1 - step / (2 * BALANCE_STEPS)))
        if len(one) > fewest:
            break
        found.append(one)
    chosen = min(found, key=lambda lines: (-sum(one.ends_well for one in lines), max(one.width for one in lines)))
    return min(float(width), max(one.width for one in chosen) / scale * SPARE + 1)


def _sizes(wished: float, least: float) -> list[float]:
    sizes = [wished * step for step in STEPS if wished * step > least]
    return [*sizes, least] if least > 1 else sizes


@lru_cache(maxsize=4096)
def _natural(text: str, bold: bool) -> float:
    """Width of the text in one line, at the reference size."""
    return reference_metrics(bold).horizontalAdvance(text)


def _lines(text: str, bold: bool, width: float) -> tuple[int, int]:
    """Lines the text takes at the reference size, and the characters of the last one where it wraps; a word wider than
    the line breaks nowhere, which never fits."""
    total, last = 0, ORPHAN + 1
    for paragraph in text.split("\n"):
        if _natural(paragraph, bold) <= width:
            total, last = total + 1, ORPHAN + 1
            continue
        lines = broken_lines(paragraph, bold=bold, room=width, whole_words=True)
        if any(line.width > width + 0.5 for line in lines):
            return 10_000, lines[-1].length
        total, last = total + len(lines), lines[-1].length
    return total, last
