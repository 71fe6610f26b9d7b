"""A supervisor changes the day by hand, and everybody sees it: the console of the counter, the desk, the log."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.system.console_page import at_counter, present, press
from tests.system.hall_in_browser import Hall, violations

pytestmark = [pytest.mark.system, pytest.mark.browser]


def today(context: BrowserContext, hall: Hall) -> Page:
    page = context.new_page()
    page.goto(f"{hall.url}/today?lang=zh-TW")
    expect(page.locator("#content")).to_be_visible()
    return page


def row(page: Page, name: str) -> Locator:
    return page.locator("li.item").filter(has=page.get_by_text(name, exact=True))


def test_a_counter_does_another_service_an_extra_one_opens_and_the_file_comes_back(
    context: BrowserContext, hall: Hall
) -> None:
    hall.issue("training")
    page = today(context, hall)
    one = row(page, "1 號櫃檯")
    expect(one.get_by_role("button", name="恢復設定檔的設定")).to_be_hidden()
    file = one.locator('[data-part="file"]').inner_text()
    one.get_by_role("button", name="調整").click()
    dialog = page.locator("#hand-dialog")
    for select in dialog.locator("#hand-services select").all():
        select.select_option("")
    dialog.get_by_label("職業訓練").select_option("primary")
    dialog.get_by_label("原因").fill("同仁請假")
    assert not violations(page)
    dialog.get_by_role("button", name="確定").click()
    expect(page.locator("#today-said")).to_have_text("已經生效。")
    expect(one.locator('[data-part="now"]')).to_contain_text("主要：E 職業訓練")
    expect(one.locator('[data-part="file"]')).to_have_text(file)
    expect(one.locator('[data-part="hand"]')).to_contain_text("只限今天（同仁請假）")
    console = at_counter(context, hall, "1")
    press(console, "F2", "next")
    present(console, "E001", "called")

    page.get_by_role("button", name="加開櫃檯").click()
    dialog.get_by_label("職業訓練").select_option("backup")
    dialog.get_by_label("櫃檯名稱").fill("臨")
    dialog.get_by_role("button", name="確定").click()
    expect(row(page, "臨")).to_contain_text("設定檔沒有這個櫃檯")
    labels = [counter["label"] for counter in hall.snapshot()["hall"]["counters"]]
    assert labels[-1] == "臨"

    one.get_by_role("button", name="恢復設定檔的設定").click()
    expect(page.locator("#today-said")).to_have_text("已恢復設定檔的設定。")
    expect(one.locator('[data-part="now"]')).to_have_text(file)
    row(page, "臨").get_by_role("button", name="收起加開櫃檯").click()
    expect(row(page, "臨")).to_have_count(0)


def test_a_service_gives_no_more_numbers_today_and_opens_again(context: BrowserContext, hall: Hall) -> None:
    page = today(context, hall)
    service = page.locator("#today-services li").first
    expect(service.locator('[data-part="nobody"]')).to_be_hidden()  # no mark without its words
    service.get_by_role("button", name="今天停止取號").click()
    page.locator("#hand-dialog").get_by_role("button", name="確定").click()
    expect(service.locator('[data-part="state"]')).to_contain_text("目前不開放取號")
    closed = [one["service_id"] for one in hall.snapshot()["services"] if not one["open"]]
    assert len(closed) == 1
    service.get_by_role("button", name="恢復設定檔的設定").click()
    expect(service.locator('[data-part="state"]')).to_contain_text("取號中")
    assert all(one["open"] for one in hall.snapshot()["services"])
