"""The stage hand finds, reads, touches and photographs what a person could, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from demo.stage import StageHand, find, look, texts_in, windows

QML = """
import QtQuick
Window {
    width: 300; height: 200; visible: true; objectName: "glass"
    property int touched: 0
    Text { objectName: "seen"; text: "A 012" }
    Text { text: "hidden"; visible: false }
    Item { objectName: "card"; opacity: 0.4 }
    Item { objectName: "card" }
    Item { opacity: 0; Text { text: "transparent" } }
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
    qtbot.waitUntil(window.isExposed)
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
    qtbot.waitUntil(lambda: glass.property("touched") == 1)


def test_a_touch_at_nothing_is_told(glass: QQuickWindow) -> None:
    hand = StageHand()
    hand._act({"do": "touch", "item": "nothing"})
    assert not hand.answer["ok"]
    assert "nothing" in hand.answer["fault"]
    hand._act({"do": "dance"})
    assert "dance" in hand.answer["fault"]


def test_counts_what_is_still_fading(glass: QQuickWindow) -> None:
    hand = StageHand()
    hand._act({"do": "faint", "item": "card"})
    assert hand.answer == {"ok": True, "count": 1}


def test_takes_pictures(glass: QQuickWindow, tmp_path: Path) -> None:
    assert look(tmp_path, "moment") == ["moment-glass.png"]
    assert (tmp_path / "moment-glass.png").stat().st_size > 100
