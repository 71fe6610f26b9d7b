"""Which characters a sign has no glyph for."""

from __future__ import annotations

import pytest

from hardware.led.bx_text import card_text
from hardware.led.drivers import lacking
from hardware.led.glyphs import open_glyphs
from hardware.led.message import Colour, clean
from hardware.led.settings import LedSettings

CARD = LedSettings(url="bx+tcp://127.0.0.1:5005")
PIXELS = LedSettings(url="e131://127.0.0.1")
TEXTS = (
    "永康就業中心",
    "A012 → 3 號櫃檯",
    "𠮷𪛖就業中心",
    "Cafe\u0301 é",
    "ยินดี",
    "伊斯坎‧達岸・舞賽•古拉斯",
    "✔ 🙂 ✔",
    "a\\b\u200bc",
    "\u3000",
)


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("永康 → 3", ""),
        ("𠮷就𠮷", "𠮷"),
        ("✔ 🙂", "✔🙂"),
        ("Nguyễn", "ễ"),
        ("e\u0301", ""),
        ("瓦歷斯‧諾幹・・•", ""),
        ("a\\\u200b", ""),
    ],
)
def test_a_card_lacks_what_gbk_lacks(text: str, lacks: str) -> None:
    assert lacking(CARD)(text) == lacks


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_named_is_what_the_drivers_replace(text: str) -> None:
    kept = clean(text)
    assert bool(lacking(CARD)(text)) == bool(card_text(kept, Colour.RED).replaced)
    glyphs = open_glyphs()
    for character in kept:
        glyphs.take(character)
    assert bool(lacking(PIXELS)(text)) == bool(glyphs.replaced)


def test_a_sign_whose_dots_we_draw_has_the_font_of_this_machine() -> None:
    assert lacking(PIXELS)("永康 𪛖 ễ") == "𪛖"
