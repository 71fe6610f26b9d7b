"""A call that was not meant, and numbers that nobody will be served for: the presses, and the visitor's phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import at_counter, present, press, status
from tests.system.hall_in_browser import Hall, violations

pytestmark = [pytest.mark.system, pytest.mark.browser]


def test_one_key_takes_the_call_back_and_the_phone_says_so(context: BrowserContext, hall: Hall) -> None:
    token = hall.issue("benefit-again")["token"]
    page = at_counter(context, hall)
    phone = context.new_page()
    phone.goto(f"{hall.url}/t#{token}")
    expect(phone.locator("#state")).to_have_text("等候中")
    page.bring_to_front()
    press(page, "F2", "next")
    present(page, "B001", "called")
    expect(phone.locator("#spoken")).to_have_text("輪到您了，請到 3 號櫃檯。")
    undo = page.locator('button[data-command="undo"]')
    expect(undo.locator("small")).to_have_text(re.compile(r"還有 \d+ 秒"))
    press(page, "F9", "undo")
    status(page, "已收回 B001 的叫號，回到原順位")
    expect(undo).to_have_attribute("aria-disabled", "true")
    expect(phone.locator("#state")).to_have_text("等候中")
    expect(phone.locator("#face-hint")).to_have_text("剛才的叫號已收回，您的順位不變，請再稍候。")
    assert violations(phone) == []
    told = hall.snapshot()
    assert [(one["number"], one["state"]) for one in told["tickets"]] == [("B001", "waiting")]
    assert told["calls"] == []


def test_the_desk_cancels_a_number_that_it_is_asked_about(context: BrowserContext, hall: Hall) -> None:
    token = hall.issue("benefit-again")["token"]
    page = context.new_page()
    page.goto(f"{hall.url}/console?desk&lang=zh-TW")
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    asked = page.get_by_label("查詢號碼的經過")
    asked.fill("B001")
    asked.press("Enter")
    page.locator("dialog[open]").get_by_role("button", name="取消號碼").click()
    menu = page.locator("dialog[open]")
    expect(menu).to_contain_text("取消 B001 的原因")
    assert violations(page) == []
    page.keyboard.press("1")
    status(page, "已取消 B001")
    assert hall.snapshot()["tickets"] == []
    phone = context.new_page()
    phone.goto(f"{hall.url}/t#{token}")
    expect(phone.locator("#turn")).to_have_text("您的號碼已經取消")


def test_a_number_given_at_the_desk_is_made_void_there(context: BrowserContext, hall: Hall) -> None:
    page = context.new_page()
    page.goto(f"{hall.url}/console?desk&lang=zh-TW")
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    page.locator('input[name="service"]').first.check(force=True)
    press(page, "F9", "issue")
    status(page, "已取號 A001")
    page.locator('[data-part="issued-verbs"]').get_by_role("button", name="作廢").click()
    page.keyboard.press("2")
    status(page, "A001 已作廢")
    expect(page.locator('[data-part="issued-verbs"] button')).to_have_count(0)
