"""A clerk practises at a counter where somebody is served: two pages of one counter, and neither knows of the other."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import at_counter, present, press, status
from tests.system.hall_in_browser import Hall, violations

pytestmark = [pytest.mark.system, pytest.mark.browser]


def test_a_number_is_taken_called_held_and_served_in_practice(context: BrowserContext, hall: Hall) -> None:
    hall.issue("benefit-again")
    page = at_counter(context, hall)
    press(page, "F2", "next")
    present(page, "B001", "called")
    before = hall.snapshot()
    page.get_by_role("link", name="練習").click()
    expect(page.locator("#practice")).to_be_visible()
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    expect(page.locator('[data-part="present"]')).to_be_hidden()
    page.get_by_role("button", name="取一個練習號碼").click()
    status(page, "已取號練001")
    press(page, "F2", "next")
    present(page, "練001", "called")
    assert violations(page) == []
    press(page, "F4", "arrive")
    press(page, "F7", "hold")
    page.keyboard.press("1")
    page.locator('[data-part="aside"]').get_by_role("button", name="續辦").click()
    present(page, "練001", "serving")
    press(page, "F8", "finish")
    status(page, "練001 服務完成")
    after = hall.snapshot()
    assert (after["tickets"], after["counters"], after["calls"]) == (
        before["tickets"],
        before["counters"],
        before["calls"],
    )
    page.get_by_role("link", name="結束練習").click()
    present(page, "B001", "called")
