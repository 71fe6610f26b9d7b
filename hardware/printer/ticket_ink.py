"""The pieces a ticket is set from: lines of text, the large number, the QR code, each drawn once and kept.

All pictures are greyscale: ink masks of lines (255 is ink), the number and the code black on white.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import segno
from PIL import Image, ImageDraw, ImageOps
from PIL.ImageFont import FreeTypeFont

from hardware.glyphs import drawable, runs
from hardware.printer.text_wrap import Marks, wrap
from hardware.typeface import BOLD, draw_font

CAP_RATIO = 0.733  # cap height of Noto Sans TC in ems
_QUIET_MODULES = 4  # ISO/IEC 18004, clause 6.3.8
# Every mask is valid; looking for the handsomest of the eight costs 30 ms, twice the whole ticket.
_QR_MASK = 4


@lru_cache(maxsize=8)
def _qr_modules(text: str) -> Image.Image:
    """A QR code with its quiet zone of four modules, one dot to each."""
    matrix = segno.make_qr(text, error="m", mask=_QR_MASK).matrix
    side = len(matrix)
    picture = Image.new("L", (side + 2 * _QUIET_MODULES,) * 2, 255)
    picture.paste(
        Image.frombytes("L", (side, side), bytes(0 if dark else 255 for row in matrix for dark in row)),
        (_QUIET_MODULES, _QUIET_MODULES),
    )
    return picture


def qr_picture(text: str, module: int, width: int) -> Image.Image:
    """A QR code with its quiet zone of four modules, ``module`` dots to each; fewer where it would be too wide."""
    modules = _qr_modules(text)
    edge = modules.width * max(1, min(module, width // modules.width))
    return modules.resize((edge, edge), Image.Resampling.NEAREST)


@dataclass(frozen=True)
class Face:
    """The typeface at a size in dots per em and a weight, with the fonts behind it for what it lacks."""

    size: int
    weight: int

    def width(self, text: str) -> float:
        """Width of a drawable text in dots."""
        return _width(text, self.size, self.weight)


@lru_cache(maxsize=2048)
def _width(text: str, size: int, weight: int) -> float:
    return sum(font.getlength(piece) for piece, font in runs(text, size, weight))


@lru_cache(maxsize=512)
def wrapped(text: str, face: Face, width: int, marks: Marks) -> tuple[str, ...]:
    """The lines of ``text`` that fit ``width`` dots, as they are drawn."""
    return tuple(wrap("\n".join(drawable(line) for line in text.splitlines()), width, face.width, marks))


def lowered(text: str, face: Face, width: int, marks: Marks, *, lines: int, least: int) -> Face:
    """The face, made smaller down to ``least`` as long as the text needs more than so many lines of ``width`` dots."""
    while face.size > least and len(wrapped(text, face, width, marks)) > lines:
        face = Face(max(least, face.size - 2), face.weight)
    return face


@lru_cache(maxsize=512)
def _line_ink(text: str, face: Face) -> tuple[Image.Image, int, int]:
    """The ink of a line, and how far its corner lies from the start of the line on the baseline."""
    pieces: list[tuple[float, str, FreeTypeFont]] = []
    x = 0.0
    for piece, font in runs(text, face.size, face.weight):
        pieces.append((x, piece, font))
        x += font.getlength(piece)
    boxes = [(x, font.getbbox(piece, anchor="ls")) for x, piece, font in pieces]
    left = round(min((x + box[0] for x, box in boxes), default=0))
    top = round(min((box[1] for _, box in boxes), default=0))
    right = round(max((x + box[2] for x, box in boxes), default=0))
    bottom = round(max((box[3] for _, box in boxes), default=0))
    ink = Image.new("L", (max(1, right - left), max(1, bottom - top)), 0)
    draw = ImageDraw.Draw(ink)
    for x, piece, font in pieces:
        draw.text((x - left, -top), piece, fill=255, font=font, anchor="ls")
    return ink, left, top


@dataclass(frozen=True)
class Place:
    """Where a line goes: its left end ("l"), middle ("m") or right end ("r") at ``x`` on ``baseline``."""

    x: int
    baseline: int
    anchor: Literal["l", "m", "r"]


def set_line(picture: Image.Image, text: str, face: Face, place: Place) -> None:
    """Burn a line into ``picture``."""
    x = place.x
    ink, left, top = _line_ink(text, face)
    start = {"l": x - min(left, 0), "m": x - ink.width // 2 - left, "r": x - ink.width - left}[place.anchor]
    picture.paste(0, (start + left, place.baseline + top), ink)


def _number_font(cap: int) -> FreeTypeFont:
    return draw_font(-(-cap * 1000 // round(CAP_RATIO * 1000)), BOLD)


@lru_cache(maxsize=64)
def _number_box(text: str, cap: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the number's ink, from its start on the baseline."""
    return _number_font(cap).getbbox(text, anchor="ls")


def number_width(text: str, cap: int, *, priority: bool) -> int:
    """Width in dots of number_picture() for the same arguments."""
    left, _, right, _ = _number_box(text, cap)
    return round(right - left) + (_diamond(cap) if priority else 0)


def number_height(text: str, cap: int) -> int:
    """Height in dots of number_picture() for the same arguments."""
    _, top, _, bottom = _number_box(text, cap)
    return round(bottom) - round(top)


def _diamond(cap: int) -> int:
    """Room of the mark of priority with the gap behind it."""
    return round(cap * 0.52)


@lru_cache(maxsize=16)
def number_picture(text: str, cap: int, *, priority: bool) -> Image.Image:
    """The number's ink alone, mark included, as a greyscale picture trimmed to it."""
    font = _number_font(cap)
    left, top, right, bottom = (round(edge) for edge in _number_box(text, cap))
    mark = _diamond(cap) if priority else 0
    picture = Image.new("L", (mark + right - left, bottom - top), 255)
    draw = ImageDraw.Draw(picture)
    draw.text((mark - left, -top), text, fill=0, font=font, anchor="ls")
    if priority:
        half, middle = round(cap * 0.2), -top - cap // 2
        draw.polygon([(0, middle), (half, middle - half), (2 * half, middle), (half, middle + half)], fill=0)
    return picture


def put_ink(picture: Image.Image, drawn: Image.Image, left: int, top: int) -> None:
    """Put what is black in `drawn` on the picture; its white lets through what is there already."""
    picture.paste(0, (left, top), ImageOps.invert(drawn))
