"""What wall and sign say while no service gives numbers: those who wait are never told of another day."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem

from display.board import MonitorsChanged
from display.content_layout import content_layout
from display.content_page import content_page
from display.legibility import Monitor
from display.order_layout import order_layout
from display.order_page import order_page
from display.sign_lines import sign_message
from display.words import Line
from program.texts import read_catalog
from server.domain.closing import ClosingReason
from server.domain.config import Interval, SpecialDay
from tests.display.large_halls import Kind, large_hall
from tests.display.scene import seen, visible
from tests.display.screens import Screens
from tests.display.walls import Wall
from tests.real_hall import MORNING, RealHall, sample_config

CATALOG = read_catalog("display")
LAYOUT = order_layout(Monitor(1920, 1080, 55.0, 15.0))
HOUR = 3_600_000
BEFORE_FIVE = MORNING + 7 * HOUR
HOLIDAY = replace(
    sample_config(), days=(SpecialDay("2026-11-23", (("zh-TW", "國慶日補假"), ("en", "National Day (observed)"))),)
)
AT_LUNCH = replace(
    sample_config(), services=tuple(replace(one, lunch=Interval(720, 810)) for one in sample_config().services)
)


def calm(wall: Wall) -> tuple[Line, Line]:
    page = order_page(wall.board, wall.now, LAYOUT, CATALOG)
    assert not page.cards
    return page.title, page.text


def signs(wall: Wall) -> set[str]:
    """Whatever the sign says in its turns."""
    said = set()
    for _ in range(900):
        said.add(sign_message(wall.board, wall.now, CATALOG).text)
        wall.wait(100)
    return said


def after(wall: Wall, ms: int) -> Wall:
    wall.hall.pass_ms(ms)
    return wall.told(wall.hall.opening_changed())


def test_after_closing_those_who_wait_are_told_to_wait() -> None:
    hall = RealHall(at=BEFORE_FIVE)
    for _ in range(5):
        hall.issue("benefit-again")
    wall = after(Wall(hall).start(), HOUR)
    assert calm(wall) == (
        ("今日已停止取號", "No more numbers today"),
        (
            "已取號的民眾請在現場稍候，會繼續叫號。",
            "If you have a number, please wait here. It will still be called.",
        ),
    )
    assert "週二" not in "".join(signs(wall))
    assert any("請在現場稍候" in one for one in signs(wall))


def test_when_the_last_of_them_was_called_it_says_when_it_opens() -> None:
    hall = RealHall(at=BEFORE_FIVE)
    hall.issue("benefit-again")
    wall = after(Wall(hall).start(), HOUR)
    wall.hear(hall.next("3"))
    wall.wait(29_000)
    assert order_page(wall.board, wall.now, LAYOUT, CATALOG).cards
    wall.wait(1_000)
    title, text = calm(wall)
    assert title.own == "目前非服務時間"
    assert text.own == "下次服務：週二 08:00 開始"


def test_over_lunch_numbers_only_rest() -> None:
    hall = RealHall(AT_LUNCH, at=MORNING + 2 * HOUR)
    hall.issue("benefit-again")
    wall = after(Wall(hall).start(), HOUR)
    assert calm(wall)[0] == ("目前暫停取號", "No new numbers right now")
    wall.hear(hall.next("3"))
    wall.wait(30_000)
    assert calm(wall)[1].own == "下次服務：13:30 開始"


def test_one_service_that_has_closed_sends_nobody_away_who_waits_for_it() -> None:
    hall = RealHall()
    hall.closed["training"] = MORNING + 24 * HOUR
    wall = Wall(hall).start()
    assert any(one.startswith("E ") for one in signs(wall))
    hall.closed.clear()
    hall.issue("training")
    hall.closed["training"] = MORNING + 24 * HOUR
    wall = Wall(hall).start()
    assert not any(one.startswith("E ") for one in signs(wall))


def test_a_holiday_has_its_name() -> None:
    wall = Wall(RealHall(HOLIDAY)).start()
    assert calm(wall) == (
        ("今日放假：國慶日補假", "Closed today: National Day (observed)"),
        ("下次服務：週二 08:00 開始", "Open Tue 08:00"),
    )
    assert {"今日放假：國慶日補假", "下次服務：週二 08:00 開始"} <= signs(wall)


@pytest.mark.parametrize("hours", [1, 14])
def test_a_hall_that_is_closed_as_every_week_is_only_closed(hours: int) -> None:
    """On the evening before a holiday too."""
    wall = after(Wall(RealHall(at=MORNING + 4 * 24 * HOUR + 8 * HOUR)).start(), hours * HOUR)
    assert calm(wall)[0].own == "目前非服務時間"


def test_a_hall_that_is_closed_for_today_says_why_before_anything_else() -> None:
    hall = RealHall()
    hall.issue("benefit-again")
    wall = Wall(hall).start()
    wall.hear(hall.close_today(ClosingReason.TYPHOON))
    assert calm(wall) == (
        ("因颱風，今日停止服務", "Closed today because of the typhoon"),
        ("已取號的民眾請洽現場人員。", "If you have a number, please see our staff."),
    )
    assert {"因颱風，今日停止服務", "已取號的民眾請洽現場人員。"} <= signs(wall)
    rows = order_page(wall.board, wall.now, LAYOUT, CATALOG).services
    as_the_kiosk_says = read_catalog("kiosk").text("zh-TW", "shut")
    assert {row.status for row in rows if not row.counted} <= {as_the_kiosk_says, "closed today"}
    wall.hear(hall.reopen_today())
    assert calm(wall)[0].own == "歡迎光臨"


def test_a_call_just_heard_keeps_the_screen_for_its_dwell() -> None:
    hall = RealHall()
    hall.issue("benefit-again")
    wall = Wall(hall).start()
    wall.hear(hall.next("3"))
    wall.hear(hall.close_today(ClosingReason.OUTAGE))
    assert order_page(wall.board, wall.now, LAYOUT, CATALOG).cards
    wall.wait(8_000)
    assert calm(wall)[0].own == "因設備或電力故障，今日停止服務"


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("evening", [False, True])
def test_both_monitors_leave_the_call_for_that_in_one_moment(*, shared: bool, evening: bool) -> None:
    hall = RealHall(at=BEFORE_FIVE if evening else MORNING)
    wall = Wall(hall).start().told(MonitorsChanged(shared))
    wall.called("benefit-again", "3")
    if evening:
        wall = after(wall, HOUR)
    else:
        wall.hear(hall.close_today(ClosingReason.TYPHOON))
    content = content_layout(Monitor(1920, 1080, 55.0, 6.0))
    seen_closed = False
    for _ in range(400):
        order = order_page(wall.board, wall.now, LAYOUT, CATALOG)
        called = content_page(wall.board, wall.now, content, CATALOG).bar.called
        assert order.cards or not called, wall.now
        seen_closed |= not order.cards
        wall.wait(100)
    assert seen_closed


def test_a_reason_of_tomorrow_has_the_words_of_any_other() -> None:
    snapshot = RealHall().snapshot()
    today = msgspec.structs.replace(snapshot.today, closed="eclipse")
    wall = Wall().told(msgspec.structs.replace(snapshot, today=today))
    assert calm(wall)[0].own == "今日臨時停止服務"


def test_what_is_said_twice_stands_together(qapp: QGuiApplication) -> None:
    """Of a typhoon each language takes one line: the second is right below the first."""
    hall = RealHall()
    wall = Wall(hall).start()
    wall.hear(hall.close_today(ClosingReason.TYPHOON))
    with Screens(qapp, 1920, 1080) as screens:
        screens.hang(1920, 1080, 55.0, 15.0)
        screens.draw(wall.board, wall.now)
        own, second = (screens.order.findChild(QQuickItem, name) for name in ("calmText", "calmTextSecond"))
        assert own is not None
        assert second is not None
        apart = second.y() - own.y()
        assert own.property("lineCount") == 1
        assert apart < 2 * own.property("paintedHeight")


def test_a_wall_of_a_closed_hall_says_that_and_neither_counters_nor_what_to_do_with_a_number() -> None:
    hall = RealHall(at=BEFORE_FIVE)
    wall = after(Wall(hall).start(), HOUR)
    page = order_page(wall.board, wall.now, LAYOUT, CATALOG)
    assert (page.title.own, page.deserted, page.ticker, page.notice_now) == ("目前非服務時間", True, (), "")


@pytest.mark.parametrize("state", ["waiting", "called", "served", "missed"])
def test_while_somebody_has_business_there_it_shows_the_counters(state: str) -> None:
    hall = RealHall(at=BEFORE_FIVE)
    wall = Wall(hall).start()
    if state == "waiting":
        hall.issue("benefit-again")
    else:
        ticket = wall.called("benefit-again", "3")
        if state == "served":
            hall.arrive(ticket)
        if state == "missed":
            hall.miss(ticket)
    wall = after(wall.hear(), HOUR).wait(30_000)
    page = order_page(wall.board, wall.now, LAYOUT, CATALOG)
    assert not page.deserted
    assert page.ticker


def test_a_typhoon_has_the_whole_wall_also_while_somebody_waits(qapp: QGuiApplication) -> None:
    hall = RealHall()
    hall.issue("training")
    hall.close_today(ClosingReason.TYPHOON)
    wall = Wall(hall).start()
    assert order_page(wall.board, wall.now, LAYOUT, CATALOG).deserted
    with Screens(qapp, 1280, 720, calm=True) as screens:
        screens.draw(wall.board, wall.now, CATALOG)
        shown = {item.objectName() for item in visible(screens.order.contentItem())}
        assert "calmTitle" in shown
        assert not shown & {"counterRow", "missedRule", "missedTag", "listEdge"}


def test_the_content_monitor_says_it_as_large_as_the_page_holds_and_what_to_do(qapp: QGuiApplication) -> None:
    hall = RealHall()
    wall = Wall(hall).start()
    wall.hear(hall.close_today(ClosingReason.TYPHOON))
    with Screens(qapp, 1280, 720) as screens:
        screens.draw(wall.board, wall.now, CATALOG)
        said = {one.text: one for one in seen(screens.content)}
        title, second, text = (
            said[one]
            for one in ("因颱風，今日停止服務", "Closed today because of the typhoon", "已取號的民眾請洽現場人員。")
        )
        assert title.size > text.size > second.size > 2 * screens.guide.least_second
        assert title.ink.width() > 640


@pytest.mark.parametrize("languages", [("zh-TW", "en"), ("en", "zh-TW"), ("zh-TW", "vi"), ("vi", "zh-TW")])
@pytest.mark.parametrize("monitor", [(1080, 1920, 43.0), (1920, 1080, 32.0), (1366, 768, 55.0)])
@pytest.mark.parametrize("reason", ClosingReason)
def test_a_title_is_larger_than_what_stands_below_it(
    qapp: QGuiApplication, languages: tuple[str, ...], monitor: tuple[int, int, float], reason: ClosingReason
) -> None:
    """A long one takes two lines, where it once shrank into one."""
    width, height, inches = monitor
    hall = RealHall(large_hall(Kind(languages=languages)))
    wall = Wall(hall).start()
    wall.hear(hall.close_today(reason))
    with Screens(qapp, width, height) as screens:
        screens.hang(width, height, inches, 6.0)
        screens.draw(wall.board, wall.now)
        sizes = [
            item.property("font").pixelSize()
            for item in (screens.order.findChild(QQuickItem, name) for name in ("calmTitle", "calmText"))
            if item is not None
        ]
        assert len(sizes) == 2
        assert sizes[0] >= 1.4 * sizes[1]
