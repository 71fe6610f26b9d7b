"""A supervisor at the desk sees what a kiosk gave in a burst, and makes it void in one act."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import status
from tests.system.hall_in_browser import Hall, violations

pytestmark = [pytest.mark.system, pytest.mark.browser]


def test_the_numbers_are_seen_first_and_then_void(context: BrowserContext, hall: Hall) -> None:
    for _ in range(4):
        hall.issue("benefit-again")
    page = context.new_page()
    page.goto(f"{hall.url}/console?desk&lang=zh-TW")
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    page.get_by_role("button", name="大量取號…").click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("B001、B002、B003、B004")
    assert violations(page) == []
    dialog.get_by_role("button", name="這 4 個號碼作廢").click()
    status(page, "已作廢 4 個號碼")
    assert hall.snapshot()["tickets"] == []
