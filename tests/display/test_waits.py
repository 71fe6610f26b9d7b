"""How long one waits, on both monitors: whole or not at all, never at a name's cost, and gone when it is old."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem

from display.board import Board
from display.content_layout import content_layout
from display.content_page import content_page
from display.legibility import Monitor
from display.needs import needs
from display.order_layout import order_layout
from display.strip_layout import GAPS, StripLayout
from display.strip_rows import ServiceRow, strip_page
from display.words import Words
from program.texts import read_catalog
from screen.widths import SPARE, width_em
from server.domain.config import HallConfig
from tests.display.large_halls import Kind, large_hall
from tests.display.scene import shortened, visible, wrong
from tests.display.screens import Screens
from tests.display.test_room_for_all import MONITORS
from tests.display.walls import Wall
from tests.long_language import TAG, catalog_with_it
from tests.real_hall import MORNING, RealHall, sample_config
from wire.messages import Waits
from wire.messages.tickets import WaitView
from wire.messages.waits import NewWait

CATALOG = read_catalog("display")
NEAR = Monitor(1920, 1080, 55.0, 10.0)
"""Read from ten metres."""


def within(low: int, high: int) -> WaitView:
    return WaitView(says="range", low=low, high=high)


def told(good_ms: int = 60_000, whom: str = "ordinary", **waits: WaitView) -> Waits:
    now = tuple(NewWait(service_id=one.replace("_", "-"), visitor_class=whom, wait=wait) for one, wait in waits.items())
    return Waits(seq=1, at=0, good_ms=good_ms, issued_now=now)


BUSY = told(benefit_first=within(25, 40), reply_card=WaitView(says="next"), training=WaitView(says="no_counter"))


def busy_wall() -> Wall:
    wall = Wall()
    wall.hall.busy()
    return wall.start()


def rows(wall: Wall, monitor: Monitor = NEAR) -> dict[str, ServiceRow]:
    hall = wall.board.hall
    assert hall is not None
    layout = order_layout(monitor, needs(hall, CATALOG)).services
    page = strip_page(wall.board, hall, Words(CATALOG, hall, 0), wall.now, layout, CATALOG)
    return {row.key: row for row in page.rows}


def test_the_strip_says_how_long_beside_how_many() -> None:
    wall = busy_wall().told(BUSY)
    wall.steady = 0  # the strip's turn of the hall's own language
    wall.board = replace(wall.board, waits_until=60_000)
    said = rows(wall)
    assert (said["benefit-first"].status, said["benefit-first"].wait) == ("12 人", "約 25–40 分")
    assert said["reply-card"].wait == "很快輪到"
    assert said["training"].wait == "櫃檯暫停中"
    assert said["employer"].wait == "", "nothing is known of it"


def test_the_strip_says_who_is_next_and_not_who_has_been_called() -> None:
    wall = Wall()
    numbers = [wall.hall.issue("training").tickets[0] for _ in range(3)]
    wall.start().told(wall.hall.lines())
    wall.steady = 0
    far = Monitor(1920, 1080, 55.0, 6.0)
    assert rows(wall, far)["training"].wait == "下一號 E\u2009001"
    wall.hear(wall.hall.call(numbers[0].ticket_id, "5"))
    assert rows(wall, far)["training"].wait == "下一號 E\u2009002", "at once, before the hall says its lines anew"
    wall.told(told(training=within(0, 10)))
    wall.board = replace(wall.board, waits_until=60_000)
    assert rows(wall, far)["training"].wait == "10 分鐘內", "how long goes before who is next where one has room"
    assert rows(wall, far)["youth"].wait == "", "nobody waits"


def test_where_both_have_room_the_strip_says_who_is_next_and_how_long() -> None:
    wall = Wall(RealHall(large_hall(Kind(1, 1))))
    wall.hall.issue("s00")
    wall.start().told(wall.hall.lines(), told(s00=within(0, 10)))
    wall.steady = 0
    wall.board = replace(wall.board, waits_until=60_000)
    assert rows(wall)["s00"].wait == "下一號 A\u2009001・10 分鐘內"


def test_where_nobody_waits_nothing_is_soon_and_no_time_is_told() -> None:
    """And "0 people, 5 to 45 minutes" is believed by nobody; that no counter is open is."""
    wall = Wall().start()
    wall.told(told(reply_card=WaitView(says="next"), training=within(5, 45), youth=WaitView(says="no_counter")))
    wall.steady = 0
    wall.board = replace(wall.board, waits_until=60_000)
    said = rows(wall, Monitor(1920, 1080, 55.0, 6.0))
    assert [said[one].wait for one in ("reply-card", "training", "youth")] == ["", "", "櫃檯暫停中"]


def test_a_closed_service_names_no_hour_while_its_number_is_called() -> None:
    wall = Wall()
    wall.hall.closed["youth"] = MORNING + 3_600_000
    wall.start()
    wall.steady = 0
    before = rows(wall)["youth"]
    assert (before.open, before.status) == (False, "10:14 開始")
    wall.hall.closed.clear()
    ticket = wall.called("youth", "6")
    wall.hall.closed["youth"] = MORNING + 3_600_000
    wall.told(wall.hall.opening_changed())
    called = rows(wall)["youth"]
    assert (called.open, called.counted, called.status) == (False, False, "停止取號")
    wall.hall.arrive(ticket)
    wall.hall.finish(ticket)
    assert rows(wall.hear())["youth"] == before


def test_what_is_said_is_what_an_ordinary_visitor_waits() -> None:
    wall = busy_wall().told(told(whom="priority", benefit_first=within(0, 5)))
    assert wall.board.wait("benefit-first", wall.now) is None


def test_a_service_that_gives_no_numbers_has_no_wait() -> None:
    wall = Wall()
    wall.hall.closed = {one.service_id: None for one in wall.hall.config.services}
    wall.start().told(BUSY)
    assert {row.wait for row in rows(wall).values()} == {""}


def test_a_wait_is_shown_as_long_as_it_is_good_and_no_longer() -> None:
    wall = busy_wall().told(BUSY).wait(60_000)
    assert wall.board.wait("benefit-first", wall.now) == within(25, 40)
    wall.wait(100)
    assert wall.board.wait("benefit-first", wall.now) is None


def test_with_the_line_its_waits_go() -> None:
    wall = busy_wall().told(BUSY).link(up=False).wait(1_000)
    assert wall.board.wait("benefit-first", wall.now) is not None, "a blink of the line changes nothing"
    wall.wait(2_000)
    assert wall.says_stale()
    assert wall.board.wait("benefit-first", wall.now) is None
    assert wall.start().board.wait("benefit-first", wall.now) is not None


def test_the_newest_counts_and_a_snapshot_takes_none_off() -> None:
    wall = busy_wall().told(BUSY, told(benefit_first=within(30, 45))).start()
    assert wall.board.wait("benefit-first", wall.now) == within(30, 45)
    assert wall.board.wait("training", wall.now) is None


def test_a_word_of_tomorrow_is_not_shown() -> None:
    wall = busy_wall().told(told(benefit_first=WaitView(says="after_lunch", low=5, high=10)))
    assert rows(wall)["benefit-first"].wait == ""


@given(MONITORS, st.sampled_from([1, 2, 4, 8, 20]), st.integers(0, 288).map(lambda step: step * 5))
def test_a_wait_that_has_no_room_is_left_out_before_a_name_gives_way(monitor: Monitor, services: int, low: int) -> None:
    hall = Wall(RealHall(sample_config(services=min(8, services)))).start().board.hall
    assert hall is not None
    strip = order_layout(monitor, needs(hall, CATALOG)).services
    wait, people = f"約 {low}–{low + 25} 分", "99 人"
    for service in hall.services:
        name, second = service.short_name["zh-TW"], service.short_name["en"] if strip.both else ""
        if strip.has_room_for(wait, people, name, second):
            assert name_room(strip, wait, people) >= width_em(name, bold=True) * strip.least * SPARE
            assert strip.wait >= strip.least


def name_room(strip: StripLayout, wait: str, people: str) -> float:
    """What a wait and a count leave of a cell for the name."""
    time, count = width_em(wait) * strip.wait, width_em(people, bold=True) * strip.least
    side = max(time, count) if strip.both else time + count
    return strip.cell - strip.badge - strip.line * GAPS - side * SPARE


def every(board: Board, wait: WaitView) -> Waits:
    services = board.hall.services if board.hall else ()
    return Waits(
        seq=1, at=0, good_ms=60_000, issued_now=tuple(NewWait(service_id=one.service_id, wait=wait) for one in services)
    )


def with_a_long_name(config: HallConfig) -> HallConfig:
    """Shorter names in two languages fill a standing monitor's strip on one page: there the wait gives way to them."""
    *others, last = config.services
    named = tuple((tag, "Change employer" if tag == "en" else text) for tag, text in last.short_name)
    return replace(config, services=(*others, replace(last, short_name=named)))


@pytest.mark.parametrize("services", [2, 4, 8])
@pytest.mark.parametrize("from_m", [6.0, 10.0, 15.0])
def test_nothing_is_cut_with_the_longest_wait(qapp: QGuiApplication, services: int, from_m: float) -> None:
    for width, height in ((1920, 1080), (1080, 1920)):
        with Screens(qapp, width, height, order_from_m=from_m) as screens:
            wall = Wall(RealHall(with_a_long_name(sample_config(services=services))))
            wall.hall.busy()
            wall.start()
            wall.told(every(wall.board, within(105, 130)))
            screens.draw(wall.board, wall.now)
            assert wrong(screens.order, 1) == []
            assert shortened(screens.order) == set(), "a name gave way"
            shown = waits_of(screens.order.contentItem())
            assert all(item.property("text") == item.property("words") for item in shown)
            assert shown or from_m > 10.0, "read from ten metres it has room"


def waits_of(item: QQuickItem) -> list[QQuickItem]:
    return [one for one in visible(item) if one.objectName() == "serviceWait" and one.property("words")]


def test_a_long_language_is_whole_or_left_out(qapp: QGuiApplication, tmp_path_factory: pytest.TempPathFactory) -> None:
    catalog = catalog_with_it("display", tmp_path_factory.mktemp("languages"))
    with Screens(qapp, 1920, 1080, order_from_m=10.0, catalog=catalog) as screens:
        wall = Wall(RealHall(replace(sample_config(), languages=(TAG, "zh-TW"))))
        wall.hall.busy()
        wall.start()
        wall.told(every(wall.board, within(105, 130)))
        screens.draw(wall.board, wall.now)
        assert wrong(screens.order, 1) == []


def guide_facts(wall: Wall, monitor: Monitor = NEAR) -> str:
    return content_page(wall.board, wall.now, content_layout(monitor), CATALOG).facts


def test_the_guide_between_calls_says_how_long_one_waits_for_it() -> None:
    wall = busy_wall().wait(200)
    shown = wall.board.content.service_id
    assert shown is not None
    before = guide_facts(wall)
    wall.told(every(wall.board, within(25, 40)))
    assert guide_facts(wall) == f"{before}・預估等候：約 25–40 分"
    wall.wait(60_100)
    assert "預估等候" not in guide_facts(wall)


def test_the_guide_of_a_call_says_nothing_of_waiting() -> None:
    wall = busy_wall()
    wall.told(every(wall.board, within(25, 40)))
    wall.called("benefit-first", "1")
    wall.told(every(wall.board, within(25, 40)))
    assert wall.board.content.call is not None
    assert "預估等候" not in guide_facts(wall)
