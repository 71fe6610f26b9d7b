"""Reads text back from the dots of a sign by comparing them with GNU Unifont's glyphs.

A pixel sign is told dots, not characters. This tells what a person would read there, so that a check can
compare it with what was meant.
"""

from functools import cache
from pathlib import Path

from hardware.led.figures import FIGURES

FONT = Path("/usr/share/unifont/unifont.hex")
HEIGHT = 16
GAP_DOTS = 4
"""Dark between the letters and the digits of a number: no character."""
_ARROW = "000000000000008000C000E000F07FF87FFC7FF800F000E000C0008000000000"
_BLOCKS = "000000003FFC3FFC3FFC3FFC000000000000000" + "03FFC3FFC3FFC3FFC00000000"


def read_dots(width: int, colours: bytes) -> str:
    """Return the text on ``width`` x 16 dots (RGB); an unknown shape within it reads as U+FFFD.

    Without Unifont nothing can be compared and nothing is read.
    """
    rows = [
        "".join("1" if any(colours[place : place + 3]) else "0" for place in range(start, start + width * 3, 3))
        for start in range(0, width * HEIGHT * 3, width * 3)
    ]
    if not FONT.exists() or not any("1" in row for row in rows):
        return ""
    readings = [_read(rows, offset, width) for offset in range(8)]
    best = min(readings, key=lambda reading: (reading.count("\ufffd"), len(reading.strip())))
    # What is cut by the edges is no error of the sign.
    return best.strip(" \ufffd")


def colour_name(colours: bytes) -> str:
    """Return red, green or amber after most of the lit dots, ``off`` when none is lit."""
    found = [colours[place : place + 3] for place in range(0, len(colours), 3) if any(colours[place : place + 3])]
    if not found:
        return "off"
    red, green, _ = max(set(found), key=found.count)
    if min(red, green) * 3 > max(red, green):
        return "amber"
    return "red" if red > green else "green"


def _read(rows: list[str], start: int, width: int) -> str:
    text: list[str] = []
    x = start
    while x + 8 <= width:
        wide = _glyphs().get(_cell(rows, x, 16)) if x + 16 <= width else None
        narrow = _glyphs().get(_cell(rows, x, 8))
        if wide is not None and wide != "\u3000":
            text.append(wide)
            x += 16
        elif narrow is None and not any("1" in row[x : x + GAP_DOTS] for row in rows):
            x += GAP_DOTS
        else:
            text.append("\ufffd" if narrow is None else narrow)
            x += 8
    return "".join(text)


def _cell(rows: list[str], x: int, width: int) -> str:
    return "".join(f"{int(row[x : x + width], 2):0{width // 4}X}" for row in rows)


@cache
def _glyphs() -> dict[str, str]:
    """Glyphs by their dots; of characters that look alike the one that is written most wins."""
    found: dict[str, str] = {}
    with FONT.open(encoding="ascii") as lines:
        pairs = [(int(line.partition(":")[0], 16), line.strip().partition(":")[2]) for line in lines]
    for code, dots in sorted(pairs, key=_rarity):
        found.setdefault(dots, chr(code))
    found.update(("".join(f"{row:02X}" for row in rows), figure) for figure, rows in FIGURES.items())
    found[_ARROW] = "→"
    found[_BLOCKS] = "〓"
    return found


def _rarity(pair: tuple[int, str]) -> tuple[bool, bool, int]:
    code = pair[0]
    return code > 0x7E and chr(code) not in "–—·", not 0x4E00 <= code <= 0x9FFF, code
