"""Laws of the board, held against random days of the real hall."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from display.board import Board, LinkChanged, Moment, Tick, facts
from display.board_reducer import CALLS_KEPT, LATE_MS, reduce
from display.deck import MOST_CARDS, Deck
from server.domain import commands
from server.domain.tickets import Channel, TicketState, Visit
from server.domain.visitor_classes import ORDINARY, PRIORITY
from tests.real_hall import RealHall, sample_config
from wire.messages import HallMoved, Snapshot

CONFIG = sample_config()
FEWER = sample_config(services=5)
SERVICES = [one.service_id for one in CONFIG.services]
COUNTERS = [one.counter_id for one in CONFIG.counters]
Move = type[
    commands.UndoCall | commands.RecallTicket | commands.ArriveTicket | commands.FinishTicket | commands.MissTicket
]
MOVES: dict[str, tuple[Move, TicketState]] = {
    "undo": (commands.UndoCall, TicketState.CALLED),
    "recall": (commands.RecallTicket, TicketState.CALLED),
    "arrive": (commands.ArriveTicket, TicketState.CALLED),
    "finish": (commands.FinishTicket, TicketState.SERVING),
    "miss": (commands.MissTicket, TicketState.CALLED),
}
DAY_MS = 24 * 3_600_000
Told = list[tuple[str, int, int]]
Acts = st.lists(
    st.tuples(
        st.sampled_from(
            ["issue"] * 4 + ["next"] * 3 + ["out_of_turn", *MOVES, "miss", "restore", "wait", "configure", "new_day"]
        ),
        st.integers(0, 7),
        st.integers(0, 9_000),
    ),
    max_size=60,
)


def act(hall: RealHall, kind: str, pick: int, ms: int) -> list[HallMoved | Snapshot]:
    """Asks the hall for something, which it may refuse. Gives what it then says."""
    before = len(hall.messages)
    counter_id = COUNTERS[pick % len(COUNTERS)]
    if kind == "wait":
        hall.pass_ms(ms)
    elif kind == "issue":
        visitor = PRIORITY if ms % 7 == 0 else ORDINARY
        hall.ask(commands.IssueTicket(Visit(SERVICES[pick], Channel.KIOSK, "zh-TW", visitor)))
    elif kind == "next":
        present = (None, commands.Leaving.SERVED, commands.Leaving.MISSED)[ms % 3]
        hall.ask(commands.CallNext(counter_id, hall.hall.counter(counter_id).calls, present))
    elif kind == "configure":
        hall.ask(commands.ConfigureHall(FEWER if ms % 2 else CONFIG))
    elif kind == "new_day":
        hall.pass_ms(DAY_MS)
        hall.ask(commands.OpenDay((date.fromisoformat(hall.hall.date) + timedelta(days=1)).isoformat()))
    else:
        _move(hall, kind, pick, counter_id)
    return hall.messages[before:]


def _move(hall: RealHall, kind: str, pick: int, counter_id: str) -> None:
    wanted = {"restore": TicketState.MISSED, "out_of_turn": TicketState.WAITING}
    tickets = hall.of_state(wanted[kind] if kind in wanted else MOVES[kind][1])
    if not tickets:
        return
    ticket = tickets[pick % len(tickets)]
    if kind == "out_of_turn":
        hall.call(ticket, counter_id)
    elif kind == "restore":
        hall.ask(commands.RestoreTicket(ticket))
    else:
        hall.ask(MOVES[kind][0](hall.ticket(ticket).counter_id or "", ticket))


@given(Acts, st.integers(0, 60))
def test_a_snapshot_and_what_moves_equal_a_later_snapshot(acts: list[tuple[str, int, int]], cut: int) -> None:
    hall = RealHall(CONFIG)
    board = Board()
    for place, (kind, pick, ms) in enumerate(acts):
        if place == min(cut, len(acts) - 1):
            board = reduce(board, hall.snapshot(), Moment(hall.at, hall.at))
        for message in act(hall, kind, pick, ms):
            board = reduce(board, message, Moment(hall.at, hall.at))
    if not acts:
        board = reduce(board, hall.snapshot(), Moment(hall.at, hall.at))
    later = reduce(Board(), hall.snapshot(), Moment(hall.at, hall.at))
    assert _listed(board, hall) == _listed(later, hall)


@given(Acts)
@example(
    [("issue", 0, 0)] * 5
    + [("next", 1, 0), ("next", 1, 1), ("next", 1, 1), ("out_of_turn", 0, 0), ("out_of_turn", 0, 0)]
    + [("arrive", 0, 0), ("undo", 0, 0)]
)
def test_no_call_is_lost_merged_or_overtaken(acts: list[tuple[str, int, int]]) -> None:
    """Every call and recall asks for one chime and flashes one card once, in the order they were heard; but not what is
    over before its turn. What is over is shown by nothing 300 ms later, and both monitors show one call. A snapshot of
    the same day (a new configuration) is no news; a new day begins empty.
    """
    hall = RealHall(CONFIG)
    board = reduce(Board(), hall.snapshot(), Moment(hall.at, hall.at))
    rung = 0
    wanted: list[int] = []
    shown: list[int] = []
    for kind, pick, ms in acts:
        heard: list[HallMoved | Snapshot | Tick] = [*act(hall, kind, pick, ms), Tick()]
        for message in heard:
            before = board
            board = reduce(board, message, Moment(hall.at, hall.at))
            if isinstance(message, Snapshot) and message.date != before.date:
                wanted, shown = [], []
                assert board.deck == Deck()
                continue
            if isinstance(message, HallMoved) and message.rings:
                rung += 1
                wanted.append(message.seq)
                assert board.calls[0].seq == message.seq
            shown += _flashed(before, board)
            if isinstance(message, HallMoved):
                wanted = [seq for seq in wanted if seq in shown or seq not in _over_in_turn(before, message)]
            assert len(board.deck.cards) <= MOST_CARDS
            on = board.deck.show
            assert board.content.call is None or (on is not None and board.content.call.seq == on.call.seq)
        later = reduce(board, Tick(), Moment(hall.at + 300, hall.at + 300))
        assert _all_shown(later) <= set(hall.of_state("called"))
        assert board.chimes == rung
    for _ in range(len(wanted) + 1):
        before = board
        hall.pass_ms(3_000)
        board = reduce(board, Tick(), Moment(hall.at, hall.at))
        shown += _flashed(before, board)
    assert sorted(shown) == wanted
    assert board.deck.queue == ()
    assert len(board.calls) <= CALLS_KEPT + len(COUNTERS)


def _before_and_missed(before: Told, missed: Told) -> tuple[RealHall, Board, list[HallMoved | Snapshot]]:
    """A hall, a board that has heard the first acts of it, and what was said at the others."""
    hall = RealHall(CONFIG)
    board = reduce(Board(), hall.snapshot(), Moment(hall.at, hall.at))
    for kind, pick, ms in before:
        for message in act(hall, kind, pick, ms):
            board = reduce(board, message, Moment(hall.at, hall.at))
    return hall, board, [message for kind, pick, ms in missed for message in act(hall, kind, pick, ms)]


def _young(hall: RealHall, said: list[HallMoved | Snapshot]) -> set[int]:
    """Positions in the log of the calls that are not too old now."""
    return {one.seq for one in said if isinstance(one, HallMoved) and one.rings and hall.at - one.at < LATE_MS}


@given(Acts, Acts)
def test_after_an_outage_what_is_young_and_stands_rings_and_nothing_else(before: Told, missed: Told) -> None:
    hall, had, said = _before_and_missed(before, missed)
    now = Moment(hall.at, hall.at)
    board = reduce(reduce(had, LinkChanged(up=False), now), hall.snapshot(), now)
    news = {one.seq for one in board.calls if one.ticket.stage == "called"} & _young(hall, said)
    assert board.chimes - had.chimes == len(news)
    assert {calls[0].seq for calls, _ in board.rang} - {calls[0].seq for calls, _ in had.rang} == news
    assert not board.stale
    waited = {one.call.ticket.ticket_id for one in had.deck.queue}
    was_there = {card.call.ticket.ticket_id for card in had.deck.cards}
    for card in board.deck.cards:
        assert card.call.seq in news or card.call.ticket.ticket_id in waited | was_there


@given(Acts, Acts)
@example([], [("issue", 1, 0), ("issue", 5, 0), ("next", 0, 0), ("next", 6, 0), ("miss", 0, 0), ("miss", 0, 0)])
def test_after_standing_still_what_is_young_rings_and_nothing_else(before: Told, missed: Told) -> None:
    hall, had, said = _before_and_missed(before, missed)
    now = Moment(hall.at, hall.at)
    board = had
    for message in said:
        board = reduce(board, message, now)
    young = _young(hall, said)
    assert _listed(board, hall) == _listed(reduce(Board(), hall.snapshot(), now), hall)
    assert board.chimes - had.chimes == len(young)
    if board.date == had.date:
        waited = {one.call.ticket.ticket_id for one in had.deck.queue}
        was_there = {card.call.ticket.ticket_id for card in had.deck.cards}
        for card in board.deck.cards:
            assert card.call.seq in young or card.call.ticket.ticket_id in waited | was_there


def _listed(board: Board, hall: RealHall) -> tuple[object, ...]:
    """The facts, once the hall has said in which order it lists those set aside, as it does after each of its words."""
    return facts(reduce(board, hall.lines(), Moment(hall.at, hall.at)))


def _all_shown(board: Board) -> set[str]:
    """Tickets, by id, that anything of the display says are called."""
    cards = (call for card in board.deck.cards for call in card.calls)
    rang = (call for calls, _ in board.rang for call in calls)
    content = () if board.content.call is None else (board.content.call, *board.content.others)
    return {call.ticket.ticket_id for call in (*cards, *rang, *content)}


def _over_in_turn(board: Board, moved: HallMoved) -> set[int]:
    """Positions of the calls that are over by this and have not been on the screen yet."""
    tickets = {ticket.ticket_id for ticket in moved.tickets if ticket.stage != "called"}
    return {waiting.call.seq for waiting in board.deck.queue if waiting.call.ticket.ticket_id in tickets}


def _flashed(before: Board, after: Board) -> list[int]:
    """Positions in the log of the calls that began to flash in this step, oldest first."""
    known = {(card.call.ticket.ticket_id, card.call.seq) for card in before.deck.cards}
    return sorted(
        card.call.seq for card in after.deck.cards if (card.call.ticket.ticket_id, card.call.seq) not in known
    )
