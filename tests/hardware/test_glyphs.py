"""What Noto Sans TC lacks is drawn by a font behind it, and what no font has is told."""

from pathlib import Path

import pytest
from PIL import ImageFont

from hardware.glyphs import SUBSTITUTE, characters_without_glyph, drawable, runs
from hardware.typeface import draw_font

NOWHERE = "\U0002a6d6"
"""𪛖: in none of the fonts."""
SYMBOLS = pytest.mark.skipif(bool(characters_without_glyph("✔🙂")), reason="Debian's unifont is not installed")


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("永康就業中心 Yongkang – é 3 號櫃檯（一）・→", ""),
        ("\U00020bb7", ""),
        (f"{NOWHERE}就業中心{NOWHERE}", NOWHERE),
        ("e\u0301 \u3000\u200b\u00ad ệ", ""),
        ("", ""),
    ],
)
def test_characters_that_no_font_has_are_told(text: str, lacking: str) -> None:
    assert characters_without_glyph(text) == lacking


@SYMBOLS
def test_marks_faces_and_far_scripts_have_a_font() -> None:
    assert characters_without_glyph("Center ✔\ufe0f 🙂 สวัสดี مرحبا Ÿ") == ""


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("สวัสดี ที่", "NotoSansThai"),
        ("ສະບາຍດີ", "NotoSansLao"),
        ("ជំរាបសួរ", "NotoSansKhmer"),
        ("မင်္ဂလာပါ", "NotoSansMyanmar"),
        ("مركز التوظيف هنا", "NotoSansArabic"),
        ("שלום לכם", "NotoSansHebrew"),
    ],
)
def test_scripts_of_other_languages_are_one_piece_in_a_font_of_their_own(text: str, family: str) -> None:
    """One piece, spaces and all: words that run to the left stay in their order."""
    ((piece, font),) = runs(drawable(text), 30, 700)
    assert piece == text
    assert Path(str(font.path)).name.startswith(family)
    light = ImageFont.truetype(font.path, 30).getmask(text)
    assert bytes(font.getmask(text)) != bytes(light), "set in bold"


def test_a_space_is_never_drawn_by_a_font_that_has_none() -> None:
    for text in ("🙂 🙂", "\U00020bb7 \U00020bb7", "✔ ✔"):
        for piece, font in runs(drawable(text), 30, 700):
            assert not any(font.getmask(" ")) or " " not in piece, text


def test_a_text_without_a_glyph_is_drawn_with_a_plain_substitute() -> None:
    assert drawable(f"{NOWHERE}就\u200d業\ufe0f e\u0301") == f"{SUBSTITUTE}就業 é"


def test_each_piece_is_drawn_by_a_font_that_has_it() -> None:
    pieces = list(runs("永康\U00020bb7Ab", 30, 700))
    assert [piece for piece, _ in pieces] == ["永康", "\U00020bb7", "Ab"]
    own = draw_font(30, 700)
    assert [font is own for _, font in pieces] == [True, False, True]
    # No crossed box: the same that stands for what the font itself lacks.
    for piece, font in pieces:
        assert bytes(font.getmask(piece)) != bytes(font.getmask("\U0010fffd"))
