"""Devices are reported on change and every half minute, in words the server knows."""

from __future__ import annotations

import pytest

from display.awake import AwakeHealth
from display.chime_player import SoundHealth
from display.health import REPEAT_MS, Reporter, media_report, screen_reports, sign_report, sound_report
from display.media import MediaHealth, Skipped
from display.media_check import MediaFault
from display.monitors import Places
from display.sound import SoundFault
from display.zones import hall_of_zone, strangers
from hardware.led.sign import SignHealth, SignState
from program.language import languages
from tests.real_hall import sample_view
from wire.codec import decode_client, encode
from wire.messages import DeviceReport


@pytest.mark.parametrize(
    ("state", "told", "code", "detail"),
    [
        (SignState.OK, "ok", "", "GNU Unifont"),
        (SignState.DEGRADED, "warning", "sign_refuses", "no answer"),
        (SignState.OFFLINE, "trouble", "sign_offline", "no answer"),
        (SignState.UNKNOWN, "unknown", "", "GNU Unifont"),
    ],
)
def test_a_sign(state: SignState, told: str, code: str, detail: str) -> None:
    health = SignHealth(state, "no answer", 0, "GNU Unifont")
    report = sign_report("display-1", health)
    assert (report.device_id, report.kind) == ("display-1-sign", "led_sign")
    assert (report.state, report.code, report.detail) == (told, code, detail)
    assert decode_client(encode(report)) == report


def test_a_long_error_fits_the_message() -> None:
    health = SignHealth(SignState.OFFLINE, "x" * 900, 0, "")
    report = sign_report("d" * 32, health)
    assert decode_client(encode(report)) == report


@pytest.mark.parametrize(
    ("health", "told", "code"),
    [
        (SoundHealth(), "unknown", ""),
        (SoundHealth(tried=True), "ok", ""),
        *((SoundHealth(tried=True, fault=fault, detail="x" * 900), "trouble", fault.value) for fault in SoundFault),
    ],
)
def test_the_sound(health: SoundHealth, told: str, code: str) -> None:
    report = sound_report("display-1", health)
    assert (report.device_id, report.kind, report.state, report.code) == ("display-1-sound", "sound", told, code)
    assert decode_client(encode(report)) == report


def test_what_staff_are_told_has_its_words_in_every_language() -> None:
    for language in languages().values():
        texts = language.texts["web"]
        kinds = {f"device_{kind}" for kind in ("sound", "clock", "led_sign", "screen", "media")}
        codes = {
            f"code_{code}"
            for code in (
                *SoundFault,
                *MediaFault,
                "clock_off",
                "sign_refuses",
                "sign_offline",
                "monitor_missing",
                "monitor_mirrored",
                "may_go_dark",
                "counter_unknown",
            )
        }
        assert kinds | codes <= texts.keys(), language.tag


def test_the_playlist() -> None:
    skipped = (Skipped("/srv/media/fair.png", MediaFault.BROKEN, "x" * 300), Skipped("b", MediaFault.MISSING, ""))
    states = [
        media_report("d", health)
        for health in (MediaHealth(), MediaHealth(looked=True), MediaHealth((), skipped, True))
    ]
    assert [(one.device_id, one.kind, one.state) for one in states] == [
        ("d-media", "media", state) for state in ("unknown", "ok", "warning")
    ]
    assert (states[2].code, states[2].detail[:12]) == ("media_broken", "fair.png: xx")
    assert decode_client(encode(states[2])) == states[2]


def test_screens() -> None:
    both = screen_reports("d", Places("A", "B", False, ()), ("A", "B"))
    assert [(one.device_id, one.state) for one in both] == [("d-order", "ok"), ("d-content", "ok")]
    missing = screen_reports("d", Places("A", None, True, ("B",)), ("A", "B"))
    assert [(one.state, one.code, one.detail) for one in missing] == [
        ("ok", "", ""),
        ("warning", "monitor_missing", "B"),
    ]
    one_monitor = screen_reports("d", Places("A", None, True, ()), ("", ""))
    assert [one.state for one in one_monitor] == ["ok", "ok"]
    assert "shares" in one_monitor[1].detail
    assert {one.code for one in screen_reports("d", None, ("A", "B"))} == {"monitor_missing"}


def test_a_zone_with_a_counter_that_the_hall_does_not_have_is_told_until_it_has() -> None:
    hall = sample_view()
    zone = ("9", "2", "x")
    assert strangers(None, zone) == (), "nobody has heard of a hall"
    assert strangers(hall_of_zone(hall, zone), zone) == ("9", "x")
    assert strangers(hall_of_zone(hall, ("2",)), ("2",)) == ()
    told = screen_reports("d", Places("A", "B", False, ()), ("A", "B"), strangers=("9", "x"))
    assert [(one.state, one.code, one.detail) for one in told] == [("warning", "counter_unknown", "9, x")] * 2
    assert decode_client(encode(told[0])) == told[0]


def test_a_mirrored_screen_is_told_as_that() -> None:
    told = screen_reports("d", Places("A", None, True, (), ("B",)), ("A", "B"))
    assert [(one.state, one.code, one.detail) for one in told] == [
        ("ok", "", ""),
        ("warning", "monitor_mirrored", "B"),
    ]
    unnamed = screen_reports("d", Places("A", None, True, (), ("B",)), ("", ""))
    assert [one.code for one in unnamed] == ["", "monitor_mirrored"]


def test_a_screen_that_may_go_dark_is_told_unless_it_is_missing_altogether() -> None:
    dark = AwakeHealth(asked=True, fault="xset is not installed")
    told = screen_reports("d", Places("A", None, True, ("B",)), ("A", "B"), dark)
    assert [(one.state, one.code) for one in told] == [("warning", "may_go_dark"), ("warning", "monitor_missing")]
    assert told[0].detail == "xset is not installed"


def test_told_on_change_and_every_half_minute() -> None:
    told: list[DeviceReport] = []
    reporter = Reporter(told.append)
    well = DeviceReport(device_id="d-sign", kind="led_sign", state="ok")
    ill = DeviceReport(device_id="d-sign", kind="led_sign", state="trouble")
    for report, steady in [(well, 0), (well, 1_000), (ill, 2_000), (ill, 3_000), (ill, 2_000 + REPEAT_MS)]:
        reporter.report((report,), steady)
    assert told == [well, ill, ill]
