"""Both windows, drawn: every state in both languages at three sizes, and nothing is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from display.board import Board
from server.domain.commands import PauseCounter
from server.domain.counter_states import PauseReason
from tests.display.halls import WIDEST, numbered_from
from tests.display.scene import shortened, wrong
from tests.display.screens import Screens, items
from tests.display.walls import Wall
from tests.real_hall import MORNING, RealHall


def no_server(wall: Wall) -> None:
    wall.board = Board()


def empty(wall: Wall) -> None:
    wall.start()


def closed(wall: Wall) -> None:
    wall.hall.closed = {one.service_id: MORNING + 24 * 3_600_000 for one in wall.hall.config.services}
    wall.start()


def one_call(wall: Wall) -> None:
    wall.hall.busy()
    wall.start()
    wall.called("migrant-transfer", "8", priority=True)


def two_calls(wall: Wall) -> None:
    one_call(wall)
    wall.called("benefit-first", "2")


def four_calls(wall: Wall) -> None:
    two_calls(wall)
    wall.called("youth", "6")
    wall.called("training", "5")


def stale(wall: Wall) -> None:
    four_calls(wall)
    wall.link(up=False).wait(5_000)


def refused(wall: Wall) -> None:
    wall.board = Board(hall_id="yongkang")
    wall.link(up=False, refused="wrong_hall")


def refused_later(wall: Wall) -> None:
    four_calls(wall)
    wall.link(up=False, refused="wrong_hall")


def strangers(wall: Wall) -> None:
    """Two calls of a service and a counter that this wall does not know, one of them to no counter."""
    wall.start()
    ids = [wall.called("training", counter) for counter in ("5", "6")]
    for ticket_id, counter_id in zip(ids, ("upstairs-12", None), strict=True):
        moved = wall.hall.recall(ticket_id)
        (ticket,) = moved.tickets
        visit = msgspec.structs.replace(ticket.visit, service_id="of-tomorrow")
        ticket = msgspec.structs.replace(ticket, visit=visit, counter_id=counter_id)
        wall.told(msgspec.structs.replace(moved, tickets=(ticket,)))


STATES: list[Callable[[Wall], None]] = [
    no_server,
    empty,
    closed,
    one_call,
    two_calls,
    four_calls,
    stale,
    refused,
    refused_later,
    strangers,
]


@pytest.fixture(params=[(1920, 1080), (1280, 720), (3840, 2160)], ids=["1080p", "720p", "4K"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    chosen: tuple[int, int] = request.param
    return chosen


@pytest.fixture(params=[False, True], ids=["two-monitors", "one-monitor"])
def screens(request: pytest.FixtureRequest, qapp: QGuiApplication, size: tuple[int, int]) -> Iterator[Screens]:
    with Screens(qapp, *size, shared=request.param) as made:
        yield made


@pytest.mark.parametrize("languages", [("zh-TW", "en"), ("en", "zh-TW"), ("zh-TW",)], ids="-".join)
def test_nothing_is_cut_in_any_state(screens: Screens, languages: tuple[str, ...]) -> None:
    for state in STATES:
        wall = Wall(RealHall(numbered_from(WIDEST, languages)))
        state(wall)
        screens.draw(wall.board, wall.now)
        for window in screens.windows:
            assert wrong(window, 1) == [], state.__name__
        if screens.layout.content.width == 0:
            assert [shortened(window) for window in screens.windows] == [set(), set()], state.__name__


@pytest.mark.parametrize("languages", [("zh-TW", "en"), ("en", "zh-TW")], ids="-".join)
def test_no_guide_is_cut(screens: Screens, languages: tuple[str, ...]) -> None:
    wall = Wall(RealHall(numbered_from(WIDEST, languages))).start()
    for service in wall.hall.config.services:
        wall.called(service.service_id, "3")
        screens.draw(wall.board, wall.now)
        for window in screens.windows:
            assert wrong(window, 1) == [], service.service_id
        if screens.layout.content.width == 0:
            assert [shortened(window) for window in screens.windows] == [set(), set()], service.service_id


def test_what_stands_on_both_windows_after_one_call(qapp: QGuiApplication) -> None:
    with Screens(qapp, 1920, 1080) as screens:
        wall = Wall(RealHall(numbered_from({"benefit-again": 27}))).start()
        wall.called("benefit-again", "3")
        screens.draw(wall.board, wall.now)
        order, content = texts(screens.order), texts(screens.content)
        assert {"B", "027", "3", "號櫃檯", "Counter", "給付再認定", "09:14"} <= order
        assert {"B", "027", "3", "號櫃檯", "每月再認定怎麼辦", "請準備", "國民身分證"} <= content
        assert len(list(items(screens.order.contentItem(), "callCard"))) == 1
        assert len(list(items(screens.order.contentItem(), "serviceCell"))) == 8


def test_a_number_pulses_three_times_and_the_ticker_holds_still(qapp: QGuiApplication, qtbot: QtBot) -> None:
    with Screens(qapp, 1280, 720) as screens:
        wall = Wall().start()
        screens.draw(wall.board, wall.now)
        frames = ticker_frames(screens)
        qtbot.waitUntil(lambda: frames.property("running"))
        wall.called("training", "5")
        screens.draw(wall.board, wall.now)
        (card,) = items(screens.order.contentItem(), "callCard")
        assert card.property("pulsing")
        assert not frames.property("running")
        qtbot.waitUntil(lambda: not card.property("pulsing"), timeout=6_000)
        qtbot.waitUntil(lambda: frames.property("running"), timeout=2_000)
        ticket = wall.board.deck.cards[0].call.ticket.ticket_id
        wall.hear(wall.hall.recall(ticket))
        screens.draw(wall.board, wall.now)
        assert card.property("pulsing")
        assert [one.property("digits") for one in items(screens.order.contentItem(), "callCard")] == ["001"]


def test_a_number_is_as_easy_to_read_in_its_pulse(qapp: QGuiApplication, qtbot: QtBot) -> None:
    """Every colour in the card, whenever it changes, until the pulse is over."""
    with Screens(qapp, 1280, 720) as screens:
        wall = Wall(RealHall(numbered_from(WIDEST))).start()
        for service_id, counter_id in (("training", "5"), ("youth", "6")):
            wall.called(service_id, counter_id)
            wall.wait(4_000)
        wall.called("migrant-transfer", "8", priority=True)
        screens.draw(wall.board, wall.now)
        (card,) = items(screens.order.contentItem(), "callCard")
        (back,) = items(card, "cardBack")
        (number,) = items(card, "cardNumber")
        seen: dict[bool, set[tuple[float, float]]] = {True: set(), False: set()}

        def look() -> bool:
            words = [one.property("color") for one in items(card) if one.property("truncated") is not None]
            ground = back.property("color")
            ratios = contrast(number.property("color"), ground), min(contrast(one, ground) for one in words)
            seen[bool(card.property("inverted"))].add(ratios)
            return not card.property("pulsing")

        qtbot.waitUntil(look, timeout=6_000)
        assert seen[True]
        assert seen[False]
        assert min(ratio for one in seen.values() for ratios in one for ratio in ratios) >= 7
        for row in items(screens.order.contentItem(), "rowNumber"):
            assert contrast(row.property("color"), back.property("color")) >= 7


def contrast(one: QColor, other: QColor) -> float:
    """As WCAG reckons it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_newest_call_is_gigantic_and_those_before_it_are_thin_and_white(qapp: QGuiApplication) -> None:
    with Screens(qapp, 1920, 1080, calm=True) as screens:
        wall = Wall().start()
        for counter_id in "4567":
            wall.called("training", counter_id)
            wall.wait(3_500)
        screens.draw(wall.board, wall.now)
        (card,) = items(screens.order.contentItem(), "callCard")
        lines = list(items(screens.order.contentItem(), "callBefore"))
        assert card.height() >= 0.55 * screens.layout.cards.height
        assert [line.property("counter") for line in lines] == ["6", "5", "4"]
        (number,) = items(card, "cardNumber")
        for line in lines:
            (small,) = items(line, "beforeNumber")
            assert number.property("size") > 2.4 * small.property("size")
            assert small.property("color").name().upper() == "#F7FAFC"


def test_the_numbers_of_a_call_are_heavier_than_those_who_are_served(qapp: QGuiApplication) -> None:
    """The two weights are two: a variable font without its axis draws both alike."""
    with Screens(qapp, 1920, 1080, calm=True) as screens:
        wall = Wall().start()
        wall.hear(wall.hall.arrive(wall.called("training", "4")))
        wall.wait(1_000).called("training", "5")
        screens.draw(wall.board, wall.now)
        ink: dict[str, int] = {}
        for row in items(screens.order.contentItem(), "counterRow"):
            for digits in items(row, "digits"):
                area = digits.mapRectToScene(digits.boundingRect()).toRect()
                image = screens.order.grabWindow().copy(area)
                ground = luminance(image.pixelColor(0, 0))
                lit = (luminance(image.pixelColor(x, y)) for x in range(image.width()) for y in range(image.height()))
                ink[str(row.property("says"))] = sum(abs(one - ground) > 0.2 for one in lit)
        assert ink["called"] > 1.3 * ink["serving"]


def test_yellow_means_go_now_and_nothing_else(qapp: QGuiApplication) -> None:
    """Not what nobody knows to be true still, and no ornament."""
    with Screens(qapp, 1280, 720, calm=True) as screens:
        wall = Wall().start()
        screens.draw(wall.board, wall.now)
        assert not any(yellow(window) for window in screens.windows), "nobody is called"
        wall.called("youth", "6")
        wall.called("training", "5")
        screens.draw(wall.board, wall.now)
        assert all(yellow(window) for window in screens.windows)
        wall.link(up=False).wait(5_000)
        screens.draw(wall.board, wall.now)
        assert "E" in texts(screens.order), "the last good numbers stay"
        assert not any(yellow(window) for window in screens.windows)
        wall.link(up=True).start()
        screens.draw(wall.board, wall.now)
        assert all(yellow(window) for window in screens.windows)


def yellow(window: QQuickWindow) -> bool:
    image = window.grabWindow()
    ratio = image.devicePixelRatio()
    places = [(x, y) for y in range(0, int(720 * ratio), 2) for x in range(0, int(1280 * ratio), 2)]
    return any(image.pixelColor(x, y).name().upper() == "#FFC83D" for x, y in places)


def test_a_notice_that_becomes_the_first_is_read_at_once(qapp: QGuiApplication) -> None:
    with Screens(qapp, 1280, 720) as screens:
        wall = Wall().start()
        screens.draw(wall.board, wall.now)
        ticker = ticker_frames(screens).parent()
        assert ticker is not None
        ticker.setProperty("offset", 900.0)
        wall.hall.ask(PauseCounter("3", PauseReason.LUNCH))
        screens.draw(wall.hear().board, wall.now)
        assert ticker.property("offset") < 450
        assert "3 號櫃檯暫停服務" in texts(screens.order)
        ticker.setProperty("offset", 900.0)
        screens.draw(wall.board, wall.now)
        assert ticker.property("offset") >= 900, "once"


def test_calm_mode_has_no_pulse_and_no_running_ticker(qapp: QGuiApplication) -> None:
    with Screens(qapp, 1280, 720, calm=True) as screens:
        wall = Wall().start()
        wall.called("training", "5")
        screens.draw(wall.board, wall.now)
        (card,) = items(screens.order.contentItem(), "callCard")
        assert not card.property("pulsing")
        frames = ticker_frames(screens)
        assert not frames.property("running")
        standing = {text for notice in wall.hall.view.notices for text in notice.text.values()} & texts(screens.order)
        assert len(standing) == 1
        assert wrong(screens.order, 1) == []


def test_every_known_letter_has_a_glyph(qapp: QGuiApplication) -> None:
    from PySide6.QtGui import QFontInfo, QTextLayout

    from tests.display.screens import CATALOG

    with Screens(qapp, 640, 360):
        assert QFontInfo(qapp.font()).family().startswith("Noto Sans TC")
        for language in CATALOG.languages:
            said = "".join(CATALOG.all(language).values()) + "→◀▲✓◆・另號+–"
            layout = QTextLayout(said, qapp.font())
            layout.beginLayout()
            layout.createLine()
            layout.endLayout()
            for run in layout.glyphRuns():
                assert 0 not in run.glyphIndexes()


def texts(window: QQuickWindow) -> set[str]:
    return {str(item.property("text")) for item in items(window.contentItem()) if item.property("text")}


def ticker_frames(screens: Screens) -> QObject:
    frames = screens.order.findChild(QObject, "tickerFrames")
    assert frames is not None
    return frames
