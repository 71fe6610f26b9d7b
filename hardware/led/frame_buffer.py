"""The dots of a sign sixteen dots high, as a pure function of message, width and time.

A line that fits stands still in the middle. A longer one is readable at once from its beginning, rests a
moment, then runs to the left and follows itself after a gap. The pace is 96 dots per second: six
ideographs or twelve Latin letters.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from hardware.led.glyphs import HEIGHT, Glyphs, overlays
from hardware.led.message import Colour, SignMessage, spread

DOTS_PER_SECOND = 96
REST_MS = 1_000
GAP_DOTS = 48


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: ``width`` x 16 dots row by row from top left, one byte per dot with its Colour's value."""

    width: int
    dots: bytes

    def __post_init__(self) -> None:
        """Refuse a picture whose dots do not fill it."""
        if self.width < 1 or len(self.dots) != self.width * HEIGHT:
            raise ValueError(f"{len(self.dots)} dots do not fill {self.width} x {HEIGHT}")

    def row(self, y: int) -> bytes:
        """Return the colours of row ``y``, counted from the top."""
        return self.dots[y * self.width : (y + 1) * self.width]

    def at(self, x: int, y: int) -> Colour:
        """Return the colour of one dot."""
        return Colour(self.dots[y * self.width + x])


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as lit (1) and dark (0) dots: sixteen rows of ``width`` bytes each."""

    width: int
    rows: tuple[bytes, ...]


def draw_line(text: str, glyphs: Glyphs) -> Line:
    """Draw ``text`` in one line as wide as it comes out; characters without a glyph become 〓.

    Figures and capitals are tall, except in a word with small letters.
    """
    rows = [bytearray() for _ in range(HEIGHT)]
    last = 0
    for character, tall in _with_height(text):
        glyph = glyphs.take(character, tall=tall)
        over = overlays(character) and bool(rows[0])
        start = last if over else len(rows[0])
        for row, bits in zip(rows, glyph.rows, strict=True):
            if not over:
                row.extend(bytes(glyph.width))
            for x in range(min(glyph.width, len(row) - start)):
                row[start + x] |= bits >> (glyph.width - 1 - x) & 1
        last = start
    return Line(len(rows[0]), tuple(bytes(row) for row in rows))


def _with_height(text: str) -> Iterator[tuple[str, bool]]:
    for word in re.split("( )", text):
        tall = not any(unicodedata.category(character) == "Ll" for character in word)
        for character in word:
            yield character, tall


def choose_line(message: SignMessage, width: int, glyphs: Glyphs) -> Line:
    """Draw the message, in its short form where only that fits in ``width`` dots."""
    line = draw_line(spread(message, message.text), glyphs)
    if line.width > width and message.short_text:
        short = draw_line(spread(message, message.short_text), glyphs)
        if short.width <= width:
            return short
    return line


def moves(line: Line, width: int) -> bool:
    """Tell whether the line is too long to stand still."""
    return line.width > width


def frame_at(line: Line, colour: Colour, width: int, elapsed_ms: int) -> Frame:
    """Return the picture ``elapsed_ms`` after the line was first shown.

    Raises ValueError for a sign narrower than one dot.
    """
    if width < 1:
        raise ValueError(f"a sign is at least one dot wide, not {width}")
    lit = bytes([0, colour.value])
    table = lit + bytes(254)
    if not moves(line, width):
        left = (width - line.width) // 2
        right = width - line.width - left
        return Frame(width, b"".join(bytes(left) + row.translate(table) + bytes(right) for row in line.rows))
    period = line.width + GAP_DOTS
    start = max(0, elapsed_ms - REST_MS) * DOTS_PER_SECOND // 1000 % period
    repeats = -(-(start + width) // period)
    rows = ((row + bytes(GAP_DOTS)) * repeats for row in line.rows)
    return Frame(width, b"".join(row[start : start + width].translate(table) for row in rows))
