"""The stage hand finds, reads, touches and photographs what a person could, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from demo.stage import StageHand, find, look, moving, texts_in, windows

ROOT = Path(__file__).parents[2]
QML = """
import QtQuick
Window {
    width: 300; height: 200; visible: true; objectName: "glass"
    id: glass
    property int touched: 0
    property bool leaving: false
    property string hall: "Hall"
    title: hall
    signal appears
    signal slides
    function appear() { appears(); }
    function slide() { slides(); }
    Text { objectName: "seen"; text: "A 012" }
    Text { text: "hidden"; visible: false }
    Repeater {
        model: 1
        Item {
            id: card
            width: 50; height: 50; opacity: 1
            NumberAnimation { id: appearing; target: card; property: "opacity"; from: 0; to: 1; duration: 120 }
            SequentialAnimation {
                id: sliding
                NumberAnimation { target: card; property: "x"; from: -40; to: 0; duration: 120 }
            }
            Connections {
                target: glass
                function onAppears() { card.opacity = 0; appearing.start(); }
                function onSlides() { sliding.start(); }
            }
        }
    }
    Rectangle {
        SequentialAnimation on opacity {
            loops: Animation.Infinite
            NumberAnimation { to: 0.2; duration: 50 }
            NumberAnimation { to: 1; duration: 50 }
        }
    }
    FrameAnimation { running: true }
    PauseAnimation { running: true; duration: 100000 }
    Item { opacity: 0; Text { text: "transparent" } }
    Item { property bool fading: glass.leaving; opacity: 0 }
    Repeater {
        model: 1
        Rectangle {
            objectName: "button"; x: 100; y: 100; width: 80; height: 60
            TapHandler { onTapped: touched += 1 }
        }
    }
}
"""


@pytest.fixture
def glass(qtbot: QtBot, tmp_path: Path) -> Iterator[QQuickWindow]:
    (tmp_path / "Glass.qml").write_text(QML, "utf-8")
    engine = QQmlApplicationEngine()
    engine.load(QUrl.fromLocalFile(str(tmp_path / "Glass.qml")))
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    qtbot.waitUntil(window.isExposed, timeout=20_000)
    yield window
    window.close()
    shiboken6.delete(engine)


def test_sees_only_what_can_be_seen(glass: QQuickWindow) -> None:
    assert windows() == [glass]
    assert texts_in(glass.contentItem()) == ["A 012"]
    assert find("seen") is not None
    assert find("button") is not None, "made by a repeater, so no QObject child of the window"
    assert find("nothing") is None


def test_touches_like_a_finger(glass: QQuickWindow, qtbot: QtBot) -> None:
    hand = StageHand()
    hand._act({"do": "touch", "item": "button"})
    assert hand.answer["ok"], hand.answer
    qtbot.waitUntil(lambda: glass.property("touched") == 1, timeout=20_000)


def test_a_touch_at_nothing_is_told(glass: QQuickWindow) -> None:
    hand = StageHand()
    hand._act({"do": "touch", "item": "nothing"})
    assert not hand.answer["ok"]
    assert "nothing" in hand.answer["fault"]
    hand._act({"do": "dance"})
    assert "dance" in hand.answer["fault"]


def test_reads_items_of_one_name_apart(glass: QQuickWindow) -> None:
    hand = StageHand()
    hand._act({"do": "below", "item": "seen"})
    assert hand.answer == {"ok": True, "groups": [["A 012"]]}


@pytest.mark.parametrize("begin", ["appear", "slide"])
def test_no_picture_is_taken_of_what_has_only_been_told_to_begin(
    glass: QQuickWindow, qtbot: QtBot, tmp_path: Path, begin: str
) -> None:
    """In that moment nothing has moved yet: the card is as it was before, or not to be seen at all."""
    hand = StageHand()
    order = {"do": "look", "folder": str(tmp_path), "name": "moment"}
    hand._act(order)
    assert hand.answer["pictures"], hand.answer
    (tmp_path / "moment-glass.png").unlink()

    glass.metaObject().invokeMethod(glass, begin)
    hand._act(order)
    assert hand.answer["pictures"] == {}
    assert hand.answer["moving"] > 0
    assert list(tmp_path.glob("*.png")) == []

    def rests() -> bool:
        hand._act(order)
        return bool(hand.answer["pictures"])

    qtbot.waitUntil(rests, timeout=20_000)


def test_nothing_moves_by_a_behavior_or_a_transition() -> None:
    """Qt does not tell when one is at work, so that a picture would not wait for it."""
    silent = re.compile(r"\bBehavior on\b|\bTransition\s*\{")
    files = [file for room in ("display", "kiosk", "screen") for file in (ROOT / room / "qml").rglob("*.qml")]
    assert len(files) > 30
    assert [file.name for file in files if silent.search(file.read_text("utf-8"))] == []


def test_what_never_ends_is_no_reason_to_wait(glass: QQuickWindow, tmp_path: Path) -> None:
    """The glass of these tests has dots that go on for ever, and a ticker."""
    assert moving() == 0


def test_windows_get_the_names_that_title_bars_show(glass: QQuickWindow) -> None:
    hand = StageHand()
    hand._act({"do": "title", "titles": {"glass": "取號機", "order": "叫號"}})
    assert hand.answer == {"ok": True, "titles": ["取號機"]}
    assert glass.title() == "取號機"


def test_takes_pictures(glass: QQuickWindow, tmp_path: Path) -> None:
    assert look(tmp_path, "moment") == {"moment-glass.png": ["A 012"]}, "and what can be read on it"
    assert (tmp_path / "moment-glass.png").stat().st_size > 100


def test_a_window_keeps_the_name_that_it_was_given(glass: QQuickWindow) -> None:
    """Also when what its title was bound to changes: the kiosk's is its hall's name, in the visitor's language."""
    hand = StageHand()
    hand._act({"do": "title", "titles": {"glass": "Kiosk"}})
    glass.setProperty("hall", "Another")
    assert (hand.answer, glass.title()) == ({"ok": True, "titles": ["Kiosk"]}, "Kiosk")


def test_no_picture_is_taken_before_what_has_faded_has_made_room(glass: QQuickWindow, tmp_path: Path) -> None:
    hand = StageHand()
    order = {"do": "look", "folder": str(tmp_path), "name": "moment"}
    glass.setProperty("leaving", True)
    hand._act(order)
    assert (hand.answer["moving"], hand.answer["pictures"]) == (1, {})
    glass.setProperty("leaving", False)
    hand._act(order)
    assert hand.answer["pictures"]
