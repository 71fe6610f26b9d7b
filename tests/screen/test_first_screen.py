"""The first screen as people meet it: by touch, by keyboard, in every language, on monitors that stand and lie."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from program.credentials import Credentials, CredentialsFault, MemoryCredentials
from screen.enrol_flow import (
    Compared,
    Entered,
    Event,
    Failed,
    LanguageChosen,
    Redeemed,
    Seen,
    Step,
    Typed,
)
from screen.first_screen import FirstScreen
from screen.typeface import use_typeface
from tests.kiosk.scene import seen, shortened, texts, whole
from wire.enrolment import Found, NotEnrolled, Obstacle, ScriptedEnroller

SERVER = "wss://192.0.2.10:8765/ws"
FOUND = Found(SERVER, "pem", "WMWM-MWMW-Q2X7-VZ3B")
MINE = Credentials(server=SERVER, device_id="d", kind="kiosk", name="entrance", hall_id="y", token="t")
SIZES = [(1080, 1920), (1920, 1080), (540, 960)]


class Disk(MemoryCredentials):
    """Full until it is told otherwise."""

    fault = "/x/kiosk.credentials: cannot be written: no space left"

    def save(self, credentials: Credentials) -> None:
        if self.fault:
            raise CredentialsFault(self.fault, Path(self.fault.partition(":")[0]))
        super().save(credentials)


def redeems(_found: Found, code: str) -> Credentials:
    if code != "KTRWMPAE":
        raise NotEnrolled(Obstacle.WRONG_CODE)
    return MINE


@contextmanager
def shown(
    app: QGuiApplication,
    qtbot: QtBot,
    store: MemoryCredentials | None = None,
    look: Callable[[str], Found] = lambda _: FOUND,
    *,
    redeem: Callable[[Found, str], Credentials] = redeems,
    size: tuple[int, int] = (1080, 1920),
    unusable: str = "",
) -> Iterator[FirstScreen]:
    use_typeface(app)
    first = FirstScreen(
        app,
        "kiosk",
        store or MemoryCredentials(),
        ScriptedEnroller(look, redeem),
        unusable=unusable,
        done_ms=0,
        look_ms=20,
    )
    first.window.setGeometry(0, 0, *size)
    first.window.show()
    first.window.requestActivate()
    qtbot.waitUntil(first.window.isActive, timeout=20_000)
    try:
        yield first
    finally:
        first.close()
        first.close()


def named(window: QQuickWindow, name: str) -> QQuickItem:
    (found,) = [item for item in seen(window.contentItem()) if item.objectName() == name]
    return found


def tap(window: QQuickWindow, *names: str) -> None:
    """Touches them one after the other, where they are drawn: what came or grew moves only when its parents are
    polished."""
    for name in names:
        for shown_item in seen(window.contentItem()):
            shown_item.ensurePolished()
        item = named(window, name)
        where = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)


def keys(window: QQuickWindow, text: str) -> None:
    for one in text:
        QTest.keyClick(window, one)  # type: ignore[call-overload]  # the stubs know no letters


def test_by_touch_alone(qapp: QGuiApplication, qtbot: QtBot) -> None:
    store = MemoryCredentials()
    with shown(qapp, qtbot, store) as first:
        window = first.window
        tap(window, *(f"key_{one}" for one in "192.0.2.107"), "erase", "next")
        qtbot.waitUntil(lambda: first.flow.step is Step.CODE, timeout=20_000)
        tap(window, *(f"key_{one}" for one in "KTRWMPAE"), "next")
        assert first.flow.step is Step.COMPARE
        assert named(window, "fingerprint").property("words") == FOUND.fingerprint
        with qtbot.waitSignal(first.enrolled, timeout=10_000) as told:
            tap(window, "same")
    assert told.args == [MINE]
    assert store.kept == MINE


def test_every_address_that_is_shown_elsewhere_can_be_touched(qapp: QGuiApplication, qtbot: QtBot) -> None:
    looked: list[str] = []

    def look(server: str) -> Found:
        looked.append(server)
        return FOUND

    with shown(qapp, qtbot, look=look) as first:
        for address in ["wss://hall-pc-2.example:8765/ws", "192.0.2.10"]:
            tap(first.window, *(f"key_{one}" for one in address), "next")
            qtbot.waitUntil(lambda: first.flow.step is Step.CODE, timeout=20_000)
            tap(first.window, "back", *["erase"] * len(address))
            assert first.flow.address == ""
    assert looked == ["wss://hall-pc-2.example:8765/ws", SERVER]


def test_by_keyboard_alone(qapp: QGuiApplication, qtbot: QtBot) -> None:
    looked: list[str] = []

    def look(server: str) -> Found:
        looked.append(server)
        return FOUND

    with shown(qapp, qtbot, look=look) as first:
        window = first.window
        keys(window, "hall-pc:9000")
        QTest.keyClick(window, Qt.Key.Key_Backspace)
        QTest.keyClick(window, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: first.flow.step is Step.CODE, timeout=20_000)
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert first.flow.step is Step.ADDRESS
        QTest.keyClick(window, Qt.Key.Key_Enter)
        qtbot.waitUntil(lambda: first.flow.step is Step.CODE, timeout=20_000)
        keys(window, "ktrw-mpaf")
        QTest.keyClick(window, Qt.Key.Key_Return)
        keys(window, "y")
        qtbot.waitUntil(lambda: first.flow.trouble is not None, timeout=20_000)
        keys(window, "ktrwmpae")
        with qtbot.waitSignal(first.enrolled, timeout=10_000):
            QTest.keyClick(window, Qt.Key.Key_Return)
    assert looked == ["wss://hall-pc:900/ws"] * 2


def test_tab_reaches_every_button_and_enter_presses_it(qapp: QGuiApplication, qtbot: QtBot) -> None:
    with shown(qapp, qtbot) as first:
        reached = set()
        for _ in range(4):
            QTest.keyClick(first.window, Qt.Key.Key_Tab)
            focused = first.window.activeFocusItem()
            reached.add(focused.objectName() if focused is not None else "")
        assert {"language_en", "language_zh-TW"} <= reached
        while (focused := first.window.activeFocusItem()) is None or focused.objectName() != "language_en":
            QTest.keyClick(first.window, Qt.Key.Key_Tab)
        QTest.keyClick(first.window, Qt.Key.Key_Return)
        assert (first.flow.language, first.flow.step, first.flow.trouble) == ("en", Step.ADDRESS, None)
        keys(first.window, "hall")
        assert first.flow.address == "hall"


def test_a_full_disk_is_said_and_tried_again(qapp: QGuiApplication, qtbot: QtBot) -> None:
    store = Disk()
    with shown(qapp, qtbot, store, lambda server: Found(server, "", "")) as first:
        keys(first.window, "hall-pc")
        QTest.keyClick(first.window, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: first.flow.step is Step.CODE, timeout=20_000)
        keys(first.window, "ktrwmpae")
        QTest.keyClick(first.window, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: first.flow.trouble is not None, timeout=20_000)
        shown_words = named(first.window, "trouble_words").property("words")
        assert shown_words.endswith("/x/kiosk.credentials")  # the system's words are for the log
        store.fault = ""
        with qtbot.waitSignal(first.enrolled, timeout=10_000):
            tap(first.window, "next")
    assert store.kept == MINE


def test_a_fault_of_ours_leaves_nobody_waiting(qapp: QGuiApplication, qtbot: QtBot) -> None:
    def look(_: str) -> Found:
        raise KeyError("a bug")

    with shown(qapp, qtbot, look=look) as first:
        keys(first.window, "hall-pc")
        QTest.keyClick(first.window, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: first.flow.trouble is not None, timeout=20_000)
        assert first.flow.step is Step.ADDRESS


def test_a_terminal_that_enrols_it_meanwhile_is_enough(qapp: QGuiApplication, qtbot: QtBot) -> None:
    store = MemoryCredentials()
    with shown(qapp, qtbot, store) as first:
        keys(first.window, "hall-pc")
        with qtbot.waitSignal(first.enrolled, timeout=10_000) as told:
            store.save(MINE)
        assert (told.args, first.flow.step) == ([MINE], Step.DONE)


def test_an_answer_after_the_end_reaches_nobody(qapp: QGuiApplication, qtbot: QtBot) -> None:
    ended = threading.Event()

    def late(_: str) -> Found:
        ended.wait(60)
        return FOUND

    with shown(qapp, qtbot, look=late) as first:
        keys(first.window, "hall-pc")
        QTest.keyClick(first.window, Qt.Key.Key_Return)
    waiting = [one for one in threading.enumerate() if one.name == "enrolment"]
    ended.set()
    for one in waiting:
        one.join(60)
    qapp.processEvents()
    assert first.flow.step is Step.LOOKING


def test_nobody_closes_it_on_its_monitor(qapp: QGuiApplication, qtbot: QtBot) -> None:
    with shown(qapp, qtbot) as first:
        first.show_on("")
        first.window.close()
        assert first.window.isVisible()


def looked_at(obstacle: Obstacle) -> list[Event]:
    return [Typed("hall"), Entered(), Failed(1, NotEnrolled(obstacle))]


def redeemed(obstacle: Obstacle) -> list[Event]:
    failed = Failed(2, NotEnrolled(obstacle, retry_after_s=900))
    return [Typed("hall"), Entered(), Seen(1, FOUND), Typed("WMWMWMWM"), Entered(), Compared(same=True), failed]


def said(first: FirstScreen) -> str:
    """What the flow came to: what went wrong, else its step."""
    wrong = first.flow.trouble
    return first.flow.step.value if wrong is None else wrong.key.removeprefix("why_")


EVERY: list[tuple[str, list[Event]]] = [
    ("address", [Typed("queue-server.counter-hall.example.gov.tw:8765")]),
    *((f"looked_{one}", looked_at(one)) for one in Obstacle),
    ("bad_address", [Typed("http://queue-server.counter-hall.example.gov.tw:8765"), Entered()]),
    ("looking", [Typed("hall"), Entered()]),
    ("code", [Typed("hall"), Entered(), Seen(1, FOUND), Typed("WMWM")]),
    ("bad_code", [Typed("hall"), Entered(), Seen(1, FOUND), Typed("WMWM"), Entered()]),
    ("compare", [Typed("hall"), Entered(), Seen(1, FOUND), Typed("WMWMWMWM"), Entered()]),
    ("not_same", [Typed("hall"), Entered(), Seen(1, FOUND), Typed("WMWMWMWM"), Entered(), Compared(same=False)]),
    ("redeeming", [Typed("hall"), Entered(), Seen(1, Found("", "", "")), Typed("WMWMWMWM"), Entered()]),
    *((f"redeemed_{one}", redeemed(one)) for one in Obstacle),
    (
        "not_kept",
        [
            Typed("hall"),
            Entered(),
            Seen(1, Found("", "", "")),
            Typed("WMWMWMWM"),
            Entered(),
            Redeemed(2, MINE),
        ],
    ),
    (
        "done",
        [Typed("hall"), Entered(), Seen(1, Found("", "", "")), Typed("WMWMWMWM"), Entered(), Redeemed(2, MINE)],
    ),
]


@pytest.mark.parametrize("size", SIZES, ids=["portrait", "landscape", "half"])
@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_everything_fits(qapp: QGuiApplication, qtbot: QtBot, language: str, size: tuple[int, int]) -> None:
    unusable = "/var/lib/jiaohao/kiosk.credentials"
    ended = threading.Event()
    store = Disk()

    def silent(_: str) -> Found:
        ended.wait(60)
        return FOUND

    def silent_too(_found: Found, _code: str) -> Credentials:
        ended.wait(60)
        return MINE

    with shown(qapp, qtbot, store, silent, redeem=silent_too, size=size, unusable=unusable) as first:
        begun = first.flow
        for name, events in [("unusable", []), *EVERY]:
            store.fault = "" if name == "done" else "/var/lib/jiaohao/kiosk.credentials: cannot be written: disk full"
            first.flow = begun
            for event in (LanguageChosen(language), *events):
                first.do(event)
            qapp.processEvents()
            assert said(first) == name.removeprefix("looked_").removeprefix("redeemed_")
            assert texts(first.window), name
            assert not [one for item in texts(first.window) if "{" in (one := whole(item))], name
            assert not shortened(first.window), (name, language, size)
        ended.set()
