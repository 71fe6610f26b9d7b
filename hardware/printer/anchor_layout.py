"""Lays an anchor of the hall's logs out as one black and white picture, ready for the printer: words, the line in
groups that can be typed, and the same as a QR code. Pure, like `ticket_layout`; the paper is as long as it needs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from hardware.printer.text_wrap import NO_MARKS, Marks
from hardware.printer.ticket_ink import CAP_RATIO, Face, Place, put_ink, qr_picture, set_line, wrapped
from hardware.printer.ticket_slip import Slip
from hardware.typeface import BOLD

_TITLE, _BODY, _CODE = 38, 28, 30
"""Dots per em on a head of 203 dpi."""
_WEIGHT = 500
_LINE = 1.3
_GAP = 16
_MARGIN = 12
_MODULE = 6
_DPI = 203
_INK_FROM = 116  # as in ticket_layout
_BURN = [0 if 255 - level >= _INK_FROM else 255 for level in range(256)]


@dataclass(frozen=True)
class AnchorContent:
    """What stands on the paper, in words already chosen for their languages."""

    title: tuple[str, ...]
    """What this is, a line for each language."""
    facts: tuple[str, ...]
    """Hall and time."""
    anchor: str
    """The line itself, which the code says as well."""
    hint: tuple[str, ...]
    """What is to be done with the paper, a paragraph for each language."""
    marks: Marks = NO_MARKS


def render_anchor(content: AnchorContent, slip: Slip | int) -> Image.Image:
    """A picture of mode "1" (0 black, 255 white), exactly as wide as the slip. A number for the slip is a width in dots
    at 203 dpi."""
    if isinstance(slip, int):
        slip = Slip(slip)
    lines = list(_lines(content, slip))
    code = qr_picture(content.anchor, _dots(_MODULE, slip), slip.width)
    gap = _dots(_GAP, slip)
    height = gap + sum(_height(face) for _, face, _ in lines) + code.height + 2 * gap
    picture = Image.new("L", (slip.width, height), 255)
    top = gap
    for text, face, place in lines:
        if place is None:
            put_ink(picture, code, (slip.width - code.width) // 2, top)
            top += code.height
            continue
        high = _height(face)
        baseline = top + round((high + face.size * CAP_RATIO) / 2)
        set_line(picture, text, face, Place(place, baseline, "l"))
        top += high
    return picture.point(_BURN, "1")


def grouped(anchor: str, fits: int) -> Sequence[str]:
    """The line in groups of four letters, as many to a line of print as `fits` letters and blanks hold."""
    groups = [anchor[at : at + 4] for at in range(0, len(anchor), 4)]
    per_line = max(1, (fits + 1) // 5)
    return [" ".join(groups[at : at + per_line]) for at in range(0, len(groups), per_line)]


def _lines(content: AnchorContent, slip: Slip) -> Iterator[tuple[str, Face, int | None]]:
    """Each line with its face and its left edge; None stands for the code."""
    margin = _dots(_MARGIN, slip)
    room = slip.width - 2 * margin
    title, body, code = (
        Face(_dots(size, slip), weight) for size, weight in ((_TITLE, BOLD), (_BODY, _WEIGHT), (_CODE, BOLD))
    )
    for text, face in (*((one, title) for one in content.title), *((one, body) for one in content.facts)):
        for line in wrapped(text, face, room, content.marks):
            yield line, face, margin
    yield "", body, None
    widest = max(code.width(letter) for letter in "MW0 ")
    for line in grouped(content.anchor, int(room // widest)):
        yield line, code, margin
    for text in content.hint:
        for line in wrapped(text, body, room, content.marks):
            yield line, body, margin


def _height(face: Face) -> int:
    return round(face.size * _LINE)


def _dots(at_203: int, slip: Slip) -> int:
    return max(1, round(at_203 * slip.dpi / _DPI))
