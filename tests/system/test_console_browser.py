"""The console for clerks in a real browser, against a real server: a day's work."""

from __future__ import annotations

import re

import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.system.console_page import at_counter, command, present, press, status
from tests.system.hall_in_browser import Hall, Message, altered, eventually, overflow, violations
from wire.codec import encode
from wire.messages.session import DeviceReport

pytestmark = [pytest.mark.system, pytest.mark.browser]


def test_a_clerks_morning(context: BrowserContext, hall: Hall) -> None:
    page = context.new_page()
    page.goto(f"{hall.url}/console")
    page.get_by_role("link", name="3 號櫃檯").click()
    expect(page).to_have_url(re.compile(r"counter=3"))
    expect(page.get_by_text("目前沒有人等候").first).to_be_visible()

    desk = context.new_page()
    desk.goto(f"{hall.url}/console?desk")
    desk.get_by_text("給付服務（再認定）").click()
    desk.locator("label.segment", has_text="English").click()
    desk.locator("label.segment", has_text="優先").click()
    desk.get_by_role("button", name=re.compile("^取號")).click()
    status(desk, "已取號 B001")
    expect(desk.locator('[data-part="issued-number"]')).to_have_text("◆B001")
    ticket = hall.ticket("B001")
    assert ticket is not None
    assert ticket["visit"] == {
        "service_id": "benefit-again",
        "channel": "desk",
        "language": "en",
        "visitor_class": "priority",
        "then": [],
        "practice": False,
        "slot": None,
        "officer": "",
    }
    desk.get_by_text("給付服務（再認定）").click()
    desk.keyboard.press("F9")
    status(desk, "已取號 B002")

    expect(page.locator('[data-part="next-number"]')).to_have_text("◆B001")
    expect(page.locator('[data-part="arrival"]')).to_contain_text("B001")
    command(page, "next")
    status(page, "已叫 B001")
    present(page, "◆B001", "called")
    expect(page.locator('[data-part="papers"]')).to_contain_text("National ID card")
    press(page, "F3", "recall")
    status(page, "已重新呼叫 B001")
    expect(page.locator('button[data-command="recall"] small')).to_have_text("已重新呼叫 1／2 次")
    command(page, "recall")
    expect(page.locator('button[data-command="recall"] small')).to_have_text("已達上限，請按過號")
    expect(page.locator('button[data-command="recall"]')).to_have_attribute("aria-disabled", "true")
    press(page, "F4", "arrive")
    present(page, "◆B001", "serving")
    command(page, "finish")
    status(page, "B001 服務完成")

    press(page, "F2", "next")
    present(page, "B002", "called")
    press(page, "F6", "miss")
    status(page, "B002 已列入過號")
    page.get_by_role("button", name="恢復排隊 B002").click()
    status(page, "B002 已恢復排隊")
    press(page, "F2", "next")
    present(page, "B002", "called")
    press(page, "F8", "finish")
    status(page, "B002 服務完成")
    press(page, "F2", "next")
    status(page, "目前沒有人等候")
    assert hall.calls("3") == 3


def test_the_present_ticket_is_settled_before_the_next(context: BrowserContext, hall: Hall) -> None:
    for _ in range(4):
        hall.issue("benefit-again")
    page = at_counter(context, hall)
    press(page, "F2", "next")
    present(page, "B001", "called")

    press(page, "F2", "next")
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("B001 叫號後還沒有報到")
    assert violations(page) == []
    question.get_by_role("button", name="取消").click()
    expect(question).to_be_hidden()
    present(page, "B001", "called")

    press(page, "F2", "next")
    question.get_by_role("button", name="已到，服務完成").click()
    present(page, "B002", "called")
    press(page, "F2", "next")
    expect(question).to_be_visible()
    page.keyboard.press("F6")
    present(page, "B003", "called")
    missed = hall.ticket("B002")
    assert missed is not None
    assert missed["state"] == "missed"

    press(page, "F4", "arrive")
    press(page, "F2", "next")
    expect(question).to_contain_text("完成 B003，並叫下一位？")
    expect(question.get_by_role("button", name="過號")).to_be_hidden()
    page.keyboard.press("F6")
    expect(question).to_be_visible()
    page.keyboard.press("F8")
    present(page, "B004", "called")
    assert hall.calls("3") == 4


def test_a_question_that_another_browser_settles_goes_away(context: BrowserContext, hall: Hall) -> None:
    hall.issue("benefit-again")
    one, other = at_counter(context, hall), at_counter(context, hall)
    command(one, "next")
    present(other, "B001", "called")
    press(other, "F2", "next")
    expect(other.get_by_role("dialog")).to_be_visible()
    one.bring_to_front()
    command(one, "finish")
    expect(other.get_by_role("dialog")).to_be_hidden()


def test_a_held_key_is_one_press(context: BrowserContext, hall: Hall) -> None:
    for _ in range(3):
        hall.issue("benefit-again")
    page = at_counter(context, hall)
    page.keyboard.down("F2")
    for _ in range(20):
        page.keyboard.down("F2")
    page.keyboard.up("F2")
    present(page, "B001", "called")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert hall.calls("3") == 1


def test_double_clicks_in_two_browsers_call_once_each(browser: Browser, hall: Hall) -> None:
    """On one counter: 30 rounds of two browsers that both double-click; every round is one call."""
    rounds = 30
    for _ in range(rounds):
        hall.issue("benefit-again")
    contexts = [browser.new_context(viewport={"width": 1280, "height": 720}) for _ in range(2)]
    for context in contexts:
        hall.enter(context)
    pages = [at_counter(context, hall) for context in contexts]
    twice = """() => {
        const button = document.querySelector('button[data-command="next"]');
        window.presses = (window.presses ?? 0) + 2;
        button.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
        button.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
    }"""
    shown = """() => {
        const state = (name) => document.querySelector(`button[data-command="${name}"]`)?.getAttribute("aria-disabled");
        const text = (part) => document.querySelector(`[data-part="present"] [data-part="${part}"]`);
        return {
            idle: document.querySelector('[data-part="idle"]')?.checkVisibility() ?? false,
            next: state("next"), finish: state("finish"), number: text("number")?.textContent,
            stage: text("state")?.dataset.stage,
        };
    }"""

    def see(what: str, **wanted: object) -> None:
        """On both pages; looked at without Playwright's pauses, which would be the longest part of the test."""
        eventually(lambda: all(wanted.items() <= page.evaluate(shown).items() for page in pages), what)

    for number in range(1, rounds + 1):
        see(f"free for call {number}", idle=True, next="false")
        for page in pages:
            page.evaluate(twice)
        eventually(lambda wanted=number: hall.calls("3") >= wanted, f"call {number}")  # type: ignore[misc]
        see(f"call {number} on both", number=f"B{number:03d}", stage="called")
        for page in pages:
            if page.get_by_role("dialog").is_visible():
                page.keyboard.press("Escape")
        assert hall.calls("3") == number
        see(f"call {number} may end", finish="false")
        pages[number % 2].locator('button[data-command="finish"]').click()
    assert sum(page.evaluate("window.presses") for page in pages) == 4 * rounds
    eventually(lambda: not hall.snapshot()["tickets"], "every ticket served")
    assert hall.calls("3") == rounds
    for context in contexts:
        context.close()


def test_the_timer_of_a_visit_outlives_a_reload(context: BrowserContext, hall: Hall) -> None:
    hall.issue("benefit-again")
    page = at_counter(context, hall)
    press(page, "F2", "next")
    present(page, "B001", "called")
    press(page, "F4", "arrive")
    present(page, "B001", "serving")
    timer = page.locator('[data-part="timer"]')
    some_seconds = re.compile(r"(?!00:0[0-2])\d\d:\d\d")
    expect(timer).to_have_text(some_seconds)
    page.reload()
    present(page, "B001", "serving")
    assert some_seconds.fullmatch(timer.inner_text())
    expect(page.locator('[data-part="timer-label"]')).to_have_text("受理至今")


def test_a_device_in_trouble_is_named(context: BrowserContext, hall: Hall) -> None:
    page = at_counter(context, hall)
    expect(page.locator("#devices")).to_have_text("尚無設備回報")
    report = DeviceReport(device_id="kiosk-1-printer", kind="ticket_printer", state="trouble", code="paper_out")
    with hall.device("kiosk") as kiosk:
        kiosk.send(encode(report), text=True)
        expect(page.locator("#devices")).to_have_text("取號機：缺紙")
        expect(page.locator("#devices li")).to_have_attribute("data-state", "trouble")
        kiosk.send(encode(msgspec.structs.replace(report, state="ok", code="")), text=True)
        expect(page.locator("#devices")).to_have_text("設備正常")
        expect(page.locator("#devices li")).to_have_css("color", "rgb(126, 224, 138)")


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_no_barrier_is_found(context: BrowserContext, hall: Hall, language: str) -> None:
    for service in ("benefit-again", "benefit-first", "benefit-again", "job-seeking"):
        hall.issue(service, visitor_class="priority" if service == "benefit-first" else "ordinary")
    page = at_counter(context, hall, language=language)
    assert violations(page) == []
    press(page, "F2", "next")
    present(page, "◆A001", "called")
    assert violations(page) == []
    press(page, "F6", "miss")
    expect(page.locator('[data-part="aside"] button').first).to_be_visible()
    assert violations(page) == []
    for place in ("", "&counter=99", "&desk"):
        page.goto(f"{hall.url}/console?lang={language}{place}")
        expect(page.locator("#link")).to_have_attribute("data-state", "connected")
        assert violations(page) == [], place


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720), (1024, 768), (720, 450), (512, 384)])
def test_every_window_holds_it(context: BrowserContext, hall: Hall, width: int, height: int) -> None:
    """The last two are 1440 and 1024 pixels at 200 % zoom."""
    hall.issue("benefit-again")
    for language in ("zh-TW", "en"):
        page = at_counter(context, hall, language=language)
        page.set_viewport_size({"width": width, "height": height})
        assert overflow(page) <= 0
        if height >= 700:
            for button in page.locator("button[data-command]:visible").all():
                box = button.bounding_box()
                assert box is not None
                assert box["y"] + box["height"] <= height, f"{button.get_attribute('data-command')} below the edge"
        page.goto(f"{hall.url}/console?desk&lang={language}")
        expect(page.locator("#link")).to_have_attribute("data-state", "connected")
        assert overflow(page) <= 0


def test_how_long_one_waits_stands_by_each_service_and_goes_when_it_is_old(context: BrowserContext, hall: Hall) -> None:
    def within(low: int, high: int) -> Message:
        return {"says": "range", "low": low, "high": high}

    good = 60_000

    def alter(message: Message) -> Message:
        """Behind what is next the hall says how long, and whatever it reckons itself is this too."""
        if message["type"] == "snapshot":
            message["tickets"] = [one | {"promise": within(25, 40)} for one in message["tickets"]]
        if message["type"] not in {"lines", "waits"}:
            return message
        classes = {"ordinary": within(25, 40), "priority": {"says": "next"}}
        now = [{"service_id": "benefit-again", "visitor_class": one, "wait": wait} for one, wait in classes.items()]
        return {"type": "waits", "seq": 1, "at": message["at"], "good_ms": good, "issued_now": now}

    hall.issue("benefit-again")
    hall.ask("call_next", counter_id="3", after=0)
    altered(context, alter)
    page = at_counter(context, hall)
    line = page.locator('[data-part="services"] li', has_text="給付再認定")
    expect(line).to_contain_text("約\u00a025\u2060–\u206040\u00a0分 ◆\u00a0很快輪到")
    expect(page.locator('[data-part="facts"]')).to_contain_text("取號時預估：約 25–40 分")
    assert violations(page) == []
    good = 200
    hall.issue("benefit-again")
    expect(line).to_contain_text("等候 1 人")
    expect(line).not_to_contain_text("很快輪到")
