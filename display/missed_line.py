"""The numbers that missed their call, as the order monitor lists them, and what to do about one. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from display.board import Board, Moment
from display.order_layout import OrderLayout, missed_room
from display.words import BETWEEN, NOTHING, TURN_MS, Line, Words, apart, spaced
from screen.widths import SPARE, width_em
from wire.messages.hall import HallView


def missed_rule(hall: HallView, layout: OrderLayout, words: Words, now: Moment) -> Line:
    if not layout.counters.missed.in_turn:
        return words.of_hall(hall.missed_rule)
    said = words.each(hall.missed_rule)
    return Line(said[now.steady // TURN_MS % len(said)]) if said else NOTHING


def missed_numbers(board: Board, layout: OrderLayout, words: Words) -> tuple[str, Line]:
    """As many as the lines hold, and how many others there are."""
    missed = layout.counters.missed
    room = missed_room(layout, *words.say("missed")) / SPARE
    numbers = [apart(*spaced(ticket, board.service(ticket.visit.service_id))) for ticket in board.missed]
    for shown in range(len(numbers), -1, -1):
        rest = len(numbers) - shown
        more = words.say("missed_more", count=rest) if rest else NOTHING
        counted = max(width_em(more.own, bold=True) * missed.more, width_em(more.second) * layout.least)
        taken = counted + missed.more if rest else 0.0
        lines = _in_lines(numbers[:shown], (room - taken) / missed.number)
        if len(lines) <= missed.lines:
            return "\n".join(lines), more
    return "", Line(f"{len(board.missed)}")


def _in_lines(numbers: Sequence[str], width: float) -> list[str]:
    """Numbers side by side, in lines of so many em; one that has no room stands alone and shows it."""
    lines: list[str] = []
    for number in numbers:
        wished = f"{lines[-1]}{BETWEEN}{number}" if lines else number
        if lines and width_em(wished, bold=True) <= width:
            lines[-1] = wished
        else:
            lines.append(number)
    return lines
