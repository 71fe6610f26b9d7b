"""A text in one line: what every text of a config file is.

Spaces and joiners of all kinds, and characters newer than this Python, belong to it; control characters, line breaks
and what turns the direction of whatever comes after it do not.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection
from typing import Any

_NOT_IN_A_LINE = ("Cc", "Zl", "Zp")
"""Unicode categories: control characters (C0 and C1), line and paragraph separators."""
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: what they begin goes on behind the text that they stand in. Marks that only nudge
(U+200E, U+200F, U+061C) end where they stand, and languages from the right need them."""
_DANGEROUS = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSEEN = ("Zs", "Cf")
"""Spaces, and characters that only say how others are to be set."""


def fault_in_line(text: str, also: Collection[str] = ()) -> str:
    """Which character has no place in it, by its code and its position, counted from 1; empty when all may stand there.
    `also`: further Unicode categories that may not.
    """
    for place, character in enumerate(text, 1):
        if character in _TURNS or unicodedata.category(character) in {*_NOT_IN_A_LINE, *also}:
            return (
                f"has the character U+{ord(character):04X} at position {place}, which has no place in one line of text"
            )
    return ""


def shows_nothing(text: str) -> bool:
    """Whether it is empty, or nothing but spaces and the like."""
    return all(unicodedata.category(character) in _UNSEEN for character in text)


def in_one_line(text: str) -> str:
    """What another program said of itself, for people: with � for each character that has no place in one line."""
    return "".join("\ufffd" if fault_in_line(one) or "\ud800" <= one <= "\udfff" else one for one in text)


def json_line(value: object, **options: Any) -> str:
    """JSON in one line, also for whoever breaks lines at other places or hands them to a terminal: controls above
    ASCII, separators, what turns the direction, and halves of surrogate pairs are written as `\\uXXXX`, all other
    letters as they are. `options` as of `json.dumps`."""
    line = json.dumps(value, ensure_ascii=False, **options)
    return _DANGEROUS.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
