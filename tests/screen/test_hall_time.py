"""A screen shows the server's time, and says when its own PC's clock is wrong."""

from __future__ import annotations

import pytest

from program.clock import ManualClock
from screen.hall_time import SKEW_MS, HallTime

NOON = 1_764_000_000_000


class Line:
    """A link that has heard the server's clock, or not."""

    def __init__(self, heard: float | None) -> None:
        self.heard = heard

    def server_time(self) -> float | None:
        return self.heard


@pytest.mark.parametrize("own", [NOON - 315_360_000_000, NOON, NOON + 7_200_000])
def test_the_servers_time_is_shown_whatever_this_pc_says(own: int) -> None:
    line = Line(None)
    time = HallTime(line, ManualClock(own))
    assert time.now() == own
    assert time.report("kiosk-1") == ()
    line.heard = NOON + 0.4
    assert time.now() == NOON


@pytest.mark.parametrize(
    ("off", "state", "detail"),
    [
        (0, "ok", ""),
        (SKEW_MS, "ok", ""),
        (-SKEW_MS, "ok", ""),
        (SKEW_MS + 1, "warning", "2 min fast"),
        (-3_600_000, "warning", "60 min slow"),
    ],
)
def test_a_clock_that_is_off_is_reported(off: int, state: str, detail: str) -> None:
    (report,) = HallTime(Line(NOON), ManualClock(NOON + off)).report("kiosk-1")
    assert (report.device_id, report.kind, report.state, report.detail) == ("kiosk-1-clock", "clock", state, detail)
    assert report.code == ("clock_off" if state == "warning" else "")
