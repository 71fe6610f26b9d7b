"""How wide a text is in the screens' typeface, without Qt and without the font's file; in em of the font's size.

Advances of Noto Sans TC in both weights the screens use, as `hardware.typeface` has them; a letter with marks
is as wide as the letter, a character of another script about as wide as most.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from program.thai_words import LETTER
from screen.whole_words import JOINER, is_thai, joined, plain, thai_parts

FIRST = 32


def _thousandths(row: str) -> tuple[int, ...]:
    return tuple(int(one) for one in row.split())


_REGULAR = _thousandths(
    "224 323 474 555 555 921 680 278 338 338 467 555 278 347 278 392 555 555 555 555 555 555 555 555 "
    "555 555 278 278 555 555 555 474 946 608 657 638 688 589 552 689 728 293 535 646 543 812 723 742 "
    "633 742 635 596 599 721 575 878 573 531 603 338 392 338 555 559 606 563 618 510 620 554 325 564 "
    "607 275 275 552 284 926 610 606 620 620 388 468 377 607 521 802 498 521 475 338 270 338 555 "
)
_BOLD = _thousandths(
    "227 370 574 590 590 963 740 325 378 378 507 590 325 370 325 387 590 590 590 590 590 590 590 590 "
    "590 590 325 325 590 590 590 514 1007 641 681 656 714 615 585 717 757 330 568 686 578 853 749 770 "
    "667 770 682 624 625 748 619 915 627 580 613 378 387 378 590 567 626 591 644 527 644 581 372 597 "
    "640 304 306 604 315 964 641 626 644 644 437 495 421 637 576 863 562 574 511 378 296 378 590 "
)
"""Advances of the printable ASCII characters, in thousandths of an em."""
OTHER_EM = 0.64
LINE_EM = 1.448 * 0.92
"""Height of a further line, as FitText.qml sets lines."""
INK_EM = 1.2
"""Height of a line's letters, marks and descenders; the rest of a line is air."""
SPARE = 1.03
"""Rounding of glyphs to whole pixels may widen a line so much."""
_FIRST, _LAST = "（「『〔《〈【", "，。、；：？！」』）〕》〉】…・"
_HAN = r"\u2e80-\uffef"
_NO_BREAK = "\u00a0"
"""A space of two words that are one: at it no line ends."""
_PIECES = re.compile(
    rf"\n|[^\S\n{_NO_BREAK}]+"
    rf"|[{_FIRST}]*(?:[{_HAN}](?:{JOINER}[{_HAN}])+|(?:[^\s{_HAN}…]|{_NO_BREAK})+|[{_HAN}])[{_LAST}]*|[{_FIRST}{_LAST}]+",
)
_NARROW = {"–": 0.55, "—": 0.91}
_NARROW |= {"\u2009": 0.2, "\u2002": 0.5, "\u2003": 1.0, _NO_BREAK: 0.224}


@lru_cache(maxsize=8192)
def width_em(text: str, *, bold: bool = False) -> float:
    """Width of the text in one line, of its widest one where it has lines of its own."""
    table = _BOLD if bold else _REGULAR
    return max(sum(_advance(one, table) for one in unicodedata.normalize("NFD", line)) for line in text.split("\n"))


def _advance(character: str, table: tuple[int, ...]) -> float:
    code = ord(character)
    if FIRST <= code < FIRST + len(table):
        return table[code - FIRST] / 1000
    if character in _NARROW:
        return _NARROW[character]
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    wide = unicodedata.east_asian_width(character) in {"W", "F", "A"}
    return 1.0 if wide else OTHER_EM


@lru_cache(maxsize=8192)
def pieces(text: str) -> tuple[str, ...]:
    """The text in parts that never break, the spaces between them too: a word, an ideograph that is in no whole word,
    each with the marks that open and close it."""
    return tuple(part for piece in _PIECES.findall(joined(text)) for part in thai_parts(plain(piece)))


def _torn(text: str) -> list[str]:
    return [part for piece in _PIECES.findall(text) for part in (LETTER.findall(piece) if is_thai(piece) else [piece])]


@lru_cache(maxsize=8192)
def line_count(text: str, width: float, *, bold: bool = False, torn: bool = False) -> int:
    """Lines the text takes in a width of so many em: broken between ideographs and at spaces, inside a word only where
    the word alone is wider; `torn`: also inside a whole word of ideographs."""
    total, used, space = 1, 0.0, 0.0
    for piece in _torn(text.strip()) if torn else pieces(text.strip()):
        if piece == "\n":
            total, used, space = total + 1, 0.0, 0.0
            continue
        wide = width_em(piece, bold=bold)
        if piece.isspace():
            space = wide
            continue
        if used and used + space + wide > width:
            total, used = total + 1, 0.0
        else:
            used += space
        used, space = used + wide, 0.0
        while used > width > 0 and len(piece) > 1:
            total, used = total + 1, used - width
    return total


def text_height(text: str, width: float, size: float, *, bold: bool = False, torn: bool = False) -> float:
    """Pixels the text takes at this size in a width of so many pixels; 0 for no text."""
    if not text:
        return 0.0
    return size * (INK_EM + (line_count(text, width / size / SPARE, bold=bold, torn=torn) - 1) * LINE_EM)


def fits(text: str, width: float, height: float, size: float, *, bold: bool = False, one_line: bool = False) -> bool:
    """Whether the whole text stands in the box at this size, in pixels; a word is rather torn than the text cut."""
    if not text:
        return True
    if one_line or len(pieces(text)) == 1:
        return width_em(text, bold=bold) * size * SPARE <= width and INK_EM * size <= height + 0.5
    return any(text_height(text, width, size, bold=bold, torn=torn) <= height + 0.5 for torn in (False, True))


Box = tuple[float, float, float, float]
"""x, y, width and height, in pixels."""
BESIDE_EM = 0.45
SECOND_SHARE = 0.44


def pair_boxes(  # noqa: PLR0917  # seven lengths of one box
    own: str, second: str, width: float, height: float, size: float, second_size: float, least: float
) -> tuple[Box, Box]:
    """Where a bold text and its smaller translation stand, as `both_boxes` divides their box; the translation has no
    room where the first stands whole without it only."""
    whole, none = (0.0, 0.0, width, height), (width, 0.0, 0.0, height)
    boxes = both_boxes(own, second, width, height, size, second_size, least) if second else (whole, none)
    cut = second and not fits(own, boxes[0][2] + 1, boxes[0][3], least, bold=True)
    return (whole, none) if cut and fits(own, width, height, least, bold=True) else boxes


def both_boxes(  # noqa: PLR0917  # as `pair_boxes`
    own: str, second: str, width: float, height: float, size: float, second_size: float, least: float
) -> tuple[Box, Box]:
    """Side by side where both have their wished size, else one above the other where two lines of `least` have room,
    else side by side, the first with at most 0.62 of the width."""
    gap = size * BESIDE_EM
    natural = _natural(own, size)
    beside = _beside(own, second, width, height, size, second_size)
    if not beside and _two_lines(height, least):
        first = height * (1 - SECOND_SHARE)
        return (0.0, 0.0, width, first), (0.0, first, width, height - first)
    first = natural if beside else min(natural, width * 0.62)
    return (0.0, 0.0, first, height), (first + gap, 0.0, max(0.0, width - first - gap), height)


def pair_stands(  # noqa: PLR0917  # as `pair_boxes`
    own: str, second: str, width: float, height: float, size: float, second_size: float, least: float
) -> bool:
    """Whether neither is squeezed beside the other: both have their wished size, or a line of their own."""
    return _beside(own, second, width, height, size, second_size) or _two_lines(height, least)


def _natural(own: str, size: float) -> float:
    return width_em(own, bold=True) * size * SPARE + 1


def _beside(  # noqa: PLR0917
    own: str, second: str, width: float, height: float, size: float, second_size: float
) -> bool:
    wide = _natural(own, size) + size * BESIDE_EM + width_em(second) * second_size * SPARE
    return wide <= width and INK_EM * size <= height


def _two_lines(height: float, least: float) -> bool:
    return height * SECOND_SHARE >= INK_EM * least - 0.5
