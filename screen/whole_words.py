"""Words of a script without spaces, which no line on a screen tears: those of `program.whole_words`.

Qt breaks between any two Han characters. A word joiner (U+2060) between them keeps it from that; it has no width and no
ink. Only what is laid out has joiners: what is said, compared or read aloud is plain.
"""

from __future__ import annotations

from functools import lru_cache

from program.whole_words import any_whole_word

JOINER = "\u2060"


@lru_cache(maxsize=2048)
def joined(text: str) -> str:
    """The text with its whole words held together."""
    return any_whole_word().sub(lambda word: JOINER.join(word[0]), text)


def plain(text: str) -> str:
    return text.replace(JOINER, "")
