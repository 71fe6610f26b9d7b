"""A counter pauses and opens again: the clerk's presses, the other consoles, nobody called meanwhile; and a finish that
calls the next."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import at_counter, command, present, press, status
from tests.system.hall_in_browser import Hall

pytestmark = [pytest.mark.system, pytest.mark.browser]


def test_pause_with_a_reason_and_a_time_then_open_again(context: BrowserContext, hall: Hall) -> None:
    hall.issue("benefit-again")
    token = hall.issue("benefit-again")["token"]
    phone = context.new_page()
    phone.goto(f"{hall.url}/t#{token}")
    expect(phone.locator("#paused")).to_be_hidden()
    page = at_counter(context, hall)
    other = at_counter(context, hall, counter="4")
    state = page.locator('[data-part="work-state"]')
    expect(state).to_have_text("服務中")
    press(page, "F2", "next")
    press(page, "F4", "arrive")
    present(page, "B001", "serving")
    expect(page.locator('button[data-command="close_counter"]')).to_have_count(0)

    command(page, "pause_counter")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("這個櫃檯為什麼暫停？")
    at = dialog.locator("option").nth(6).inner_text()
    assert re.fullmatch(r"\d\d:\d[05]", at)
    dialog.locator("select").select_option(label=at)
    dialog.locator('button[data-pause="lunch"]').focus()
    page.keyboard.press("1")
    status(page, "這個櫃檯已暫停，暫不叫號")
    expect(state).to_have_text(f"暫停服務・用餐・預計 {at} 恢復")
    tile = other.locator(".tile", has_text="3").first
    expect(tile).to_have_attribute("title", re.compile(f"暫停服務.*預計 {at} 恢復"))

    expect(phone.locator("#paused li")).to_have_text([f"3 號櫃檯暫停服務，預計 {at} 恢復"])

    press(page, "F8", "finish")
    status(page, "B001 服務完成")
    page.keyboard.press("F2")
    status(page, "這個櫃檯暫停中，請先恢復服務再叫號。")
    expect(tile).to_contain_text("暫停服務")
    told = {one["counter_id"]: one for one in hall.snapshot()["counters"]}["3"]
    assert (told["state"], told["pause_reason"], told["tickets"], told["calls"]) == ("paused", "lunch", [], 1)

    command(page, "open_counter")
    status(page, "這個櫃檯服務中")
    expect(phone.locator("#paused")).to_be_hidden()
    press(page, "F2", "next")
    present(page, "B002", "called")


def test_a_counter_closes_when_nobody_is_there(context: BrowserContext, hall: Hall) -> None:
    page = at_counter(context, hall)
    command(page, "close_counter")
    status(page, "這個櫃檯已停止服務")
    expect(page.locator('[data-part="work-state"]')).to_have_text("停止服務")
    expect(page.locator('button[data-command="pause_counter"]')).to_have_count(0)
    page.keyboard.press("F2")
    status(page, "這個櫃檯已停止服務，請先開始服務再叫號。")
    command(page, "open_counter")
    status(page, "這個櫃檯服務中")


def test_a_finish_calls_the_next_where_the_clerk_has_chosen_it(context: BrowserContext, hall: Hall) -> None:
    for _ in range(3):
        hall.issue("benefit-again")
    page = at_counter(context, hall)
    page.get_by_role("button", name="更多").click()
    auto = page.locator('button[data-command="set_auto_call"]')
    expect(auto).to_have_attribute("aria-pressed", "false")
    command(page, "set_auto_call")
    status(page, "完成後會自動叫下一位")
    expect(auto).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="更多").click()
    expect(auto).to_be_hidden()
    expect(page.locator('[data-part="work-state"]')).to_have_text("服務中・完成後自動叫號")
    press(page, "F2", "next")
    press(page, "F4", "arrive")
    press(page, "F8", "finish")
    page.keyboard.press("F8")
    status(page, "已叫 B002")
    present(page, "B002", "called")
    page.get_by_role("button", name="更多").click()
    command(page, "set_auto_call")
    status(page, "完成後不再自動叫號")
    press(page, "F8", "finish")
    status(page, "B002 服務完成")


def test_who_was_served_without_a_number_is_counted_with_what_came_of_it(context: BrowserContext, hall: Hall) -> None:
    page = at_counter(context, hall)
    button = page.locator('button[data-command="serve_without_number"]')
    page.get_by_role("button", name="更多").click()
    expect(button).to_have_text("未取號服務")
    command(page, "serve_without_number")
    page.locator("dialog[open] select").select_option(label="電話辦理完成")
    page.locator('dialog[open] button[data-service="benefit-again"]').click()
    status(page, "已記錄一件未取號服務")
    expect(button).to_have_text("未取號服務（1）")
    told = {one["counter_id"]: one for one in hall.snapshot()["counters"]}["3"]
    assert (told["without_number"], told["calls"], hall.snapshot()["tickets"]) == (1, 0, [])
