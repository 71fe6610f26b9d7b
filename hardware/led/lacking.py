"""Which characters a sign cannot show as they are written."""

from collections.abc import Callable

from hardware.led.bx_text import on_card
from hardware.led.glyphs import open_glyphs
from hardware.led.message import cleaned_away, written
from hardware.led.settings import LedSettings, PixelTarget, parse_url


def lacking(settings: LedSettings) -> Callable[[str], str]:
    """Return what tells, of a text, the characters that come out as 〓 or without their marks: each once, in order.

    A BX card draws with its own font, taken to hold all of GBK; where we draw the dots, it is the font of this
    machine. What no message keeps (see ``message``) is left out of account.
    """
    has = open_glyphs().has if isinstance(parse_url(settings.url), PixelTarget) else on_card

    def characters_without_glyph(text: str) -> str:
        characters = dict.fromkeys(written(text))
        return "".join(one for one in characters if not (one.isspace() or cleaned_away(one) or has(one)))

    return characters_without_glyph
