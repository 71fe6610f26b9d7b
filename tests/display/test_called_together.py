"""Several numbers called by one call: one card, one chime, one line of the sign."""

from __future__ import annotations

import os
from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication

from display.board import Board, facts
from display.content_layout import content_layout
from display.content_page import content_page
from display.legibility import Monitor, glance_px
from display.order_layout import order_layout
from display.order_page import OrderPage, order_page
from display.sign_lines import sign_message
from program.texts import read_catalog
from server.domain.events import CallUndone, GroupCalled
from tests.display.scene import seen, wrong
from tests.display.screens import Screens
from tests.display.walls import Wall

CATALOG = read_catalog("display")
LYING, STANDING = (1920, 1080), (1080, 1920)
PICTURES = os.environ.get("JIAOHAO_PICTURES", "")
MONITOR = Monitor(1920, 1080, 55.0, 15.0)
LAYOUT = order_layout(MONITOR)
E1, E2, E3, E4 = (f"1-E00{one}" for one in range(1, 5))


def group_of(count: int, counter_id: str = "5") -> Wall:
    wall = Wall().start()
    tickets = tuple(wall.hall.issue("training").tickets[0].ticket_id for _ in range(count))
    return wall.hear(wall.hall.happen(GroupCalled(counter_id, tickets)))


def page(wall: Wall) -> OrderPage:
    return order_page(wall.board, wall.now, LAYOUT, CATALOG)


def numbers(board: Board) -> list[list[str]]:
    return [[call.ticket.number for call in card.calls] for card in board.deck.cards]


def test_they_share_one_card_one_chime_and_one_line_of_the_sign() -> None:
    wall = group_of(3)
    assert numbers(wall.board) == [["E001", "E002", "E003"]]
    assert wall.board.chimes == 1
    assert wall.listed() == ["E001", "E002", "E003"], "each is found in the list"
    assert sign_message(wall.board, wall.now, CATALOG).text == "E001 E002 E003 → 5 號櫃檯"
    (card,) = page(wall).cards
    assert (card.letter, card.digits, card.letterBelow, card.digitsBelow) == ("E", "001\u2002E\u2009002", "E", "003")
    (row,) = [row for row in page(wall).counters if row.digits]
    assert (row.label, row.says, row.letter, row.digits, row.more) == ("5", "called", "E", "001", "+2")
    bar = content_page(wall.board, wall.now, content_layout(Monitor(1920, 1080, 55.0, 6.0)), CATALOG).bar
    assert (bar.letter, bar.digits, bar.counter) == ("E", "001\u2002E\u2009002\u2002E\u2009003", "5")


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_group_alone_is_read_as_far_as_one_number(count: int) -> None:
    assert page(group_of(count)).fit.number >= glance_px(MONITOR)


ROOMS = [(LYING, 55, 15.0, 4), (LYING, 43, 10.0, 3), (STANDING, 55, 10.0, 4), (STANDING, 43, 6.0, 2)]


@pytest.fixture(scope="module")
def screens(qapp: QGuiApplication) -> Iterator[Screens]:
    with Screens(qapp, *LYING, calm=True) as made:
        yield made


@pytest.mark.parametrize("room", ROOMS, ids=str)
@pytest.mark.parametrize("beside", [0, 1, 3])
def test_nothing_of_a_group_is_cut_or_lies_on_anything(
    screens: Screens, room: tuple[tuple[int, int], int, float, int], beside: int
) -> None:
    size, inch, metres, count = room
    wall = group_of(count)
    for service_id, counter_id in (("youth", "6"), ("employer", "7"), ("reply-card", "1"))[:beside]:
        wall.called(service_id, counter_id, priority=True)
    screens.hang(*size, inch, metres)
    screens.draw(wall.board, wall.now)
    if PICTURES:
        screens.order.grabWindow().save(f"{PICTURES}/group-{size[0]}-{inch}-{count}-{beside}.png")
        screens.content.grabWindow().save(f"{PICTURES}/group-content-{size[0]}-{inch}-{count}-{beside}.png")
    found = wrong(screens.order, screens.layout.least) + wrong(screens.content, screens.guide.least_second)
    assert not found, "\n".join(found)
    drawn = {one.text for one in seen(screens.order)}
    assert "001\u2002E\u2009002" in drawn
    assert (count > 2) == any(one.startswith("003") for one in drawn)


def test_two_calls_of_one_moment_at_two_counters_are_two() -> None:
    wall = group_of(2)
    first, second = wall.hall.last.tickets
    elsewhere = msgspec.structs.replace(second, counter_id="6")
    moved = msgspec.structs.replace(wall.hall.last, seq=99, tickets=(first, elsewhere))
    wall.told(moved)
    assert wall.board.chimes == 3


def test_a_snapshot_tells_them_as_one_call_too() -> None:
    heard, late = group_of(3), Wall()
    late.hall = heard.hall
    late.start()
    assert numbers(late.board) == numbers(heard.board)
    assert late.board.chimes == 1
    assert facts(late.board) == facts(heard.board)


def test_whoever_is_called_again_stands_alone_and_the_others_stay() -> None:
    wall = group_of(3)
    wall.hear(wall.hall.arrive(E1))
    assert numbers(wall.board) == [["E002", "E003"]]
    wall.wait(3_000).hear(wall.hall.recall(E2))
    assert numbers(wall.board) == [["E002"], ["E003"]]
    assert wall.board.chimes == 2
    assert sign_message(wall.board, wall.now, CATALOG).text == "E002 → 5 號櫃檯"
    flashes = wall.board.deck.cards[0].flashes
    wall.wait(1_000).hear(wall.hall.recall(E2))
    assert numbers(wall.board) == [["E002"], ["E003"]]
    assert wall.board.deck.cards[0].flashes == flashes + 1


def test_whose_call_is_taken_back_leaves_the_card_and_the_others_stay() -> None:
    wall = group_of(2)
    wall.hear(wall.hall.happen(CallUndone(E1, "5")))
    assert numbers(wall.board) == [["E002"]]
    assert wall.board.deck.cards[0].fades_since is None
    assert wall.listed() == ["E002"]
    assert sign_message(wall.board, wall.now, CATALOG).text == "E002 → 5 號櫃檯"
    wall.hear(wall.hall.happen(CallUndone(E2, "5")))
    assert wall.board.deck.cards[0].fades_since is not None


def test_a_card_stays_for_those_who_are_still_to_come() -> None:
    wall = group_of(2)
    wall.hear(wall.hall.miss(E1))
    assert numbers(wall.board) == [["E002"]]
    wall.hear(wall.hall.miss(E2)).wait(300)
    assert numbers(wall.board) == []


def test_a_group_waits_its_turn_as_one() -> None:
    wall = Wall().start()
    for service_id, counter_id in (("youth", "6"), ("employer", "7"), ("reply-card", "1"), ("benefit-again", "2")):
        wall.called(service_id, counter_id)
    tickets = tuple(wall.hall.issue("training").tickets[0].ticket_id for _ in range(2))
    wall.hear(wall.hall.happen(GroupCalled("5", tickets)))
    assert ["E001", "E002"] not in numbers(wall.board)
    wall.wait(12_000)
    assert numbers(wall.board)[0] == ["E001", "E002"]
    assert wall.board.chimes == 5
