"""Which font draws a character on paper: Noto Sans TC, else the first of a fixed row behind it that has a glyph.

The fonts behind it are the other Noto Sans of the locked packages (rare Han characters, kana, Hangul; Thai, Lao, Khmer,
Burmese; Arabic, Hebrew) and what Debian installs with the programs, where it is there: DejaVu Sans (marks) and GNU
Unifont (nearly everything else, faces among it).
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

from hardware.character_map import CharacterMap, read_character_map
from hardware.typeface import BOLD, PACKAGE, REGULAR, draw_font, noto_sans_tc

SUBSTITUTE = "〓"
"""Stands for a character that no font has, as printers of books have it."""

_BEHIND = (
    (PACKAGE, "notosanssc/NotoSansSC[wght].ttf"),
    (PACKAGE, "notosansjp/NotoSansJP[wght].ttf"),
    (PACKAGE, "notosanskr/NotoSansKR[wght].ttf"),
    ("justmytype_intl_sea", "notosansthai/NotoSansThai[wdth,wght].ttf"),
    ("justmytype_intl_sea", "notosanslao/NotoSansLao[wdth,wght].ttf"),
    ("justmytype_intl_sea", "notosanskhmer/NotoSansKhmer[wdth,wght].ttf"),
    ("justmytype_intl_sea", "notosansmyanmar/NotoSansMyanmar[wdth,wght].ttf"),
    ("justmytype_intl_rtl", "notosansarabic/NotoSansArabic[wdth,wght].ttf"),
    ("justmytype_intl_rtl", "notosanshebrew/NotoSansHebrew[wdth,wght].ttf"),
)
_SYSTEM = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"),
    Path("/usr/share/fonts/opentype/unifont/unifont.otf"),
    Path("/usr/share/fonts/opentype/unifont/unifont_upper.otf"),
)
_FULL_WIDTH = 100
_UNSEEN = frozenset({"Cc", "Cf"})
"""Joiners, marks of direction, soft hyphens: nothing is drawn for them."""


def characters_without_glyph(text: str) -> str:
    """Return the characters that would be printed as 〓 on this machine: each once, in the text's order."""
    return "".join(dict.fromkeys(one for one in _written(text) if _font_file(one) is None))


@lru_cache(maxsize=2048)
def drawable(text: str) -> str:
    """Return the text as it is drawn: letters joined with their marks, nothing unseen, 〓 for what no font has."""
    return "".join(one if _font_file(one) else SUBSTITUTE for one in _written(text))


def runs(text: str, size_px: int, weight: int = REGULAR) -> Iterator[tuple[str, FreeTypeFont]]:
    """Split a drawable text into pieces of one font each, in order."""
    piece, font = "", noto_sans_tc()
    for character in text:
        # A space stays in its piece: words of scripts that run to the left would else be set in the wrong order.
        stays = piece and character == " " and character in _covered(font)
        own = font if stays else _font_file(character) or noto_sans_tc()
        if own != font and piece:
            yield piece, _opened(font, size_px, weight)
            piece = ""
        font, piece = own, piece + character
    if piece:
        yield piece, _opened(font, size_px, weight)


def _written(text: str) -> Iterator[str]:
    """The characters that are seen, letters joined with their marks where there is one sign for both."""
    for character in unicodedata.normalize("NFC", text):
        if character.isspace():
            yield " " if character not in "\n\u3000" else character
        elif unicodedata.category(character) not in _UNSEEN and not _selects_variation(character):
            yield character


def _selects_variation(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


@lru_cache(maxsize=8192)
def _font_file(character: str) -> Path | None:
    """The first font with a glyph for it; line feeds and spaces are anyone's."""
    if character.isspace():
        return noto_sans_tc()
    return next((path for path in font_files() if character in _covered(path)), None)


@cache
def font_files() -> tuple[Path, ...]:
    """Return the fonts that there are, best first."""
    return (noto_sans_tc(), *(path for path in (*_locked(_BEHIND), *_SYSTEM) if path.is_file()))


def fonts_of_other_scripts() -> tuple[Path, ...]:
    """Return the locked fonts of Thai and what else is written with no Han character."""
    return tuple(path for path in _locked(one for one in _BEHIND if one[0] != PACKAGE) if path.is_file())


def _locked(named: Iterable[tuple[str, str]]) -> Iterator[Path]:
    return (Path(str(files(package).joinpath("fonts/ofl", name))) for package, name in named if find_spec(package))


@cache
def _covered(path: Path) -> CharacterMap:
    return read_character_map(path)


@lru_cache(maxsize=64)
def _opened(path: Path, size_px: int, weight: int) -> FreeTypeFont:
    if path == noto_sans_tc():
        return draw_font(size_px, weight)
    font = ImageFont.truetype(path, size_px)
    weight = min(max(weight, REGULAR), BOLD)
    if path.name.endswith("[wght].ttf"):
        font.set_variation_by_axes([weight])
    elif path.name.endswith("[wdth,wght].ttf"):
        font.set_variation_by_axes([weight, _FULL_WIDTH])
    return font
