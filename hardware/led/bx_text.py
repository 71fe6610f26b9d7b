"""Text as a BX font card wants it: GBK bytes in the card's own font, with inline codes for colour.

Every Big5 ideograph exists in GBK. What does not is counted: a Latin letter loses its marks (Vietnamese stays
readable), everything else (plane 2, emoji) becomes 〓. The card must carry a GBK font with traditional glyphs.
"""

import unicodedata
from dataclasses import dataclass

from hardware.led.message import GAP, Colour, SignMessage, spread

REPLACEMENT = "〓"
_BARRED = {"đ": "d", "Đ": "D"}
_COLOURS = {Colour.RED: b"\\C1", Colour.GREEN: b"\\C2", Colour.AMBER: b"\\C3"}
_SIXTEEN_DOTS = b"\\FO000\\FE000"


@dataclass(frozen=True, slots=True)
class CardText:
    """A line for the card: its bytes, the dots it takes in sixteen-dot fonts, characters it lacks."""

    data: bytes
    dots: int
    replaced: int


def card_text(text: str, colour: Colour, *, one_colour: bool = False) -> CardText:
    """Encode one line. A sign of one colour gets no colour code. Backslashes never reach the card."""
    body = bytearray()
    replaced = 0
    for character in text.replace("\\", ""):
        encoded = _encode(character)
        if encoded is None:
            replaced += 1
            encoded = _stand_in(character)
        body += encoded
    head = b"" if one_colour or colour is Colour.OFF else _COLOURS[colour]
    return CardText(_SIXTEEN_DOTS + head + bytes(body), 8 * len(body), replaced)


def card_line(message: SignMessage, width: int, *, one_colour: bool = False) -> CardText:
    """Encode the message, in its short form where only that fits in ``width`` dots."""
    # A font card has no narrower gap than a space.
    text, short_text = (spread(message, one).replace(GAP, " ") for one in (message.text, message.short_text))
    full = card_text(text, message.colour, one_colour=one_colour)
    if full.dots > width and short_text:
        short = card_text(short_text, message.colour, one_colour=one_colour)
        if short.dots <= width:
            return short
    return full


def on_card(character: str) -> bool:
    """Tell whether one code point is in the card's font, as far as GBK has it."""
    return _encode(character) is not None


def _encode(character: str) -> bytes | None:
    try:
        return character.encode("gbk")
    except UnicodeEncodeError:
        return None


def _stand_in(character: str) -> bytes:
    """Return what stands for a character the card lacks: its letter without marks, or 〓; a bare mark goes."""
    if unicodedata.category(character).startswith("M"):
        return b""
    letter = unicodedata.normalize("NFD", _BARRED.get(character, character))[0]
    return (letter if letter.isascii() else REPLACEMENT).encode("gbk")
