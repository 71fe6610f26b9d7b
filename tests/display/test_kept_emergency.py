"""A display that begins again in the middle of an emergency shows it at once, also while its server is away."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtGui import QGuiApplication

from display.app import DisplayApp
from display.board import Moment
from display.kept_emergency import NONE, KeptEmergency
from display.settings import check
from display.sign_lines import sign_message
from hardware.led.message import Kind
from program.clock import ManualClock
from screen.typeface import use_typeface
from server.domain.emergency import EmergencyKind
from tests.display.program import DEVICE
from tests.display.screens import CATALOG, items
from tests.real_hall import MORNING, ROOT, RealHall, sample_config
from wire.messages.hall import EmergencyView

OUTSIDE = "集合地點：對面停車場"
DAY_MS = 24 * 3_600_000
FILE = "display-emergency.json"


def display(app: QGuiApplication, folder: Path) -> DisplayApp:
    """One that has been put together and has heard nothing yet."""
    use_typeface(app)
    settings = msgspec.structs.replace(check(ROOT / "config.toml"), state_folder=str(folder))
    return DisplayApp(app, settings, ManualClock(MORNING), credentials=DEVICE, plain_windows=True)


def test_a_display_that_restarts_in_an_emergency_shows_it_before_it_hears_of_its_hall(
    qapp: QGuiApplication, tmp_path: Path
) -> None:
    hall = RealHall()
    before = display(qapp, tmp_path)
    before.live_board.hear(hall.snapshot())
    before.live_board.hear(hall.raise_emergency(EmergencyKind.FIRE, OUTSIDE))
    qapp.processEvents()
    said = before.order_page.emergency
    assert said[1] == OUTSIDE
    before.stop()

    again = display(qapp, tmp_path)
    again.windows.place()
    again.live_board.placed(shared=False)
    assert again.live_board.board.hall is None, "nobody has told it anything"
    assert (again.order_page.emergency, again.content_page.emergency) == (said, said)
    for window in (again.windows.order, again.windows.content):
        (over,) = items(window.contentItem(), "emergency")
        assert next(items(over, "emergency_0")).property("words") == said[0]
    assert signs(again) == signs(before)
    again.live_board.link("lost", "unreachable")
    assert again.order_page.emergency == said, "a server that is away ends none"

    hall.end_emergency()
    again.live_board.hear(hall.snapshot())
    qapp.processEvents()
    assert again.order_page.emergency == ()
    again.stop()
    assert not (tmp_path / FILE).exists()
    third = display(qapp, tmp_path)
    third.live_board.placed(shared=False)
    assert third.order_page.emergency == (), "it was over"
    third.stop()


def signs(shown: DisplayApp) -> set[str]:
    """What the sign says in its turns."""
    said = [sign_message(shown.live_board.board, Moment(MORNING, at), CATALOG) for at in range(0, 90_000, 1_000)]
    assert {one.kind for one in said} == {Kind.EMERGENCY}
    return {one.text for one in said}


def raised(languages: tuple[str, ...] = ("zh-TW", "en")) -> tuple[RealHall, EmergencyView]:
    hall = RealHall(sample_config(languages))
    emergency = hall.raise_emergency(EmergencyKind.EARTHQUAKE).today.emergency
    assert emergency is not None
    return hall, emergency


def kept(folder: Path) -> KeptEmergency:
    return KeptEmergency(folder / "of a display" / FILE)


def test_it_is_kept_in_the_hall_s_order_until_its_day_is_over_and_for_its_hall_alone(tmp_path: Path) -> None:
    hall, emergency = raised(("en", "zh-TW"))
    kept(tmp_path).keep(emergency, hall.view, hall.snapshot().date)
    found = kept(tmp_path).read(MORNING + DAY_MS // 2, hall.view.hall_id)
    assert found == (emergency, ("en", "zh-TW"))
    assert kept(tmp_path).read(0, "")[0] == emergency, "a PC whose clock lost its battery"
    assert kept(tmp_path).read(MORNING, "somewhere-else") == NONE
    assert kept(tmp_path).read(MORNING + DAY_MS, "") == NONE


def test_one_that_is_damaged_or_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    hall, emergency = raised()
    assert kept(tmp_path).read(MORNING, "") == NONE
    (tmp_path / FILE).write_bytes(b'{"hall_id": "yong')
    assert KeptEmergency(tmp_path / FILE).read(MORNING, "") == NONE
    (tmp_path / "of a display").write_text("a file where the folder should be")
    kept(tmp_path).keep(emergency, hall.view, hall.snapshot().date)
    assert kept(tmp_path).read(MORNING, "") == NONE
    nowhere = KeptEmergency(None)
    nowhere.keep(emergency, hall.view, hall.snapshot().date)
    assert nowhere.read(MORNING, "") == NONE


def test_one_of_yesterday_goes_when_the_hall_is_heard(tmp_path: Path) -> None:
    hall, emergency = raised()
    kept(tmp_path).keep(emergency, hall.view, hall.snapshot().date)
    today = kept(tmp_path)
    assert today.read(MORNING + DAY_MS, "") == NONE
    today.keep(None, hall.view, hall.snapshot().date)
    assert not (tmp_path / "of a display" / FILE).exists()
