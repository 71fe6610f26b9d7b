from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, QPointF, Qt, QUrl
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow
from pytestqt.qtbot import QtBot

from demo import tray
from demo.stage import children, texts_in
from demo.tray import CAPTION_LEAST
from hardware.printer.ticket_layout import render_ticket
from screen.desk import Place, desk
from tests.hardware.tickets import CHINESE


def test_tray_shows_the_sign_and_new_tickets(qtbot: QtBot, tmp_path: Path) -> None:
    engine = QQmlApplicationEngine()
    engine.setInitialProperties({"consoleLine": "http://127.0.0.1/console"})
    engine.load(QUrl.fromLocalFile(str(Path(tray.__file__).parent / "Tray.qml")))
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    looking = tray.Tray(window, tmp_path, tmp_path)
    looking.look()
    assert pictures(window) == set()

    render_ticket(CHINESE, 576).save(tmp_path / "receipt-0001.png")
    shutil.copy(tmp_path / "receipt-0001.png", tmp_path / "sign.png")
    looking.look()
    qtbot.waitUntil(lambda: pictures(window) == {"receipt-0001.png", "sign.png"}, timeout=20_000)
    (ticket,) = [item for item in images(window) if item.property("source").fileName() == "receipt-0001.png"]
    qtbot.waitUntil(lambda: 0 < ticket.property("sourceSize").width() <= ticket.width(), timeout=20_000)
    window.close()
    shiboken6.delete(engine)
    assert not shiboken6.isValid(looking), "the window takes what looks for it along"


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)], ids=str)
@pytest.mark.parametrize("sign_in", [False, True], ids=["a clerk plays", "nobody plays the clerk"])
def test_every_ticket_is_seen_whole_or_not_at_all(
    qtbot: QtBot, tmp_path: Path, sign_in: bool, size: tuple[int, int]
) -> None:
    """The code for the phone is a ticket's last part."""
    stands = desk(Place(0, 0, *size), CAPTION_LEAST).paper
    engine = QQmlApplicationEngine()
    told = "Clerks' console: https://127.0.0.1:30206/console\nSign in as admin with the password Gccn-zkbg-ntcp-3459"
    window = tray.shown(engine, "Tray", {"consoleLine": told, "width": stands.width, "height": stands.height})
    (tmp_path / "caption.json").write_text(json.dumps({"sign_in": sign_in}), "utf-8")
    for number in range(1, 7):
        render_ticket(CHINESE, 576).save(tmp_path / f"receipt-000{number}.png")
    tray.Tray(window, tmp_path, tmp_path, caption=QObject(), captions=tmp_path / "caption.json").look()
    qtbot.waitUntil(lambda: {"receipt-0005.png", "receipt-0006.png"} <= pictures(window), timeout=20_000)
    (paper,) = [item for item in children(window.contentItem()) if item.objectName() == "paper"]

    def seen_whole() -> None:
        end = paper.mapToScene(QPointF(0, paper.height())).y()
        assert end <= window.height() - 16
        tickets = [item for item in images(window) if item.property("source").fileName()]
        shown = [item for item in tickets if item.mapToScene(QPointF()).y() < end]
        assert len(shown) >= 2
        for ticket in shown:
            assert ticket.mapToScene(QPointF(0, ticket.height())).y() <= end
            assert ticket.property("paintedHeight") > 100

    qtbot.waitUntil(seen_whole, timeout=20_000)
    assert ("admin" in " ".join(texts_in(window.contentItem()))) is sign_in
    shiboken6.delete(engine)


def pictures(window: QQuickWindow) -> set[str]:
    """File names of the pictures that have been loaded."""
    return {item.property("source").fileName() for item in images(window) if item.property("source").fileName()}


def images(window: QQuickWindow) -> list[QQuickItem]:
    return [item for item in children(window.contentItem()) if item.inherits("QQuickImage")]


@pytest.mark.parametrize("bars", [False, True], ids=["none", "title bars"])
def test_a_name_stands_over_a_window_or_in_its_title_bar_never_half_behind_one(
    qtbot: QtBot, tmp_path: Path, bars: bool
) -> None:
    engine = QQmlApplicationEngine()
    place = {"x": 0, "y": 0, "width": 400, "height": 300}
    names = [{"x": 0, "y": 0, "width": 200, "height": 36, "text": "Kiosk"}]
    backdrop = tray.shown(engine, "Backdrop", {"labels": names, **place})
    backdrop.show()
    flags = Qt.WindowType.Window if bars else Qt.WindowType.FramelessWindowHint
    window = tray.shown(engine, "Tray", {"flags": flags, **place})
    qtbot.waitUntil(lambda: (window.frameMargins().top() > 0) is bars, timeout=20_000)
    tray.Tray(window, tmp_path, tmp_path, backdrop=backdrop).look()
    assert texts_in(backdrop.contentItem()) == ([] if bars else ["Kiosk"])
    shiboken6.delete(engine)
