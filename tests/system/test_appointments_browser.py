"""Appointments at the reception desk: a code becomes a number, which is called at its time."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.system.console_page import at_counter, status
from tests.system.hall_in_browser import MONDAY_MORNING, Hall, overflow, violations

pytestmark = [pytest.mark.system, pytest.mark.browser]
TEN = round(datetime.fromisoformat(MONDAY_MORNING).replace(hour=10, minute=0).timestamp() * 1000)


def held(page: Page) -> None:
    """No barrier, and every window holds it; the last is 1024 pixels at 200 % zoom."""
    assert violations(page) == []
    for width, height in ((1024, 768), (512, 384), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        assert overflow(page) <= 0, (width, height)


def booked(hall: Hall, slot: int = TEN, language: str = "zh-TW") -> str:
    visit = {"service_id": "benefit-again", "channel": "desk", "language": language, "slot": slot}
    return str(hall.ask("book_appointment", visit=visit)["code"])


def test_a_code_is_checked_in_at_the_desk(context: BrowserContext, hall: Hall) -> None:
    code = booked(hall)
    page = context.new_page()
    page.goto(f"{hall.url}/console?desk")
    form = page.locator('[data-part="checkin-form"]')
    form.locator("input").fill("222-222")
    form.locator("button").click()
    status(page, "查無這個預約代碼，請逐字核對。")
    form.locator("input").fill(f"{code[:3]} {code[3:]}".lower())
    page.keyboard.press("Enter")
    status(page, "預約報到完成，號碼是 B001")
    expect(page.locator('[data-part="issued-number"]')).to_contain_text("B001")
    expect(page.locator('[data-part="issued-ahead"]')).to_have_text("預約時間 10:00")
    expect(form.locator("input")).to_have_value("")
    form.locator("input").fill(code)
    form.locator("button").click()
    status(page, "這筆預約已經報到了。")


def test_the_desk_books_with_one_press_hands_over_a_card_and_cancels(context: BrowserContext, hall: Hall) -> None:
    page = context.new_page()
    page.goto(f"{hall.url}/console?desk")
    page.locator('[data-part="book-open"]').click()
    dialog = page.locator("dialog.book[open]")
    expect(dialog.locator("#book-service")).to_have_value("benefit-again")
    expect(dialog.locator("#book-officer option")).to_have_count(2)
    dialog.locator("#book-officer").select_option(label="陳小明")
    who = dialog.locator('[data-part="book-who"]')
    expect(who).to_be_hidden()
    dialog.locator("#book-class").select_option("priority")
    expect(who).to_be_visible()
    expect(dialog.locator(f'[data-slot="{TEN}"]')).to_be_visible()
    held(page)
    dialog.locator(f'[data-slot="{TEN}"]').click()
    card = page.locator("dialog.card-dialog[open]")
    expect(card).to_contain_text("10:00")
    expect(card).to_contain_text("115年11月23日")
    expect(card).to_contain_text("陳小明")
    expect(card).to_contain_text("國民身分證")
    code = card.locator(".card-code").inner_text()
    held(page)
    card.locator('[data-card="close"]').click()
    row = page.locator('[data-part="appointments"] li')
    expect(row).to_have_count(1)
    held(page)
    expect(row).to_contain_text("10:00")
    expect(row).to_contain_text(code)
    expect(row).to_contain_text("陳小明")
    expect(row).to_contain_text("優先")
    page.locator('[data-part="book-open"]').click()
    expect(dialog.locator("#book-class")).to_have_value("ordinary")
    expect(dialog.locator(f'[data-slot="{TEN}"] small')).to_have_text("餘 1")
    dialog.locator("#book-officer").select_option(label="陳小明")
    expect(dialog.locator(f'[data-slot="{TEN}"]')).to_have_count(0)
    page.keyboard.press("Escape")
    row.locator('[data-command="cancel_appointment"]').click()
    page.locator('dialog[open] [data-reason="asked"]').click()
    status(page, f"已取消預約 {code}")
    expect(row).to_contain_text("已取消")
    expect(row.locator("button:visible")).to_have_count(0)


def test_one_press_in_the_list_checks_in_and_the_officer_of_record_is_named(
    context: BrowserContext, hall: Hall
) -> None:
    booked(hall)
    page = at_counter(context, hall)
    page.locator(".work > button").last.click()
    page.locator('[data-command="book_appointment"]').click()
    dialog = page.locator("dialog.book[open]")
    expect(dialog.locator("#book-officer option:checked")).to_have_text("陳小明")
    dialog.locator(f'[data-slot="{TEN}"]').click()
    page.locator('dialog.card-dialog[open] [data-card="close"]').click()
    desk = context.new_page()
    desk.goto(f"{hall.url}/console?desk")
    rows = desk.locator('[data-part="appointments"] li')
    expect(rows).to_have_count(2)
    mine = rows.filter(has_text="陳小明")
    mine.locator('[data-command="check_in"]').click()
    status(desk, "預約報到完成，號碼是 B001")
    expect(mine).to_contain_text("已報到")
    expect(mine).to_contain_text("B001")
    expect(page.locator('[data-part="line"] li').first).to_contain_text("預約時間 10:00")
    expect(page.locator('[data-part="line"] li').first).to_contain_text("承辦人陳小明")


def test_the_phone_says_the_appointed_time(context: BrowserContext, hall: Hall) -> None:
    token = hall.ask("check_in", code=booked(hall), channel="desk")["token"]
    phone = context.new_page()
    phone.goto(f"{hall.url}/t#{token}")
    expect(phone.locator("#issued")).to_have_text("預約 10:00・取號 08:55")
