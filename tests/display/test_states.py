"""What both monitors show when something is amiss: no server, a server that comes back, media that cannot be shown, a
display that starts in an emergency, no numbers left. Each is drawn, and measured as a visitor would look at it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication

from display.board import ItemsChanged, Tick
from display.closed_words import closed_words
from display.legibility import Monitor
from display.media import Media
from display.media_check import MediaFault
from display.order_layout import order_layout
from display.order_page import order_page
from display.playlist_settings import ItemSettings
from display.words import Words
from program.texts import read_catalog
from server.domain.closing import ClosingReason
from server.domain.config import SpecialDay
from server.domain.emergency import EmergencyKind
from tests.display.large_halls import Kind, large_hall
from tests.display.scene import seen, wrong
from tests.display.screens import CATALOG, Screens
from tests.display.walls import Wall
from tests.real_hall import MORNING, RealHall, sample_config
from wire.messages import Snapshot

HOUR = 3_600_000
LONG = (*(f"11-{day}" for day in range(23, 31)), *(f"12-0{day}" for day in range(1, 3)))
"""Ten days off."""
DECEMBER = ("12/", "/12", *(CATALOG.style(tag).months[11] for tag in ("en", "id", "th")))
LAYOUT = order_layout(Monitor(1920, 1080, 55.0, 15.0))
KIOSK = read_catalog("kiosk")
PICTURES = os.environ.get("JIAOHAO_PICTURES", "")
"""A folder that the pictures of the screens are written to, to be looked at."""


@pytest.fixture(params=[(1920, 1080, False), (1366, 768, True)], ids=["two", "shared"])
def screens(qapp: QGuiApplication, request: pytest.FixtureRequest) -> Iterator[Screens]:
    width, height, shared = request.param
    with Screens(qapp, width, height, shared=shared) as made:
        yield made


def look(screens: Screens, wall: Wall, name: str) -> tuple[set[str], ...]:
    """What each monitor says; nothing of it is cut, too small or over something else."""
    screens.draw(wall.board, wall.now)
    for place, window in enumerate(screens.windows):
        if PICTURES:
            size = f"{window.width()}x{window.height()}"
            assert window.grabWindow().save(str(Path(PICTURES) / f"state-{name}-{place}-{size}.png"))
        assert wrong(window, window.height() * 0.01) == [], (name, place)
    return tuple({one.text for one in seen(window)} for window in screens.windows)


def test_a_display_that_starts_before_its_server_asks_for_patience_and_then_shows_the_hall(screens: Screens) -> None:
    wall = Wall().link(up=False)
    for said in look(screens, wall, "server-down"):
        assert {"準備中，請稍候", "Getting ready"} <= said
        assert not any("請先取號" in one for one in said), "the kiosk gives none"
    wall.link(up=True).start()
    order, *_ = look(screens, wall, "server-up")
    assert "歡迎光臨" in order
    assert "準備中，請稍候" not in order


def test_an_hour_without_the_server_and_137_calls_are_made_up_for_at_once(screens: Screens) -> None:
    hall = RealHall()
    wall = Wall(hall).start()
    wall.called("training", "5")
    wall.link(up=False).wait(61_000)
    order, *others = look(screens, wall, "away-for-long")
    assert "請聽現場人員叫號" in order
    assert not {"001"} & set().union(*others), "nobody is sent to a counter by an old call"
    for place in range(137):
        ticket = hall.issue("benefit-again").tickets[0].ticket_id
        counter = ("3", "4")[place % 2]
        hall.call(ticket, counter)
        hall.arrive(ticket)
        if place < 135:
            hall.finish(ticket)
        hall.pass_ms(26_000)
        wall.steady += 26_000
    rings = wall.board.chimes
    wall.link(up=True).start()
    order, *_ = look(screens, wall, "back-after-137-calls")
    assert "請聽現場人員叫號" not in order
    assert not any("沒有更新" in one for one in order)
    for _ in range(2):  # beside the guide the counters stand on two pages
        wall.wait(8_000)
        screens.draw(wall.board, wall.now)
        order |= {one.text for one in seen(screens.order)}
    assert {"136", "137"} <= order, "who is at the counters now"
    assert wall.board.chimes == rings, "nothing old is announced"


def test_media_that_cannot_be_shown_leave_the_guides_and_no_black_screen(screens: Screens, tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"not a picture")
    (tmp_path / "broken.mp4").write_bytes(b"not a video")
    settings = (
        ItemSettings(kind="picture", source=str(tmp_path / "broken.png")),
        ItemSettings(kind="video", source=str(tmp_path / "broken.mp4")),
        ItemSettings(kind="picture", source=str(tmp_path / "none.png")),
    )
    health = Media(settings, tmp_path / "copies", lambda _: None).look()
    assert len(health.skipped) == 3
    assert health.skipped[-1].fault is MediaFault.MISSING
    wall = Wall().start().told(ItemsChanged(health.items))
    for round_ in range(3):
        *_, content = look(screens, wall, f"wrong-media-{round_}")
        assert len(content) > 10, "a guide is on"
        wall.wait(12_000)


def test_a_display_that_starts_in_an_emergency_shows_it_and_nothing_else(screens: Screens) -> None:
    hall = RealHall(large_hall(Kind(8, counters=45)))
    hall.raise_emergency(EmergencyKind.EARTHQUAKE)
    wall = Wall(hall).start()
    first, *others = look(screens, wall, "emergency")
    assert len(first) == 5, "in five languages"
    assert all(said == first for said in others)
    wall.hear(hall.end_emergency())
    order, *_ = look(screens, wall, "emergency-over")
    assert not first & order


def away(hall: RealHall, hours: int) -> str:
    """What the wall says after so long without its server."""
    wall = Wall(hall).start().link(up=False).wait(3_000)
    hall.pass_ms(hours * HOUR)
    wall.steady += hours * HOUR
    return order_page(wall.board, wall.now, LAYOUT, CATALOG).title.own


def test_a_hall_known_to_be_closed_has_nobody_to_listen_to_until_it_should_open() -> None:
    typhoon = RealHall()
    typhoon.close_today(ClosingReason.TYPHOON)
    assert away(typhoon, 2) == "因颱風，今日停止服務"
    assert away(typhoon, 22) == "請聽現場人員叫號", "that was yesterday"
    assert away(RealHall(at=MORNING + 10 * HOUR), 2) == "目前非服務時間"
    assert away(RealHall(at=MORNING + 10 * HOUR), 14) == "請聽現場人員叫號"
    evening = RealHall(at=MORNING + 7 * HOUR)
    evening.issue("benefit-again")
    evening.pass_ms(HOUR)
    assert away(evening, 1) == "請聽現場人員叫號", "somebody waits there"


def test_the_day_after_a_closed_one_both_monitors_say_the_same_while_the_server_is_off(screens: Screens) -> None:
    typhoon = RealHall()
    wall = Wall(typhoon).start()
    wall.hear(typhoon.close_today(ClosingReason.TYPHOON))
    wall.link(up=False).wait(3_000)
    assert all("因颱風，今日停止服務" in said for said in look(screens, wall, "closed-and-off"))
    typhoon.pass_ms(22 * HOUR)
    wall.steady += 22 * HOUR
    for said in look(screens, wall.told(Tick()), "day-after-closed-and-off"):
        assert "因颱風，今日停止服務" not in said


def test_a_holiday_is_over_when_its_day_is_though_the_server_is_off() -> None:
    off = (SpecialDay("2026-11-23", (("zh-TW", "國慶日補假"), ("en", "National Day (observed)"))),)
    holiday = replace(sample_config(), days=off)
    assert away(RealHall(holiday), 2) == "今日放假：國慶日補假"
    assert away(RealHall(holiday), 16) == "目前非服務時間"


def test_before_a_long_holiday_every_text_that_tells_when_it_opens_tells_the_date(screens: Screens) -> None:
    off = tuple(SpecialDay(f"2026-{one}", (("zh-TW", "整修"), ("en", "Repairs"))) for one in LONG)
    languages = ("zh-TW", "en", "vi", "id", "th")
    wall = Wall(RealHall(replace(sample_config(languages), days=off))).start()
    for turn in range(8):
        for said in look(screens, wall, f"long-holiday-{turn}"):
            told = {one for one in said if "08:00" in one}
            assert all(any(month in one for month in DECEMBER) for one in told), told
        wall.wait(6_000)


def used_up(*, others_later: bool, waiting: int) -> Snapshot:
    snapshot = RealHall().snapshot()
    services = [
        msgspec.structs.replace(one, open=True, numbers_left=False, waiting=waiting)
        if place or not others_later
        else msgspec.structs.replace(one, open=False, why="not_yet", opens_at=MORNING + HOUR)
        for place, one in enumerate(snapshot.services)
    ]
    return msgspec.structs.replace(snapshot, services=tuple(services))


def test_when_all_numbers_are_given_nobody_is_told_to_take_one(screens: Screens) -> None:
    wall = Wall().told(used_up(others_later=False, waiting=2))
    order, *_ = look(screens, wall, "no-numbers-left")
    assert {KIOSK.text("zh-TW", "all_exhausted_title"), "已取號的民眾請在現場稍候，會繼續叫號。"} <= order
    order, *_ = look(screens, Wall().told(used_up(others_later=False, waiting=0)), "no-numbers-nobody")
    assert KIOSK.text("zh-TW", "all_exhausted_body") in order


def test_numbers_that_are_given_later_today_are_not_said_to_be_none() -> None:
    wall = Wall().told(used_up(others_later=True, waiting=2))
    hall = wall.board.hall
    assert hall is not None
    said = closed_words(wall.board, hall, Words(CATALOG, hall, 0), wall.now, CATALOG)
    assert said is not None
    assert said.title.own == "目前暫停取號"


@pytest.mark.parametrize("language", CATALOG.whole)
def test_wall_and_kiosk_have_one_wording_of_a_closed_hall(language: str) -> None:
    reasons = {(f"shut_title_{one}", f"hall_shut_title_{one}") for one in ClosingReason}
    for ours, theirs in reasons | {
        ("closed_title", "hall_closed_title"),
        ("shut", "shut"),
        ("shut_text", "hall_shut_body"),
        ("wait_text", "hall_closed_body_waiting"),
        ("exhausted_title", "all_exhausted_title"),
        ("exhausted_text", "all_exhausted_body"),
        ("wait_title", "hall_over_title"),
        ("wait_later_title", "hall_resting_title"),
    }:
        assert CATALOG.text(language, ours).casefold() == KIOSK.text(language, theirs).casefold(), (ours, theirs)
