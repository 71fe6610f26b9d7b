"""A visitor is called out of turn: the supervisor's presses in the line, the phones of who was called and who waits."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import at_counter, present, press, status
from tests.system.hall_in_browser import Hall

pytestmark = [pytest.mark.system, pytest.mark.browser]


def test_pick_from_the_line_with_a_reason(context: BrowserContext, hall: Hall) -> None:
    hall.issue("benefit-again")
    waits = hall.issue("benefit-again")["token"]
    picked = hall.issue("benefit-again")["token"]
    page = at_counter(context, hall)
    row = page.locator('[data-part="line"] li', has_text="B003")
    pick = row.get_by_role("button", name="指定叫號")
    phones = [context.new_page(), context.new_page()]
    for phone, token in zip(phones, (picked, waits), strict=True):
        phone.goto(f"{hall.url}/t#{token}")

    pick.click()
    expect(page.locator("dialog[open]")).to_contain_text("B003 不按順序叫號的原因")
    page.keyboard.press("1")
    status(page, "已指定叫 B003")
    present(page, "B003", "called")
    expect(phones[0].locator("#turn")).to_have_text("輪到您了")
    expect(phones[1].locator("#ahead-value")).to_contain_text("1")
    other = page.locator('[data-part="line"] li', has_text="B002").get_by_role("button", name="指定叫號")
    expect(other).to_have_attribute("aria-disabled", "true")

    press(page, "F4", "arrive")
    press(page, "F8", "finish")
    status(page, "B003 服務完成")
    press(page, "F2", "next")
    present(page, "B001", "called")


def test_the_menu_closes_when_another_counter_calls_the_number_meanwhile(context: BrowserContext, hall: Hall) -> None:
    hall.issue("benefit-again")
    page = at_counter(context, hall)
    page.locator('[data-part="line"] li').first.get_by_role("button", name="指定叫號").click()
    expect(page.locator("dialog[open]")).to_be_visible()
    hall.ask("call_next", counter_id="2", after=0)
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator('[data-part="line"] li')).to_have_count(0)


def test_the_menu_stays_open_when_something_else_happens_in_the_hall(context: BrowserContext, hall: Hall) -> None:
    hall.issue("benefit-again")
    page = at_counter(context, hall)
    page.locator('[data-part="line"] li').first.get_by_role("button", name="指定叫號").click()
    hall.issue("benefit-again")
    expect(page.locator('[data-part="line"] li')).to_have_count(2)
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("1")
    present(page, "B001", "called")
