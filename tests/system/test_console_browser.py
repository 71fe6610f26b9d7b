"""The console for clerks in a real browser, against a real server."""

from __future__ import annotations

import http.server
import json
import re
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.system.hall_in_browser import Hall, Message, altered, eventually, overflow, served, violations, watched

pytestmark = [pytest.mark.system, pytest.mark.browser]

LAPTOP = {"width": 1440, "height": 900}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with served(tmp_path) as hall:
        yield hall


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-TW")
    with watched(context):
        yield context
    context.close()


def at_counter(context: BrowserContext, hall: Hall, counter: str = "3", language: str = "zh-TW") -> Page:
    page = context.new_page()
    page.goto(f"{hall.url}/console?counter={counter}&lang={language}")
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    return page


def status(page: Page, words: str) -> None:
    expect(page.locator("#status")).to_have_text(words)


def present(page: Page, number: str, stage: str) -> None:
    expect(page.locator('[data-part="present"] [data-part="number"]')).to_have_text(number)
    expect(page.locator('[data-part="present"] [data-part="state"]')).to_have_attribute("data-stage", stage)


def command(page: Page, name: str) -> None:
    button = page.locator(f'button[data-command="{name}"]').first
    expect(button).to_have_attribute("aria-disabled", "false")
    button.click()


def press(page: Page, key: str, name: str) -> None:
    """A key, once its button would take the press too."""
    expect(page.locator(f'button[data-command="{name}"]').first).to_have_attribute("aria-disabled", "false")
    page.keyboard.press(key)


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
    desk.get_by_role("button", name="取號").click()
    status(desk, "已取號 B001")
    expect(desk.locator('[data-part="issued-number"]')).to_have_text("◆B001")
    ticket = hall.ticket("B001")
    assert ticket is not None
    assert ticket["visit"] == {
        "service_id": "benefit-again",
        "channel": "desk",
        "language": "en",
        "visitor_class": "priority",
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
    expect(page.locator('button[data-command="recall"] small')).to_have_text("已呼叫 1／2 次")
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
    page.get_by_role("button", name="恢復 B002").click()
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
    """200 presses on one counter: 50 rounds of two browsers that both double-click; every round is one call."""
    rounds = 50
    for _ in range(rounds):
        hall.issue("benefit-again")
    contexts = [browser.new_context(viewport={"width": 1280, "height": 720}) for _ in range(2)]
    pages = [at_counter(context, hall) for context in contexts]
    twice = """() => {
        const button = document.querySelector('button[data-command="next"]');
        window.presses = (window.presses ?? 0) + 2;
        button.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
        button.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
    }"""
    for number in range(1, rounds + 1):
        for page in pages:
            expect(page.locator('button[data-command="next"]')).to_have_attribute("aria-disabled", "false")
            expect(page.locator('[data-part="idle"]')).to_be_visible()
        for page in pages:
            page.evaluate(twice)
        eventually(lambda wanted=number: hall.calls("3") >= wanted, f"call {number}")  # type: ignore[misc]
        for page in pages:
            present(page, f"B{number:03d}", "called")
            if page.get_by_role("dialog").is_visible():
                page.keyboard.press("Escape")
        assert hall.calls("3") == number
        for page in pages:
            expect(page.locator('button[data-command="finish"]')).to_have_attribute("aria-disabled", "false")
        pages[number % 2].locator('button[data-command="finish"]').click()
    assert sum(page.evaluate("window.presses") for page in pages) == 200
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


def test_what_it_has_no_right_to_is_not_offered(context: BrowserContext, hall: Hall) -> None:
    granted = {"call_next", "finish_ticket"}

    def alter(message: Message) -> Message:
        rights = [right for right in message.get("rights", ()) if right in granted]
        return message | {"rights": rights} if message["type"] == "welcome" else message

    hall.issue("benefit-again")
    heard = altered(context, alter)
    page = at_counter(context, hall)
    assert heard.said[0]["hall_id"] == "yongkang"
    press(page, "F2", "next")
    present(page, "B001", "called")
    expect(page.locator('[data-part="actions"] button')).to_have_text(re.compile("完成"))
    page.keyboard.press("F4")
    page.keyboard.press("F6")
    press(page, "F8", "finish")
    status(page, "B001 服務完成")
    expect(page.locator("#keys")).to_have_text(re.compile(r"^F2 下一位\s*F8 完成$"))
    assert [one["type"] for one in heard.said if "key" in one] == ["call_next", "finish_ticket"]
    page.goto(f"{hall.url}/console?desk")
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    expect(page.locator('[data-part="form"]')).to_be_hidden()
    page.keyboard.press("F9")
    expect(page.locator("#status")).to_have_text("就緒")
    granted.clear()
    page.goto(f"{hall.url}/console?counter=3")
    expect(page.locator('[data-part="line-empty"]')).to_be_visible()
    expect(page.locator("button[data-command]:visible")).to_have_count(0)


def test_a_hall_of_tomorrow_is_shown_by_its_stages(context: BrowserContext, hall: Hall) -> None:
    """Missed numbers are now dozing, may be woken and, until a given time, restored; serving is called hosting."""
    until = hall.snapshot()["at"] + 3_600_000

    def tomorrow(ticket: Message) -> Message:
        if ticket["state"] == "missed":
            return ticket | {"state": "dozing", "allows": {"wake": None, "restore": until}}
        if ticket["state"] == "serving":
            return ticket | {"state": "hosting", "allows": {"finish": until, "bow": None}}
        return ticket

    def alter(message: Message) -> Message:
        if "tickets" in message:
            message["tickets"] = [tomorrow(ticket) for ticket in message["tickets"]]
        return message | {"what": "something_new"} if message["type"] == "hall_moved" else message

    for _ in range(2):
        hall.issue("benefit-again")
    altered(context, alter)
    page = at_counter(context, hall)
    press(page, "F2", "next")
    present(page, "B001", "called")
    press(page, "F6", "miss")
    aside = page.locator('[data-part="aside"] li')
    expect(aside).to_have_text(re.compile(r"B001\s*暫離・08:5\d 於 3 號櫃檯\s*恢復$"))
    expect(aside.get_by_role("button")).to_have_count(1)
    press(page, "F2", "next")
    present(page, "B002", "called")
    press(page, "F4", "arrive")
    present(page, "B002", "serving")
    expect(page.locator('[data-part="present"] [data-part="state"]')).to_have_text("受理中")
    expect(page.locator('button[data-command="finish"] small')).to_have_text(re.compile(r"^09:5\d 前可按$"))
    expect(page.locator('button[data-command="recall"]')).to_have_attribute("aria-disabled", "true")
    assert violations(page) == []
    page.get_by_role("button", name="恢復 B001").click()
    status(page, "B001 已恢復排隊")


def test_a_refused_line_says_why(context: BrowserContext, hall: Hall) -> None:
    code = "protocol_too_old"
    refusal = {"type": "refused", "code": code, "key": None, "detail": "", "ticket": None}
    context.route_web_socket(
        re.compile("/ws"), lambda socket: socket.on_message(lambda _: socket.send(json.dumps(refusal)))
    )
    page = context.new_page()
    page.goto(f"{hall.url}/console?counter=3")
    expect(page.locator("#banner")).to_contain_text("這個頁面的版本比叫號主機舊，請重新載入。")
    expect(page.locator("#link")).to_have_text("連線被拒")
    with page.expect_navigation():
        page.get_by_role("button", name="重新載入").click()


def test_a_lost_link_is_said_and_comes_back(context: BrowserContext, hall: Hall) -> None:
    hall.issue("benefit-again")
    page = at_counter(context, hall)
    expect(page.locator('[data-part="next-number"]')).to_have_text("B001")
    hall.end(signal.SIGKILL)
    expect(page.locator("#banner")).to_contain_text(re.compile(r"連線中斷，畫面停在 08:5\d"))
    expect(page.locator('[data-part="next-number"]')).to_have_text("B001")
    for button in page.locator("button[data-command]").all():
        expect(button).to_have_attribute("aria-disabled", "true")
    assert violations(page) == []
    page.keyboard.press("F2")
    hall.start()
    page.get_by_role("button", name="立即重試").click()
    expect(page.locator("#banner")).to_be_hidden()
    assert hall.calls("3") == 0, "a press on a lost line is no call"
    press(page, "F2", "next")
    present(page, "B001", "called")


def test_a_device_in_trouble_is_named(context: BrowserContext, hall: Hall) -> None:
    page = at_counter(context, hall)
    expect(page.locator("#devices")).to_have_text("尚無設備回報")
    kiosk = context.new_page()
    kiosk.goto(f"{hall.url}/t")
    kiosk.evaluate(
        """async () => {
            const socket = new WebSocket(`ws://${location.host}/ws`);
            const report = { type: "device_report", device_id: "kiosk-1-printer", kind: "ticket_printer" };
            await new Promise((done) => { socket.onopen = done; });
            socket.send(JSON.stringify({ type: "hello", protocol: 2, role: "kiosk", name: "kiosk-1" }));
            socket.send(JSON.stringify({ ...report, state: "trouble", code: "paper_out" }));
            window.socket = socket;
        }"""
    )
    expect(page.locator("#devices")).to_have_text("取號機：缺紙")
    expect(page.locator("#devices li")).to_have_attribute("data-state", "trouble")


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_no_barrier_is_found(context: BrowserContext, hall: Hall, language: str) -> None:
    for service in ("benefit-again", "benefit-first", "benefit-again", "job-seeking"):
        hall.issue(service, visitor_class="priority" if service == "benefit-first" else "ordinary")
    page = at_counter(context, hall, language=language)
    assert violations(page) == []
    press(page, "F2", "next")
    present(page, "B001", "called")
    assert violations(page) == []
    press(page, "F6", "miss")
    expect(page.locator('[data-part="aside"] button')).to_be_visible()
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
            for button in page.locator("button[data-command]").all():
                box = button.bounding_box()
                assert box is not None
                assert box["y"] + box["height"] <= height, f"{button.get_attribute('data-command')} below the edge"
        page.goto(f"{hall.url}/console?desk&lang={language}")
        expect(page.locator("#link")).to_have_attribute("data-state", "connected")
        assert overflow(page) <= 0


def test_another_origin_reaches_nothing(context: BrowserContext, hall: Hall, tmp_path: Path) -> None:
    hall.issue("benefit-again")
    before = hall.snapshot()["seq"]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "index.html").write_text("<!doctype html><title>elsewhere</title>", "utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(elsewhere))  # type: ignore[arg-type]

        def log_message(self, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as foreign:
        thread = threading.Thread(target=foreign.serve_forever)
        thread.start()
        stranger = context.browser
        assert stranger is not None
        page = stranger.new_page()
        page.goto(f"http://localhost:{foreign.server_port}/index.html")
        opened = page.evaluate(
            """(port) => new Promise((done) => {
                const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
                socket.onopen = () => done("open");
                socket.onerror = () => done("refused");
            })""",
            hall.port,
        )
        assert opened == "refused"
        command = {"type": "call_next", "key": "foreign-key-1", "counter_id": "3", "after": 0}
        for kind in ("application/json", "text/plain"):
            outcome = page.evaluate(
                """([port, body, kind]) => fetch(`http://127.0.0.1:${port}/api/commands`, {
                    method: "POST", headers: { "content-type": kind }, body: JSON.stringify(body),
                    mode: kind === "text/plain" ? "no-cors" : "cors",
                }).then((response) => `${response.type} ${response.status}`, () => "refused")""",
                [hall.port, command, kind],
            )
            assert outcome in {"refused", "opaque 0"}
        page.evaluate(
            """(port) => {
                const form = Object.assign(document.createElement("form"), {
                    method: "post", action: `http://127.0.0.1:${port}/api/commands`, enctype: "text/plain" });
                document.body.append(form);
                form.submit();
            }""",
            hall.port,
        )
        page.wait_for_url(re.compile("api/commands"))
        foreign.shutdown()
        thread.join()
        page.close()
    assert hall.snapshot()["seq"] == before
