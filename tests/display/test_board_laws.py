"""Laws of the board, held against random days."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from display.board import CALLS_KEPT, Board, LinkChanged, Moment, Tick, facts, reduce
from display.calls import MOST_CARDS
from tests.display.halls import Day, hall_view
from wire.messages import TicketCalled, TicketRecalled
from wire.messages.events import HallEvent

HALL = hall_view()
SERVICES = [one.service_id for one in HALL.services]
COUNTERS = [one.counter_id for one in HALL.counters]
Acts = st.lists(
    st.tuples(
        st.sampled_from(["issue", "issue", "call", "call", "recall", "arrive", "finish", "miss", "restore", "wait"]),
        st.integers(0, 7),
        st.integers(0, 9_000),
    ),
    max_size=60,
)
FROM = {
    "call": ("waiting", "missed"),
    "recall": ("called",),
    "arrive": ("called",),
    "finish": ("called", "serving"),
    "miss": ("called",),
    "restore": ("missed",),
}


def act(day: Day, kind: str, pick: int, ms: int) -> HallEvent | None:
    if kind == "wait":
        day.pass_ms(ms)
        return None
    if kind == "issue":
        return day.issue(SERVICES[pick], priority=ms % 7 == 0)
    tickets = day.of_state(*FROM[kind])
    if not tickets:
        return None
    ticket = tickets[pick % len(tickets)]
    if kind == "call":
        return day.call(ticket, COUNTERS[ms % len(COUNTERS)])
    event: HallEvent = getattr(day, kind)(ticket)
    return event


@given(Acts, st.integers(0, 60))
def test_snapshot_and_events_equal_a_later_snapshot(acts: list[tuple[str, int, int]], cut: int) -> None:
    day = Day(HALL)
    board = Board()
    for place, (kind, pick, ms) in enumerate(acts):
        if place == min(cut, len(acts) - 1):
            board = reduce(board, day.snapshot(), Moment(day.at, day.at))
        event = act(day, kind, pick, ms)
        if event is not None:
            board = reduce(board, event, Moment(day.at, day.at))
    if not acts:
        board = reduce(board, day.snapshot(), Moment(day.at, day.at))
    later = reduce(Board(), day.snapshot(), Moment(day.at, day.at))
    assert facts(board) == facts(later)


@given(Acts)
def test_no_call_is_lost_merged_or_overtaken(acts: list[tuple[str, int, int]]) -> None:
    """Every call and recall asks for one chime and flashes one card once, in the order they were heard."""
    day = Day(HALL)
    board = reduce(Board(), day.snapshot(), Moment(day.at, day.at))
    wanted: list[int] = []
    shown: list[int] = []
    for kind, pick, ms in acts:
        before = board
        event = act(day, kind, pick, ms)
        board = reduce(board, event if event is not None else Tick(), Moment(day.at, day.at))
        if isinstance(event, TicketCalled | TicketRecalled):
            wanted.append(event.seq)
            assert board.calls[0].seq == event.seq
        shown += _flashed(before, board)
        assert len(board.deck.cards) <= MOST_CARDS
        assert board.chimes == len(wanted)
    for _ in range(len(wanted) + 1):
        before = board
        day.pass_ms(3_000)
        board = reduce(board, Tick(), Moment(day.at, day.at))
        shown += _flashed(before, board)
    assert sorted(shown) == wanted
    assert board.deck.queue == ()
    assert len(board.calls) <= CALLS_KEPT


@given(Acts)
def test_an_outage_rings_nothing_and_the_board_is_right_after_it(acts: list[tuple[str, int, int]]) -> None:
    day = Day(HALL)
    board = reduce(Board(), day.snapshot(), Moment(day.at, day.at))
    board = reduce(board, LinkChanged(up=False), Moment(day.at, day.at))
    for kind, pick, ms in acts:
        act(day, kind, pick, ms)
    board = reduce(board, day.snapshot(), Moment(day.at, day.at))
    assert board.chimes == 0
    assert not board.stale
    states = {ticket.ticket_id: ticket.state for ticket in day.tickets.values()}
    for card in board.deck.cards:
        assert card.flashes == 0
        assert states[card.call.ticket_id] == "called"
        assert day.at - card.call.at <= 60_000


def _flashed(before: Board, after: Board) -> list[int]:
    """Positions in the log of the calls that began to flash in this step, oldest first."""
    known = {(card.call.ticket_id, card.call.seq) for card in before.deck.cards}
    return sorted(card.call.seq for card in after.deck.cards if (card.call.ticket_id, card.call.seq) not in known)
