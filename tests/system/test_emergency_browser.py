"""A supervisor puts an emergency on every screen and takes it off again; a visitor's phone says it over everything."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import at_counter, present, press, status
from tests.system.hall_in_browser import Hall, violations

pytestmark = [pytest.mark.system, pytest.mark.browser]


def test_it_is_put_up_at_once_gets_words_and_is_ended_after_being_asked(context: BrowserContext, hall: Hall) -> None:
    token = hall.issue("benefit-again")["token"]
    page = at_counter(context, hall)
    phone = context.new_page()
    phone.goto(f"{hall.url}/t#{token}")
    expect(phone.locator("#number")).to_be_visible()
    expect(phone.locator("#emergency")).to_be_hidden()
    expect(page.locator("#emergency")).to_be_hidden()
    page.locator("#person > summary").click()
    page.locator("#emergency-open").click()
    assert violations(page) == []
    page.locator('#emergency-kinds [data-kind="air_raid"]').click()
    status(page, "緊急訊息已送出")
    expect(page.locator("#emergency-words-hint")).to_contain_text("不要寫室外的集合地點")
    page.locator("#emergency-words-cancel").click()
    expect(page.locator("#emergency-text")).to_contain_text("緊急訊息顯示中：防空警報")
    page.locator("#person > summary").click()
    page.locator("#emergency-open").click()
    page.locator('#emergency-kinds [data-kind="fire"]').click()
    boxes = page.locator("#emergency-words-boxes input")
    expect(boxes).to_have_count(2)
    expect(boxes.nth(0)).to_be_focused()
    boxes.nth(0).fill("集合地點：對面停車場")
    boxes.nth(1).fill("Meet in the car park")
    assert violations(page) == []
    boxes.nth(1).press("Enter")
    expect(page.locator("#emergency-text")).to_contain_text("緊急訊息顯示中：火災")
    expect(page.locator("#emergency-said")).to_have_text("集合地點：對面停車場")
    lines = phone.locator("#emergency p")
    expect(lines).to_have_count(6)
    expect(lines.nth(0)).to_contain_text("火災！")
    expect(lines.nth(1)).to_have_text("集合地點：對面停車場")
    expect(lines.nth(2)).to_contain_text("Follow our staff. Meet in the car park")
    expect(page.locator("#emergency-end")).to_have_css("color", "rgb(163, 0, 27)")
    expect(page.locator("#emergency-end")).to_have_css("background-color", "rgb(255, 255, 255)")
    assert violations(page) == []
    assert violations(phone) == []
    press(page, "F2", "next")
    present(page, "B001", "called")
    for _ in range(2):
        page.locator("#emergency-end").click()
        expect(page.locator("#emergency-end")).to_have_text("確定解除？再按一次")
        page.locator("#emergency-add").focus()
        expect(page.locator("#emergency-end")).to_have_text("解除緊急訊息")
    page.locator("#emergency-end").dblclick()
    expect(page.locator("#emergency-end")).to_have_text("確定解除？再按一次")
    assert hall.snapshot()["today"]["emergency"]["kind"] == "fire", "the first press only asks"
    page.locator("#emergency-end").click()
    status(page, "緊急訊息已解除")
    expect(page.locator("#emergency")).to_be_hidden()
    expect(phone.locator("#emergency")).to_be_hidden()
    assert hall.snapshot()["today"]["emergency"] is None
