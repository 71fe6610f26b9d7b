from __future__ import annotations

import shutil
from pathlib import Path

import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow
from pytestqt.qtbot import QtBot

from demo import tray
from demo.stage import children
from hardware.printer.ticket_layout import render_ticket
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
    window.close()
    shiboken6.delete(engine)
    assert not shiboken6.isValid(looking), "the window takes what looks for it along"


def pictures(window: QQuickWindow) -> set[str]:
    """File names of the pictures that have been loaded."""
    images: list[QQuickItem] = [item for item in children(window.contentItem()) if item.inherits("QQuickImage")]
    return {item.property("source").fileName() for item in images if item.property("source").fileName()}
