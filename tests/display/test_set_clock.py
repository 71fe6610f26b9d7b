"""A hall whose clock is set while a display listens: what is called is announced, whatever the clock says of its age,
also before the display has asked for the time anew."""

from __future__ import annotations

import pytest

from display.board import Board, Moment
from display.board_reducer import LATE_MS, reduce
from display.sign_lines import sign_message
from hardware.led.message import Kind
from program.texts import read_catalog
from tests.real_hall import RealHall
from wire.messages import PROTOCOL, HallMoved, Pulse, Snapshot, Welcome
from wire.server_clock import ServerClock

CATALOG = read_catalog("display")


class Listener:
    """A board that goes by the clock that its line tells, as the program does."""

    def __init__(self) -> None:
        self.hall = RealHall()
        self.steady = 500_000
        self.clock = ServerClock()
        self.board = Board()
        self.clock.begin(self.steady)
        hall_id = self.hall.config.hall_id
        self._hear(Welcome(protocol=PROTOCOL, oldest=PROTOCOL, server="test", hall_id=hall_id, at=self.hall.at))
        self._hear(self.hall.snapshot())

    @property
    def now(self) -> Moment:
        told = self.clock.read(self.steady)
        assert told is not None
        return Moment(round(told), self.steady)

    def wait(self, ms: int) -> None:
        self.hall.pass_ms(ms)
        self.steady += ms

    def told_the_time(self) -> None:
        self.clock.ask(self.steady)
        self._hear(Pulse(at=self.hall.at))

    def called(self) -> str:
        ticket_id = self.hall.issue("training").tickets[0].ticket_id
        self.wait(300)
        self.hall.call(ticket_id, "5")
        self.wait(20)
        self.hears()
        return ticket_id

    def hears(self) -> None:
        said, self.hall.messages[:] = [*self.hall.messages], []
        for message in said:
            self._hear(message)

    def _hear(self, message: Welcome | Pulse | Snapshot | HallMoved) -> None:
        self.clock.hear(self.steady, message)
        if isinstance(message, Snapshot | HallMoved):
            self.board = reduce(self.board, message, self.now)

    def lit(self) -> bool:
        return sign_message(self.board, self.now, CATALOG).kind is Kind.CALL


def listener() -> Listener:
    made = Listener()
    made.hall.messages.clear()
    return made


@pytest.mark.parametrize("step_ms", [-4_000_000, -3_600_000, -240_000, -30_000, 30_000, 240_000, 3_600_000])
@pytest.mark.parametrize("quiet_ms", [0, 4_000, 9_900])
def test_a_call_after_the_clock_was_set_rings_and_is_on_the_sign(step_ms: int, quiet_ms: int) -> None:
    one = listener()
    one.wait(20_000)
    one.told_the_time()
    one.wait(quiet_ms)
    one.hall.pass_ms(step_ms)
    first = one.called()
    assert (one.board.chimes, one.lit(), len(one.board.deck.cards)) == (1, True, 1)
    one.hall.recall(first)
    one.hears()
    assert one.board.chimes == 2
    one.wait(10_000)
    one.told_the_time()
    assert abs(one.now.wall - one.hall.at) <= 50
    one.called()
    assert one.board.chimes == 3


def test_a_call_that_was_long_on_its_way_is_silent_whatever_came_with_it() -> None:
    one = listener()
    one.told_the_time()
    one.hall.call(one.hall.issue("training").tickets[0].ticket_id, "5")
    one.wait(LATE_MS + 2_000)
    one.hears()
    assert (one.board.chimes, one.lit(), len(one.board.deck.cards)) == (0, False, 1)


def test_a_clock_that_was_set_back_is_the_hall_s_again_when_it_is_told() -> None:
    one = listener()
    one.told_the_time()
    one.hall.pass_ms(-3_600_000)
    one.called()
    one.hall.pass_ms(3_600_000)
    one.called()
    assert one.board.chimes == 2
    one.told_the_time()
    assert abs(one.now.wall - one.hall.at) <= 50
