"""The guide of who is at the counter, in that visitor's language: one press, on the clerk's own page."""

from __future__ import annotations

import signal

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import at_counter, present, press
from tests.system.hall_in_browser import Hall, overflow, violations

pytestmark = [pytest.mark.system, pytest.mark.browser]


def test_the_desk_reads_it_to_who_asks_before_a_number_and_after_it(context: BrowserContext, hall: Hall) -> None:
    page = context.new_page()
    page.goto(f"{hall.url}/console?desk&lang=zh-TW")
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    page.keyboard.press("F1")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.locator('[data-part="services"]').get_by_text("給付服務（初次申請）").first.click()
    page.locator('[data-part="languages"]').get_by_text("English").click()
    page.keyboard.press("F1")
    guide = page.locator("dialog[open]")
    expect(guide.get_by_role("heading", level=2)).to_have_text("First application, step by step")
    page.keyboard.press("F1")
    expect(page.locator("dialog[open]")).to_have_count(0)
    press(page, "F9", "issue")
    page.locator('[data-part="issued-guide-open"]').click()
    expect(guide).to_contain_text("A001")
    expect(guide.locator(".guide-sheet")).to_have_attribute("lang", "en")
    assert violations(page) == []


def test_one_press_opens_it_in_the_visitors_language_a_choice_in_others(context: BrowserContext, hall: Hall) -> None:
    hall.issue("benefit-first", language="en")
    hall.issue("benefit-first")
    page = at_counter(context, hall, "3")
    page.keyboard.press("F1")
    expect(page.locator("dialog[open]")).to_have_count(0)
    press(page, "F2", "next")
    present(page, "A001", "called")
    expect(page.locator('[data-part="guide-words"]')).to_have_text("看說明（English）")
    page.locator('[data-part="guide-open"]').click()
    guide = page.locator("dialog[open]")
    expect(guide.get_by_role("heading", level=2)).to_have_text("First application, step by step")
    expect(guide.get_by_role("heading", level=3).first).to_have_text("Please bring")
    expect(guide).to_contain_text("Eligible foreign spouses: residence permit")
    expect(guide).to_contain_text("Vietnamese: Wednesday afternoon")
    assert violations(page) == []
    assert overflow(page) == 0

    guide.get_by_role("button", name="Tiếng Việt").click()
    expect(guide.get_by_role("heading", level=3).first).to_have_text("Vui lòng mang theo")
    expect(guide).to_contain_text("Giấy chứng nhận thôi việc")
    expect(guide.locator(".guide-sheet")).to_have_attribute("lang", "vi")

    press(page, "F8", "finish")
    expect(page.locator("dialog[open]")).to_have_count(0)
    press(page, "F2", "next")
    present(page, "A002", "called")
    page.keyboard.press("F1")
    expect(page.locator("dialog[open]").get_by_role("heading", level=2)).to_have_text("初次申請怎麼辦")
    page.keyboard.press("F1")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_what_is_written_anew_is_read_at_once_where_the_reader_is(context: BrowserContext, hall: Hall) -> None:
    """On the counter's page and on the desk's: neither place, language nor focus is lost."""
    hall.issue("reply-card", language="vi")
    counter = at_counter(context, hall, "1")
    press(counter, "F2", "next")
    present(counter, "C001", "called")
    desk = context.new_page()
    desk.goto(f"{hall.url}/console?desk&lang=zh-TW")
    desk.locator('[data-part="services"]').get_by_text("繳回覆卡").first.click()
    sheets = {}
    for page in (counter, desk):
        page.set_viewport_size({"width": 1024, "height": 420})
        page.bring_to_front()
        page.keyboard.press("F1")
        page.locator("dialog[open]").get_by_role("button", name="English").click()
        sheets[page] = page.locator(".guide-sheet:visible")
        expect(sheets[page]).to_contain_text("7 days")
        sheets[page].evaluate("(sheet) => { sheet.scrollTop = 120; }")
    file = hall.folder / "config.toml"
    file.write_text(file.read_text("utf-8").replace("reply_card_days = 7", "reply_card_days = 10"), "utf-8")
    assert hall.process is not None
    hall.process.send_signal(signal.SIGHUP)
    for page, sheet in sheets.items():
        page.bring_to_front()
        expect(sheet).to_contain_text("10 days")
        expect(sheet).not_to_contain_text("7 days")
        assert sheet.evaluate("(sheet) => sheet.scrollTop") == 120
        expect(page.locator("dialog[open]").get_by_role("button", name="English")).to_be_focused()
        assert violations(page) == []
