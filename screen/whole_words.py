"""Words of a script without spaces, which no line on a screen tears: those of `program.whole_words`.

Qt breaks between any two Han characters. A word joiner (U+2060) between them keeps it from that; it has no width and no
ink. Of Thai Qt knows no words but those of a library that one machine has and another has not, and with joiners in it
none at all: its lines are made here, and end with a line separator (U+2028). Only what is laid out has either: what is
said, compared or read aloud is plain.
"""

from __future__ import annotations

from functools import lru_cache

from program import thai_words
from program.whole_words import any_whole_word, whole_words

JOINER = "\u2060"
LINE_END = "\u2028"


@lru_cache(maxsize=2048)
def joined(text: str) -> str:
    """The text with its whole words held together, but for those of Thai."""
    return any_whole_word().sub(lambda word: word[0] if is_thai(word[0]) else JOINER.join(word[0]), text)


def plain(text: str) -> str:
    return text.replace(JOINER, "").replace(LINE_END, "")


def is_thai(text: str) -> bool:
    return thai_words.THAI.search(text) is not None


def thai_parts(text: str) -> list[str]:
    """The text, which has no spaces, in parts that no line tears: Thai words with what stands at them."""
    return thai_words.parts(text, whole_words()) if is_thai(text) else [text]
