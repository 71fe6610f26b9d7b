"""What a kiosk takes back is gone from the server's device board, and so from every console that shows it."""

from __future__ import annotations

import pytest

from hardware.printer.status import PrinterStatus
from kiosk.reports import Health, Mention, reports
from server.edge.devices import Devices

WELL = Health(PrinterStatus(None))
ALARMS = {
    "uncertain": WELL.with_unprinted(Mention("uncertain", "B001", 0, "key-0001", "1-1")),
    "unprinted": WELL.with_unprinted(Mention("unprinted", "B001", 0, "key-0001", "1-1")),
    "late_ticket": WELL.with_loose(Mention("late_ticket", "B001", 0, "key-0001", "1-1")),
    "ticket_unknown": WELL.with_loose(Mention("ticket_unknown", "benefit", 0, "key-0001")),
    "prints_unconfirmed": WELL.with_confirms(False, 0),
}


def board(*told: tuple[Health, str]) -> dict[str, str]:
    """Codes of the devices that are not well, after these reports, each over its line."""
    devices = Devices()
    for at, (health, line) in enumerate(told):
        for report in reports("kiosk-1", health):
            devices.report(report, "kiosk-1", line, at=at, elapsed=at)
    return {view.device_id: view.code for view in devices.all() if view.state != "ok"}


@pytest.mark.parametrize("code", ALARMS)
def test_a_later_truth_clears_the_board(code: str) -> None:
    alarmed = ALARMS[code]
    assert list(board((alarmed, "line")).values()) == [code]
    ended = alarmed.with_confirms(True, 1).settled("key-0001")
    assert board((alarmed, "line"), (ended, "line")) == {}


def test_another_number_keeps_its_alarm() -> None:
    both = ALARMS["uncertain"].with_unprinted(Mention("uncertain", "B002", 0, "key-0002", "1-2"))
    assert board((both, "line"), (both.settled("key-0001"), "line")) == {"kiosk-1-printer": "uncertain"}
