"""Words of a script without spaces, which no line on a screen tears: each language lists its own, `[style]
whole_words`.

Qt breaks between any two Han characters. A word joiner (U+2060) between them keeps it from that; it has no width and no
ink. Only what is laid out has joiners: what is said, compared or read aloud is plain.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from program.language import spoken_in

JOINER = "\u2060"


@lru_cache(maxsize=2048)
def joined(text: str) -> str:
    """The text with its whole words held together; of two that overlap the first, of two that begin together the
    longer one."""
    return _words().sub(lambda word: JOINER.join(word[0]), text)


def plain(text: str) -> str:
    return text.replace(JOINER, "")


@cache
def _words() -> re.Pattern[str]:
    words = {word for language in spoken_in("display").values() for word in language.style.whole_words}
    if not words:
        return re.compile("(?!)")
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word) for word in longest_first))
