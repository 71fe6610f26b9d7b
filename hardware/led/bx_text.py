"""Text as a BX font card wants it: GBK bytes in the card's own font, with inline codes for colour.

Every Big5 ideograph exists in GBK; what does not (plane 2, Vietnamese letters, emoji) becomes 〓 and is
counted. The card must carry a GBK font with traditional glyphs.
"""

from dataclasses import dataclass

from hardware.led.message import Colour, SignMessage

REPLACEMENT = "〓"
_COLOURS = {Colour.RED: b"\\C1", Colour.GREEN: b"\\C2", Colour.AMBER: b"\\C3"}
_SIXTEEN_DOTS = b"\\FO000\\FE000"


@dataclass(frozen=True, slots=True)
class CardText:
    """A line for the card: its bytes, the dots it takes in sixteen-dot fonts, characters that became 〓."""

    data: bytes
    dots: int
    replaced: int


def card_text(text: str, colour: Colour, *, one_colour: bool = False) -> CardText:
    """Encode one line. A sign of one colour gets no colour code. Backslashes never reach the card."""
    body = bytearray()
    replaced = 0
    for character in text.replace("\\", ""):
        try:
            body += character.encode("gbk")
        except UnicodeEncodeError:
            body += REPLACEMENT.encode("gbk")
            replaced += 1
    head = b"" if one_colour or colour is Colour.OFF else _COLOURS[colour]
    return CardText(_SIXTEEN_DOTS + head + bytes(body), 8 * len(body), replaced)


def card_line(message: SignMessage, width: int, *, one_colour: bool = False) -> CardText:
    """Encode the message, in its short form where only that fits in ``width`` dots."""
    full = card_text(message.text, message.colour, one_colour=one_colour)
    if full.dots > width and message.short_text:
        short = card_text(message.short_text, message.colour, one_colour=one_colour)
        if short.dots <= width:
            return short
    return full
