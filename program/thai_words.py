"""Where Thai, which writes no spaces between its words, may be broken: between words of a list; where the list does not
know a stretch, only where a syllable surely begins or ends. Pure.

Paper and screens ask here, so that both break alike; what a machine has of its own for Thai (libthai under Qt) is not
asked: it is another on each.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

THAI = re.compile("[\u0e01-\u0e5b]")
RUN = re.compile("[\u0e01-\u0e5b]+")
_ABOVE_OR_BELOW = "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_BEHIND = "ะาำๅๆฯ"
LETTER = re.compile(rf"[เแโใไ]?.[{_ABOVE_OR_BELOW}]*[{_BEHIND}]*[{_ABOVE_OR_BELOW}]*")
"""What is written around a letter stays with it: accents, and of Thai the vowels before and behind it."""
_BEGINS_A_SYLLABLE = "เแโใไ"
_ENDS_A_SYLLABLE = "ะำๆฯ"


def parts(text: str, words: tuple[str, ...]) -> list[str]:
    """The text, which has no spaces, in the parts that stay whole; together they are the text. What stands before or
    behind its Thai stays with it."""
    cuts = [end for run in RUN.finditer(text) for end in _inner_ends(run[0], words, run.start())]
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _inner_ends(run: str, words: tuple[str, ...], start: int) -> list[int]:
    return [start + end for end in accumulate(len(part) for part in _run_parts(run, words))][:-1]


@lru_cache(maxsize=4096)
def _run_parts(run: str, words: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    open_end = False
    for piece, listed in _read(LETTER.findall(run), words):
        if found and open_end and not listed and piece[0] not in _BEGINS_A_SYLLABLE:
            found[-1] += piece
        else:
            found.append(piece)
        open_end = not listed and piece[-1] not in _ENDS_A_SYLLABLE
    return tuple(found)


def _read(letters: list[str], words: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The letters as listed words, and single ones that are in none: the fewest of those, then the fewest words, then
    the longest first. No letter is torn."""
    known, most = _listed(words)
    count = len(letters)
    best: list[tuple[int, int, int]] = [(0, 0, 0)] * (count + 1)
    for at in range(count - 1, -1, -1):
        strange, said, _ = best[at + 1]
        best[at] = (strange + 1, said, 0)
        word = ""
        for behind in range(at + 1, count + 1):
            word += letters[behind - 1]
            if len(word) > most:
                break
            strange, said, _ = best[behind]
            if word in known and (strange, said + 1) <= best[at][:2]:
                best[at] = (strange, said + 1, behind)
    read: list[tuple[str, bool]] = []
    at = 0
    while at < count:
        behind = best[at][2]
        read.append(("".join(letters[at : behind or at + 1]), behind > 0))
        at = behind or at + 1
    return read


@lru_cache(maxsize=16)
def _listed(words: tuple[str, ...]) -> tuple[frozenset[str], int]:
    thai = frozenset(word for word in words if THAI.match(word))
    return thai, max(map(len, thai), default=0)
