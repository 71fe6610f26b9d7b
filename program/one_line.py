"""A text in one line: what every text of a config file is.

Spaces and joiners of all kinds, and characters newer than this Python, belong to it; control characters and line breaks
do not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

_NOT_IN_A_LINE = ("Cc", "Zl", "Zp")
"""Unicode categories: control characters, line and paragraph separators."""
_UNSEEN = ("Zs", "Cf")
"""Spaces, and characters that only say how others are to be set."""


def fault_in_line(text: str, also: Collection[str] = ()) -> str:
    """Which character has no place in it, by its code and its position, counted from 1; empty when all may stand there.
    `also`: further Unicode categories that may not.
    """
    for place, character in enumerate(text, 1):
        if unicodedata.category(character) in {*_NOT_IN_A_LINE, *also}:
            return (
                f"has the character U+{ord(character):04X} at position {place}, which has no place in one line of text"
            )
    return ""


def shows_nothing(text: str) -> bool:
    """Whether it is empty, or nothing but spaces and the like."""
    return all(unicodedata.category(character) in _UNSEEN for character in text)
