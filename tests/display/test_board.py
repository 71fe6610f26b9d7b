"""The board: what each message changes, and what it never changes."""

from __future__ import annotations

import pytest

from display.board import Board, Moment, Tick
from display.board_reducer import GRACE_MS, LATE_MS, reduce
from display.deck import TURN_WITHIN_MS, Dwell
from display.programme import SHOW_MS, round_of
from server.domain import commands
from tests.display.walls import ENDINGS, Wall
from tests.real_hall import MORNING, RealHall
from wire.messages import OpeningChanged


def test_before_a_snapshot_nothing_is_known_and_events_are_not_guessed_from() -> None:
    moved = RealHall().issue("training")
    board = reduce(Board(), moved, Moment(MORNING, 1))
    assert board.hall is None
    assert board == Board()


def test_a_call_is_in_last_calls_and_on_a_card_in_the_same_step() -> None:
    wall = Wall().start()
    wall.called("training", "5")
    assert wall.listed() == ["E001"]
    assert wall.cards() == ["E001"]
    assert wall.board.chimes == 1
    assert wall.board.content.service_id == "training"
    assert wall.board.content.call == wall.board.calls[0]


def test_five_calls_at_once_all_enter_last_calls_while_each_waits_for_its_show() -> None:
    wall = Wall().start()
    for number in range(1, 6):
        wall.called("reply-card", str(number))
    assert wall.listed() == ["C005", "C004", "C003", "C002", "C001"]
    assert wall.cards() == ["C001"]
    assert wall.board.chimes == 5
    assert wall.wait(2_900).cards() == ["C001"]
    assert wall.wait(100).cards() == ["C002", "C001"]
    assert wall.wait(6_000).cards() == ["C004", "C003", "C002", "C001"]
    assert wall.wait(3_000).cards() == ["C005", "C004", "C003", "C002"]
    assert wall.board.chimes == 5


def test_a_card_rests_until_newer_calls_need_the_room() -> None:
    wall = Wall().start()
    wall.called("training", "5")
    assert wall.wait(600_000).cards() == ["E001"]
    wall.called("youth", "6")
    assert wall.cards() == ["G001", "E001"]
    for number in range(1, 4):
        wall.wait(3_000).called("reply-card", str(number))
    assert wall.cards() == ["C003", "C002", "C001", "G001"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_whatever_a_call_ends_by_it_is_off_everything_at_once(ending: str) -> None:
    wall = Wall().start()
    ticket_id = wall.called("training", "5")
    followed = wall.board.content.call
    assert (wall.cards(), followed is not None) == (["E001"], True)
    assert [calls[0].ticket.number for calls, _ in wall.board.rang] == ["E001"]
    wall.ends(ending, ticket_id)
    assert [card.fades_since for card in wall.board.deck.cards] == [wall.steady]
    assert wall.board.content.call is None
    assert wall.board.rang == ()
    assert wall.board.ended == (ticket_id,)
    assert wall.wait(300).cards() == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_call_that_is_over_before_its_show_has_none(ending: str) -> None:
    wall = Wall().start()
    wall.called("youth", "6")
    waits = wall.called("training", "5")
    assert [one.call.ticket.number for one in wall.board.deck.queue] == ["E001"]
    wall.ends(ending, waits)
    assert wall.board.deck.queue == ()
    assert wall.wait(20_000).cards() == ["G001"]


def test_when_the_newest_is_over_the_one_before_it_is_shown_again() -> None:
    wall = Wall().start()
    wall.called("youth", "6")
    newest = wall.wait(3_000).called("training", "5")
    assert wall.cards() == ["E001", "G001"]
    wall.ends("arrive", newest)
    assert wall.wait(300).cards() == ["G001"]
    assert wall.board.content.call is not None
    assert wall.board.content.call.ticket.number == "G001"


def test_both_monitors_show_the_same_call_while_others_wait_for_their_show() -> None:
    wall = Wall().start()
    for number in range(1, 5):
        wall.called("reply-card", str(number))
    for _ in range(120):
        shown = wall.wait(100).board.deck.show
        assert shown is not None
        if wall.board.content.call is not None:
            assert wall.board.content.call == shown.call
    assert wall.cards()[0] == "C004"


def test_a_recall_of_the_call_in_its_show_flashes_and_rings_it_again_at_once() -> None:
    wall = Wall().start()
    first = wall.called("training", "5")
    wall.wait(1_000).hear(wall.hall.recall(first))
    assert [(card.call.ticket.number, card.flashes) for card in wall.board.deck.cards] == [("E001", 2)]
    assert wall.board.chimes == 2


def test_a_recall_of_an_older_call_has_a_show_of_its_own() -> None:
    wall = Wall().start()
    first = wall.called("training", "5")
    wall.wait(3_000).called("youth", "6")
    assert wall.cards() == ["G001", "E001"]
    wall.wait(1_000).hear(wall.hall.recall(first))
    assert wall.cards() == ["G001", "E001"], "its turn has not come"
    assert wall.wait(2_000).cards() == ["E001", "G001"]
    flashes = {card.call.ticket.number: card.flashes for card in wall.board.deck.cards}
    assert flashes == {"E001": 2, "G001": 1}
    assert wall.board.chimes == 3
    assert wall.listed() == ["E001", "G001"]
    assert wall.board.content.service_id == "training"


def test_a_recall_of_a_call_whose_card_had_to_go_gets_one_again() -> None:
    wall = Wall().start()
    first = wall.called("training", "5")
    for number in range(1, 5):
        wall.wait(4_000).called("reply-card", str(number))
    assert wall.cards() == ["C004", "C003", "C002", "C001"]
    wall.wait(20_000).hear(wall.hall.recall(first))
    assert wall.cards() == ["E001", "C004", "C003", "C002"]
    assert wall.board.chimes == 6


def test_a_recall_of_a_call_still_waiting_for_its_show_gets_another() -> None:
    wall = Wall().start()
    wall.called("reply-card", "1")
    second = wall.called("reply-card", "2")
    wall.hear(wall.hall.recall(second))
    assert wall.cards() == ["C001"]
    wall.wait(3_000)
    assert [(card.call.ticket.number, card.flashes) for card in wall.board.deck.cards] == [("C002", 1), ("C001", 1)]
    wall.wait(3_000)
    assert [(card.call.ticket.number, card.flashes) for card in wall.board.deck.cards] == [("C002", 2), ("C001", 1)]
    assert wall.board.deck.queue == ()


def test_the_same_event_twice_changes_nothing() -> None:
    wall = Wall().start()
    issued = wall.hall.issue("training")
    called = wall.hall.call(issued.tickets[0].ticket_id, "5")
    once = wall.told(issued, called).board
    assert once.chimes == 1
    assert wall.told(issued, called).board is once


def test_missed_numbers_are_listed_and_leave_when_restored_or_called() -> None:
    wall = Wall().start()
    first, second = wall.called("training", "5"), wall.called("youth", "6")
    wall.wait(1_000).hear(wall.hall.miss(first), wall.hall.miss(second))
    assert [ticket.number for ticket in wall.board.missed] == ["G001", "E001"]
    wall.told(wall.hall.lines())
    assert [ticket.number for ticket in wall.board.missed] == ["G001", "E001"], "the order is the hall's"
    wall.hear(wall.hall.restore(first))
    assert [ticket.number for ticket in wall.board.missed] == ["G001"]
    assert wall.wait(300).cards() == []
    wall.hear(wall.hall.restore(second), wall.hall.call(second, "6"))
    assert wall.board.missed == ()
    assert wall.cards() == ["G001"]


def test_waiting_counts_are_those_that_the_hall_says() -> None:
    wall = Wall().start()
    wall.hear(wall.hall.issue("training"), wall.hall.issue("training"))
    assert _waiting(wall.board, "training") == 2
    wall.hear(wall.hall.issue("training"))
    assert _waiting(wall.board, "training") == 3
    wall.hear(wall.hall.next("5"))
    assert _waiting(wall.board, "training") == 2


def test_opening_changes_the_services_named_and_no_other() -> None:
    wall = Wall().start()
    wall.hall.closed["youth"] = MORNING + 3_600_000
    youth = [one for one in wall.hall.opening_changed().services if one.service_id == "youth"]
    wall.told(OpeningChanged(services=tuple(youth)))
    closed = [one for one in wall.board.services if not one.open]
    assert [(one.service_id, one.opens_at) for one in closed] == [("youth", MORNING + 3_600_000)]


def test_a_call_learnt_in_a_snapshot_rings_while_it_is_young_and_still_stands() -> None:
    wall = Wall().start()
    wall.link(up=False).wait(5_000)
    hall = wall.hall
    old, served, young = (hall.issue("reply-card").tickets[0].ticket_id for _ in range(3))
    hall.call(old, "1")
    hall.pass_ms(LATE_MS - 1_000)
    hall.call(served, "3")
    hall.finish(served)
    hall.pass_ms(1_000)
    hall.call(young, "2")
    hall.pass_ms(LATE_MS - 1)
    wall.link(up=True).start()
    assert wall.board.chimes == 1
    assert [(card.call.ticket.number, card.flashes) for card in wall.board.deck.cards] == [("C003", 1), ("C001", 0)]
    assert wall.listed() == ["C003", "C002", "C001"]
    assert wall.board.content.call is not None
    assert wall.board.content.call.ticket.number == "C003"
    assert [calls[0].ticket.number for calls, _ in wall.board.rang] == ["C003"]
    wall.start()
    assert wall.board.chimes == 1, "it is no news the second time"


def test_a_call_in_a_snapshot_made_before_the_servers_clock_was_set_back_is_not_announced() -> None:
    wall = Wall()
    wall.hall.call(wall.hall.issue("training").tickets[0].ticket_id, "5")
    wall.hall.pass_ms(-3_600_000)
    assert (wall.start().board.chimes, wall.cards(), wall.listed()) == (0, ["E001"], ["E001"])
    wall.called("youth", "6")
    assert (wall.board.chimes, wall.cards()) == (1, ["G001", "E001"])


def test_who_is_called_while_a_display_starts_stands_large_and_silent_on_both_monitors() -> None:
    wall = Wall()
    called = [wall.hall.issue(service).tickets[0].ticket_id for service in ("training", "youth", "reply-card")]
    for ticket_id, counter_id in zip(called, ("5", "6", "3"), strict=True):
        wall.hall.call(ticket_id, counter_id)
        wall.hall.pass_ms(LATE_MS)
    wall.hall.finish(called[1])
    wall.start()
    assert (wall.board.chimes, wall.cards()) == (0, ["C001", "E001"])
    assert wall.board.content.call is not None
    assert wall.board.content.call.ticket.number == "C001"
    wall.start()
    assert wall.cards() == ["C001", "E001"], "each once"


def test_a_display_that_stood_still_announces_no_old_calls() -> None:
    """What was said meanwhile it reads all at once, as it happened."""
    wall = Wall().start()
    for number in range(20):
        ticket_id = wall.hall.issue("reply-card").tickets[0].ticket_id
        wall.hall.call(ticket_id, str(number % 8 + 1))
        wall.hall.pass_ms(3_750)
    wall.steady += 75_000
    wall.told(Tick()).hear()
    assert wall.board.chimes == 2, "the last but two is 11 s old"
    assert wall.cards() == ["C019", "C018", "C017", "C016"]
    assert wall.wait(3_000).cards() == ["C020", "C019", "C018", "C017"]
    assert [calls[0].ticket.number for calls, _ in wall.board.rang] == ["C020", "C019"]
    assert wall.listed()[:3] == ["C020", "C019", "C018"]


def test_who_is_called_late_lies_before_the_others_whose_order_stays_that_of_their_shows() -> None:
    wall = Wall().start()
    first = wall.called("benefit-again", "3")
    wall.wait(8_000)
    second = wall.called("training", "5")
    wall.wait(8_000).hear(wall.hall.recall(first)).wait(8_000)
    assert wall.cards() == ["B001", "E001"]
    wall.hall.recall(second)
    late = wall.hall.issue("reply-card").tickets[0].ticket_id
    wall.hall.call(late, "4")
    wall.hall.pass_ms(LATE_MS)
    wall.hear()
    assert wall.cards() == ["C001", "B001", "E001"], "a recall that nobody heard moves no card"


def test_who_is_called_late_takes_nobody_s_show() -> None:
    wall = Wall().start()
    for number in range(1, 6):
        wall.called("reply-card", str(number))
    late = wall.hall.issue("training").tickets[0].ticket_id
    wall.hall.call(late, "6")
    wall.wait(12_100)
    assert wall.cards() == ["C005", "C004", "C003", "C002"]
    wall.hear()
    assert wall.cards() == ["C005", "E001", "C004", "C003"], "C005 is in its show"
    assert wall.board.deck.show is not None
    assert wall.board.deck.show.call.ticket.number == "C005"


@pytest.mark.parametrize(("age", "rings"), [(LATE_MS - 1, 1), (LATE_MS, 0)])
def test_a_ticket_called_again_during_an_outage_keeps_its_card(age: int, rings: int) -> None:
    wall = Wall().start()
    ticket_id = wall.called("training", "5")
    wall.wait(4_000).hear(wall.hall.miss(ticket_id))
    wall.link(up=False)
    wall.hall.restore(ticket_id)
    wall.hall.call(ticket_id, "6")
    wall.hall.pass_ms(age)
    wall.link(up=True).start().wait(60_000)
    (card,) = wall.board.deck.cards
    assert (card.call.ticket.number, card.call.counter_id) == ("E001", "6")
    assert card.flashes == 1 + rings
    assert wall.board.chimes == 1 + rings


def test_a_snapshot_keeps_what_waits_for_its_turn() -> None:
    wall = Wall().start()
    names = [wall.called("reply-card", str(number)) for number in range(1, 7)]
    wall.hear(wall.hall.recall(names[5]))
    waiting = ["C002", "C003", "C004", "C005", "C006"]
    assert [one.call.ticket.number for one in wall.board.deck.queue] == [*waiting, "C006"]
    wall.link(up=False)
    wall.hall.recall(names[5])
    wall.hall.pass_ms(LATE_MS)
    wall.link(up=True).start()
    assert wall.board.chimes == 7
    assert [one.call.ticket.number for one in wall.board.deck.queue] == waiting, "once, as it is now"
    assert wall.wait(15_000).cards() == ["C006", "C005", "C004", "C003"]


def test_a_call_waits_for_its_turn_for_a_minute_and_no_longer() -> None:
    wall = Wall()
    wall.board = Board(dwell=Dwell(alone=TURN_WITHIN_MS * 2, busy=TURN_WITHIN_MS * 2))
    wall.start()
    wall.called("reply-card", "1")
    wall.called("reply-card", "2")
    assert len(wall.wait(TURN_WITHIN_MS).board.deck.queue) == 1
    assert wall.wait(100).board.deck.queue == ()
    assert wall.wait(2 * TURN_WITHIN_MS).cards() == ["C001"]


def test_a_snapshot_leaves_present_cards_as_they_are() -> None:
    wall = Wall().start()
    wall.called("training", "5")
    before = wall.board
    wall.start()
    assert wall.board.deck == before.deck
    assert wall.board.content == before.content
    assert wall.board.chimes == 1


def test_a_new_day_clears_cards_and_calls() -> None:
    wall = Wall().start()
    missed = wall.called("training", "5")
    wall.hear(wall.hall.miss(missed))
    wall.called("youth", "6")
    assert (wall.wait(300).cards(), len(wall.board.calls), len(wall.board.missed)) == (["G001"], 2, 1)
    wall.hall.pass_ms(24 * 3_600_000)
    wall.hall.ask(commands.OpenDay("2026-11-24"))
    wall.hear()
    assert wall.board.date == "2026-11-24"
    assert (wall.cards(), wall.board.calls, wall.board.missed) == ([], (), ())


def test_a_lost_link_keeps_the_last_good_numbers_and_says_since_when() -> None:
    wall = Wall().start()
    wall.called("training", "5")
    lost = wall.now
    wall.link(up=False)
    assert not wall.says_stale()
    wall.wait(GRACE_MS - 100)
    assert not wall.says_stale()
    wall.wait(100)
    assert wall.says_stale()
    assert wall.board.lost == lost
    wall.link(up=False).wait(1_000)
    assert wall.board.lost == lost
    assert wall.cards() == ["E001"]
    wall.link(up=True)
    assert wall.says_stale()
    wall.start()
    assert not wall.says_stale()


def test_a_link_that_never_was_is_not_called_lost() -> None:
    wall = Wall().link(up=False).wait(10_000)
    assert not wall.says_stale()


def test_guides_take_turns_of_twelve_seconds_and_the_round_goes_on_after_a_call() -> None:
    wall = Wall().start()
    keys = [one.key for one in round_of(wall.hall.view, (), MORNING)]
    assert keys[0] == "benefit-first"
    seen = []
    for _ in range(4):
        seen.append(wall.board.content.service_id or wall.board.content.entry)
        wall.wait(SHOW_MS)
    assert seen == keys[:4]
    assert keys[4] in {wall.board.content.service_id, wall.board.content.entry}
    wall.called("youth", "6")
    assert wall.board.content.service_id == "youth"
    wall.wait(SHOW_MS - 100)
    assert wall.board.content.service_id == "youth"
    wall.wait(100)
    assert keys[5] in {wall.board.content.service_id, wall.board.content.entry}
    assert wall.board.content.call is None


def test_a_clock_that_jumps_moves_no_card() -> None:
    wall = Wall().start()
    wall.called("training", "5")
    board = reduce(wall.board, Tick(), Moment(MORNING - 86_400_000, wall.steady))
    assert board is wall.board


def test_time_alone_gives_the_same_object() -> None:
    wall = Wall().start()
    before = wall.board
    assert wall.wait(1_000).board is before


def _waiting(board: Board, service_id: str) -> int:
    return next(one.waiting for one in board.services if one.service_id == service_id)
