"""A visitor is set aside for a while and comes back: the clerk's two presses, the phone, the wall's stream, the log."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import at_counter, present, press, status
from tests.system.hall_in_browser import Hall

pytestmark = [pytest.mark.system, pytest.mark.browser]


def test_hold_with_a_reason_then_one_press_back(context: BrowserContext, hall: Hall) -> None:
    token = hall.issue("benefit-again")["token"]
    hall.issue("benefit-again")
    page = at_counter(context, hall)
    hold = page.locator('button[data-command="hold"]')
    press(page, "F2", "next")
    present(page, "B001", "called")
    expect(hold).to_have_attribute("aria-disabled", "true")
    press(page, "F4", "arrive")
    present(page, "B001", "serving")
    phone = context.new_page()
    phone.goto(f"{hall.url}/t#{token}")
    expect(phone.locator("#turn")).to_have_text("3 號櫃檯正在為您服務")

    press(page, "F7", "hold")
    expect(page.locator("dialog[open]")).to_contain_text("保留 B001 的原因")
    page.keyboard.press("2")
    status(page, "B001 已保留，櫃檯可以叫下一位")
    aside = page.locator('[data-part="aside"] li').first
    expect(aside).to_contain_text("保留")
    expect(aside).to_contain_text("填寫表單")
    expect(phone.locator("#turn")).to_have_text("您的號碼已保留")
    expect(phone.locator("#face-hint")).to_have_text("辦好後請回到原櫃檯。")

    press(page, "F2", "next")
    present(page, "B002", "called")
    aside.get_by_role("button", name="續辦").click()
    expect(page.locator("#status")).to_have_attribute("data-kind", "trouble")
    press(page, "F4", "arrive")
    press(page, "F8", "finish")
    status(page, "B002 服務完成")
    aside.get_by_role("button", name="續辦").click()
    status(page, "B001 繼續辦理")
    present(page, "B001", "serving")
    expect(phone.locator("#turn")).to_have_text("3 號櫃檯正在為您服務")
    told = {ticket["number"]: ticket for ticket in hall.snapshot()["tickets"]}
    assert (told["B001"]["state"], told["B001"]["counter_id"], told["B001"]["reason"]) == ("serving", "3", "form")


def test_later_with_minutes_and_back_with_one_press(context: BrowserContext, hall: Hall) -> None:
    """Also while somebody is at the counter; the menu closes without minutes too."""
    hall.issue("benefit-again")
    token = hall.issue("benefit-again")["token"]
    page = at_counter(context, hall)
    press(page, "F2", "next")
    phone = context.new_page()
    phone.goto(f"{hall.url}/t#{token}")
    line = page.locator('[data-part="line"] li')
    later = line.first.get_by_role("button", name="稍後")
    later.click()
    expect(page.locator("dialog[open]")).to_contain_text("B002 最快幾分鐘後再叫？")
    page.keyboard.press("9")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    later.click()
    page.keyboard.press("2")
    status(page, "B002 稍後再叫，順位保留")
    expect(line).to_have_count(0)
    aside = page.locator('[data-part="aside"] li').first
    expect(aside).to_contain_text("稍後再叫")
    expect(aside).to_contain_text("恢復排隊")
    (told,) = (one for one in hall.snapshot()["tickets"] if one["number"] == "B002")
    expect(phone.locator("#turn")).to_have_text(re.compile(r"^您要求 \d\d:\d\d 以後再叫號$"))
    expect(phone.locator("#face-hint")).to_contain_text("號碼和順位都保留")
    assert told["returns_at"] - told["since"] == 20 * 60_000

    aside.get_by_role("button", name="提前恢復").click()
    status(page, "B002 已恢復排隊，順位不變")
    expect(line).to_have_count(1)
    expect(phone.locator("#state")).to_have_text("等候中")
