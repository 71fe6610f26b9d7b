"""A number is sent on, and one for two services goes on by itself: the clerk's presses, the desk, the phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.system.console_page import at_counter, present, press, status
from tests.system.hall_in_browser import Hall, Message, altered

pytestmark = [pytest.mark.system, pytest.mark.browser]


def test_a_number_is_sent_to_a_counter_with_a_note(context: BrowserContext, hall: Hall) -> None:
    token = hall.issue("benefit-again")["token"]
    page = at_counter(context, hall)
    press(page, "F2", "next")
    present(page, "B001", "called")
    phone = context.new_page()
    phone.goto(f"{hall.url}/t#{token}")
    expect(phone.locator("#turn")).to_have_text("輪到您了")
    expect(phone.locator("#papers")).to_contain_text("求職紀錄 2 筆以上")
    press(page, "Shift+F7", "transfer")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("B001 要轉到哪裡？")
    dialog.locator("#transfer-service").select_option("job-seeking")
    dialog.locator("#transfer-counter").select_option("4")
    dialog.locator("#transfer-note").select_option("2")
    dialog.locator('[data-transfer="go"]').click()
    status(page, "B001 已轉櫃，號碼和取號時間不變")
    expect(phone.locator("#service")).to_contain_text("求職")
    expect(phone.locator("#papers")).to_contain_text("學歷、證照影本")
    expect(phone.locator("#papers")).not_to_contain_text("求職紀錄 2 筆以上")
    expect(phone.locator("#ahead-value")).to_be_visible()
    other = at_counter(context, hall, "4")
    expect(other.locator('[data-part="line"] li').first).to_contain_text("指定 4 號櫃檯")
    press(other, "F2", "next")
    present(other, "B001", "called")
    expect(other.locator('[data-part="facts"]')).to_contain_text("註記：缺件，已告知補齊")
    expect(phone.locator("#counter")).to_contain_text("4 號櫃檯")


def test_the_desk_gives_one_number_for_two_services(context: BrowserContext, hall: Hall) -> None:
    page = context.new_page()
    page.goto(f"{hall.url}/console?desk")
    page.locator('input[name="service"][value="benefit-again"]').check(force=True)
    page.locator(".desk-then summary").click()
    page.locator('input[name="then"][value="job-seeking"]').check(force=True)
    expect(page.locator('[data-part="then-chosen"]')).to_contain_text("求職")
    page.keyboard.press("F9")
    expect(page.locator('[data-part="issued-number"]')).to_contain_text("B001")
    counter = at_counter(context, hall)
    press(counter, "F2", "next")
    present(counter, "B001", "called")
    expect(counter.locator('[data-part="facts"]')).to_contain_text("之後還要辦")
    press(counter, "F8", "finish")
    status(counter, "B001 這一項已完成，接著等候下一項業務")
    (ticket,) = hall.snapshot()["tickets"]
    assert (ticket["number"], ticket["stage"], ticket["visit"]["service_id"]) == ("B001", "in_line", "job-seeking")


def test_a_number_is_sent_to_an_officer_and_back_into_the_common_line(context: BrowserContext, hall: Hall) -> None:
    hall.issue("benefit-again")
    page = at_counter(context, hall)
    press(page, "F2", "next")
    present(page, "B001", "called")
    press(page, "Shift+F7", "transfer")
    dialog = page.locator("dialog[open]")
    dialog.locator("#transfer-service").select_option("benefit-again")
    officer = dialog.locator('#transfer-counter option[value^="officer:"]')
    expect(officer).to_have_count(1)
    dialog.locator("#transfer-counter").select_option(officer.get_attribute("value"))
    dialog.locator('[data-transfer="go"]').click()
    status(page, "B001 已轉櫃，號碼和取號時間不變")
    expect(page.locator('[data-part="line"] li').first).to_contain_text("指定陳小明")
    hall.ask("close_counter", counter_id="3")
    away = page.locator('[data-part="aside"] li').first
    expect(away).to_contain_text("承辦人目前不在可辦理的櫃檯")
    away.locator('[data-command="to_line"]').click()
    status(page, "B001 已回一般排隊，任一櫃檯都可叫號")


def sent_on_twice(hall: Hall) -> None:
    ticket_id = hall.issue("benefit-again")["ticket_id"]
    for to in ("job-seeking", "benefit-again"):
        hall.ask("transfer_ticket", ticket_id=ticket_id, to_service=to)


def without_the_right(message: Message) -> Message:
    return message | {"rights": [one for one in message.get("rights", []) if one != "transfer_again"]}


def test_who_was_sent_on_twice_is_sent_on_again_by_a_supervisor(context: BrowserContext, hall: Hall) -> None:
    sent_on_twice(hall)
    page = at_counter(context, hall)
    press(page, "F2", "next")
    present(page, "B001", "called")
    press(page, "Shift+F7", "transfer")
    page.locator('dialog[open] [data-transfer="go"]').click()
    status(page, "B001 已轉櫃，號碼和取號時間不變")


def test_a_clerk_is_told_that_a_third_time_is_a_supervisors(context: BrowserContext, hall: Hall) -> None:
    sent_on_twice(hall)
    altered(context, lambda one: without_the_right(one) if one["type"] == "welcome" else one)
    page = at_counter(context, hall)
    press(page, "F2", "next")
    present(page, "B001", "called")
    button = page.locator('[data-command="transfer"]')
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_contain_text("再轉請洽主管")
