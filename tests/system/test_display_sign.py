"""From a call to the dots of the LED sign: the real display, its real protocol, an emulated card told to fail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.display.hall_server import HallServer
from tests.display.halls import numbered_from
from tests.display.program import Program, config, offscreen, until
from tests.hardware.sign_rig import start_emulator
from tests.real_hall import RealHall

pytestmark = pytest.mark.system
TWO = [("HALL-1", 1280, 720), ("HALL-2", 1280, 720)]


def test_a_call_is_on_the_sign_and_its_health_is_told(tmp_path: Path) -> None:
    hall = RealHall(numbered_from({"benefit-again": 27}))
    server = HallServer(hall).start()
    notices = [text for notice in hall.view.notices for text in notice.text.values()]
    sign = start_emulator("bx", tmp_path / "sign", "--tcp", "127.0.0.1:0", "--control", "127.0.0.1:0")

    def shows(text: str) -> bool:
        return text in json.dumps(sign.state(), ensure_ascii=False)

    try:
        more = f'[display.led]\nurl = "bx+tcp://{sign.places["tcp"]}"\n'
        with Program(tmp_path, config(server.url, more=more), offscreen(tmp_path, TWO)) as program:
            # Which notice has its turn depends on when the machine was started.
            until(lambda: any(shows(text[:8]) for text in notices), "no notice was on the sign", program)
            issued = hall.issue("benefit-again")
            server.tell(issued, hall.call(issued.tickets[0].ticket_id, "3"))
            until(lambda: shows("B 027 → 3 號櫃檯"), "the call was not on the sign", program)
            until(lambda: _state(server) == "ok", "a sign that is well was not reported", program)
            sign.tell("silent")
            until(lambda: _state(server) == "trouble", "a dead sign was not reported", program, 60)
            sign.tell("clear")
            until(lambda: _state(server) == "ok", "its return was not reported", program, 60)
            assert program.end() == 0
    finally:
        sign.stop()
        server.stop()


def _state(server: HallServer) -> str:
    report = server.reports.get("display-1-sign")
    return report.state if report is not None else ""
