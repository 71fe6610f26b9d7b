"""The visitor's phone page in a real browser, against a real server."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.system.hall_in_browser import Hall, Message, altered, eventually, overflow, violations, watched

pytestmark = [pytest.mark.system, pytest.mark.browser]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-TW", has_touch=True)
    context.add_init_script(
        "window.buzz = []; navigator.vibrate = (pattern) => { window.buzz.push(pattern); return true; };"
    )
    with watched(context):
        yield context
    context.close()


def follow(context: BrowserContext, hall: Hall, token: str) -> Page:
    page = context.new_page()
    page.goto(f"{hall.url}/t#{token}")
    return page


def call(hall: Hall, counter: str = "3", present: str | None = None) -> None:
    answer = hall.ask("call_next", counter_id=counter, after=hall.calls(counter), present=present)
    assert answer["type"] == "accepted", answer


def at_counter(hall: Hall, kind: str, number: str, counter: str = "3") -> None:
    ticket = hall.ticket(number)
    assert ticket is not None
    assert hall.ask(kind, counter_id=counter, ticket_id=ticket["ticket_id"])["type"] == "accepted"


def face(page: Page, state: str) -> None:
    expect(page.locator("#face")).to_have_attribute("data-state", state)


def touch(page: Page) -> None:
    """A page that nobody has touched may not vibrate."""
    page.locator("#number").tap()


def buzzed(page: Page, times: int) -> None:
    """Not `wait_for_function`: it evaluates again in the page, where the policy forbids that."""
    eventually(lambda: page.evaluate("window.buzz.length") == times, f"{times} buzzes")


def test_a_visit_from_waiting_to_served(context: BrowserContext, hall: Hall) -> None:
    hall.issue("benefit-again")
    mine = hall.issue("benefit-again")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = follow(context, hall, mine["token"])
    expect(page.locator("#number")).to_have_text("B002")
    touch(page)
    face(page, "waiting")
    expect(page.locator("#ahead")).to_have_text(re.compile(r"前面還有\s*1 人"))
    expect(page.locator("#papers li").first).to_contain_text("國民身分證")
    expect(page.locator("#rule")).to_have_text("過號請洽服務台，號碼不變，順延 10 分鐘")
    assert violations(page) == []

    call(hall)
    expect(page.locator("#ahead")).to_have_text(re.compile(r"前面還有\s*0 人"))
    expect(page.locator("#calls")).to_have_text(re.compile(r"B001\s*→ 3 號櫃檯"))
    at_counter(hall, "finish_ticket", "B001")
    call(hall)
    face(page, "called")
    expect(page.locator("#turn")).to_have_text("輪到您了")
    expect(page.locator("#counter")).to_have_text("請到 3 號櫃檯")
    expect(page).to_have_title("▶ 輪到您了：3 號櫃檯")
    buzzed(page, 1)
    assert violations(page) == []
    at_counter(hall, "recall_ticket", "B002")
    buzzed(page, 2)

    at_counter(hall, "arrive_ticket", "B002")
    face(page, "serving")
    at_counter(hall, "finish_ticket", "B002")
    face(page, "served")
    expect(page.locator("#turn")).to_have_text("服務完成，謝謝您")
    expect(page.locator("#class")).to_be_hidden()
    assert violations(page) == []
    assert not [url for url in asked if mine["token"] in url.partition("#")[0]]
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0


def test_a_missed_number_says_what_to_do(context: BrowserContext, hall: Hall) -> None:
    page = follow(context, hall, hall.issue("benefit-first")["token"])
    call(hall)
    face(page, "called")
    at_counter(hall, "miss_ticket", "A001")
    face(page, "missed")
    expect(page.locator("#face-hint")).to_have_text("過號請洽服務台，號碼不變，順延 10 分鐘")
    assert violations(page) == []
    ticket = hall.ticket("A001")
    assert ticket is not None
    hall.ask("restore_ticket", ticket_id=ticket["ticket_id"])
    face(page, "waiting")


def test_a_visitor_gives_the_number_up(context: BrowserContext, hall: Hall) -> None:
    """One press, asked once; Enter keeps the number, and after it the page says what to do instead. A second page of
    the same number hears it, as the counter does that has called it."""
    hall.issue("benefit-again")
    mine = hall.issue("benefit-again")
    page, second = follow(context, hall, mine["token"]), follow(context, hall, mine["token"])
    face(page, "waiting")
    question = page.locator("#give-up-question")
    page.locator("#give-up").tap()
    expect(question).to_contain_text("確定要放棄 B002 嗎？")
    expect(page.locator("#give-up-no")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(question).to_be_hidden()
    expect(page.locator("#give-up")).to_be_focused()
    assert hall.ticket("B002") is not None, "asked, and not meant"
    face(second, "waiting")

    page.locator("#give-up").tap()
    page.locator("#give-up-yes").dispatch_event("click", {"detail": 2})
    expect(question).to_contain_text("確定要放棄 B002 嗎？")
    assert hall.ticket("B002") is not None, "the second tap of a double one was meant for the first button"
    page.locator("#give-up-yes").tap()
    for one in (page, second):
        face(one, "cancelled")
        expect(one.locator("#turn")).to_have_text("您的號碼已經取消")
        expect(one.locator("#face-hint")).to_contain_text("重新取號")
        expect(one.locator("#giving-up")).to_be_hidden()
    assert hall.ticket("B002") is None
    expect(page.locator("#spoken")).to_contain_text("不會再叫號")
    page.reload()
    face(page, "cancelled")


def test_who_is_served_cannot_give_the_number_up(context: BrowserContext, hall: Hall) -> None:
    page = follow(context, hall, hall.issue("benefit-again")["token"])
    call(hall)
    face(page, "called")
    page.locator("#give-up").tap()
    expect(page.locator("#give-up-question")).to_be_visible()
    at_counter(hall, "arrive_ticket", "B001")
    face(page, "serving")
    expect(page.locator("#giving-up")).to_be_hidden()


def test_a_number_that_is_given_up_where_the_hall_is_away_stands(context: BrowserContext, hall: Hall) -> None:
    """Pressed while nothing is heard of the hall, nothing is promised: there is no button."""
    page = follow(context, hall, hall.issue("benefit-again")["token"])
    face(page, "waiting")
    page.locator("#give-up").tap()
    hall.end(signal.SIGKILL)
    expect(page.locator("#lost")).to_be_visible()
    expect(page.locator("#give-up-yes")).to_be_disabled()
    hall.start()
    expect(page.locator("#lost")).to_be_hidden()
    page.locator("#give-up-yes").tap()
    face(page, "cancelled")
    assert hall.ticket("B001") is None


def test_another_counter_that_finishes_rings_nobody(context: BrowserContext, hall: Hall) -> None:
    hall.issue("benefit-again")
    page = follow(context, hall, hall.issue("benefit-again")["token"])
    touch(page)
    call(hall, "2")
    call(hall, "3")
    face(page, "called")
    buzzed(page, 1)
    at_counter(hall, "finish_ticket", "B001", "2")
    at_counter(hall, "arrive_ticket", "B002")
    face(page, "serving")
    assert len(page.evaluate("window.buzz")) == 1
    at_counter(hall, "finish_ticket", "B002")
    face(page, "served")
    page.reload()
    expect(page.locator("#turn")).to_have_text("服務完成，謝謝您")


def test_a_number_that_vanished_is_asked_about_and_not_made_served(context: BrowserContext, hall: Hall) -> None:
    hidden: set[str] = set()

    def alter(message: Message) -> Message | None:
        if message["type"] == "phone_board":
            message["calls"] = [one for one in message["calls"] if one["number"] not in hidden]
        return None if hidden and message["type"] == "phone_ticket" else message

    mine = hall.issue("benefit-again")
    heard = altered(context, alter)
    page = follow(context, hall, mine["token"])
    touch(page)
    call(hall)
    face(page, "called")
    assert heard.lines == 1
    hidden.add("B001")
    hall.issue("job-seeking")
    expect(page.locator("#state")).to_have_text("正在確認最新狀況")
    face(page, "called")
    expect(page.locator("#counter")).to_have_text("請到 3 號櫃檯")
    eventually(lambda: bool(page.evaluate("true") and heard.held), "the question, and its answer held back")
    heard.release()
    expect(page.locator("#state")).to_be_hidden()
    face(page, "called")
    for _ in range(3):
        hall.issue("job-seeking")
    hidden.clear()
    at_counter(hall, "arrive_ticket", "B001")
    face(page, "serving")
    assert heard.lines == 2, "asked once"
    assert len(page.evaluate("window.buzz")) == 1


def test_set_aside_in_a_way_of_tomorrow_has_neutral_words(context: BrowserContext, hall: Hall) -> None:
    def alter(message: Message) -> Message:
        if message["type"] == "phone_board":
            message["aside"] = [one | {"state": "dozing"} for one in message["aside"]]
        return message

    mine = hall.issue("benefit-again", visitor_class="priority")
    altered(context, alter)
    page = follow(context, hall, mine["token"])
    face(page, "waiting")
    expect(page.locator("#class")).to_have_text("◆ 優先")
    expect(page.locator("#now-none")).to_have_text("目前沒有叫號")
    call(hall)
    face(page, "called")
    at_counter(hall, "miss_ticket", "B001")
    face(page, "dozing")
    expect(page.locator("#turn")).to_have_text("請洽服務台")
    assert violations(page) == []


def test_the_newest_wait_stands_beside_what_was_told_and_goes_when_it_is_old(
    context: BrowserContext, hall: Hall
) -> None:
    waits: dict[str, object] = {"B001": {"says": "range", "low": 10, "high": 20}}
    good, last = 60_000, False

    def alter(message: Message) -> Message | None:
        nonlocal last
        if message["type"] == "phone_ticket":
            message["promise"] = {"says": "range", "low": 25, "high": 40}
        if message["type"] == "phone_board":
            if last:
                return None
            last = good < 60_000
            message |= {"waits": dict(waits), "waits_good_ms": good}
        return message

    mine = hall.issue("benefit-again")
    altered(context, alter)
    page = follow(context, hall, mine["token"])
    expect(page.locator("#wait-now")).to_have_text(re.compile(r"預估等候\s*約 10 到 20 分鐘"))
    expect(page.locator("#wait-promise")).to_have_text("取號時預估：約 25 到 40 分鐘")
    assert violations(page) == []
    assert overflow(page) == 0
    page.get_by_role("button", name="English").click()
    expect(page.locator("#wait-value")).to_have_text("about 10 to 20 minutes")
    expect(page.locator("#wait-promise")).to_have_text("Estimate when you took your number: about 25 to 40 minutes")

    waits["B001"] = {"says": "after_lunch"}
    hall.issue("job-seeking")
    expect(page.locator("#wait-now")).to_be_hidden()
    expect(page.locator("#wait-promise")).to_be_visible()
    waits["B001"], good = {"says": "next"}, 3_000
    hall.issue("job-seeking")
    expect(page.locator("#wait-value")).to_have_text("nearly your turn")
    # Nothing more comes, and what proves the line comes later: the page's own clock takes it off.
    expect(page.locator("#wait-now")).to_be_hidden(timeout=15_000)

    good, last = 60_000, False
    hall.issue("job-seeking")
    expect(page.locator("#wait-now")).to_be_visible()
    call(hall)
    face(page, "called")
    expect(page.locator("#wait")).to_be_hidden()


def test_the_visitors_language_is_shown_and_can_be_changed(context: BrowserContext, hall: Hall) -> None:
    page = follow(context, hall, hall.issue("job-seeking", language="en")["token"])
    expect(page.locator("#service")).to_have_text("Job seeking and counseling")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("button", name="中文").click()
    expect(page.locator("#service")).to_have_text("求職登記、就業諮詢")
    hall.issue("job-seeking")
    expect(page.get_by_role("button", name="中文")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(
    ("language", "ahead", "go"),
    [
        ("vi", "Số người trước bạn", "Hãy đến Quầy 3"),
        ("id", "Orang di depan Anda", "Silakan ke Loket 3"),
        ("th", "คนรอก่อนหน้าท่าน", "เชิญที่ ช่อง 3"),
    ],
)
def test_a_number_taken_in_a_language_of_the_kiosk_is_followed_in_it(
    context: BrowserContext, hall: Hall, language: str, ahead: str, go: str
) -> None:
    """Though the wall does not speak it, and the hall has no word of its own for a counter in it."""
    page = follow(context, hall, hall.issue("benefit-again", language=language)["token"])
    expect(page.locator("#ahead-label")).to_have_text(ahead)
    assert page.evaluate("document.documentElement.lang") == language
    shown = str(page.evaluate("document.querySelector('main').innerText"))
    assert not re.search(r"[\u4e00-\u9fff]", shown), shown
    assert f"lang={language}" in str(page.locator("#guide-link").get_attribute("href"))
    assert violations(page) == []
    call(hall)
    expect(page.locator("#counter")).to_have_text(go)
    assert overflow(page) <= 0
    page.get_by_role("button", name="中文").click()
    expect(page.locator("#counter")).to_have_text("請到 3 號櫃檯")


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("AAAAAAAAAAAAAAAAAAAAAA", "找不到這張號碼單"),
        ("", "請掃描號碼單上的 QR Code"),
        ("short", "請掃描號碼單上的 QR Code"),
    ],
)
def test_without_a_ticket_it_says_so(context: BrowserContext, hall: Hall, fragment: str, words: str) -> None:
    page = follow(context, hall, fragment)
    expect(page.locator("#message-title")).to_have_text(words)
    assert violations(page) == []
    mine = hall.issue("benefit-again")
    page.evaluate("(token) => { location.hash = token; }", mine["token"])
    expect(page.locator("#number")).to_have_text("B001")


def test_a_lost_link_shows_its_age_and_comes_back(context: BrowserContext, hall: Hall) -> None:
    page = follow(context, hall, hall.issue("benefit-again")["token"])
    expect(page.locator("#ahead")).to_have_text(re.compile(r"前面還有\s*0 人"))
    expect(page.locator("#updated")).to_have_text(re.compile(r"08:5\d:\d\d 更新"))
    hall.end(signal.SIGKILL)
    expect(page.locator("#lost")).to_contain_text(re.compile(r"連線中斷，畫面停在 08:5\d"))
    expect(page.locator("#number")).to_have_text("B001")
    assert violations(page) == []
    hall.start()
    expect(page.locator("#lost")).to_be_hidden(timeout=40_000)
    call(hall)
    face(page, "called")


def test_what_is_a_minute_old_does_not_look_current(context: BrowserContext, hall: Hall) -> None:
    """No yellow, nobody ahead, nobody sent anywhere, and of when it all is and whom to ask; until the hall is back."""
    waits, called = hall.issue("training")["token"], hall.issue("benefit-again")["token"]
    pages = {}
    call(hall)
    for token in (waits, called):
        pages[token] = context.new_page()
        pages[token].clock.install()
        pages[token].goto(f"{hall.url}/t#{token}")
    mine, other = pages[waits], pages[called]
    face(mine, "waiting")
    face(other, "called")
    yellow = other.locator("#face").evaluate("(face) => getComputedStyle(face).backgroundColor")
    hall.end(signal.SIGKILL)
    for page in pages.values():
        expect(page.locator("#lost")).to_be_visible()
    expect(mine.locator("#ahead")).to_be_visible()
    expect(other.locator("#face")).to_have_css("background-color", yellow)
    for page in pages.values():
        page.clock.fast_forward(61_000)
    expect(mine.locator("#ahead")).to_be_hidden()
    expect(mine.locator("#now-label")).to_have_text(re.compile(r"截至 \d\d:\d\d 的號碼"))
    expect(mine.locator("#calls li").first).to_contain_text("B001")
    expect(mine.locator("#calls li").first).to_have_css("font-weight", "400")
    expect(other.locator("#face")).not_to_have_css("background-color", yellow)
    for page in pages.values():
        expect(page.locator("#lost")).to_have_text(
            re.compile(r"^截至 \d\d:\d\d 的資料，可能已經過時。請聽現場人員叫號，或洽服務台。$")
        )
    expect(mine.locator("#state")).to_have_text(re.compile(r"^截至 \d\d:\d\d：等候中$"))
    expect(other.locator("#turn")).to_have_text(re.compile(r"^截至 \d\d:\d\d：已叫到您的號碼$"))
    expect(other.locator("#counter")).to_have_text("3 號櫃檯")
    expect(other).to_have_title(re.compile(r"^B001 截至 \d\d:\d\d$"))
    assert [violations(page) for page in pages.values()] == [[], []]
    hall.start()
    expect(mine.locator("#ahead")).to_be_visible(timeout=40_000)
    expect(mine.locator("#now-label")).to_have_text("現在叫到")
    expect(other.locator("#face")).to_have_css("background-color", yellow, timeout=40_000)
    expect(other.locator("#turn")).to_have_text("輪到您了")


def test_a_phone_that_slept_does_not_wake_up_to_an_old_call(context: BrowserContext, hall: Hall) -> None:
    """Its timers stood still; the clock on its wall did not."""
    page = context.new_page()
    page.clock.install()
    called = hall.issue("benefit-again")["token"]
    call(hall)
    page.goto(f"{hall.url}/t#{called}")
    face(page, "called")
    hall.end(signal.SIGKILL)
    expect(page.locator("#lost")).to_be_visible()
    expect(page.locator("#turn")).to_have_text("輪到您了")
    page.clock.set_system_time(int(page.evaluate("Date.now()")) + 600_000)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#turn")).to_have_text(re.compile(r"已叫到您的號碼"))


def test_a_visit_that_is_over_stays_over_though_a_restarted_server_has_forgotten_it(
    context: BrowserContext, hall: Hall
) -> None:
    mine = hall.issue("benefit-again")
    page = follow(context, hall, mine["token"])
    call(hall)
    face(page, "called")
    hall.ask("finish_ticket", counter_id="3", ticket_id=mine["ticket_id"])
    expect(page.locator("#turn")).to_have_text("服務完成，謝謝您")
    heard: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    hall.end(signal.SIGKILL)
    hall.start()
    forgotten = "the server to say that it has forgotten the ticket"
    eventually(lambda: page.title() != "" and any("unknown_token" in frame for frame in heard), forgotten)
    expect(page.locator("#turn")).to_have_text("服務完成，謝謝您")
    expect(page.locator("#message")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 320, 195, 160])
def test_small_screens_and_large_type_hold_it(context: BrowserContext, hall: Hall, width: int) -> None:
    """195 and 160 are 390 and 320 pixels at 200 % zoom."""
    hall.issue("benefit-first")
    page = follow(context, hall, hall.issue("benefit-first", language="en")["token"])
    page.set_viewport_size({"width": width, "height": 640})
    expect(page.locator("#number")).to_have_text("A002")
    in_each_language(page)
    call(hall)
    call(hall, present="served")
    face(page, "called")
    in_each_language(page)
    number = page.locator("#number").bounding_box()
    assert number is not None
    assert number["x"] >= 0
    assert number["x"] + number["width"] <= width


def in_each_language(page: Page) -> None:
    """Nothing is wider than the window."""
    buttons = page.locator("#languages button")
    expect(buttons).to_have_count(5)
    for place in range(5):
        buttons.nth(place).click()
        assert overflow(page) <= 0, buttons.nth(place).inner_text()


def test_the_guide_of_the_service_is_one_touch_away_in_its_languages(context: BrowserContext, hall: Hall) -> None:
    mine = hall.issue("benefit-again")
    page = follow(context, hall, mine["token"])
    face(page, "waiting")
    with context.expect_page() as opened:
        page.locator("#guide-link").tap()
    guide = opened.value
    expect(guide.locator("h1")).to_have_text("每月再認定怎麼辦")
    assert mine["token"] not in guide.url
    guide.get_by_text("Tiếng Việt").click()
    expect(guide.locator("h1")).to_have_text("Xác nhận hằng tháng: các bước")
    assert overflow(guide) == 0
    face(page, "waiting")


@pytest.mark.parametrize("language", ["zh-TW", "en", "vi", "id", "th"])
def test_large_letters_on_a_narrow_phone_lose_nothing_of_guide_and_number(
    context: BrowserContext, hall: Hall, language: str
) -> None:
    """Twice the size on 360 pixels: nothing is wider than the window, and the number is on the first screen."""
    page = follow(context, hall, hall.issue("benefit-again", language=language)["token"])
    page.set_viewport_size({"width": 360, "height": 780})
    expect(page.locator("#number")).to_have_text("B001")
    large(page)
    assert overflow(page) <= 0
    number = page.locator("#number").bounding_box()
    assert number is not None
    assert number["y"] + number["height"] <= 780
    for service in ("benefit-again", "benefit-first", "reply-card", "job-seeking", "training", "migrant-transfer"):
        page.goto(f"{hall.url}/guide/{service}?lang={language}")
        expect(page.locator("h1")).to_be_visible()
        large(page)
        assert overflow(page) <= 0, service
        assert violations(page) == []


def large(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
