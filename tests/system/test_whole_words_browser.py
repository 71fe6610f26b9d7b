"""Pages tear no word of the languages' lists in windows of any width; their texts stay plain, to copy and to search."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.system.console_page import at_counter, present, press
from tests.system.hall_in_browser import Hall, overflow
from tests.system.torn_words import torn

pytestmark = [pytest.mark.system, pytest.mark.browser]
WIDTHS = (390, 360, 320, 300, 270, 240, 200)


def test_no_phone_tears_a_word(context: BrowserContext, hall: Hall) -> None:
    page = context.new_page()
    page.goto(f"{hall.url}/t#{hall.issue('benefit-again', language='zh-TW')['token']}")
    expect(page.locator("#number")).to_have_text("B001")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert torn(page) == [], width
        assert overflow(page) <= 0, width
    assert hall.ask("call_next", counter_id="3", after=hall.calls("3"), present=None)["type"] == "accepted"
    expect(page.locator("#turn")).to_have_text("輪到您了")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert torn(page) == [], width
        assert overflow(page) <= 0, width


@pytest.mark.parametrize("service", ["benefit-again", "benefit-first", "migrant-transfer", "employer", "training"])
def test_no_guide_of_a_phone_tears_a_word(browser: Browser, hall: Hall, service: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{hall.url}/guide/{service}?lang=zh-TW")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert torn(page) == [], width
        assert overflow(page) <= 0, width
    context.close()


def test_no_console_tears_a_word_and_what_is_copied_is_plain(context: BrowserContext, hall: Hall) -> None:
    hall.issue("benefit-first")
    page = at_counter(context, hall, "3")
    press(page, "F2", "next")
    present(page, "A001", "called")
    for width in (1366, 1280, 1024, 900, 800):
        page.set_viewport_size({"width": width, "height": 768})
        assert torn(page) == [], width
    page.keyboard.press("F1")
    guide = page.locator("dialog[open]")
    expect(guide).to_contain_text("承辦人會說明補件")
    for width in (1366, 1024, 800, 600):
        page.set_viewport_size({"width": width, "height": 768})
        assert torn(page) == [], width
    guide.evaluate("(dialog) => getSelection().selectAllChildren(dialog)")
    copied = str(page.evaluate("getSelection().toString()"))
    assert page.evaluate("window.find('承辦人會說明補件', false, false, true)")
    assert "承辦人會說明補件" in copied
    assert not set(copied) & {"\u2060", "\u200b", "\u00ad"}


@pytest.mark.parametrize("path", ["today", "devices", "accounts", "account", "staff-log", "what-if"])
def test_no_staff_page_tears_a_word(context: BrowserContext, hall: Hall, path: str) -> None:
    page = context.new_page()
    page.goto(f"{hall.url}/{path}?lang=zh-TW")
    expect(page.locator("main")).to_be_visible()
    for width in (1280, 800, 480, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert torn(page) == [], width
