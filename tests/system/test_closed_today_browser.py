"""The hall is closed for today on a supervisor's page, and a visitor's phone says so; nobody else has the act."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import at_counter, present, press, status
from tests.system.hall_in_browser import Hall, violations

pytestmark = [pytest.mark.system, pytest.mark.browser]

TYPHOON = "因颱風，今日停止服務。"


def test_one_press_closes_and_one_opens_again(context: BrowserContext, hall: Hall) -> None:
    token = hall.issue("benefit-again")["token"]
    page = at_counter(context, hall)
    phone = context.new_page()
    phone.goto(f"{hall.url}/t#{token}")
    expect(phone.locator("#face-hint")).to_be_hidden()
    expect(page.locator("#today")).not_to_contain_text(TYPHOON)
    page.locator("#person > summary").click()
    page.locator("#close-today").click()
    assert violations(page) == []
    page.locator('[data-reason="typhoon"]').click()
    status(page, "已停止今日服務，各處畫面已更新")
    expect(page.locator("#today-text")).to_have_text(TYPHOON)
    expect(phone.locator("#face-hint")).to_have_text(f"{TYPHOON}您的號碼仍保留，請洽現場人員。")
    expect(phone.locator("#face-hint")).to_have_css("font-weight", "700")
    assert hall.snapshot()["today"]["closed"] == "typhoon"
    button, bar = page.locator("#reopen-today"), page.locator("#today")
    expect(button).to_have_css("background-color", "rgb(255, 255, 255)")
    own = bar.evaluate("one => getComputedStyle(one).backgroundColor")
    expect(button).to_have_css("color", own)
    assert violations(page) == []
    assert violations(phone) == []
    press(page, "F2", "next")
    present(page, "B001", "called")
    page.locator("#reopen-today").click()
    status(page, "已恢復服務")
    expect(page.locator("#today")).not_to_contain_text(TYPHOON)
    assert hall.snapshot()["today"]["closed"] is None
