"""What is heard in one turn of the event loop is one picture, and no chime of it is lost."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from display.board import Board, Moment
from display.deck import Dwell
from display.live_board import LONGEST_MS, LiveBoard
from program.clock import ManualClock
from program.steady import steady_ms
from server.domain.commands import UndoCall
from tests.real_hall import MORNING, RealHall

COUNTERS = [str(number) for number in range(1, 9)]


class Drawn:
    """A live board, what was drawn of it, and what its every change told."""

    def __init__(self, hall: RealHall) -> None:
        self.hall = hall
        self.owner = QObject()
        self.pictures: list[Board] = []
        self.changes: list[Board] = []
        self.live = LiveBoard(ManualClock(MORNING), Dwell(), "", self._show, self.owner, changed=self.changes.append)
        self.live.hear(hall.snapshot())
        QGuiApplication.processEvents()
        self.pictures.clear()
        self.changes.clear()

    def _show(self, board: Board, _now: Moment) -> None:
        self.pictures.append(board)

    def hear(self) -> int:
        """Whatever the hall said since it was last asked, in one turn."""
        said, self.hall.messages[:] = [*self.hall.messages], []
        for message in said:
            self.live.hear(message)
        return len(said)


def test_thirty_calls_and_their_ends_at_once_are_one_picture(qapp: QGuiApplication) -> None:
    drawn = Drawn(RealHall())
    hall = drawn.hall
    hall.messages.clear()
    for turn in range(30):
        ticket_id = hall.issue("training").tickets[0].ticket_id
        hall.call(ticket_id, COUNTERS[turn % 8])
        if turn % 2:
            hall.ask(UndoCall(COUNTERS[turn % 8], ticket_id))
    count = drawn.hear()
    assert count > 60
    assert drawn.live.board.seq == hall.seq, "what is known is known at once"
    assert len(drawn.pictures) == 0
    qapp.processEvents()
    assert [one.seq for one in drawn.pictures] == [hall.seq]
    assert {one.ticket_id for one in drawn.pictures[0].present.values()} == set(hall.of_state("called"))
    assert len(drawn.changes) == count
    assert max(one.chimes for one in drawn.changes) == 30
    for before, after in zip(drawn.changes, drawn.changes[1:], strict=False):
        assert after.chimes - before.chimes in {0, 1}, "each chime is told by a change of its own"
    qapp.processEvents()
    assert len(drawn.pictures) == 1


def test_a_single_call_is_drawn_in_the_turn_in_which_it_is_heard(qapp: QGuiApplication) -> None:
    drawn = Drawn(RealHall())
    hall = drawn.hall
    hall.messages.clear()
    hall.call(hall.issue("training").tickets[0].ticket_id, "5")
    drawn.hear()
    qapp.processEvents()
    assert [len(one.deck.cards) for one in drawn.pictures] == [1]


def test_what_is_drawn_at_once_is_not_drawn_again_at_the_end_of_the_turn(qapp: QGuiApplication) -> None:
    drawn = Drawn(RealHall())
    drawn.hall.messages.clear()
    drawn.hall.issue("training")
    drawn.hear()
    drawn.live.placed(shared=True)
    qapp.processEvents()
    assert [one.seq for one in drawn.pictures] == [drawn.hall.seq]


def test_messages_without_an_end_put_no_picture_off_for_long(qapp: QGuiApplication) -> None:
    drawn = Drawn(RealHall())
    began = steady_ms()
    while steady_ms() - began < 3 * LONGEST_MS:
        drawn.live.hear(drawn.hall.lines())
    assert drawn.pictures, "in the middle of them"
    assert len(drawn.pictures) <= 4
