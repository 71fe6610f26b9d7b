"""The whole window without a screen: nothing is cut, everything that can be touched is large and does what it says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.flow_types import (
    ClassToggled,
    Confirmed,
    Finished,
    LanguageChosen,
    Retried,
    ServiceChosen,
    Touched,
    WentBack,
)
from kiosk.painter import Painter
from kiosk.picture import Picture
from screen.whole_words import plain
from tests.kiosk.conftest import Shown
from tests.kiosk.sample_hall import NOW, ROOT
from tests.kiosk.scene import buttons, faults, on_stage, painted, seen, shortened, texts
from tests.kiosk.screens import FURTHER, LANGUAGES, screens, walked
from tests.kiosk.test_waits import BOTH, facts_with

Show = Callable[[Picture, int, int], Shown]
SIZES = [(1080, 1920), (1920, 1080)]


def named(window: QQuickWindow, name: str) -> QQuickItem:
    everything = [item for item in seen(window.contentItem()) if item.objectName() == name]
    # A label's letters bear its name too.
    found = [item for item in everything if item.parentItem() not in everything]
    assert len(found) == 1, (name, [item.objectName() for item in buttons(window)])
    return found[0]


def middle(item: QQuickItem) -> QPoint:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def tap(window: QQuickWindow, name: str) -> None:
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle(named(window, name)))


@pytest.mark.parametrize("size", SIZES, ids=["portrait", "landscape"])
@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_everything_fits_and_can_be_touched_on_any_screen(
    show: Show, painter: Painter, qtbot: QtBot, language: str, size: tuple[int, int]
) -> None:
    flow, at = screens(language)["starting"]
    view, window = show(painter.picture(flow, at, NOW), *size)
    for name, (flow, at) in screens(language).items():
        view.show(painter.picture(flow, at, NOW))
        qtbot.wait(30)
        assert faults(window) == [], (name, language, size)
        assert not shortened(window), (name, language, size)


@pytest.mark.parametrize("size", SIZES, ids=["portrait", "landscape"])
def test_everything_fits_with_five_languages_to_choose(
    show: Show, painter: Painter, qtbot: QtBot, size: tuple[int, int]
) -> None:
    """Each screen in one of those that a kiosk alone has, another on the other monitor."""
    drawn = [screens(language, (*LANGUAGES, *FURTHER)) for language in FURTHER]
    flow, at = drawn[0]["home"]
    view, window = show(painter.picture(flow, at, NOW), *size)
    own = [name for name in drawn[0] if not name.startswith("guide_") or name.endswith("_own")]
    for place, name in enumerate(own, SIZES.index(size)):
        flow, at = drawn[place % len(drawn)][name]
        view.show(painter.picture(flow, at, NOW))
        qtbot.wait(30)
        assert faults(window) == [], (name, flow.language, size)
        assert not shortened(window), (name, flow.language, size)


def test_touches_of_a_mouse_reach_the_flow(show: Show, painter: Painter, qtbot: QtBot) -> None:
    flow, at = screens("zh-TW")["home"]
    view, window = show(painter.picture(flow, at, NOW), 1080, 1920)
    heard: list[object] = []
    view.touched.connect(lambda event: heard.append(event) if event != Touched() else None)
    tap(window, "service_benefit-again")
    tap(window, "service_migrant-transfer")  # closed
    tap(window, "language_en")
    flow, at = screens("zh-TW")["confirm"]
    view.show(painter.picture(flow, at, NOW))
    qtbot.wait(30)
    for name in ("class_priority", "confirm", "back"):
        tap(window, name)
    flow, at = screens("zh-TW")["trouble_no_answer"]
    view.show(painter.picture(flow, at, NOW))
    qtbot.wait(30)
    for name in ("try_again", "finish"):
        tap(window, name)
    assert heard == [
        ServiceChosen("benefit-again"),
        LanguageChosen("en"),
        ClassToggled("priority"),
        Confirmed("key-0001"),
        WentBack(),
        Retried(),
        Finished(),
    ]


def test_a_finger_reaches_the_flow_and_any_press_is_somebody(show: Show, painter: Painter, qtbot: QtBot) -> None:
    flow, at = screens("zh-TW")["home"]
    view, window = show(painter.picture(flow, at, NOW), 540, 960)
    heard: list[object] = []
    view.touched.connect(heard.append)
    finger = QTest.createTouchDevice()
    assert isinstance(finger, QPointingDevice)
    where = middle(named(window, "service_benefit-first"))
    QTest.touchEvent(window, finger).press(0, where, window).commit()
    QTest.touchEvent(window, finger).release(0, where, window).commit()
    qtbot.waitUntil(lambda: ServiceChosen("benefit-first") in heard, timeout=20_000)
    assert Touched() in heard
    heard.clear()
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 955))
    assert heard == [Touched()]


def test_more_time_covers_what_lies_below(show: Show, painter: Painter, qtbot: QtBot) -> None:
    flow, at = screens("zh-TW")["confirm_idle"]
    view, window = show(painter.picture(flow, at, NOW), 1080, 1920)
    heard: list[object] = []
    view.touched.connect(heard.append)
    tap(window, "confirm")
    tap(window, "more_time")
    assert set(heard) == {Touched()}


def test_no_buttons_while_the_number_is_asked_for(show: Show, painter: Painter, qtbot: QtBot) -> None:
    flow, at = screens("zh-TW")["confirm"]
    view, window = show(painter.picture(flow, at, NOW), 1080, 1920)
    for name in ("asking", "printing"):
        flow, at = screens("zh-TW")[name]
        view.show(painter.picture(flow, at, NOW))
        assert not buttons(window), "buttons must be gone at once, not one frame later"


def test_keys_do_nothing(show: Show, painter: Painter, qtbot: QtBot) -> None:
    flow, at = screens("zh-TW")["confirm"]
    view, window = show(painter.picture(flow, at, NOW), 1080, 1920)
    heard: list[object] = []
    view.touched.connect(heard.append)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Back, Qt.Key.Key_F11):
        QTest.keyClick(window, key)
    for key in (Qt.Key.Key_Q, Qt.Key.Key_W):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier)
    assert window.isVisible()
    assert not heard


def test_kiosk_loads_neither_server_nor_display() -> None:
    code = (
        "import sys, kiosk.app, kiosk.__main__;"
        "print([m for m in sys.modules if m.split('.')[0] in ('server', 'display', 'sqlalchemy', 'litestar')])"
    )
    ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert ended.stdout.strip() == "[]"


@pytest.mark.parametrize("screen", ["printer_busy", "no_paper", "paper_unsure"])
def test_what_is_said_below_a_number_is_as_large_where_it_nearly_fits_one_line(
    show: Show, painter: Painter, screen: str
) -> None:
    """A sentence takes two lines rather than the smallest letters of the page."""
    flow, at = screens("zh-TW")[screen]
    _, window = show(painter.picture(flow, at, NOW), *SIZES[0])
    letters = next(item for item in named(window, "body").childItems() if item.property("text"))
    assert letters.property("fontInfo").property("pixelSize").toNumber() >= 36


@pytest.mark.parametrize("language", ["en", "vi"])
def test_no_word_stands_alone_below_others(show: Show, painter: Painter, language: str) -> None:
    flow, at = screens(language, ("zh-TW", "en", "vi"))["home_exhausted"]
    _, window = show(painter.picture(flow, at, NOW), *SIZES[0])
    notes = [
        item for item in texts(window) if plain(item.property("text")) in {"No numbers left today", "Hôm nay đã hết số"}
    ]
    assert len(notes) > 8, "the title too"
    narrow = [item for item in notes if item.property("lineCount") == 2]
    assert len(narrow) == 8
    assert {item.property("contentWidth") < 180 for item in narrow} == {True}


@pytest.mark.parametrize("language", ["zh-TW", "vi", "th"])
def test_the_mark_of_priority_stands_at_its_time(show: Show, painter: Painter, language: str) -> None:
    """Whatever letters the time has: those of Thai and Vietnamese are narrower than is reckoned."""
    flow, at = walked(language=language, facts=facts_with(*BOTH), languages=("zh-TW", "vi", "th"))
    _, window = show(painter.picture(flow, at, NOW), *SIZES[0])
    time = next(item for item in texts(window) if item.objectName() == "sooner")
    mark = time.parentItem().parentItem().childItems()[0]
    times = time.parentItem().parentItem().parentItem()
    letters, line = painted(time, window), on_stage(times, window)
    assert 0 < letters.left() - on_stage(mark, window).right() < 12
    assert abs(letters.right() - line.right()) < 2
