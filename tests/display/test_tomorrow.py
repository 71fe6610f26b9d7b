"""A hall that speaks words of tomorrow: the wall shows what it understands of them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from display.content_layout import content_layout
from display.content_page import content_page
from display.legibility import Monitor
from display.order_layout import order_layout
from display.order_page import order_page
from display.programme import SHOW_MS
from display.sign_lines import sign_message
from hardware.led.message import Colour, Kind
from program.texts import read_catalog
from tests.display.walls import Wall
from wire.codec import decode_server
from wire.messages import HallMoved
from wire.messages.tickets import TicketView

CATALOG = read_catalog("display")
LAYOUT = order_layout(Monitor(1920, 1080, 55.0, 15.0))
GUIDE = content_layout(Monitor(1920, 1080, 55.0, 6.0))


def of_tomorrow(moved: HallMoved, *tickets: TicketView, **changes: Any) -> HallMoved:
    """What a later server might say instead, over the wire: with these tickets, and with fields that nobody knows."""
    said: dict[str, Any] = msgspec.to_builtins(moved) | {"floor": 2} | changes
    for ticket in said["tickets"]:
        ticket |= {"mood": {"of": "tomorrow"}}
    if tickets:
        said["tickets"] = [msgspec.to_builtins(ticket) | {"mood": {"of": "tomorrow"}} for ticket in tickets]
    heard = decode_server(msgspec.json.encode(said))
    assert isinstance(heard, HallMoved)
    return heard


def test_an_unknown_verb_is_a_change_like_any_other() -> None:
    wall = Wall().start()
    ticket = wall.called("training", "5")
    wall.hear(wall.hall.issue("training"))
    assert (_waiting(wall, "training"), wall.board.missed) == (1, ())
    moved = of_tomorrow(wall.hall.miss(ticket), what="ticket_sent_away", waiting={"training": 7, "of-tomorrow": 3})
    wall.told(moved)
    assert [one.number for one in wall.board.missed] == ["E001"]
    assert _waiting(wall, "training") == 7
    assert {one.service_id for one in wall.board.services} == {one.service_id for one in wall.hall.config.services}
    assert wall.board.chimes == 1


def test_an_unknown_verb_that_rings_is_shown_and_rung_as_a_call() -> None:
    wall = Wall().start()
    ticket = wall.called("training", "5")
    wall.hear(wall.hall.arrive(ticket)).wait(20_000)
    wall.called("youth", "6")
    assert (wall.listed(), wall.cards(), wall.board.chimes) == (["G001", "E001"], ["G001"], 2)
    wall.wait(3_000)
    (now,) = wall.hall.finish(ticket).tickets
    there = msgspec.structs.replace(now, state="transferred", stage="called", counter_id="7")
    wall.told(of_tomorrow(wall.hall.last, there, what="ticket_transferred", rings=True))
    assert (wall.listed(), wall.cards(), wall.board.chimes) == (["E001", "G001"], ["E001", "G001"], 3)
    card = order_page(wall.board, wall.now, LAYOUT, CATALOG).cards[0]
    assert (card.letter, card.digits, card.counter, card.shortName, card.flashes) == ("E", "001", "7", "職訓諮詢", 1)
    assert content_page(wall.board, wall.now, GUIDE, CATALOG).bar.counter == "7"
    assert sign_message(wall.board, wall.now, CATALOG).text == "E001 → 7 號櫃檯"


def test_several_tickets_called_at_once_are_one_card_and_ring_once() -> None:
    wall = Wall().start()
    missed = wall.called("youth", "6")
    wall.hear(wall.hall.miss(missed))
    for _ in range(5):
        wall.hear(wall.hall.issue("training"))
    assert (wall.board.chimes, [one.number for one in wall.board.missed]) == (1, ["G001"])
    moved = wall.hall.next("5")
    waiting = [one for one in wall.hall.snapshot().tickets if one.number != "E001"]
    group = [
        msgspec.structs.replace(one, state="called", stage="called", counter_id="5")
        for one in (*moved.tickets, *waiting)
    ]
    assert [one.number for one in group] == ["E001", "E002", "E003", "E004", "E005", "G001"]
    wall.told(of_tomorrow(moved, *group, what="group_called", waiting={"training": 0}))
    assert wall.board.chimes == 2
    assert wall.listed() == ["E001", "E002", "E003", "E004", "E005", "G001"]
    assert wall.board.missed == ()
    (card,) = wall.board.deck.cards
    assert [call.ticket.number for call in card.calls] == wall.listed()
    assert wall.board.deck.queue == ()


def test_several_tickets_that_change_without_a_call_ring_nothing() -> None:
    wall = Wall().start()
    first, second = wall.called("training", "5"), wall.called("youth", "6")
    both = [*wall.hall.miss(first).tickets, *wall.hall.miss(second).tickets]
    wall.told(of_tomorrow(wall.hall.last, *both, what="counters_closed"))
    assert [one.number for one in wall.board.missed] == ["E001", "G001"]
    assert [call.ticket.state for call in wall.board.calls] == ["missed", "missed"]
    assert wall.board.chimes == 2
    assert wall.wait(300).cards() == []


@pytest.mark.parametrize("state", ["held", "lost_in_thought"])
def test_a_ticket_set_aside_is_missed_only_where_the_hall_says_so(state: str) -> None:
    wall = Wall().start()
    ticket = wall.called("training", "5")
    (now,) = wall.hall.miss(ticket).tickets
    held = msgspec.structs.replace(now, state=state)
    wall.told(of_tomorrow(wall.hall.last, held, what="ticket_held"))
    assert wall.board.missed == ()
    assert wall.board.calls[0].ticket.state == state
    assert wall.cards() == ["E001"]
    assert wall.wait(8_000).cards() == []
    snapshot = wall.hall.snapshot()
    assert [one.number for one in snapshot.tickets if one.stage == "aside"] == ["E001"]
    wall.told(msgspec.structs.replace(snapshot, tickets=(held,)))
    assert wall.board.missed == ()


def test_a_missed_number_that_leaves_the_hall_is_listed_no_more() -> None:
    wall = Wall().start()
    ticket = wall.called("training", "5")
    wall.hear(wall.hall.miss(ticket))
    assert [one.number for one in wall.board.missed] == ["E001"]
    (back,) = wall.hall.restore(ticket).tickets
    wall.told(of_tomorrow(wall.hall.last, msgspec.structs.replace(back, state="evaporated", stage="gone")))
    assert wall.board.missed == ()


def test_a_call_that_a_snapshot_brings_stands_by_its_stage() -> None:
    wall = Wall()
    wall.called("training", "5")
    snapshot = wall.hall.snapshot()
    (call,) = snapshot.calls
    asked = msgspec.structs.replace(call.ticket, state="asked_politely")
    assert wall.cards() == []
    wall.told(msgspec.structs.replace(snapshot, calls=(msgspec.structs.replace(call, ticket=asked),)))
    assert (wall.cards(), wall.listed()) == (["E001"], ["E001"])
    wall = Wall(wall.hall)
    gone = msgspec.structs.replace(asked, stage="gone")
    wall.told(msgspec.structs.replace(snapshot, calls=(msgspec.structs.replace(call, ticket=gone),)))
    assert (wall.cards(), wall.listed()) == ([], ["E001"])


def test_a_call_of_an_unknown_service_to_an_unknown_counter_still_says_who_goes_where() -> None:
    wall = _stranger("12b")
    page = order_page(wall.board, wall.now, LAYOUT, CATALOG)
    (card,) = page.cards
    assert (card.letter + card.digits, card.counter, card.word, card.name, card.nameSecond, card.shortName) == (
        "E001",
        "12b",
        "號櫃檯",
        "",
        "",
        "",
    )
    guide = content_page(wall.board, wall.now, GUIDE, CATALOG)
    assert (guide.bar.called, guide.bar.letter + guide.bar.digits, guide.bar.counter) == (True, "E001", "12b")
    assert (guide.guide.steps, guide.guide.papers, guide.bar.prefix) == ((), (), "")
    assert sign_message(wall.board, wall.now, CATALOG).text == "E001 → 12b 號櫃檯"
    wall.wait(SHOW_MS - 100)
    assert content_page(wall.board, wall.now, GUIDE, CATALOG).bar.called
    wall.wait(100)
    guide = content_page(wall.board, wall.now, GUIDE, CATALOG)
    assert not guide.bar.called
    guides = [content_page(wall.wait(SHOW_MS).board, wall.now, GUIDE, CATALOG).bar.prefix for _ in range(4)]
    assert "B" in guides, "the round goes on"


def test_a_call_to_no_counter_says_the_number_alone() -> None:
    wall = _stranger(None)
    (card,) = order_page(wall.board, wall.now, LAYOUT, CATALOG).cards
    assert (card.letter + card.digits, card.counter, card.word, card.wordSecond) == ("E001", "", "", "")
    guide = content_page(wall.board, wall.now, GUIDE, CATALOG)
    assert (guide.bar.called, guide.bar.counter, guide.bar.counter_word) == (True, "", ("", ""))
    message = sign_message(wall.board, wall.now, CATALOG)
    assert (message.text, message.kind, message.colour) == ("E001", Kind.CALL, Colour.AMBER)


def test_a_ticket_whose_visit_changes_is_the_same_on_the_board_and_on_its_card() -> None:
    wall = Wall().start()
    ticket = wall.called("training", "5")
    (now,) = wall.hall.arrive(ticket).tickets
    visit = msgspec.structs.replace(now.visit, service_id="youth", visitor_class="priority")
    wall.told(of_tomorrow(wall.hall.last, msgspec.structs.replace(now, visit=visit), what="visit_corrected"))
    page = order_page(wall.board, wall.now, LAYOUT, CATALOG)
    assert (page.cards[0].shortName, page.cards[0].marked, page.cards[0].flashes) == ("青年專櫃", True, 1)
    (row,) = [one for one in page.counters if one.digits]
    assert (row.label, row.says, row.marked) == ("5", "serving", True)


def _stranger(counter_id: str | None) -> Wall:
    """A call of a service that the wall does not know."""
    wall = Wall().start()
    (waiting,) = wall.hall.issue("training").tickets
    wall.hear()
    moved = wall.hall.next("5")
    visit = msgspec.structs.replace(waiting.visit, service_id="of-tomorrow", visitor_class="guest_of_honour")
    called = msgspec.structs.replace(moved.tickets[0], visit=visit, counter_id=counter_id)
    assert wall.board.calls == ()
    return wall.told(of_tomorrow(moved, called))


def _waiting(wall: Wall, service_id: str) -> int:
    return next(one.waiting for one in wall.board.services if one.service_id == service_id)
