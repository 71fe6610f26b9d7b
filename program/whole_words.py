"""Words of a script without spaces, which no line tears: each language lists its own, `[style] whole_words`."""

from __future__ import annotations

import re
from functools import cache

from program.language import spoken_in


@cache
def whole_words() -> tuple[str, ...]:
    """Of every language, whichever a text is in; the longest first."""
    words = {word for language in spoken_in("display").values() for word in language.style.whole_words}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@cache
def any_whole_word() -> re.Pattern[str]:
    """Finds them in a text: of two that overlap the first, of two that begin together the longer one."""
    if not whole_words():
        return re.compile("(?!)")
    return re.compile("|".join(re.escape(word) for word in whole_words()))
