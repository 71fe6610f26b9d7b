"""Where a text breaks into lines, in the screens' typeface, at one size of the font: the one place that asks Qt, and
where Thai is broken, of whose words Qt knows nothing sure.

Advances grow with the size, so whoever asks for another size scales the room.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QTextLayout, QTextOption

from hardware.typeface import BOLD, REGULAR
from program import thai_words
from screen.whole_words import JOINER, LINE_END, is_thai, joined
from screen.widths import pieces

REFERENCE_PX = 100
"""Size at which everything is measured."""
GOOD_ENDS = "，。、；：？！」』）…"
"""A line of Han that ends so breaks no word."""
_WHOLE_WORDS = QTextOption.WrapMode.WordWrap
_ANYWHERE = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere


class BrokenLine(NamedTuple):
    start: int
    """Place of its first character in the text."""
    length: int
    width: float
    """Of its characters, at the reference size: more than the room where a word is wider than that."""
    ends_well: bool
    """It ends its paragraph, or with a mark, or between words of letters."""


@lru_cache(maxsize=2)
def reference_font(bold: bool) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(REFERENCE_PX)
    font.setFeature(QFont.Tag.fromString("tnum"), 1)
    font.setVariableAxis(QFont.Tag.fromString("wght"), BOLD if bold else REGULAR)
    return font


@lru_cache(maxsize=2)
def reference_metrics(bold: bool) -> QFontMetricsF:
    return QFontMetricsF(reference_font(bold))


def broken_lines(
    text: str, *, bold: bool, room: float, whole_words: bool = False, torn: bool = False
) -> list[BrokenLine]:
    """The lines of the text, plain, in a room of so many pixels at the reference size. A word wider than the room is
    broken, unless words stay whole; the languages' own words are torn where they have to be."""
    lines: list[BrokenLine] = []
    at = 0
    option = QTextOption()
    option.setWrapMode(_WHOLE_WORDS if whole_words else _ANYWHERE)
    for paragraph in text.split("\n"):
        if is_thai(paragraph):
            lines += _thai_lines(paragraph, at, bold, room, whole_words, torn)
            at += len(paragraph) + 1
            continue
        laid = paragraph if torn else joined(paragraph)
        layout = QTextLayout(laid, reference_font(bold))
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            first, behind = line.textStart(), line.textStart() + line.textLength()
            start = first - laid.count(JOINER, 0, first)
            length = behind - first - laid.count(JOINER, first, behind)
            last = paragraph[start + length - 1 : start + length]
            well = start + length == len(paragraph) or last.isspace() or last in GOOD_ENDS
            lines.append(BrokenLine(at + start, length, line.naturalTextWidth(), well))
        layout.endLayout()
        at += len(paragraph) + 1
    return lines


def in_lines(text: str, *, bold: bool, room: float, torn: bool = False) -> str:
    """The text as it is given to be drawn in several lines: of Thai each is ended here, of Han no word is torn, unless
    they have to be."""
    if not is_thai(text):
        return text if torn else joined(text)
    said = ""
    for line in broken_lines(text, bold=bold, room=room, torn=torn):
        between = text[line.start - 1 : line.start]
        said += ("" if not said else between if between == "\n" else LINE_END) + text[
            line.start : line.start + line.length
        ]
    return said


def _thai_lines(  # noqa: PLR0917
    paragraph: str, at: int, bold: bool, room: float, whole_words: bool, torn: bool
) -> list[BrokenLine]:
    """As many parts in a line as it holds; one that is wider than that is torn between letters, unless it stays
    whole."""
    advance = reference_metrics(bold).horizontalAdvance
    starts, end = [0], 0
    for piece in pieces(paragraph):
        whole = not torn and (whole_words or piece.isspace() or advance(piece) <= room)
        for part in (piece,) if whole else thai_words.LETTER.findall(piece):
            if end > starts[-1] and not part.isspace() and advance(paragraph[starts[-1] : end + len(part)]) > room:
                starts.append(end)
            end += len(part)
    return [
        BrokenLine(
            at + start,
            behind - start,
            advance(line.rstrip()),
            behind == end or line[-1].isspace() or line[-1] in GOOD_ENDS,
        )
        for start, behind in zip(starts, [*starts[1:], end], strict=True)
        for line in [paragraph[start:behind]]
    ]
