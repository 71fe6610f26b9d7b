"""Both windows, drawn: every state in both languages at three sizes, and nothing is cut."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from display.board import Board
from server.domain.commands import PauseCounter
from server.domain.counter_states import PauseReason
from tests.display.halls import WIDEST, numbered_from
from tests.display.ink import faults_of_ink
from tests.display.pictures import pixels
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


LYING, SMALL, SHARP = (1920, 1080), (1280, 720), (3840, 2160)
BOTH, TURNED, ALONE = ("zh-TW", "en"), ("en", "zh-TW"), ("zh-TW",)
Case = tuple[tuple[int, int], bool, tuple[str, ...]]


def called(case: Case) -> str:
    size, shared, languages = case
    return f"{'one' if shared else 'two'}-{size[1]}-{'-'.join(languages)}"


def drawn_on(qapp: QGuiApplication, case: Case) -> Screens:
    return Screens(qapp, *case[0], shared=case[1])


@pytest.mark.parametrize(
    "case",
    [
        (LYING, False, BOTH),
        (SMALL, False, TURNED),
        (SHARP, False, ALONE),
        (LYING, True, TURNED),
        (SMALL, True, BOTH),
        (SMALL, True, ALONE),
    ],
    ids=called,
)
def test_nothing_is_cut_in_any_state(qapp: QGuiApplication, case: Case) -> None:
    with drawn_on(qapp, case) as screens:
        for state in STATES:
            wall = Wall(RealHall(numbered_from(WIDEST, case[2])))
            state(wall)
            screens.draw(wall.board, wall.now)
            for window in screens.windows:
                assert wrong(window, 1) == [], state.__name__
            if screens.layout.content.width == 0:
                assert [shortened(window) for window in screens.windows] == [set(), set()], state.__name__


@pytest.mark.parametrize(
    "case", [(LYING, False, BOTH), (SMALL, False, TURNED), (LYING, True, TURNED), (SMALL, True, BOTH)], ids=called
)
def test_no_guide_is_cut(qapp: QGuiApplication, case: Case) -> None:
    with drawn_on(qapp, case) as screens:
        wall = Wall(RealHall(numbered_from(WIDEST, case[2]))).start()
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
        qtbot.waitUntil(lambda: frames.property("running"), timeout=20_000)
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
    """As its pixels are, until the pulse is over."""
    with Screens(qapp, 1280, 720) as screens:
        wall = Wall(RealHall(numbered_from(WIDEST))).start()
        for service_id, counter_id in (("training", "5"), ("youth", "6")):
            wall.called(service_id, counter_id)
            wall.wait(4_000)
        wall.called("migrant-transfer", "8", priority=True)
        screens.draw(wall.board, wall.now)
        (card,) = items(screens.order.contentItem(), "callCard")
        seen: set[bool] = set()

        def look() -> bool:
            seen.add(bool(card.property("inverted")))
            assert faults_of_ink(screens.order, pixels(screens.order)) == []
            return not card.property("pulsing")

        qtbot.waitUntil(look, timeout=6_000)
        assert seen == {True, False}
        rows = list(items(screens.order.contentItem(), "counterRow"))
        filled = [
            row for row in rows for back in items(row, "calledBack") if back.property("color").name() == "#ffc83d"
        ]
        labels = [label.property("words") for row in filled for label in items(row, "rowLabel")]
        assert (labels, len(rows)) == (["8"], 8), "the newest call alone"


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


def test_one_standing_monitor_welcomes_below_its_header(qapp: QGuiApplication) -> None:
    with Screens(qapp, 1080, 1920, shared=True, inch=43.0) as screens:
        wall = Wall().start()
        screens.draw(wall.board, wall.now)
        assert wrong(screens.order, 1) == []
