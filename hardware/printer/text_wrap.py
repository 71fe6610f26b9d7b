"""Breaking text into lines that fit: between clauses where that takes no more lines, so that no word of Han characters
is torn; else between Han characters that are no word of the language's list (`Marks.words`), and between words of
spaced scripts; never cut.

Pure: the width of a piece of text is asked from ``measure``, in dots.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from program import thai_words

Measure = Callable[[str], float]


class Marks(NamedTuple):
    """A language's rule for the ends of lines."""

    never_first: str = ""
    never_last: str = ""
    words: tuple[str, ...] = ()
    """Of a script without spaces: words that stay whole where a line can hold them."""


NO_MARKS = Marks()


# One character of a script written without spaces, or a word with the spaces before it.
_WIDE = "⺀-鿿豈-﫿︐-﹏＀-￯𠀀-𳍏"
_PIECE = rf"\s*[{_WIDE}]|\s*[^\s{_WIDE}]+"
_CLAUSE_ENDS = "，。；：！？"


@lru_cache(maxsize=16)
def _piece(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted((word for word in words if not thai_words.THAI.match(word)), key=len, reverse=True)
    if not longest_first:
        return re.compile(_PIECE)
    return re.compile(rf"\s*(?:{'|'.join(re.escape(word) for word in longest_first)})|{_PIECE}")


def wrap(text: str, width: float, measure: Measure, marks: Marks) -> list[str]:
    """Return ``text`` in as few lines as fit ``width``, of about equal length, in order and complete.

    Line feeds in the text start a new line. A word wider than the line is broken between characters; a
    single character wider than the line stands alone. Only spaces at the ends of lines are dropped.
    """
    return [line for part in text.splitlines() for line in _wrap_paragraph(part, width, measure, marks)]


def _wrap_paragraph(text: str, width: float, measure: Measure, marks: Marks) -> list[str]:
    text = text.strip()
    if text and measure(text) <= width:
        return [text]
    pieces = _pieces(text, width, measure, marks)
    lines = _fill(pieces, width, measure)
    clauses = _clauses(pieces, width, measure)
    whole = _fill(clauses, width, measure)
    if len(whole) <= len(lines):
        pieces, lines = clauses, whole
    if len(lines) < 2:
        return lines
    # Even lines: the narrowest width that needs no more of them.
    low, high = width / len(lines), width
    while high - low > 1:
        middle = (low + high) / 2
        trial = _fill(pieces, middle, measure)
        if len(trial) <= len(lines) and all(measure(line) <= width for line in trial):
            lines, high = trial, middle
        else:
            low = middle
    return lines


def _pieces(text: str, width: float, measure: Measure, marks: Marks) -> list[str]:
    """Split where a line may break; a piece holds the spaces before it."""
    pieces: list[str] = []
    for piece in _piece(marks.words).findall(text.strip()):
        bare = piece.lstrip()
        if pieces and piece == bare and (bare[0] in marks.never_first or pieces[-1][-1] in marks.never_last):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return [part for piece in pieces for part in _broken(piece, width, measure, marks.words)]


def _clauses(pieces: list[str], width: float, measure: Measure) -> list[str]:
    """The pieces of each clause together, where a line can hold them."""
    clauses: list[list[str]] = [[]]
    for piece in pieces:
        clauses[-1].append(piece)
        if piece[-1] in _CLAUSE_ENDS:
            clauses.append([])
    joined = [("".join(clause), clause) for clause in clauses]
    return [
        part for whole, clause in joined for part in ([whole] if whole and measure(whole.lstrip()) <= width else clause)
    ]


def _broken(piece: str, width: float, measure: Measure, words: tuple[str, ...]) -> list[str]:
    """A piece that no line can hold: Thai at words, at the least at syllables; any other between characters."""
    if measure(piece.lstrip()) <= width:
        return [piece]
    parts: list[str] = [""]
    for unit in thai_words.parts(piece, words):
        fits = measure(unit) <= width
        for part in (unit,) if fits else thai_words.LETTER.findall(unit):
            if parts[-1].strip() and measure((parts[-1] + part).lstrip()) > width:
                parts.append(part)
            else:
                parts[-1] += part
    return parts


def _fill(pieces: list[str], width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if line and measure(line + piece) > width:
            lines.append(line)
            line = piece.lstrip()
        else:
            line = line + piece if line else piece.lstrip()
    return [*lines, line] if line else lines
