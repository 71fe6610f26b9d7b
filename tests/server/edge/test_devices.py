from __future__ import annotations

from contextlib import suppress

import pytest

from server.edge.devices import FORGOTTEN_MS, MOST_DEVICES, MOST_OF_ONE, SILENT_MS, Devices, TooManyDevices
from server.edge.server_parts import ServerParts
from server.troubles import Trouble
from wire.messages.session import DeviceReport, DeviceView

LINE = "a line"


def report(state: str = "ok", code: str = "", detail: str = "", device: str = "printer") -> DeviceReport:
    return DeviceReport(device_id=device, kind="ticket_printer", state=state, code=code, detail=detail)


def told(changed: tuple[DeviceView, ...]) -> list[tuple[str, str, str]]:
    return [(one.device_id, one.state, one.code) for one in changed]


def test_only_a_change_is_told() -> None:
    devices = Devices()
    (first,) = devices.report(report(), "kiosk-1", LINE, at=1_000, elapsed=0)
    assert (first.state, first.since, first.reported_by) == ("ok", 1_000, "kiosk-1")
    assert devices.report(report(), "kiosk-1", LINE, at=2_000, elapsed=1) == ()
    (changed,) = devices.report(report("trouble", "paper_out"), "kiosk-1", LINE, at=3_000, elapsed=2)
    assert (changed.code, changed.since) == ("paper_out", 3_000)
    assert devices.all() == (changed,)


def test_a_new_detail_does_not_make_trouble_younger() -> None:
    devices = Devices()
    devices.report(report("trouble", "paper_out"), "kiosk-1", LINE, at=1_000, elapsed=0)
    (changed,) = devices.report(report("trouble", "paper_out", "again"), "kiosk-1", LINE, at=5_000, elapsed=1)
    assert (changed.detail, changed.since) == ("again", 1_000)


def test_two_programs_may_name_their_devices_alike() -> None:
    devices = Devices()
    devices.report(report(), "kiosk-1", "one", at=1, elapsed=0)
    devices.report(report("trouble"), "kiosk-2", "two", at=1, elapsed=0)
    assert [(one.reported_by, one.state) for one in devices.all()] == [("kiosk-1", "ok"), ("kiosk-2", "trouble")]


def test_what_a_revoked_device_reported_leaves_the_list() -> None:
    devices = Devices()
    devices.report(report("trouble"), "wall", "one", at=1, elapsed=0, owner="d1")
    devices.report(report("trouble", device="sign"), "wall", "one", at=1, elapsed=0, owner="d1")
    devices.report(report("ok", device="sign"), "wall", "two", at=1, elapsed=0, owner="d2")
    devices.leave("one", at=2, elapsed=1)
    devices.silent(at=3, elapsed=SILENT_MS)
    assert told(devices.all()) == [("printer", "unknown", "no_report"), ("sign", "unknown", "no_report")]
    devices.report(report("ok", device="sign"), "wall", "two", at=4, elapsed=SILENT_MS, owner="d2")
    assert devices.revoked({"a session"}, at=5, elapsed=SILENT_MS) == ()
    assert told(devices.revoked({"d1"}, at=5, elapsed=SILENT_MS)) == [("printer", "ok", "")]
    assert told(devices.all()) == [("sign", "ok", "")]
    assert devices.silent(at=6, elapsed=SILENT_MS + 1) == ()


def test_two_programs_of_one_name_do_not_hide_each_others_trouble() -> None:
    devices = Devices()
    devices.report(report("trouble", "paper_out"), "kiosk-1", "one", at=1, elapsed=0)
    assert devices.report(report(), "kiosk-1", "two", at=2, elapsed=1) == ()
    assert told(devices.all()) == [("printer", "trouble", "paper_out")]
    assert told(devices.report(report("warning", "near_end"), "kiosk-1", "one", at=3, elapsed=2)) == [
        ("printer", "warning", "near_end")
    ]
    assert told(devices.report(report(), "kiosk-1", "one", at=4, elapsed=3)) == [("printer", "ok", "")]
    assert told(devices.report(report("a word of tomorrow"), "kiosk-1", "two", at=5, elapsed=4)) == [
        ("printer", "a word of tomorrow", "")
    ]
    assert len(devices.all()) == 1


def test_a_program_that_comes_back_over_a_new_line_is_believed() -> None:
    devices = Devices()
    devices.report(report("trouble", "paper_out"), "kiosk-1", "old", at=1, elapsed=0)
    assert devices.leave("old", at=2, elapsed=1) == (), "its last word stands until another comes"
    assert told(devices.report(report(), "kiosk-1", "new", at=3, elapsed=2)) == [("printer", "ok", "")]
    other = Devices()
    other.report(report("trouble", "paper_out"), "kiosk-1", "old", at=1, elapsed=0)
    other.report(report(), "kiosk-1", "new", at=2, elapsed=1)
    assert told(other.leave("old", at=3, elapsed=2)) == [("printer", "ok", "")], "in whatever order"


def test_silence_is_not_health() -> None:
    devices = Devices()
    devices.report(report(), "kiosk-1", "one", at=1_000, elapsed=0)
    devices.report(report(), "kiosk-2", "two", at=1_000, elapsed=1)
    assert devices.silent(at=90_000, elapsed=SILENT_MS - 1) == ()
    (silent,) = devices.silent(at=91_000, elapsed=SILENT_MS)
    assert (silent.reported_by, silent.state, silent.code, silent.since) == ("kiosk-1", "unknown", "no_report", 91_000)
    assert [one.reported_by for one in devices.silent(at=92_000, elapsed=SILENT_MS + 1)] == ["kiosk-2"]
    assert devices.silent(at=93_000, elapsed=SILENT_MS * 9) == ()
    (back,) = devices.report(report(), "kiosk-1", "one", at=99_000, elapsed=SILENT_MS * 9)
    assert (back.state, back.since) == ("ok", 99_000)


def test_a_silent_program_does_not_speak_for_its_namesake() -> None:
    devices = Devices()
    devices.report(report("trouble", "paper_out"), "kiosk-1", "one", at=1, elapsed=0)
    devices.report(report(), "kiosk-1", "two", at=1, elapsed=SILENT_MS - 1)
    assert told(devices.silent(at=2, elapsed=SILENT_MS)) == [("printer", "ok", "")]


def test_a_device_that_was_renamed_is_missed_for_a_day_and_then_forgotten() -> None:
    devices = Devices()
    devices.report(report(device="old name"), "kiosk-1", LINE, at=1, elapsed=0)
    devices.report(report(device="new name"), "kiosk-1", LINE, at=1, elapsed=1)
    devices.silent(at=2, elapsed=SILENT_MS)
    assert ("old name", "unknown", "no_report") in told(devices.all())
    devices.report(report(device="new name"), "kiosk-1", LINE, at=3, elapsed=FORGOTTEN_MS - 1)
    assert told(devices.silent(at=4, elapsed=FORGOTTEN_MS - 1)) == []
    assert told(devices.silent(at=5, elapsed=FORGOTTEN_MS)) == [("old name", "ok", "")], "its last word"
    assert [one.device_id for one in devices.all()] == ["new name"]


def test_one_program_has_its_share() -> None:
    devices = Devices()
    for number in range(MOST_OF_ONE):
        devices.report(report(device=f"d{number}"), "kiosk-1", LINE, at=1, elapsed=0)
    with pytest.raises(TooManyDevices):
        devices.report(report(device="one more"), "kiosk-1", LINE, at=1, elapsed=0)
    assert devices.report(report("trouble", device="d3"), "kiosk-1", LINE, at=2, elapsed=0)


def test_made_up_devices_lock_out_no_real_one() -> None:
    devices = Devices()
    devices.report(report(), "display-1", "real", at=1, elapsed=0)
    for number in range(2 * MOST_DEVICES):
        line = f"made up {number // MOST_OF_ONE}"
        with suppress(TooManyDevices):
            devices.report(report(device=f"d{number}"), "x", line, at=1, elapsed=number)
        assert len(devices.all()) <= MOST_DEVICES
    changed = devices.report(report("trouble", "paper_out", device="late"), "kiosk-1", "late", at=1, elapsed=10**4)
    assert told(changed)[-1] == ("late", "trouble", "paper_out")
    assert {"printer", "late"} <= {one.device_id for one in devices.all()}
    assert len(devices.all()) == MOST_DEVICES


def test_those_of_lines_that_have_ended_go_first() -> None:
    devices = Devices()
    for number in range(MOST_DEVICES):
        line = f"line {number // MOST_OF_ONE}"
        devices.report(report(device=f"d{number}"), "x", line, at=1, elapsed=number)
    devices.leave("line 3", at=1, elapsed=MOST_DEVICES)
    changed = devices.report(report(device="late"), "kiosk-1", "late", at=1, elapsed=10**4)
    assert told(changed) == [(f"d{3 * MOST_OF_ONE}", "ok", ""), ("late", "ok", "")]


def test_a_part_of_the_server_shows_its_worst_and_is_gone_when_well() -> None:
    parts = ServerParts()
    little = Trouble("store", "little_space", "", blocks=False)
    full = Trouble("store", "disk_full", "", blocks=True)
    assert parts.changed([], at=1) == ()
    (first,) = parts.changed([little], at=1_000)
    assert (first.kind, first.device_id, first.state, first.code) == ("server", "store", "warning", "little_space")
    (worse,) = parts.changed([little, full], at=2_000)
    assert (worse.state, worse.code, worse.since) == ("trouble", "disk_full", 2_000)
    assert parts.changed([full, little], at=3_000) == (), "no news"
    assert parts.all() == (worse,)
    (well,) = parts.changed([], at=4_000)
    assert (well.device_id, well.state, well.code) == ("store", "ok", "")
    assert parts.all() == ()
