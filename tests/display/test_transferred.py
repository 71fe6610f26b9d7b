"""A number that goes on to another line, as the wall tells it."""

from __future__ import annotations

from display.board import Board, Moment, Tick, facts
from display.board_reducer import reduce
from tests.real_hall import RealHall, sample_config
from wire.messages import HallMoved


def heard(board: Board, message: HallMoved, at: int) -> Board:
    return reduce(board, message, Moment(message.at, at))


def test_its_card_fades_at_once_and_nothing_rings() -> None:
    hall = RealHall()
    board = reduce(Board(), hall.snapshot(), Moment(hall.at, 0))
    board = heard(board, hall.issue("benefit-first"), 1)
    does = next(one.counter_id for one in hall.config.counters if "benefit-first" in one.primary)
    board = heard(board, hall.next(does), 10)
    (card,) = board.deck.cards
    sent = hall.transfer(card.call.ticket.ticket_id, "training")
    board = heard(board, sent, 20)
    assert [one.fades_since for one in board.deck.cards] == [20]
    assert {one.service_id: one.waiting for one in board.services if one.waiting} == {"training": 1}
    later = reduce(board, Tick(), Moment(hall.at, 2_000))
    assert later.deck.cards == ()
    assert later.chimes == 1, "its first call alone"
    assert facts(later) == facts(reduce(Board(), hall.snapshot(), Moment(hall.at, 0)))


def test_it_is_called_by_its_own_number_to_what_it_waits_for_now() -> None:
    hall = RealHall(sample_config())
    board = reduce(Board(), hall.snapshot(), Moment(hall.at, 0))
    board = heard(board, hall.issue("benefit-first"), 1)
    number = hall.ticket(hall.of_state("waiting")[0]).number
    board = heard(board, hall.transfer(hall.of_state("waiting")[0], "training"), 2)
    does = next(one.counter_id for one in hall.config.counters if "training" in (*one.primary, *one.backup))
    board = heard(board, hall.next(does), 30_000)
    (card,) = board.deck.cards
    assert (card.call.ticket.number, card.call.ticket.visit.service_id) == (number, "training")
    assert card.call.counter_id == does
    assert board.chimes == 1
    assert board.content.service_id == "training"
