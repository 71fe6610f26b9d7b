"""How the display's devices are, as the server hears it: on change, and every 30 s. Pure but for `Reporter`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from display.awake import AwakeHealth
from display.chime_player import SoundHealth
from display.media import MediaHealth
from display.monitors import Places
from hardware.led.sign import SignHealth, SignState
from wire.messages import DeviceReport

REPEAT_MS = 30_000
State = Literal["ok", "warning", "trouble", "unknown"]
SIGN: dict[SignState, tuple[State, str]] = {
    SignState.OK: ("ok", ""),
    SignState.DEGRADED: ("warning", "sign_refuses"),
    SignState.OFFLINE: ("trouble", "sign_offline"),
    SignState.UNKNOWN: ("unknown", ""),
}
"""State and code of a sign's report. A sign without answers stays unknown while nothing speaks against it."""


def sign_report(display: str, health: SignHealth) -> DeviceReport:
    """The LED sign. While it is well, the font in use stands in `detail`."""
    state, code = SIGN[health.state]
    well = health.state in {SignState.OK, SignState.UNKNOWN}
    detail = health.font if well else health.last_error
    return DeviceReport(device_id=f"{display}-sign", kind="led_sign", state=state, code=code, detail=detail[:200])


def sound_report(display: str, health: SoundHealth) -> DeviceReport:
    """The chime's sound; unknown until it was tried out."""
    state: State = "trouble" if health.fault else "ok" if health.tried else "unknown"
    code = health.fault.value if health.fault else ""
    return DeviceReport(device_id=f"{display}-sound", kind="sound", state=state, code=code, detail=health.detail[:200])


def media_report(display: str, health: MediaHealth) -> DeviceReport:
    """What the playlist shows; the first of what is wrong with it."""
    device_id, first = f"{display}-media", health.skipped[0] if health.skipped else None
    if first is None:
        return DeviceReport(device_id=device_id, kind="media", state="ok" if health.looked else "unknown")
    name = first.source.rpartition("/")[2] or first.source
    detail = f"{name}: {first.detail}"[:200]
    return DeviceReport(device_id=device_id, kind="media", state="warning", code=first.fault.value, detail=detail)


LIT = AwakeHealth()


def screen_reports(
    display: str,
    places: Places | None,
    names: tuple[str, str],
    awake: AwakeHealth = LIT,
    lacking: str = "",
    *,
    strangers: Sequence[str] = (),
) -> tuple[DeviceReport, ...]:
    """Both monitors, by what they show, whether they may go dark by themselves, for which texts this machine is
    `lacking` letters (`display.letters`), and which counters of its zone are `strangers` to the hall."""
    reports = []
    for part, name in zip(("order", "content"), names, strict=True):
        state: State = "ok"
        code = detail = ""
        if places is None or name in places.missing:
            state, code, detail = "warning", "monitor_missing", name
        elif part == "content" and places.content is None and places.mirrored:
            state, code, detail = "warning", "monitor_mirrored", ", ".join(places.mirrored)
        elif strangers:
            state, code, detail = "warning", "counter_unknown", ", ".join(strangers)
        elif lacking:
            state, code, detail = "warning", "no_glyphs", lacking
        elif awake.fault:
            state, code, detail = "warning", "may_go_dark", awake.fault
        elif part == "content" and places.content is None:
            detail = "shares the order's monitor"
        reports.append(
            DeviceReport(device_id=f"{display}-{part}", kind="screen", state=state, code=code, detail=detail[:200])
        )
    return tuple(reports)


class Reporter:
    """Tells a report when it differs from the last one of its device, or when that is 30 s old."""

    def __init__(self, tell: Callable[[DeviceReport], None]) -> None:
        self._tell = tell
        self._told: dict[str, tuple[DeviceReport, int]] = {}

    def report(self, reports: tuple[DeviceReport, ...], steady: int) -> None:
        """`steady` is monotonic ms."""
        for report in reports:
            last = self._told.get(report.device_id)
            if last is None or last[0] != report or steady - last[1] >= REPEAT_MS:
                self._told[report.device_id] = (report, steady)
                self._tell(report)
