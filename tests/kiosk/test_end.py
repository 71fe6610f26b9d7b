"""A kiosk that ends while its threads still have news."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from hardware.printer.job import JobStage, JobState
from hardware.printer.status import BlockReason, PrinterStatus
from kiosk.app import Kiosk
from kiosk.settings import Settings
from tests.kiosk.hands import running_kiosk
from tests.real_hall import RealHall

NOWHERE = Settings(id="kiosk-1", server="ws://127.0.0.1:9/ws", printer="tcp://127.0.0.1:9")
NEWS: dict[str, Callable[[Kiosk], object]] = {
    "printer": lambda kiosk: kiosk.printing.condition.emit(PrinterStatus(BlockReason.COVER)),
    "job": lambda kiosk: kiosk.printing.job.emit("key-0001", JobState(JobStage.PRINTED)),
    "confirms": lambda kiosk: kiosk.printing.confirms.emit(False),
    "hall": lambda kiosk: kiosk.link.received.emit(RealHall().snapshot()),
}


@pytest.mark.parametrize("news", NEWS.values(), ids=NEWS)
def test_news_on_its_way_at_the_end_reaches_nobody(
    news: Callable[[Kiosk], object], qapp: QGuiApplication, qtbot: QtBot
) -> None:
    """The window and its view-model are gone by then; an error in a slot fails the test."""
    with running_kiosk(NOWHERE, qapp, qtbot) as hands:
        kiosk = hands.kiosk
        sender = threading.Thread(target=news, args=(kiosk,))
        sender.start()
        sender.join()
    qapp.processEvents()


def test_while_it_runs_no_garbage_is_collected_in_the_middle_of_a_ticket(qapp: QGuiApplication, qtbot: QtBot) -> None:
    assert gc.isenabled()
    with running_kiosk(NOWHERE, qapp, qtbot):
        assert not gc.isenabled()
    assert gc.isenabled()
