"""The reception desk answers "I was never called": a number's story, in the page's language and in the visitor's."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.system.console_page import at_counter, present, press
from tests.system.hall_in_browser import Hall, violations

pytestmark = [pytest.mark.system, pytest.mark.browser]


def test_a_number_that_was_called_and_missed_is_told(context: BrowserContext, hall: Hall) -> None:
    hall.issue("benefit-again")
    counter = at_counter(context, hall)
    press(counter, "F2", "next")
    present(counter, "B001", "called")
    press(counter, "F6", "miss")
    expect(counter.locator('[data-part="aside"] button').first).to_be_visible()

    page = context.new_page()
    page.goto(f"{hall.url}/console?desk&lang=zh-TW")
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    asked = page.get_by_label("查詢號碼的經過")
    asked.fill(" b001")
    asked.press("Enter")
    story = page.locator("dialog[open]")
    expect(story.locator('[data-part="story-number"]')).to_have_text("B001")
    expect(story.locator('[data-part="story-answer"]')).to_contain_text("有叫過號：")
    lines = story.locator(".story-line")
    expect(lines).to_have_count(3)
    expect(lines.nth(1)).to_contain_text("叫號，請到 3 號櫃檯")
    expect(lines.nth(2)).to_contain_text("沒有到 3 號櫃檯")
    assert violations(page) == []
    story.get_by_role("button", name="English").click()
    expect(story.locator('[data-part="story-answer"]')).to_contain_text("It was called:")
    expect(lines.nth(1)).to_contain_text("Called to Counter 3")
    page.keyboard.press("F9")
    expect(story).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_what_is_done_is_done_to_the_number_that_was_asked_about_last(context: BrowserContext, hall: Hall) -> None:
    for _ in range(2):
        hall.issue("benefit-again")
    page = context.new_page()
    page.goto(f"{hall.url}/console?desk&lang=zh-TW")
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    story = page.locator('dialog[data-part="story"]')

    def ask(number: str) -> None:
        page.get_by_label("查詢號碼的經過").fill(number)
        page.get_by_label("查詢號碼的經過").press("Enter")
        expect(story.locator('[data-part="story-number"]')).to_have_text(number)

    ask("B001")
    page.keyboard.press("Escape")
    ask("B002")
    story.locator('[data-command="cancel"]').click()
    page.locator('dialog[open] [data-reason="left"]').click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#status")).to_contain_text("已取消 B002")  # who asks before it is done is told as it was
    ask("B002")
    expect(story.locator('[data-part="story-facts"]')).to_contain_text("取消")
    expect(story.locator('[data-command="cancel"]')).to_have_count(0)
    page.keyboard.press("Escape")
    ask("B001")
    expect(story.locator('[data-command="cancel"]')).to_be_visible()


def test_what_is_done_to_the_number_given_last_is_done_to_no_other(context: BrowserContext, hall: Hall) -> None:
    page = context.new_page()
    page.goto(f"{hall.url}/console?desk&lang=zh-TW")
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    for number in ("B001", "B002"):
        page.locator('label:has([name=service][value="benefit-again"])').click()
        page.keyboard.press("F9")
        expect(page.locator('[data-part="issued-number"]')).to_have_text(number)
    button = page.locator('[data-part="issued-verbs"] [data-command="void"]')
    expect(button).to_have_attribute("aria-label", re.compile("B002"))
    button.click()
    expect(page.locator("dialog[open] h2").first).to_contain_text("B002")


def test_a_number_that_was_not_given_is_said_to_be_none(browser: Browser, hall: Hall) -> None:
    """Not on the usual context: the browser itself writes a line for an answer of 404."""
    context = browser.new_context()
    hall.enter(context)
    page = context.new_page()
    page.goto(f"{hall.url}/console?desk&lang=zh-TW")
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    page.get_by_label("查詢號碼的經過").fill("B999")
    page.get_by_role("button", name="查詢").click()
    expect(page.get_by_text("今天沒有發出 B999 這個號碼")).to_be_visible()
    expect(page.locator("dialog[open]")).to_have_count(0)
    context.close()
