"""Which characters the screens of this machine cannot draw: neither their typeface nor a font behind it has a glyph.

Fonts differ from machine to machine, so the answer is this machine's.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from PySide6.QtGui import QGuiApplication, QTextLayout

_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Spaces, joiners, marks of direction: nothing is drawn for them, glyph or not."""


def characters_without_glyph(text: str) -> str:
    """Characters of `text` that would be drawn as a box, each once, in the text's order.

    Needs an application that has its typeface (`screen.typeface.use_typeface`).
    """
    # A letter and its mark are drawn as one wherever they can be.
    characters = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(character for character in characters if not _drawn(character))


@lru_cache(maxsize=8192)
def _drawn(character: str) -> bool:
    if unicodedata.category(character) in _UNSEEN or _selects_variation(character):
        return True
    layout = QTextLayout(character, QGuiApplication.font())
    layout.beginLayout()
    layout.createLine().setLineWidth(10_000)
    layout.endLayout()
    # Glyph 0 is a font's box for what it lacks.
    return all(0 not in run.glyphIndexes() for run in layout.glyphRuns())


def _selects_variation(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
