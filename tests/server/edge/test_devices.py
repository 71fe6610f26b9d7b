from __future__ import annotations

import pytest

from server.edge.devices import MOST_DEVICES, SILENT_MS, Devices, TooManyDevices
from wire.messages.session import DeviceReport


def report(state: str = "ok", code: str = "", detail: str = "", device: str = "printer") -> DeviceReport:
    return DeviceReport(device_id=device, kind="ticket_printer", state=state, code=code, detail=detail)


def test_only_a_change_is_told() -> None:
    devices = Devices()
    first = devices.report(report(), "kiosk-1", at=1_000, elapsed=0)
    assert first is not None
    assert (first.state, first.since, first.reported_by) == ("ok", 1_000, "kiosk-1")
    assert devices.report(report(), "kiosk-1", at=2_000, elapsed=1) is None
    changed = devices.report(report("trouble", "paper_out"), "kiosk-1", at=3_000, elapsed=2)
    assert changed is not None
    assert (changed.code, changed.since) == ("paper_out", 3_000)
    assert devices.all() == (changed,)


def test_a_new_detail_does_not_make_trouble_younger() -> None:
    devices = Devices()
    devices.report(report("trouble", "paper_out"), "kiosk-1", at=1_000, elapsed=0)
    changed = devices.report(report("trouble", "paper_out", "again"), "kiosk-1", at=5_000, elapsed=1)
    assert changed is not None
    assert (changed.detail, changed.since) == ("again", 1_000)


def test_two_programs_may_name_their_devices_alike() -> None:
    devices = Devices()
    devices.report(report(), "kiosk-1", at=1, elapsed=0)
    devices.report(report("trouble"), "kiosk-2", at=1, elapsed=0)
    assert [(one.reported_by, one.state) for one in devices.all()] == [("kiosk-1", "ok"), ("kiosk-2", "trouble")]


def test_silence_is_not_health() -> None:
    devices = Devices()
    devices.report(report(), "kiosk-1", at=1_000, elapsed=0)
    devices.report(report(), "kiosk-2", at=1_000, elapsed=1)
    assert devices.silent(at=90_000, elapsed=SILENT_MS - 1) == ()
    (silent,) = devices.silent(at=91_000, elapsed=SILENT_MS)
    assert (silent.reported_by, silent.state, silent.code, silent.since) == ("kiosk-1", "unknown", "no_report", 91_000)
    assert [one.reported_by for one in devices.silent(at=92_000, elapsed=SILENT_MS + 1)] == ["kiosk-2"]
    assert devices.silent(at=93_000, elapsed=SILENT_MS * 9) == ()
    back = devices.report(report(), "kiosk-1", at=99_000, elapsed=SILENT_MS * 9)
    assert back is not None
    assert (back.state, back.since) == ("ok", 99_000)


def test_devices_are_bounded() -> None:
    devices = Devices()
    for number in range(MOST_DEVICES):
        devices.report(report(device=f"d{number}"), "kiosk-1", at=1, elapsed=0)
    with pytest.raises(TooManyDevices):
        devices.report(report(device="one more"), "kiosk-1", at=1, elapsed=0)
    assert devices.report(report("trouble", device="d3"), "kiosk-1", at=2, elapsed=0) is not None
