"""A morning with held tickets, as a real server told it: nothing in this room has ever heard of *held*."""

from __future__ import annotations

from pathlib import Path

from display.board import Board, Moment, facts
from display.board_reducer import reduce
from display.content_layout import content_layout
from display.content_page import content_page
from display.legibility import Monitor
from display.order_layout import order_layout
from display.order_page import order_page
from program.texts import read_catalog
from wire.codec import decode_server
from wire.messages import HallMoved, Snapshot

CATALOG = read_catalog("display")
RECORDED = Path(__file__).parents[1] / "contract" / "golden" / "morning_with_held.jsonl"
LAYOUT = order_layout(Monitor(1920, 1080, 55.0, 15.0))
GUIDE = content_layout(Monitor(1920, 1080, 55.0, 6.0))


def heard() -> list[Snapshot | HallMoved]:
    messages = [decode_server(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()]
    return [message for message in messages if isinstance(message, Snapshot | HallMoved)]


def test_a_display_that_never_heard_of_held_gets_through_the_morning() -> None:
    first, *moves, last = heard()
    assert isinstance(last, Snapshot)
    board, held = Board(), set[str]()
    for place, message in enumerate((first, *moves)):
        now = Moment(message.at, place * 10_000)
        board = reduce(board, message, now)
        page = order_page(board, now, LAYOUT, CATALOG)
        content_page(board, now, GUIDE, CATALOG)
        assert board.chimes == sum(isinstance(move, HallMoved) and move.rings for move in moves[:place])
        if isinstance(message, HallMoved) and message.tickets[0].state == "held":
            held.add(message.tickets[0].number)
            assert message.tickets[0].number not in {one.number for one in board.missed}
            assert message.tickets[0].number[1:] not in page.missed
    assert len(held) == 2
    assert facts(board) == facts(reduce(Board(), last, Moment(last.at, 0)))
