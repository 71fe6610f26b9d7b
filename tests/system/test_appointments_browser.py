"""Appointments at the reception desk: a code becomes a number, which is called at its time."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import status
from tests.system.hall_in_browser import MONDAY_MORNING, Hall

pytestmark = [pytest.mark.system, pytest.mark.browser]
TEN = round(datetime.fromisoformat(MONDAY_MORNING).replace(hour=10, minute=0).timestamp() * 1000)


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
