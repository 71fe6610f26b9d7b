"""The board of all counters: rows that never move, and whose number stands in each."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest

from display.card_layout import Spoken, card_fit
from display.counter_board import FOUND_MS, PAGE_MS, CounterRow, counter_rows, page_of
from display.counter_lines import CounterLine
from display.legibility import Monitor, label_share
from display.needs import needs
from display.order_layout import order_layout
from display.order_page import order_page
from display.words import Words
from program.texts import read_catalog
from server.domain.commands import PauseCounter
from server.domain.counter_states import PauseReason
from server.domain.events import GroupCalled
from tests.display.large_halls import Kind, large_hall
from tests.display.walls import ENDINGS, Wall
from tests.real_hall import RealHall
from wire.messages.tickets import CounterState

CATALOG = read_catalog("display")
LAYOUT = order_layout(Monitor(1920, 1080, 55.0, 15.0))


def rows(wall: Wall) -> dict[str, CounterRow]:
    assert wall.board.hall is not None
    found = counter_rows(wall.board, Words(CATALOG, wall.board.hall, 0), wall.now)
    return {row.key: row for row in found}


def said(wall: Wall, counter_id: str) -> tuple[str, str]:
    row = rows(wall)[counter_id]
    return row.says, row.letter + row.digits


def test_before_a_hall_is_known_there_is_none() -> None:
    wall = Wall()
    hall = wall.hall.snapshot().hall
    assert counter_rows(wall.board, Words(CATALOG, hall, 0), wall.now) == ()


def test_every_counter_has_its_row_in_the_hall_s_order_whatever_happens() -> None:
    wall = Wall().start()
    assert wall.board.hall is not None
    order = [one.counter_id for one in wall.board.hall.counters]
    assert list(rows(wall)) == order
    for counter_id in reversed(order[:3]):
        wall.called("reply-card", counter_id)
    assert list(rows(wall)) == order


def test_a_call_stands_in_its_row_in_the_step_in_which_it_is_heard_while_others_have_their_show() -> None:
    wall = Wall().start()
    for number in range(1, 7):
        assert said(wall, str(number))[0] == "free"
        wall.called("reply-card", str(number))
        assert said(wall, str(number)) == ("called", f"C00{number}")
    assert wall.cards() == ["C001"], "the others wait for their show"


def test_called_then_served_then_free() -> None:
    wall = Wall().start()
    ticket_id = wall.called("training", "5")
    assert said(wall, "5") == ("called", "E001")
    wall.hear(wall.hall.arrive(ticket_id))
    assert said(wall, "5") == ("serving", "E001")
    wall.hear(wall.hall.finish(ticket_id))
    assert said(wall, "5") == ("free", "")


@pytest.mark.parametrize("ending", [one for one in ENDINGS if one != "arrive"])
def test_whoever_is_not_called_any_more_leaves_the_row(ending: str) -> None:
    wall = Wall().start()
    ticket_id = wall.called("training", "5")
    assert said(wall, "5") == ("called", "E001")
    wall.ends(ending, ticket_id)
    assert said(wall, "5") == ("free", "")


def test_a_paused_counter_says_until_when_as_long_as_that_is_to_come() -> None:
    wall = Wall().start()
    back = wall.hall.at + 600_000
    wall.hall.ask(PauseCounter("5", PauseReason.LUNCH, back))
    wall.hear()
    row = rows(wall)["5"]
    assert (row.says, len(row.backAt)) == ("paused", 5)
    wall.hall.pass_ms(600_001)
    assert (rows(wall)["5"].says, rows(wall)["5"].backAt) == ("paused", "")


def test_a_closed_counter_says_so() -> None:
    wall = Wall().start()
    told = msgspec.structs.replace(
        wall.hall.snapshot(), counters=(CounterState(counter_id="5", calls=0, state="closed"),)
    )
    wall.told(told)
    assert said(wall, "5") == ("closed", "")


def test_of_a_group_one_number_stands_there_and_how_many_are_with_it() -> None:
    wall = Wall().start()
    tickets = tuple(wall.hall.issue("training").tickets[0].ticket_id for _ in range(3))
    wall.hear(wall.hall.happen(GroupCalled("5", tickets)))
    assert (said(wall, "5"), rows(wall)["5"].more) == (("called", "E001"), 2)
    wall.hear(wall.hall.arrive(tickets[0]))
    assert (said(wall, "5"), rows(wall)["5"].more) == (("called", "E002"), 1), "who is still to come"


def test_who_is_called_with_others_has_no_mark() -> None:
    """As on the cards: how many are with them has its room."""
    wall = Wall().start()
    tickets = tuple(wall.hall.issue("training", priority=one == 0).tickets[0].ticket_id for one in range(2))
    wall.hear(wall.hall.happen(GroupCalled("5", tickets)))
    assert (rows(wall)["5"].more, rows(wall)["5"].marked) == (1, False)
    wall.hear(wall.hall.arrive(tickets[1]))
    assert (rows(wall)["5"].more, rows(wall)["5"].marked) == (0, True)


def test_pages_are_fixed_and_that_of_a_new_call_comes_first() -> None:
    wall = Wall().start()
    found = list(rows(wall).values())
    assert len(found) == 8
    assert page_of(found, 8, wall.board, wall.now) == (slice(0, 8), 0, 1)
    wall.called("reply-card", "7")
    at = wall.now

    def page(later: int) -> int:
        return page_of(found, 3, wall.board, at._replace(steady=at.steady + later)).number

    assert [page(0), page(PAGE_MS - 1), page(PAGE_MS), page(2 * PAGE_MS), page(3 * PAGE_MS)] == [2, 2, 0, 1, 2]
    shown = [found[page_of(found, 3, wall.board, at._replace(steady=turn * PAGE_MS)).rows] for turn in range(3)]
    assert sorted(row.key for page in shown for row in page) == sorted(row.key for row in found)


def test_while_call_follows_call_every_page_has_some_time_and_a_new_call_has_its_own_first() -> None:
    """Eight counters, two a page; for five minutes somebody is called to the first three each 5 s."""
    wall = Wall().start()
    pages: list[tuple[int, int]] = []
    for turn in range(60):
        before = wall.now.steady
        wall.called("reply-card", str(turn % 3 + 1))
        found = list(rows(wall).values())
        for later in range(0, 5_000, 100):
            at = wall.now._replace(steady=wall.now.steady + later)
            pages.append((at.steady, page_of(found, 2, wall.board, at).number))
            if later < FOUND_MS:
                assert pages[-1][1] == turn % 3 // 2
        wall.wait(5_000 - (wall.now.steady - before))
    for page in range(4):
        on = [at for at, number in pages if number == page]
        assert max(later - at for at, later in pairwise([pages[0][0], *on, pages[-1][0]])) < 100_000, page
        assert len(on) * 100 >= 8_000, page


def lines(wall: Wall) -> dict[str, CounterLine]:
    return {row.key: row for row in order_page(wall.board, wall.now, LAYOUT, CATALOG).counters}


def test_of_many_called_numbers_the_row_of_the_one_shown_large_is_first_to_the_eye() -> None:
    wall = Wall().start()
    for number in ("1", "2", "3"):
        wall.called("reply-card", number)
        wall.wait(10_000)
    found = lines(wall)
    assert [key for key, row in found.items() if row.says == "called"] == ["1", "2", "3"]
    assert [key for key, row in found.items() if row.newest] == ["3"]
    wall.hear(wall.hall.arrive(wall.board.counters["3"].tickets[0]))
    wall.wait(1_000)
    assert [key for key, row in lines(wall).items() if row.newest] == ["2"], "who is shown large then"


def test_the_only_counter_of_a_hall_does_not_repeat_the_card_beside_it() -> None:
    wall = Wall(RealHall(large_hall(Kind(1, 1)))).start()
    assert [row.says for row in lines(wall).values()] == ["free"]
    ticket = wall.called("s00", "c0")
    assert lines(wall) == {}
    wall.hear(wall.hall.arrive(ticket))
    assert [(row.says, row.digits) for row in lines(wall.wait(1_000)).values()] == [("serving", "001")]


def test_below_the_call_of_the_only_counter_the_board_s_room_is_the_call_s() -> None:
    wall = Wall(RealHall(large_hall(Kind(1, 1)))).start()
    standing = order_layout(Monitor(1080, 1920, 55.0, 15.0), needs(wall.hall.view, CATALOG))
    assert LAYOUT.without_rows() == LAYOUT, "beside it stays as it is"
    assert not order_page(wall.board, wall.now, standing, CATALOG).alone
    wall.called("s00", "c0")
    page = order_page(wall.board, wall.now, standing, CATALOG)
    assert page.alone
    roomy, missed = standing.without_rows(), standing.board.y + standing.board.height - standing.counters.missed.height
    assert standing.board.y < roomy.cards.y + roomy.cards.height <= missed
    other = card_fit(standing, (Spoken("A", "001", False, "服務台"),))
    assert page.fit.number > other.number - 1
    assert page.fit.counter >= other.counter


def test_names_of_counters_in_a_column_have_one_size_and_figures_another() -> None:
    wall = Wall(RealHall(large_hall(Kind(counters=8, labels="named")))).start()
    found = [(row.label, row.labelShare) for row in rows(wall).values()]
    assert [label for label, _ in found[:4]] == ["服務台", "諮詢", "雇主服務", "給付三"]
    assert {share for _, share in found[:4]} == {label_share("雇主服務")}
    assert {share for _, share in found[4:]} == {1.0}
