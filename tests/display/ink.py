"""What is drawn, as its pixels are: glyphs that are missing, numbers that are faint, and how heavy letters are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickWindow

from hardware.typeface import BOLD, REGULAR, draw_font
from screen.glyphs import characters_without_glyph
from tests.display.scene import Seen, seen

LEAST_CONTRAST = 7.0
"""Of numbers of visitors and counters."""
LEAST_OF_WORDS = 4.5
NUMBERS = frozenset(
    {"digits", "TicketNumber", "cardNumber", "numbersBelow", "beforeNumber", "rowNumber", "missedNumbers"}
) | {"cardCounter", "rowLabel", "CounterLabel"}
HEAVY, LIGHT = 0.4, 0.6
"""How far between the ink of a regular text (0) and that of a bold one (1) a text has to be at least, and at most."""
REFERENCE_PX = 40
LARGE_ENOUGH = 16
"""Pixels; in smaller letters one weight is drawn much as the other."""
Colour = tuple[int, int, int]


def faults_of_ink(window: QQuickWindow, picture: Image.Image) -> list[str]:
    """Of what does not move or fade; `picture`: of the window, as it is drawn now."""
    texts = [one for one in seen(window) if not one.clipped and not one.faded]
    return [*without_glyphs(texts), *faint(texts, picture), *of_another_weight(texts, picture)]


def without_glyphs(texts: list[Seen]) -> Iterator[str]:
    for one in texts:
        if lacked := characters_without_glyph(one.shown):
            yield f"{one.shown!r} in {one.where}: no glyph for {lacked}"


def faint(texts: list[Seen], picture: Image.Image) -> Iterator[str]:
    """What does not stand out from what is behind it."""
    for one in texts:
        least = LEAST_CONTRAST if NUMBERS & set(one.where.split(" of ")[:2]) else LEAST_OF_WORDS
        ratio = contrast(*colours(crop(picture, one.ink)))
        if ratio < least:
            yield f"{one.shown!r} in {one.where} has a contrast of {ratio:.1f}, not {least}"


def of_another_weight(texts: list[Seen], picture: Image.Image) -> Iterator[str]:
    """What is not drawn as heavy as it is meant: a variable font without its axis draws both weights alike."""
    for one in texts:
        if one.size < LARGE_ENOUGH or not all(map(_in_typeface, one.shown)):
            continue
        light, heavy = (ink_em(one.shown, weight) * one.size**2 for weight in (REGULAR, BOLD))
        if heavy == 0:
            continue
        place = (coverage(crop(picture, one.ink)) - light) / (heavy - light)
        if place < HEAVY if one.bold else place > LIGHT:
            meant = "bold" if one.bold else "regular"
            yield f"{one.shown!r} in {one.where} is {meant} and has {place:.2f} of what makes a text bold"


def _in_typeface(character: str) -> bool:
    return character.isascii() or "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"


@cache
def ink_em(text: str, weight: int) -> float:
    """How much of an em's square the text covers, drawn without Qt."""
    drawn = draw_font(REFERENCE_PX, weight).getmask("".join(text.split()))
    return float(sum(drawn)) / 255 / REFERENCE_PX**2


def coverage(part: Image.Image) -> float:
    """Pixels that are covered; of a letter's edge as much as it covers."""
    ground, ink = (_grey(one) for one in colours(part))
    if ground == ink:
        return 0.0
    shares = ((value - ground) / (ink - ground) for value in range(256))
    return sum(
        count * min(1.0, max(0.0, one)) for count, one in zip(part.convert("L").histogram(), shares, strict=True)
    )


def colours(part: Image.Image) -> tuple[Colour, Colour]:
    """The ground, and the ink: of what is there more than in passing the colour furthest from it."""
    area = part.width * part.height
    found = sorted(part.getcolors(area) or [], reverse=True, key=lambda one: one[0])
    ground = _rgb(found[0][1])
    often = [_rgb(colour) for count, colour in found if count >= area * 0.004] or [ground]
    return ground, max(often, key=lambda one: contrast(ground, one))


def crop(picture: Image.Image, area: QRectF) -> Image.Image:
    box = area.toAlignedRect()
    return picture.crop((box.left() - 1, box.top() - 1, box.right() + 2, box.bottom() + 2))


def contrast(one: Colour, other: Colour) -> float:
    """As WCAG reckons it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    red, green, blue = (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _grey(colour: Colour) -> float:
    """As Pillow makes it."""
    red, green, blue = colour
    return (red * 299 + green * 587 + blue * 114) / 1000


def _rgb(colour: object) -> Colour:
    assert isinstance(colour, tuple)
    red, green, blue = colour
    return red, green, blue
