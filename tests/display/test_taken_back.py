"""A call that is taken back: nobody is to come any more, and no surface of the display goes on saying so."""

from __future__ import annotations

import msgspec

from display.board import Board, Moment, facts
from display.board_reducer import reduce
from display.deck import FADE_MS, MOST_CARDS
from display.legibility import Monitor
from display.order_layout import order_layout
from display.order_page import order_page
from display.sign_lines import sign_message
from program.texts import read_catalog
from tests.display.walls import Wall
from wire.messages import HallMoved, Snapshot

CATALOG = read_catalog("display")
LAYOUT = order_layout(Monitor(1920, 1080, 55.0, 15.0))
WAITING = {"state": "waiting", "stage": "in_line", "counter_id": None, "called_at": None}


def taken_back(wall: Wall, ticket_id: str) -> HallMoved:
    """What a hall says of a call that was taken back, by whatever verb: the ticket is in line."""
    call = next(message for message in reversed(wall.hall.messages) if message_of(message, ticket_id))
    assert isinstance(call, HallMoved)
    ticket = msgspec.structs.replace(call.tickets[0], **WAITING)
    seq = wall.board.seq + 1
    return HallMoved(seq=seq, prev_seq=seq - 1, at=wall.hall.at, what="unheard_of", tickets=(ticket,))


def message_of(message: HallMoved | Snapshot, ticket_id: str) -> bool:
    return isinstance(message, HallMoved) and any(one.ticket_id == ticket_id for one in message.tickets)


def fading(board: Board, wall: Wall) -> list[bool]:
    return [card.fading for card in order_page(board, wall.now, LAYOUT, CATALOG).cards]


def test_its_card_fades_and_it_is_no_last_call() -> None:
    wall = Wall().start()
    wall.called("training", "5")
    second = wall.wait(3_000).called("youth", "6")
    assert fading(wall.board, wall) == [False, False]
    wall.told(taken_back(wall, second))
    assert wall.listed() == ["E001"]
    assert (wall.cards(), fading(wall.board, wall)) == (["G001", "E001"], [True, False])
    assert wall.wait(FADE_MS - 50).cards() == ["G001", "E001"]
    assert wall.wait(100).cards() == ["E001"]
    assert fading(wall.board, wall) == [False]


def test_the_content_monitor_goes_on_with_its_round() -> None:
    wall = Wall().start()
    ticket_id = wall.called("training", "5")
    assert wall.board.content.call is not None
    assert wall.told(taken_back(wall, ticket_id)).board.content.call is None
    assert wall.wait(100).board.content.turn != ""


def test_the_guide_of_another_call_stays() -> None:
    wall = Wall().start()
    first = wall.called("training", "5")
    wall.wait(3_000).called("youth", "6")
    content = wall.board.content
    wall.told(taken_back(wall, first))
    assert wall.board.content == content


def test_a_card_that_waits_for_room_never_comes() -> None:
    wall = Wall().start()
    wall.called("reply-card", "1")
    second = wall.called("reply-card", "2")
    assert wall.cards() == ["C001"]
    wall.told(taken_back(wall, second))
    assert wall.board.deck.queue == ()
    assert "C002" not in wall.wait(20_000).cards()


def test_a_card_that_fades_makes_room_at_once() -> None:
    wall = Wall().start()
    calls = [wall.called("reply-card", str(number)) for number in range(1, MOST_CARDS + 2)]
    wall.wait(9_000)
    assert wall.cards() == ["C004", "C003", "C002", "C001"]
    wall.told(taken_back(wall, calls[1]))
    wall.told(taken_back(wall, calls[3]))
    assert wall.cards() == ["C005", "C004", "C003", "C001"], "C005 has waited, and the last to fade goes first"


def test_called_anew_its_card_is_whole_again() -> None:
    wall = Wall().start()
    ticket_id = wall.called("training", "5")
    call = wall.hall.last
    wall.told(taken_back(wall, ticket_id))
    seq = wall.board.seq + 1
    wall.told(msgspec.structs.replace(call, seq=seq, prev_seq=seq - 1, at=wall.hall.at))
    assert (wall.cards(), fading(wall.board, wall)) == (["E001"], [False])
    assert wall.board.ended == ()
    assert wall.board.chimes == 2
    assert wall.wait(FADE_MS).cards() == ["E001"]


def test_a_snapshot_does_not_bring_back_who_was_recalled_behind_another_and_is_finished() -> None:
    """Heard while its card fades, of a recall whose turn had not come."""
    wall = Wall().start()
    first = wall.called("training", "5")
    wall.wait(3_000).called("youth", "6")
    wall.hear(wall.hall.recall(first))
    wall.ends("finish", first)
    wall.told(wall.hall.snapshot())
    assert (wall.cards(), fading(wall.board, wall)) == (["G001", "E001"], [False, True])
    assert wall.wait(FADE_MS + 50).cards() == ["G001"]


def test_the_sign_says_nothing_of_it_any_more() -> None:
    wall = Wall().start()
    ticket_id = wall.called("training", "5")
    assert "E001" in sign_message(wall.board, wall.now, CATALOG).text
    wall.told(taken_back(wall, ticket_id))
    assert "E001" not in sign_message(wall.board, wall.now, CATALOG).text


def test_a_chime_that_has_not_sounded_is_named_and_a_new_call_rings() -> None:
    wall = Wall().start()
    first, second = wall.called("training", "5"), wall.called("youth", "6")
    wall.told(taken_back(wall, first))
    wall.told(taken_back(wall, second))
    assert wall.board.ended == (second, first)
    assert wall.board.chimes == 2, "what has rung has rung"


def test_who_comes_back_into_line_from_elsewhere_leaves_the_call_where_it_is() -> None:
    wall = Wall().start()
    ticket_id = wall.called("training", "5")
    wall.hear(wall.hall.miss(ticket_id))
    wall.hear(wall.hall.restore(ticket_id))
    assert wall.listed() == ["E001"], "it was called, and missed"
    assert (fading(wall.board, wall), wall.board.ended) == ([True], (ticket_id,))


def test_a_snapshot_in_which_it_is_in_line_again_says_the_same() -> None:
    wall = Wall().start()
    calls = [wall.called("reply-card", str(number)) for number in range(1, MOST_CARDS + 2)]
    wall.wait(9_000)
    told = wall.hall.snapshot()
    ids = {calls[0], calls[-1]}
    snapshot = msgspec.structs.replace(
        told,
        seq=told.seq + 2,
        tickets=tuple(msgspec.structs.replace(one, **WAITING) if one.ticket_id in ids else one for one in told.tickets),
        calls=tuple(call for call in told.calls if call.ticket.ticket_id not in ids),
    )
    board = reduce(wall.board, snapshot, Moment(wall.hall.at, wall.steady))
    on = [card.call.ticket.number for card in board.deck.cards if card.fades_since is None]
    assert on == ["C004", "C003", "C002"]
    assert board.deck.queue == ()
    assert set(board.ended) == ids
    assert {calls[0].ticket.number for calls, _ in board.rang} == {"C002", "C003", "C004"}


def test_an_undone_call_is_one() -> None:
    wall = Wall().start()
    first = wall.called("training", "5")
    second = wall.called("youth", "6")
    wall.hear(wall.hall.undo(second))
    assert (wall.listed(), wall.board.ended) == (["E001"], (second,))
    assert wall.wait(FADE_MS).cards() == ["E001"]
    assert facts(wall.board) == facts(reduce(Board(), wall.hall.snapshot(), wall.now))
    assert first != second
