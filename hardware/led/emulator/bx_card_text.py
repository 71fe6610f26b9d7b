"""How a BX font card reads an area's text and draws it with the font in its flash.

The font played here is GNU Unifont, with bold figures and capitals, and with double-byte characters sixteen
dots wide, as GBK card fonts have them.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from hardware.led.figures import FIGURES
from hardware.led.glyphs import NotoAtSixteen

FONT = Path("/usr/share/unifont/unifont.hex")
HEIGHT = 16
RED, GREEN, YELLOW = (255, 24, 16), (40, 255, 60), (255, 150, 0)
COLOURS = {1: RED, 2: GREEN, 3: YELLOW}
NAMES = {RED: "red", GREEN: "green", YELLOW: "amber"}

# A GBK font's arrow fills the cell of an ideograph.
_ARROW = "000000000000008000C000E000F07FF87FFC7FF800F000E000C0008000000000"
_EMPTY_BOX = "00007FFE40024002400240024002400240024002400240024002400240027FFE"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in one colour (RGB); red is the card's default."""

    text: str
    colour: tuple[int, int, int]


def read_text(data: bytes) -> tuple[Run, ...]:
    """Read inline codes and GBK; bytes that are neither come out as U+FFFD."""
    runs: list[Run] = []
    colour = RED
    plain = bytearray()

    def close() -> None:
        if plain:
            runs.append(Run(plain.decode("gbk", "replace"), colour))
            plain.clear()

    place = 0
    while place < len(data):
        value = data[place]
        if value >= 0x81 and place + 1 < len(data):
            plain += data[place : place + 2]
            place += 2
        elif value == 0x5C:
            code = data[place + 1 : place + 2]
            if code == b"C":
                close()
                colour = COLOURS.get(data[place + 2] - 0x30 if place + 2 < len(data) else 0, RED)
                place += 3
            elif code == b"F":
                place += 6
            else:
                plain += b"\n" if code == b"n" else b""
                place += 2
        else:
            plain.append(value)
            place += 1
    close()
    return tuple(runs)


@lru_cache(maxsize=8)
def draw_runs(runs: tuple[Run, ...]) -> tuple[int, list[bytes]]:
    """Draw one line; return its width in dots and sixteen rows of RGB."""
    rows = [bytearray() for _ in range(HEIGHT)]
    for run in runs:
        lit, dark = bytes(run.colour), bytes(3)
        for character in run.text.replace("\n", ""):
            width, dots = _dots(character)
            for row, bits in zip(rows, dots, strict=True):
                row.extend(b"".join(lit if bits >> (width - 1 - x) & 1 else dark for x in range(width)))
    return len(rows[0]) // 3, [bytes(row) for row in rows]


@cache
def _font() -> dict[str, str]:
    font: dict[str, str] = {}
    if not FONT.exists():
        return font
    with FONT.open(encoding="ascii") as lines:
        for line in lines:
            code, _, dots = line.strip().partition(":")
            font[chr(int(code, 16))] = dots
    font["→"] = _ARROW
    return font


@cache
def _noto() -> NotoAtSixteen:
    """The font of a card on a machine without Unifont."""
    return NotoAtSixteen()


@cache
def _dots(character: str) -> tuple[int, tuple[int, ...]]:
    """Return the width and rows of one character: eight dots for one byte, sixteen for two."""
    if character in FIGURES:
        return 8, FIGURES[character]
    width = 8 if character.isascii() else 16
    drawn = None if _font() else _noto().find(character)
    if drawn is not None:
        shift = (width - drawn.width) // 2
        return width, tuple(row << shift if shift >= 0 else row >> -shift for row in drawn.rows)
    dots = _font().get(character, _EMPTY_BOX)
    digits = len(dots) // HEIGHT
    shift = (width - digits * 4) // 2
    rows = (int(dots[y * digits : (y + 1) * digits], 16) for y in range(HEIGHT))
    return width, tuple(row << shift if shift >= 0 else row >> -shift for row in rows)
