"""Two kiosks at one network printer: neither is ever out of service for that, and every visitor has a paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from kiosk.readiness import Printer
from kiosk.settings import Settings
from program.clock import SystemClock
from tests.kiosk.hands import Hands, running_kiosk
from tests.kiosk.peers import EmulatedPrinter, emulated_printer
from tests.system.hall_server import HallServer, write_config
from tests.system.test_kiosk_ticket import qr_of

pytestmark = [pytest.mark.system, pytest.mark.timeout(180)]
ROUNDS = 3


def settings(number: int, port: int, printer: EmulatedPrinter) -> Settings:
    return Settings(id=f"kiosk-{number}", server=f"ws://127.0.0.1:{port}/ws", printer=printer.address, done_seconds=2)


def issued_by(hands: Hands) -> tuple[str, str]:
    """Number and secret of the ticket that is on its screen, once it is."""
    hands.wait(lambda: hands.screen in {"printing", "done"})
    issued = hands.kiosk.conductor.flow.issued
    assert issued is not None
    assert issued.number is not None
    return issued.number, issued.token or ""


@pytest.mark.parametrize("kind", ["generic-clone", "idle-closer"], ids=["the second waits", "the second is refused"])
def test_every_visitor_of_both_kiosks_has_a_paper(
    tmp_path: Path, qapp: QGuiApplication, qtbot: QtBot, kind: str
) -> None:
    """Both are touched in the same moment, so that one of them always finds the printer taken."""
    with (
        HallServer(write_config(tmp_path), forked=True) as server,
        emulated_printer(tmp_path / "receipts", "--as", kind) as printer,
        running_kiosk(
            settings(1, server.port, printer), qapp, qtbot, SystemClock(),
            server.entry.credentials(server.door, "kiosk", "kiosk-1"),
        ) as first,
        running_kiosk(
            settings(2, server.port, printer), qapp, qtbot, SystemClock(),
            server.entry.credentials(server.door, "kiosk", "kiosk-2"),
        ) as second,
    ):  # fmt: skip
        given: list[tuple[str, str]] = []
        both = (first, second)
        first.wait(lambda: all(hands.kiosk.conductor.flow.printer is Printer.READY for hands in both))
        seen: set[Printer] = set()

        def all_on_paper() -> bool:
            seen.update(hands.kiosk.conductor.flow.printer for hands in both)
            return len(printer.receipts) == len(given) and all(hands.screen == "home" for hands in both)

        for _ in range(ROUNDS):
            for hands in both:
                hands.touch("service_benefit-again")
            for hands in both:
                hands.touch("confirm")
            given.extend(issued_by(hands) for hands in both)
            first.wait(all_on_paper)
        assert seen == {Printer.READY}
        assert sorted(number for number, _ in given) == [f"B{number:03}" for number in range(1, 2 * ROUNDS + 1)]
        on_paper = sorted(qr_of(receipt).rpartition("#")[2] for receipt in printer.receipts)
        assert on_paper == sorted(token for _, token in given)
