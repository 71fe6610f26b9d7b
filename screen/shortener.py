"""What is left of a text that does not fit: its beginning and "…".

Qt's own eliding of a wrapped text loses the "…" where the shortened line is a hair wider than its place (6.11): it is
wrapped once more, and the rest, with the sign that something is missing, is not drawn.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QObject, Slot
from PySide6.QtQml import QmlElement, QmlSingleton

from program import thai_words
from screen.line_breaks import REFERENCE_PX, broken_lines, in_lines, reference_metrics

QML_IMPORT_NAME = "ScreenTypes"
QML_IMPORT_MAJOR_VERSION = 1

SIGN = "…"
SPARE = 1.02
"""Rounding of glyphs to whole pixels may widen a line so much."""


@QmlElement
@QmlSingleton
class Shortener(QObject):
    """The singleton of QML's `Shortener`."""

    @Slot(str, bool, float, float, int, result=str)
    def shown(self, text: str, bold: bool, width: float, size: float, lines: int) -> str:
        """See `shortened`."""
        return shortened(text, bold=bold, width=round(width), size=round(size, 1), lines=lines)

    @Slot(str, bool, float, float, int, result=str)
    def laid(self, text: str, bold: bool, width: float, size: float, lines: int) -> str:
        """What is shown, as it is given to be drawn: where it takes several lines, none tears a word, unless it has
        room in no other way."""
        return laid_out(text, bold=bold, width=round(width), size=round(size, 1), lines=lines)


@lru_cache(maxsize=4096)
def shortened(text: str, *, bold: bool, width: int, size: float, lines: int) -> str:
    """The text where `lines` lines of `width` pixels hold it at `size` pixels, be it with a torn word; else as much of
    it as they hold with "…" behind. A place without room, as before its first layout, gets the whole text.
    """
    if width <= 1 or size <= 0 or not text:
        return text
    room = _room(width, size)
    metrics = reference_metrics(bold)
    taken = broken_lines(text, bold=bold, room=room)
    if len(taken) <= lines or len(broken_lines(text, bold=bold, room=room, torn=True)) <= lines:
        return text
    start = taken[lines - 1].start
    tail = text[start:].split("\n", 1)[0]
    low, high = 0, len(tail)
    while low < high:
        middle = (low + high + 1) // 2
        if metrics.horizontalAdvance(tail[:middle].rstrip() + SIGN) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:start] + _whole_letters(tail, low).rstrip() + SIGN


@lru_cache(maxsize=4096)
def laid_out(text: str, *, bold: bool, width: int, size: float, lines: int) -> str:
    """See `Shortener.laid`. A place without room, as before its first layout, gets the text as it is."""
    if width <= 1 or size <= 0:
        return text
    taken = len(broken_lines(text, bold=bold, room=_room(width, size)))
    return text if taken == 1 else in_lines(text, bold=bold, room=_room(width, size), torn=taken > lines)


def _room(width: int, size: float) -> float:
    """A width at the reference size."""
    return width * REFERENCE_PX / size / SPARE


def _whole_letters(text: str, most: int) -> str:
    """The beginning of the text, at most so long, that tears no mark from its letter."""
    end = 0
    for letter in thai_words.LETTER.findall(text):
        if end + len(letter) > most:
            break
        end += len(letter)
    return text[:end]
