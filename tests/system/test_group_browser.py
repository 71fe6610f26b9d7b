"""Two to four visitors called as one: the clerk's button, each of them for itself, and what their phones say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import at_counter, present, press, status
from tests.system.hall_in_browser import ROOT, Hall, served

pytestmark = [pytest.mark.system, pytest.mark.browser]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """First applications are called three at a time."""
    sample = (ROOT / "config.toml").read_text("utf-8")
    with served(tmp_path, sample.replace('prefix = "A"\n', 'prefix = "A"\ngroup = { size = 3 }\n', 1)) as hall:
        yield hall


def test_a_group_is_called_by_one_press_and_each_of_them_leaves_alone(context: BrowserContext, hall: Hall) -> None:
    token = hall.issue("benefit-first")["token"]
    hall.issue("benefit-first")
    page = at_counter(context, hall)
    group = page.locator('button[data-command="call_group"]')
    expect(group).to_contain_text("A001、A002")
    expect(group).to_contain_text("還差 1 人，或 09:15 先叫號")
    expect(group).to_have_attribute("aria-disabled", "true")
    press(page, "F2", "next")
    status(page, "目前沒有人等候")
    phone = context.new_page()
    phone.goto(f"{hall.url}/t#{token}")
    expect(phone.locator("#face-hint")).to_have_text("叫號時，您會和其他人一起到同一個櫃檯（最多 3 位）")

    hall.issue("benefit-first")
    expect(group).to_contain_text("人數已滿，可以叫號")
    group.click()
    status(page, "A001 等號碼已一起叫號")
    present(page, "A001", "called")
    expect(phone.locator("#turn")).to_have_text("輪到您了")
    expect(phone.locator("#face-hint")).to_have_text("和您一起叫號：A002、A003")

    press(page, "F4", "arrive")
    present(page, "A002", "called")
    press(page, "F6", "miss")
    present(page, "A003", "called")
    page.locator(".together-one", has_text="A001").click()
    present(page, "A001", "serving")
    press(page, "F8", "finish")
    status(page, "A001 服務完成")
    present(page, "A003", "called")
    expect(page.locator(".together-one")).to_have_count(0)
    press(page, "F8", "finish")
    expect(page.locator('[data-part="idle"]')).to_be_visible()
    left = {ticket["number"]: ticket["state"] for ticket in hall.snapshot()["tickets"]}
    assert left == {"A002": "missed"}


def test_before_the_next_group_it_is_asked_what_became_of_the_present_one(context: BrowserContext, hall: Hall) -> None:
    for _ in range(6):
        hall.issue("benefit-first")
    page = at_counter(context, hall)
    press(page, "Shift+F2", "call_group")
    present(page, "A001", "called")
    press(page, "Shift+F2", "call_group")
    expect(page.locator("dialog[open]")).to_contain_text("A001、A002、A003 叫號後還沒有報到")
    page.keyboard.press("F6")
    present(page, "A004", "called")
    states = [(ticket["number"], ticket["state"]) for ticket in hall.snapshot()["tickets"]]
    assert sorted(states) == [(f"A00{n}", "missed" if n < 4 else "called") for n in range(1, 7)]
