"""A supervisor puts an emergency on every screen and takes it off again; a visitor's phone says it over everything."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import at_counter, present, press, status
from tests.system.hall_in_browser import Hall, violations

pytestmark = [pytest.mark.system, pytest.mark.browser]


def test_it_is_put_up_with_words_and_ended_after_being_asked_once(context: BrowserContext, hall: Hall) -> None:
    token = hall.issue("benefit-again")["token"]
    page = at_counter(context, hall)
    phone = context.new_page()
    phone.goto(f"{hall.url}/t#{token}")
    expect(phone.locator("#number")).to_be_visible()
    expect(phone.locator("#emergency")).to_be_hidden()
    expect(page.locator("#emergency")).to_be_hidden()
    page.locator("#person > summary").click()
    page.locator("#emergency-open").click()
    other = page.locator('#emergency-kinds [data-kind="other"]')
    expect(other).to_be_disabled()
    page.locator("#emergency-words").fill("集合地點：對面停車場")
    expect(other).to_be_enabled()
    assert violations(page) == []
    page.locator('#emergency-kinds [data-kind="fire"]').click()
    status(page, "緊急訊息已在各處顯示")
    expect(page.locator("#emergency-text")).to_contain_text("緊急訊息顯示中：火災")
    expect(page.locator("#emergency-said")).to_have_text("集合地點：對面停車場")
    lines = phone.locator("#emergency p")
    expect(lines).to_have_count(6)
    expect(lines.nth(0)).to_contain_text("火災！")
    expect(lines.nth(1)).to_have_text("集合地點：對面停車場")
    expect(page.locator("#emergency-end")).to_have_css("color", "rgb(163, 0, 27)")
    expect(page.locator("#emergency-end")).to_have_css("background-color", "rgb(255, 255, 255)")
    assert violations(page) == []
    assert violations(phone) == []
    press(page, "F2", "next")
    present(page, "B001", "called")
    page.locator("#emergency-end").click()
    expect(page.locator("#emergency-end")).to_have_text("確定解除？再按一次")
    assert hall.snapshot()["today"]["emergency"]["kind"] == "fire", "the first press only asks"
    page.locator("#emergency-end").click()
    status(page, "緊急訊息已解除")
    expect(page.locator("#emergency")).to_be_hidden()
    expect(phone.locator("#emergency")).to_be_hidden()
    assert hall.snapshot()["today"]["emergency"] is None
