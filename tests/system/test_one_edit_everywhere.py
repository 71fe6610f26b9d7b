"""One paper of one guide's file is edited: every screen of the running hall and the paper say it after a reload."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, expect
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from display.app import DisplayApp
from display.settings import DisplaySettings
from hardware.printer.ticket_ink import Face, Place, set_line
from kiosk.settings import Settings
from program.clock import SystemClock
from tests.display.scene import seen
from tests.kiosk import scene
from tests.kiosk.hands import Hands, running_kiosk
from tests.kiosk.peers import emulated_printer
from tests.system.console_page import at_counter, present, press
from tests.system.hall_in_browser import ROOT, Hall, served

pytestmark = [pytest.mark.system, pytest.mark.browser]
OLD, NEW = "離職證明書", "離職證明書正本兩份"
LONG_MS = 60_000


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    shutil.copytree(ROOT / "guides", tmp_path / "guides")
    config = (ROOT / "config.toml").read_text("utf-8").replace('# guides = "guides"', 'guides = "guides"')
    with served(tmp_path, config) as hall:
        yield hall


def edit(hall: Hall) -> None:
    file = hall.folder / "guides/benefit-first.toml"
    text = file.read_text("utf-8")
    assert text.count(f'"{OLD}"') == 1
    file.write_text(text.replace(f'"{OLD}"', f'"{NEW}"'), "utf-8")
    assert hall.process is not None
    hall.process.send_signal(signal.SIGHUP)


def drawn(window: QQuickWindow) -> str:
    return "".join("".join(one.text for one in seen(window)).split())


def printed(receipt: Path, words: str) -> bool:
    """Whether these dots are on the paper, at any size and weight that papers to bring are set in."""
    with Image.open(receipt) as whole:
        rows = _rows(whole.convert("L"))
    for size in range(16, 41):
        line = Image.new("L", (576, 80), 255)
        set_line(line, words, Face(size, 500), Place(8, 56, "l"))
        burnt = line.point(lambda value: 0 if value <= 139 else 255)
        box = burnt.point(lambda value: 255 - value).getbbox()
        assert box is not None
        wanted = _rows(burnt.crop(box))
        for top, row in enumerate(rows[: len(rows) - len(wanted) + 1]):
            left = row.find(wanted[0])
            while left >= 0:
                if all(rows[top + down].startswith(one, left) for down, one in enumerate(wanted)):
                    return True
                left = row.find(wanted[0], left + 1)
    return False


def _rows(picture: Image.Image) -> list[str]:
    dots = picture.tobytes()
    return [
        "".join(".#"[dot < 128] for dot in dots[top : top + picture.width])
        for top in range(0, len(dots), picture.width)
    ]


def test_one_edit_of_a_paper_is_said_everywhere(
    context: BrowserContext, hall: Hall, qapp: QGuiApplication, qtbot: QtBot
) -> None:
    address = f"ws://127.0.0.1:{hall.port}/ws"
    wall = DisplaySettings(id="display-1", server=address, state_folder=str(hall.folder / "wall"))
    token = hall.issue("benefit-first")["token"]
    hall.issue("benefit-first")
    with emulated_printer(hall.folder / "receipts") as printer:
        desk = Settings(id="kiosk-1", server=address, printer=printer.address, done_seconds=2)
        with running_kiosk(desk, qapp, qtbot, SystemClock(), hall.entry.credentials(hall.door, "kiosk")) as hands:
            display = DisplayApp(
                qapp, wall, SystemClock(), credentials=hall.entry.credentials(hall.door, "display"), plain_windows=True
            )
            display.start()
            try:
                content = display.windows.content
                console = at_counter(context, hall, "3")
                press(console, "F2", "next")
                present(console, "A001", "called")
                phone = context.new_page()
                phone.goto(f"{hall.url}/t#{token}")
                guide = context.new_page()
                guide.goto(f"{hall.url}/guide/benefit-first?lang=zh-TW")
                pages = {
                    phone: phone.locator("#papers"),
                    console: console.locator('[data-part="papers"]'),
                }
                for part in pages.values():
                    expect(part).to_contain_text(OLD)
                    expect(part).not_to_contain_text(NEW)
                qtbot.waitUntil(lambda: OLD in drawn(content), timeout=LONG_MS)
                assert NEW not in drawn(content)
                take(hands)
                qtbot.waitUntil(lambda: len(printer.receipts) == 1, timeout=LONG_MS)
                assert (printed(printer.receipts[0], OLD), printed(printer.receipts[0], NEW)) == (True, False)
                hands.reach("home")

                edit(hall)
                for page, part in pages.items():
                    page.bring_to_front()
                    expect(part).to_contain_text(NEW)
                guide.reload()
                expect(guide.locator("main")).to_contain_text(NEW)
                press(console, "F8", "finish")
                press(console, "F2", "next")
                present(console, "A002", "called")
                qtbot.waitUntil(lambda: NEW in drawn(content), timeout=LONG_MS)
                hands.touch("service_benefit-first")
                qtbot.waitUntil(lambda: NEW in said(hands.kiosk.window), timeout=LONG_MS)
                hands.touch("confirm")
                qtbot.waitUntil(lambda: len(printer.receipts) == 2, timeout=LONG_MS)
                assert printed(printer.receipts[1], NEW)
            finally:
                display.stop()


def take(hands: Hands) -> None:
    hands.touch("service_benefit-first")
    hands.touch("confirm")
    hands.reach("done")


def said(window: QQuickWindow) -> str:
    return "".join("".join(scene.whole(one) for one in scene.texts(window)).split())


def test_a_service_of_another_name_has_it_on_pages_that_stand_open(context: BrowserContext, hall: Hall) -> None:
    old, new = "青年專櫃（15 至 29 歲）", "青年服務專櫃"
    desk, cards = context.new_page(), context.new_page()
    desk.goto(f"{hall.url}/console?desk&lang=zh-TW")
    cards.goto(f"{hall.url}/console?lang=zh-TW")
    lists = [
        desk.locator('[data-part="services"]'),
        desk.locator('[data-part="then"]'),
        cards.locator('[data-part="cards"]'),
    ]
    for one in lists:
        expect(one).to_contain_text("青年")
    desk.locator('[data-part="services"]').get_by_text("青年").first.click()
    file = hall.folder / "config.toml"
    text = file.read_text("utf-8").replace(f'"{old}"', f'"{new}"').replace('"青年專櫃"', f'"{new}"')
    file.write_text(text, "utf-8")
    assert hall.process is not None
    hall.process.send_signal(signal.SIGHUP)
    for one in lists:
        expect(one).to_contain_text(new)
    expect(desk.locator('input[name="service"][value="youth"]')).to_be_checked()
