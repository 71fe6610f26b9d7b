"""Breaking text into lines that fit: between clauses where that takes no more lines, so that no word of Han characters
is torn; else between Han characters that are no word of the language's list (`Marks.words`), and between words of
spaced scripts; never cut.

Pure: the width of a piece of text is asked from ``measure``, in dots.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

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
_ABOVE_OR_BELOW = "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_BEHIND = "ะาำๅๆฯ"
_ONE = rf"[เแโใไ]?.[{_ABOVE_OR_BELOW}]*[{_BEHIND}]*[{_ABOVE_OR_BELOW}]*"
_LETTER = re.compile(_ONE)
"""What is written around a letter stays with it: accents, and of Thai the vowels before and behind it."""


_THAI = re.compile("[\u0e01-\u0e5b]")
_BEGINS_A_SYLLABLE = "เแโใไ"
_ENDS_A_SYLLABLE = "ะำๆฯ"


@lru_cache(maxsize=16)
def _letters(words: tuple[str, ...]) -> re.Pattern[str]:
    """Listed words that no vowel or accent of a next letter is torn from, else single letters."""
    thai = sorted((word for word in words if _THAI.match(word)), key=len, reverse=True)
    if not thai:
        return _LETTER
    return re.compile(rf"(?P<word>{'|'.join(re.escape(word) for word in thai)})(?![{_ABOVE_OR_BELOW}{_BEHIND}])|{_ONE}")


@lru_cache(maxsize=16)
def _piece(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted((word for word in words if not _THAI.match(word)), key=len, reverse=True)
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
    for unit in _units(piece, words):
        fits = measure(unit) <= width
        for part in (unit,) if fits else _LETTER.findall(unit):
            if parts[-1].strip() and measure((parts[-1] + part).lstrip()) > width:
                parts.append(part)
            else:
                parts[-1] += part
    return parts


def _units(piece: str, words: tuple[str, ...]) -> list[str]:
    """What stays whole in a piece without spaces: words of the list, and of other Thai the letters between two places
    where a syllable surely ends."""
    units: list[str] = []
    open_end = False
    for found in _letters(words).finditer(piece):
        letters, listed = found.group(), found.lastgroup == "word"
        thai = bool(_THAI.match(letters))
        if units and open_end and thai and not listed and letters[0] not in _BEGINS_A_SYLLABLE:
            units[-1] += letters
        else:
            units.append(letters)
        open_end = thai and not listed and letters[-1] not in _ENDS_A_SYLLABLE
    return units


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
