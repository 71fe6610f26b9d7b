"""What the wall says of its link to the server: before it has heard of a hall, and when it hears no more. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from display.board import Board, Moment
from display.words import NOTHING, TURN_MS, Line, Words
from program.dates import clock, local
from program.texts import Catalog, in_language
from screen.widths import SPARE, width_em

SAID = {
    "wrong_hall",
    "protocol_too_old",
    "protocol_too_new",
    "untrusted",
    "not_enrolled",
    "revoked",
    "identity_taken",
}
"""Reasons of a refusal that have a sentence of their own."""


LISTEN_MS = 60_000
"""Within a minute whoever was called last has come, and a clerk whose console says that it is cut off calls aloud."""
STRIP_LINE_SHARE, STRIP_LINE_EM = 0.46, 1.1
"""The second line's part of a strip with two, and what it needs of it."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """What is said in one language while no hall is known. `key` is the language."""

    key: str
    title: str
    text: str
    fault: str
    """Why the server will not have this display; empty while it may still come."""


def greetings(board: Board, catalog: Catalog) -> tuple[Greeting, ...]:
    """One greeting for each language of the hall; as long as nobody knows those, for each that the programs speak
    whole, the reference language first."""
    state = "refused" if board.refused else "connecting"
    return tuple(
        Greeting(
            language,
            catalog.text(language, f"{state}_title"),
            catalog.text(language, f"{state}_text"),
            _fault(board, language, catalog),
        )
        for language in board.languages or catalog.whole
    )


def greetings_in_turn(rows: tuple[Greeting, ...], most: int, now: Moment) -> tuple[Greeting, ...]:
    """As many languages as the screen holds; where there are more, they take turns."""
    pages = max(1, -(-len(rows) // most))
    page = now.steady // TURN_MS % pages
    return rows[page * most : (page + 1) * most]


def in_turn_or_both(line: Line, room: float, height: float, least: float, now: Moment) -> Line:
    """The line with its translation where both, of the smallest size, have room in a strip that has so many pixels
    for them, across and in height; else each has the whole strip in turn."""
    wide = max(width_em(line.own, bold=True), width_em(line.second)) * least * SPARE <= room
    if not line.second or (wide and least * STRIP_LINE_EM <= height * STRIP_LINE_SHARE):
        return line
    return Line(line.second if now.steady // TURN_MS % 2 else line.own)


def listening(board: Board, now: Moment) -> bool:
    """Whether the line has been gone for so long that staff call aloud, and whoever is on the screen has long gone."""
    return board.stale and board.lost is not None and now.steady - board.lost.steady >= LISTEN_MS


def last_numbers(board: Board, words: Words) -> Line:
    """Of what time the numbers are that are still shown."""
    if board.lost is None or board.hall is None:
        return NOTHING
    return words.say("last_numbers", time=clock(local(board.lost.wall, board.hall.time_zone)))


def stale_line(board: Board, words: Words) -> Line:
    """Since when nothing was heard, and what to do; empty while the board is current."""
    if not board.stale or board.lost is None or board.hall is None:
        return NOTHING
    since = words.say("stale", time=clock(local(board.lost.wall, board.hall.time_zone)))
    todo = words.say("stale_do")
    return Line(
        _joined(since.own, words.own_style.clause_separator, todo.own),
        _joined(since.second, words.second_style.clause_separator, todo.second),
    )


def stale_line_and_why(board: Board, words: Words, catalog: Catalog) -> Line:
    """The same, and why the server will not have this display, if that is so."""
    line = stale_line(board, words)
    return Line(
        _joined(line.own, words.own_style.sentence_separator, _fault(board, words.own, catalog)),
        _joined(line.second, words.second_style.sentence_separator, _fault(board, words.second, catalog)),
    )


def _joined(first: str, between: str, then: str) -> str:
    """Two clauses as the language joins them; nothing without the first."""
    return f"{first}{between}{then}" if first and then else first


def _fault(board: Board, language: str, catalog: Catalog) -> str:
    """Why the server will not have this display, with the name of its hall as far as that is known."""
    if not board.refused:
        return ""
    known = board.hall is not None and board.hall_id in {"", board.hall.hall_id}
    hall = in_language(board.hall.name, language) if board.hall is not None and known else board.hall_id
    return catalog.text(language, f"refused_{board.refused}" if board.refused in SAID else "refused", hall=hall)
