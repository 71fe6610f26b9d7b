"""The console and whoever it talks to: a server that is gone, refuses it, allows little or is newer; and strangers."""

from __future__ import annotations

import http.server
import json
import re
import signal
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.system.console_page import at_counter, present, press, status
from tests.system.hall_in_browser import Hall, Message, altered, violations

pytestmark = [pytest.mark.system, pytest.mark.browser]


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
    expect(page.locator('[data-part="actions"] button')).to_have_text([re.compile("完成"), re.compile("其他結果")])
    page.keyboard.press("F4")
    page.keyboard.press("F6")
    press(page, "F8", "finish")
    status(page, "B001 服務完成")
    expect(page.locator("#keys")).to_have_text(re.compile(r"^F1 說明\s*F2 下一位\s*F8 完成\s*Shift\+F8 其他結果$"))
    assert [one["type"] for one in heard.said if "key" in one] == ["call_next", "finish_ticket"]
    page.goto(f"{hall.url}/console?desk")
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    expect(page.locator('[data-part="form"]')).to_be_hidden()
    page.keyboard.press("F9")
    expect(page.locator("#status")).to_have_text("就緒")
    granted.clear()
    page.goto(f"{hall.url}/console?counter=3")
    expect(page.locator('[data-part="counters"] li')).to_have_count(8)
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
        if "tickets" in message and message["type"] != "waits":
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
    expect(aside).to_have_text(re.compile(r"B001\s*暫離・08:5\d 於 3 號櫃檯\s*恢復排隊$"))
    expect(aside.get_by_role("button")).to_have_count(1)
    press(page, "F2", "next")
    present(page, "B002", "called")
    press(page, "F4", "arrive")
    present(page, "B002", "serving")
    expect(page.locator('[data-part="present"] [data-part="state"]')).to_have_text("受理中")
    expect(page.locator('button[data-command="finish"] small')).to_have_text(re.compile(r"^09:5\d 前可按$"))
    expect(page.locator('button[data-command="recall"]')).to_have_attribute("aria-disabled", "true")
    assert violations(page) == []
    page.get_by_role("button", name="恢復排隊 B001").click()
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
    page.locator("#banner-action").dispatch_event("click")  # the line may have come back by itself already
    expect(page.locator("#banner")).to_be_hidden()
    assert hall.calls("3") == 0, "a press on a lost line is no call"
    press(page, "F2", "next")
    present(page, "B001", "called")


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_another_origin_reaches_nothing(browser: Browser, hall: Hall, tmp_path: Path, name: str) -> None:
    """Also from the browser of somebody who is signed in, and from the same name, to which a cookie goes along."""
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
        context = browser.new_context()
        hall.enter(context)
        page = context.new_page()
        page.goto(f"http://{name}:{foreign.server_port}/index.html")
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
        context.close()
    assert hall.snapshot()["seq"] == before
