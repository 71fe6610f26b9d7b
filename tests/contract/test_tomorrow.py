"""A hall of tomorrow, from the golden files, at the wall, at the kiosk and in the console's state of today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from display.board import Board, Moment
from display.board_reducer import reduce
from tests.contract.test_one_hall import HALL_STATE, Browser, facts_of
from wire.codec import decode_server
from wire.messages import HallMoved, ServerMessage, Snapshot

TOMORROW = Path(__file__).parent / "golden" / "wire-tomorrow"


def told(name: str) -> ServerMessage:
    message = decode_server((TOMORROW / f"{name}.json").read_bytes())
    assert message is not None
    return message


@pytest.fixture
def browser() -> Iterator[Browser]:
    one = Browser(HALL_STATE)
    yield one
    one.close()


def test_an_unheard_of_call_of_two_rings_once_and_shows_both() -> None:
    snapshot, call = told("snapshot"), told("hall_moved-group_call")
    assert isinstance(snapshot, Snapshot)
    assert isinstance(call, HallMoved)
    before = reduce(Board(), snapshot, Moment(snapshot.at, 0))
    after = reduce(before, call, Moment(call.at, 100))
    assert after.chimes == before.chimes + 1
    assert {one.ticket.number for card in after.deck.cards for one in card.calls} >= {"B027", "B028"}
    assert {one.ticket.number for one in after.calls} == {"B027", "B028"}


def test_what_is_set_aside_in_an_unheard_of_way_is_no_missed_number() -> None:
    snapshot = told("snapshot")
    assert isinstance(snapshot, Snapshot)
    board = reduce(Board(), snapshot, Moment(snapshot.at, 0))
    assert snapshot.tickets[0].state == "fetching"
    assert board.missed == ()


def test_waiting_counts_of_two_lines_reach_the_kiosk() -> None:
    facts = facts_of([told("snapshot"), told("hall_moved-transfer")])
    assert facts is not None
    assert facts.state("benefit-again").waiting == 8


def test_the_console_keeps_what_it_understands(browser: Browser) -> None:
    names = ("snapshot", "hall_moved-group_call", "hall_moved-nothing_we_draw", "lines", "device_changed")
    state = browser.state([told(name) for name in names])
    assert {ticket["number"]: ticket["stage"] for ticket in state["tickets"].values()} == {
        "B027": "called",
        "B028": "called",
    }
    assert state["counters"]["3"]["tickets"] == ["1-B027", "1-B028"]
    assert state["services"]["benefit-again"]["waiting"] == 7
    assert [device["state"] for device in state["devices"].values()] == ["scorched"]
    assert "training" not in state["services"], "a service that nobody has told of is not made up"
