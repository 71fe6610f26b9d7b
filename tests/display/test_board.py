"""The board: what each message changes, and what it never changes."""

from __future__ import annotations

from display.board import GRACE_MS, Board, LinkChanged, Moment, Tick, reduce
from display.playlist import SHOW_MS
from tests.display.halls import MORNING, Day
from wire.messages import OpeningChanged
from wire.messages.events import HallEvent


class Wall:
    """A board that hears a day, on a clock of its own."""

    def __init__(self, day: Day | None = None) -> None:
        self.day = day or Day()
        self.steady = 1_000_000
        self.board = Board()

    @property
    def now(self) -> Moment:
        return Moment(self.day.at, self.steady)

    def start(self) -> Wall:
        self.board = reduce(self.board, self.day.snapshot(), self.now)
        return self

    def hear(self, *events: HallEvent) -> Wall:
        for event in events:
            self.board = reduce(self.board, event, self.now)
        return self

    def wait(self, ms: int) -> Wall:
        for _ in range(ms // 100):
            self.day.pass_ms(100)
            self.steady += 100
            self.board = reduce(self.board, Tick(), self.now)
        return self

    def link(self, *, up: bool) -> Wall:
        self.board = reduce(self.board, LinkChanged(up=up), self.now)
        return self

    def called(self, service_id: str, counter_id: str, *, number: int | None = None) -> str:
        issued = self.day.issue(service_id, number=number)
        self.hear(issued, self.day.call(issued.ticket.ticket_id, counter_id))
        return issued.ticket.ticket_id

    def says_stale(self) -> bool:
        return self.board.stale

    def cards(self) -> list[str]:
        return [card.call.number for card in self.board.deck.cards]


def test_before_a_snapshot_nothing_is_known_and_events_are_not_guessed_from() -> None:
    day = Day()
    event = day.issue("training")
    board = reduce(Board(), event, Moment(MORNING, 1))
    assert board.hall is None
    assert board == Board()


def test_a_call_is_in_last_calls_and_on_a_card_in_the_same_step() -> None:
    wall = Wall().start()
    wall.called("training", "5")
    assert [call.number for call in wall.board.calls] == ["E001"]
    assert wall.cards() == ["E001"]
    assert wall.board.chimes == 1
    assert wall.board.content.service_id == "training"
    assert wall.board.content.call == wall.board.calls[0]


def test_five_calls_at_once_all_enter_last_calls_while_the_cards_queue() -> None:
    wall = Wall().start()
    for number in range(1, 6):
        wall.called("reply-card", str(number))
    assert [call.number for call in wall.board.calls] == ["C005", "C004", "C003", "C002", "C001"]
    assert wall.cards() == ["C004", "C003", "C002", "C001"]
    assert wall.board.chimes == 5
    assert wall.wait(2_900).cards() == ["C004", "C003", "C002", "C001"]
    assert wall.wait(100).cards() == ["C005", "C004", "C003", "C002"]
    assert wall.board.chimes == 5


def test_a_card_rests_until_a_newer_call_needs_the_room() -> None:
    wall = Wall().start()
    wall.called("training", "5")
    assert wall.wait(600_000).cards() == ["E001"]
    wall.called("youth", "6")
    assert wall.cards() == ["G001"]


def test_a_call_within_the_dwell_of_another_shares_the_screen() -> None:
    wall = Wall().start()
    wall.called("training", "5")
    wall.wait(7_900)
    wall.called("youth", "6")
    assert wall.cards() == ["G001", "E001"]
    wall.wait(100)
    wall.called("employer", "7")
    assert wall.cards() == ["F001", "G001"]


def test_a_recall_flashes_and_rings_again_where_the_card_is() -> None:
    wall = Wall().start()
    first = wall.called("training", "5")
    wall.called("youth", "6")
    wall.wait(1_000).hear(wall.day.recall(first))
    assert wall.cards() == ["G001", "E001"]
    flashes = {card.call.number: card.flashes for card in wall.board.deck.cards}
    assert flashes == {"E001": 2, "G001": 1}
    assert wall.board.chimes == 3
    assert [call.number for call in wall.board.calls] == ["E001", "G001"]
    assert wall.board.content.service_id == "training"


def test_a_recall_of_a_call_long_gone_gets_a_card_again() -> None:
    wall = Wall().start()
    first = wall.called("training", "5")
    wall.wait(20_000)
    wall.called("youth", "6")
    wall.wait(20_000).hear(wall.day.recall(first))
    assert wall.cards() == ["E001"]
    assert wall.board.chimes == 3


def test_a_recall_of_a_call_still_waiting_for_room_gets_its_own_show() -> None:
    wall = Wall().start()
    names = [wall.called("reply-card", str(number)) for number in range(1, 6)]
    wall.hear(wall.day.recall(names[4]))
    assert wall.cards() == ["C004", "C003", "C002", "C001"]
    wall.wait(3_000)
    assert {card.call.number: card.flashes for card in wall.board.deck.cards}["C005"] == 1
    wall.wait(3_000)
    assert {card.call.number: card.flashes for card in wall.board.deck.cards}["C005"] == 2
    assert wall.board.deck.queue == ()


def test_the_same_event_twice_changes_nothing() -> None:
    wall = Wall().start()
    issued = wall.day.issue("training")
    called = wall.day.call(issued.ticket.ticket_id, "5")
    once = wall.hear(issued, called).board
    assert wall.hear(issued, called).board is once


def test_missed_numbers_are_listed_and_leave_when_restored_or_called() -> None:
    wall = Wall().start()
    first, second = wall.called("training", "5"), wall.called("youth", "6")
    wall.wait(1_000).hear(wall.day.miss(first), wall.day.miss(second))
    assert [ticket.number for ticket in wall.board.missed] == ["E001", "G001"]
    assert wall.cards() == ["G001", "E001"]
    wall.hear(wall.day.restore(first))
    assert [ticket.number for ticket in wall.board.missed] == ["G001"]
    assert wall.wait(8_000).cards() == []
    wall.hear(wall.day.call(second, "6"))
    assert wall.board.missed == ()
    assert wall.cards() == ["G001"]


def test_waiting_counts_are_the_events_own() -> None:
    wall = Wall().start()
    wall.hear(wall.day.issue("training"), wall.day.issue("training"))
    assert _waiting(wall.board, "training") == 2
    wall.called("training", "5", number=9)
    assert _waiting(wall.board, "training") == 2


def test_opening_changes_the_services_named_and_no_other() -> None:
    wall = Wall().start()
    wall.day.closed["youth"] = MORNING + 3_600_000
    message = OpeningChanged(services=tuple(one for one in wall.day.states() if one.service_id == "youth"))
    wall.board = reduce(wall.board, message, wall.now)
    closed = [one for one in wall.board.services if not one.open]
    assert [(one.service_id, one.opens_at) for one in closed] == [("youth", MORNING + 3_600_000)]


def test_a_snapshot_after_an_outage_rings_nothing_and_shows_only_fresh_standing_calls() -> None:
    wall = Wall().start()
    wall.link(up=False).wait(5_000)
    day = wall.day
    old, served, fresh = (day.issue("reply-card").ticket.ticket_id for _ in range(3))
    day.call(old, "1")
    day.pass_ms(60_001)
    day.call(served, "1")
    day.finish(served)
    day.call(fresh, "2")
    wall.link(up=True).start()
    assert wall.board.chimes == 0
    assert [(card.call.number, card.flashes) for card in wall.board.deck.cards] == [("C003", 0)]
    assert [call.number for call in wall.board.calls] == ["C003", "C002", "C001"]
    assert wall.board.content.call is not None
    assert wall.board.content.call.number == "C003"
    assert wall.board.rang == ()


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
    wall.called("training", "5")
    wall.day = Day()
    wall.day.seq = 100
    wall.start()
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
    seen = []
    for _ in range(3):
        seen.append(wall.board.content.service_id)
        wall.wait(SHOW_MS)
    assert seen == ["benefit-first", "benefit-again", "reply-card"]
    assert wall.board.content.service_id == "job-seeking"
    wall.called("youth", "6")
    assert wall.board.content.service_id == "youth"
    wall.wait(SHOW_MS - 100)
    assert wall.board.content.service_id == "youth"
    wall.wait(100)
    assert wall.board.content.service_id == "training"
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
