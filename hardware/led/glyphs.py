"""Sixteen-dot glyphs for signs whose dots we draw ourselves.

GNU Unifont is the font of choice: made for sixteen dots, every Big5 ideograph has a glyph. It comes from
Debian's package ``unifont`` as a text file of ``CODE:HEX`` lines in rising order. Without it Noto Sans TC
is drawn at sixteen dots, which is legible but coarser; health says which of the two is in use.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from PIL import Image, ImageDraw

from hardware.led.figures import FIGURES
from hardware.led.message import GAP
from hardware.typeface import draw_font

HEIGHT = 16
UNIFONT = Path("/usr/share/unifont/unifont.hex")
REPLACEMENT = "〓"

# Unifont's own arrow is eight dots wide with a one-dot shaft: lost at ten metres.
_ARROW = (
    0x0000, 0x0000, 0x0000, 0x0080, 0x00C0, 0x00E0, 0x00F0, 0x7FF8,
    0x7FFC, 0x7FF8, 0x00F0, 0x00E0, 0x00C0, 0x0080, 0x0000, 0x0000,
)  # fmt: skip
_BLOCKS = (0, 0, *[0x3FFC] * 4, 0, 0, 0, 0, *[0x3FFC] * 4, 0, 0)


@dataclass(frozen=True, slots=True)
class Glyph:
    """The dots of one character: ``width`` columns, sixteen rows, the highest used bit of a row leftmost."""

    width: int
    rows: tuple[int, ...]


ARROW = Glyph(16, _ARROW)
REPLACEMENT_GLYPH = Glyph(16, _BLOCKS)
_OWN = {"→": ARROW, REPLACEMENT: REPLACEMENT_GLYPH, GAP: Glyph(4, (0,) * HEIGHT)}
_TALL = {character: Glyph(8, rows) for character, rows in FIGURES.items()}


class GlyphSource(Protocol):
    """A sixteen-dot font."""

    @property
    def name(self) -> str:
        """The font's name as health shows it."""
        ...

    def find(self, character: str) -> Glyph | None:
        """Return the glyph of one code point, None when the font has none."""
        ...


class Unifont:
    """GNU Unifont read from its hex file; a glyph is looked up in the file's bytes when it is needed."""

    name = "GNU Unifont"

    def __init__(self, path: Path = UNIFONT) -> None:
        """Read the file. Raises OSError when it cannot be read, ValueError when it is no hex font."""
        self._lines = path.read_bytes()
        head = self._lines.partition(b"\n")[0]
        if not head.partition(b":")[2]:
            raise ValueError(f"{path} is not a Unifont hex file")
        self._cached = lru_cache(maxsize=2048)(self._look_up)

    def find(self, character: str) -> Glyph | None:
        """Return the glyph of one code point, None when Unifont has none."""
        return self._cached(ord(character))

    def _look_up(self, code: int) -> Glyph | None:
        low, high = 0, len(self._lines)
        while low < high:
            start = self._lines.rfind(b"\n", 0, (low + high) // 2) + 1
            end = self._lines.find(b"\n", start)
            end = len(self._lines) if end < 0 else end
            found, _, dots = self._lines[start:end].partition(b":")
            here = int(found, 16)
            if here == code:
                return _from_hex(dots.strip().decode("ascii"))
            if here < code:
                low = end + 1
            else:
                high = start
        return None


class NotoAtSixteen:
    """Noto Sans TC drawn in black and white with an em of sixteen dots."""

    name = "Noto Sans TC"

    def __init__(self) -> None:
        """Open the font. Raises hardware.typeface.TypefaceMissingError without its package."""
        self._font = draw_font(HEIGHT, 500)
        self._nothing = self._draw("\U0010ffff")

    @lru_cache(maxsize=2048)  # noqa: B019 - one font lives as long as its sign
    def find(self, character: str) -> Glyph | None:
        """Return the glyph of one code point, None when Noto Sans TC has none."""
        glyph = self._draw(character)
        return None if glyph == self._nothing else glyph

    def _draw(self, character: str) -> Glyph:
        width = max(1, round(self._font.getlength(character)))
        picture = Image.new("1", (width, HEIGHT))
        pen = ImageDraw.Draw(picture)
        pen.fontmode = "1"
        # An ideograph reaches from 0.88 em above the baseline to 0.12 em below it.
        pen.text((0, 14), character, font=self._font, fill=1, anchor="ls")
        data = picture.tobytes()
        stride = (width + 7) // 8
        spare = stride * 8 - width
        rows = (int.from_bytes(data[y * stride : (y + 1) * stride], "big") >> spare for y in range(HEIGHT))
        return Glyph(width, tuple(rows))


class Glyphs:
    """The font in use, and how many characters it could not draw."""

    def __init__(self, source: GlyphSource) -> None:
        """Draw with ``source``."""
        self._source = source
        self.replaced = 0
        """Characters drawn as 〓 so far."""

    @property
    def name(self) -> str:
        """The font's name as health shows it."""
        return self._source.name

    def has(self, character: str) -> bool:
        """Tell whether one code point can be drawn."""
        return character in _OWN or self._source.find(character) is not None

    def take(self, character: str, *, tall: bool = False) -> Glyph:
        """Return the glyph of one code point; one the font lacks comes back as 〓 and is counted.

        ``tall`` figures and capitals are as high as ideographs, whatever the font.
        """
        own = _OWN.get(character) or (_TALL.get(character) if tall else None)
        if own is not None:
            return own
        glyph = self._source.find(character)
        if glyph is None:
            self.replaced += 1
        return glyph or REPLACEMENT_GLYPH


def overlays(character: str) -> bool:
    """Tell whether a code point is a mark that is drawn over the character before it."""
    return unicodedata.category(character) in {"Mn", "Me"}


def open_glyphs(unifont: Path = UNIFONT) -> Glyphs:
    """Return the best font there is: Unifont from ``unifont``, else Noto Sans TC drawn at sixteen dots."""
    try:
        return Glyphs(Unifont(unifont))
    except (OSError, ValueError):
        return Glyphs(NotoAtSixteen())


def _from_hex(dots: str) -> Glyph:
    digits = len(dots) // HEIGHT
    rows = tuple(int(dots[y * digits : (y + 1) * digits], 16) for y in range(HEIGHT))
    return Glyph(digits * 4, rows)
