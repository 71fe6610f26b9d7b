"""The rows of the counter board: whoever is served at a counter that is paused is told with that, in whatever room."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.board import Moment
from display.counter_board import CounterRow
from display.counter_lines import MARK_EM, CounterLine, counter_line
from display.legibility import Monitor, number_em
from display.needs import needs
from display.order_layout import OrderLayout, order_layout
from display.order_page import order_page
from display.words import TURN_MS, Words
from program.texts import read_catalog
from screen.widths import SPARE, width_em
from server.domain.commands import PauseCounter
from server.domain.counter_states import PauseReason
from server.translation.hall import hall_view
from tests.display.large_halls import Kind, large_hall
from tests.display.walls import Wall
from wire.messages.tickets import CounterState

CATALOG = read_catalog("display")
LAYOUT = order_layout(Monitor(1920, 1080, 55.0, 15.0))
MONITORS = st.builds(
    Monitor,
    st.sampled_from([1920, 1366, 3840, 1080]),
    st.sampled_from([1080, 768, 2160, 1920]),
    st.sampled_from([32.0, 43.0, 55.0]),
    st.sampled_from([6.0, 10.0, 15.0]),
)
COUNTERS = {1: "named", 2: "plain", 8: "plain", 20: "named", 45: "four"}
HALLS = {count: hall_view(large_hall(Kind(8, count, "letters", labels))) for count, labels in COUNTERS.items()}


def line_of(wall: Wall, counter_id: str, layout: OrderLayout = LAYOUT) -> CounterLine:
    return next(one for one in order_page(wall.board, wall.now, layout, CATALOG).counters if one.key == counter_id)


def served_at_five() -> tuple[Wall, str]:
    wall = Wall().start()
    ticket = wall.called("training", "5")
    wall.hear(wall.hall.arrive(ticket))
    return wall, ticket


def test_a_number_that_is_served_at_a_paused_counter_is_told_with_the_pause_in_both_languages() -> None:
    wall, ticket = served_at_five()
    assert (line_of(wall, "5").own, line_of(wall, "5").paused) == ("", False)
    wall.hall.ask(PauseCounter("5", PauseReason.LUNCH, wall.hall.at + 1_500_000))
    line = line_of(wall.hear(), "5")
    assert (line.says, line.digits, line.paused) == ("serving", "001", True)
    assert (line.own, line.second) == ("09:39 恢復", "Back 09:39")
    wall.hear(wall.hall.finish(ticket))
    line = line_of(wall, "5")
    assert (line.says, line.digits, line.paused, line.own) == ("paused", "", True, "09:39 恢復")


def test_the_last_one_at_a_counter_that_is_closed_is_told_with_that() -> None:
    wall, ticket = served_at_five()
    closed = CounterState(counter_id="5", calls=1, state="closed", tickets=(ticket,))
    wall.told(msgspec.structs.replace(wall.hall.snapshot(), counters=(closed,)))
    line = line_of(wall, "5")
    assert (line.digits, line.own, line.second, line.paused) == ("001", "停止服務", "Closed", False)


def test_who_is_still_called_to_a_paused_counter_is_as_large_as_all_others() -> None:
    wall = Wall().start()
    wall.called("training", "5")
    wall.hall.ask(PauseCounter("5", PauseReason.LUNCH))
    line = line_of(wall.hear(), "5")
    assert (line.says, line.digits, line.size) == ("called", "001", 1.0)


@pytest.mark.parametrize("shared", [False, True])
@given(
    monitor=MONITORS,
    count=st.sampled_from(sorted(HALLS)),
    says=st.sampled_from(["called", "serving"]),
    shut=st.sampled_from(["paused", "closed"]),
    number=st.sampled_from([("A", "001"), ("W", "899"), ("", "1999")]),
    marked=st.booleans(),
    more=st.sampled_from([0, 2]),
    turn=st.integers(0, 3),
)
def test_number_and_words_stand_beside_each_other_in_any_room(  # noqa: PLR0917
    shared: bool,
    monitor: Monitor,
    count: int,
    says: str,
    shut: str,
    number: tuple[str, str],
    marked: bool,
    more: int,
    turn: int,
) -> None:
    hall = HALLS[count]
    layout = order_layout(monitor, needs(hall, CATALOG), shared=shared)
    words = Words(CATALOG, hall, turn * TURN_MS)
    row = CounterRow("c0", "1", 1.0, "", says, *number, marked=marked, more=more, ticket="t", shut=shut)  # type: ignore[arg-type]
    line = counter_line(row, words, (), layout, Moment(0, turn * TURN_MS))
    board, least = layout.counters, layout.least
    assert line.digits or line.own
    width = number_em(line.letter, line.digits, marked=line.marked) * board.number * line.size if line.digits else 0.0
    assert line.size * board.number >= min(least, board.number) * 0.999
    assert line.saidAt >= -board.pointer
    if not line.own:
        assert line.size == 1.0
        assert line.letter + line.digits == "".join(number)
        assert says == "serving" or not line.paused
        return
    said = max(width_em(line.own, bold=True), width_em(line.second)) * least * SPARE + least * MARK_EM * line.paused
    assert line.saidAt + line.saidRoom + width <= board.said_room + 0.5
    assert not line.digits or said <= line.saidRoom + 0.5


@pytest.mark.parametrize("shut", ["paused", "closed"])
def test_number_and_words_that_have_no_room_beside_each_other_take_turns(shut: str) -> None:
    hall = HALLS[20]
    layout = order_layout(Monitor(1280, 720, 43.0, 10.0), needs(hall, CATALOG))
    row = CounterRow("c0", "服務台", 0.6, "", "serving", "A", "001", marked=True, ticket="t", shut=shut)  # type: ignore[arg-type]
    said = set()
    for turn in range(4):
        words = Words(CATALOG, hall, turn * TURN_MS)
        line = counter_line(row, words, (), layout, Moment(0, turn * TURN_MS))
        assert bool(line.own) != bool(line.digits)
        said |= {line.own, line.digits}
    assert said >= {"", "001"}
    assert len(said) > 2
