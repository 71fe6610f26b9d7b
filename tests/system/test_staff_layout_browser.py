"""The staff's pages in a real browser, in every state that they have: no barrier, no window too small, keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
import pytest
import segno
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.server.web.fake_staff import NOBODY, FakeStaff, fake_staff
from tests.server.web.test_pages import HALL
from tests.system.hall_in_browser import overflow, violations, watched

pytestmark = [pytest.mark.system, pytest.mark.browser]
NOW = NOBODY["server_time"]
HOUR_MS = 3_600_000
LINE = "JIAOHAO1:YONGKANG:20261127T091500Z:1234." + "ABCDEFGH234567" * 20


def _account(account_id: str, login: str, name: str, role: str, **more: object) -> dict[str, object]:
    whole = {"disabled": False, "locked": False, "must_change": False, "totp": False, "pin": False, "created_at": 0}
    who = {"account_id": account_id, "login": login, "name": name, "role": role, "last_sign_in": NOW - HOUR_MS}
    return whole | who | more


def _device(device_id: str, kind: str, name: str, **more: object) -> dict[str, object]:
    seen = {"enrolled_at": 0, "last_seen": NOW, "version": "0.9.0", "address": "192.0.2.21", "skew_ms": 0}
    return {"device_id": device_id, "kind": kind, "name": name, "connected": True} | seen | more


def _line(seq: int, what: str, **more: object) -> dict[str, object]:
    nothing = {"by": "", "by_id": "", "counter": "", "subject_id": "", "device": "", "address": "", "detail": {}}
    return {"seq": seq, "at": NOW - (10 - seq) * HOUR_MS, "what": what} | nothing | more


def _waits(mean_ms: int, over_promise: int) -> dict[str, object]:
    longer: dict[str, object] = {"p90_ms": mean_ms * 2, "longest_ms": mean_ms * 4}
    return {"people": 214, "mean_ms": mean_ms, "not_called": 3, "over_promise": over_promise} | longer


ANSWERS: dict[str, object] = {
    "GET /api/me": NOBODY,
    "GET /api/first": {"open": False},
    "GET /api/accounts": [
        _account("a1", "mei", "陳美玲", "administrator"),
        _account("a2", "wang.xm", "王小明", "clerk", locked=True),
        _account("a3", "lin", "林志工", "volunteer", last_sign_in=None, must_change=True),
        _account("a4", "zhang", "張淑芬", "supervisor", disabled=True, last_sign_in=NOW - 60 * HOUR_MS),
    ],
    "POST /api/accounts": {"account": _account("a5", "new", "新人", "clerk"), "code": "KXQMWTRB"},
    "POST /api/accounts/disable": {"done": True},
    "POST /api/accounts/erase": {"done": True},
    "GET /api/devices": [
        _device("d1", "kiosk", "大門取號機", skew_ms=-95_000),
        _device("d2", "counter", "三號櫃檯", connected=False, last_seen=NOW - 2 * HOUR_MS),
        _device("d3", "devices", "機房", connected=False, last_seen=None, version="", address="", skew_ms=None),
    ],
    "POST /api/devices/code": {
        "code": "HJKMNPRT",
        "expires_at": NOW + 600_000,
        "fingerprint": "K7QD-WN2X-5R4J-HT6C",
        "addresses": ["wss://192.0.2.5:8765/ws"],
    },
    "POST /api/devices/revoke": {"done": True},
    "GET /api/anchor": {
        "text": LINE,
        "qr": segno.make_qr(LINE, error="m").png_data_uri(scale=6, border=4),
        "at": NOW,
        "seq": 1_234,
        "staff_seq": 56,
        "key": "KXQM-WTRB",
        "kept": [{"date": "2026-11-26", "text": LINE, "at": NOW - HOUR_MS, "key": "KXQM-WTRB"}],
        "kiosks": [{"device_id": "d1", "name": "大門取號機"}],
    },
    "POST /api/anchor/print": {"text": LINE, "outcome": "busy"},
    "GET /api/staff-log": {
        "lines": [
            _line(9, "role_changed", by="person:a1", by_id="a1", subject_id="a2", detail={"role": "supervisor"}),
            _line(8, "sign_in_refused", subject_id="a3", address="192.0.2.9", detail={"where": "password", "more": 12}),
            _line(7, "signed_in", by="person:a2@device:d2", by_id="a2", subject_id="a2", counter="三號櫃檯"),
            _line(6, "config_taken", by="server", detail={"hash": "0123456789abcdef" * 4, "seq": 1234}),
            _line(5, "account_erased", by="person:a1", by_id="a1", subject_id="e5f6a7b8c9d0e1f2"),
        ],
        "older": True,
        "people": [
            {"account_id": "a1", "name": "陳美玲"},
            {"account_id": "a2", "name": "王小明"},
            {"account_id": "a3", "name": "林志工"},
            {"account_id": "e5f6a7b8c9d0e1f2", "name": ""},
        ],
    },
    "GET /api/today": {
        "date": "2026-11-27",
        "counter_noun": {"zh-TW": "櫃檯", "en": "Counter"},
        "counters": [
            {
                "counter_id": str(number),
                "label": str(number),
                "with_noun": True,
                "file": {"primary": ["a", "b"], "backup": ["c"]},
                "now": {"primary": ["c"], "backup": []},
                "leaving": False,
                "file_plan": {"roster": [], "breaks": []},
                "plan": {
                    "roster": [{"start": 480, "end": 1020, "who": "王小明"}],
                    "breaks": [{"start": 720, "end": 750, "who": ""}],
                },
            }
            for number in range(1, 9)
        ],
        "services": [
            {
                "service_id": one,
                "prefix": one.upper(),
                "name": {"zh-TW": "給付服務（初次申請）", "en": "Benefits – first application"},
                "open": one == "a",
                "opens_at": None if one == "b" else NOW,
                "waiting": 17,
                "given": 7,
                "file_quota": None,
                "quota": 12 if one == "c" else None,
                "done_by_nobody": one == "b",
            }
            for one in "abc"
        ],
        "by_hand": [
            {
                "what": what,
                "subject": subject,
                "reason": "同仁請假，月底人多",
                "lasting": True,
                "at": NOW,
                "by": "陳美玲",
                "no_effect": subject == "gone",
            }
            for what, subject in (("counter_services", "1"), ("service_closed", "c"), ("counter_services", "gone"))
        ],
    },
    "POST /api/what-if": {
        "date": "2026-11-27",
        "days": ["2026-11-27"],
        "until": NOW,
        "runs": 30,
        "distance": {"each_ms": 12_000, "mean_ms": -500},
        "outlooks": [
            {
                "service_id": service_id,
                "happened": _waits(1_000_000, 31),
                "unchanged": _waits(990_000, 30),
                "changed": _waits(700_000, 18),
                "unchanged_mean_ms": {"point": 990_000, "low": 980_000, "high": 1_000_000},
                "changed_mean_ms": {"point": 700_000, "low": 600_000, "high": 800_000},
                "difference": {"mean_ms": {"point": -290_000, "low": -390_000, "high": -190_000}},
            }
            for service_id in ("", "a", "b", "c")
        ],
    },
    "GET /api/sessions": [
        {
            "session_id": "s1",
            "began_at": NOW - HOUR_MS,
            "seen_at": NOW,
            "source": "192.0.2.31",
            "device_id": "d2",
            "own": True,
        },
        {
            "session_id": "s2",
            "began_at": NOW - HOUR_MS,
            "seen_at": NOW,
            "source": "192.0.2.9",
            "device_id": "",
            "own": False,
        },
    ],
    "GET /api/pin/people": [{"account_id": "a1", "name": "陳美玲"}, {"account_id": "a2", "name": "王小明"}],
    "POST /api/totp/begin": {
        "secret": "JBSWY3DPEHPK3PXP",
        "uri": "",
        "svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    },
}
COUNTER = NOBODY | {"device": {"device_id": "d2", "name": "三號櫃檯", "kind": "counter"}}

State = tuple[str, Callable[[FakeStaff], None], Callable[[Page], None]]


def _nobody(_: FakeStaff) -> None: ...
def _look(_: Page) -> None: ...


def _print_anchor(page: Page) -> None:
    page.locator("#anchor-print [type=submit]").click()
    expect(page.locator("#anchor-print .said")).not_to_be_empty()


def _no_anchor(fake: FakeStaff) -> None:
    fake.signed_in()
    fake.answers["GET /api/anchor"] = (503, {"status": 503, "code": "busy", "detail": "", "retry_after_s": 60})


def _cannot_make_one(fake: FakeStaff) -> None:
    fake.signed_in()
    told = ANSWERS["GET /api/anchor"]
    assert isinstance(told, dict)
    fake.say("GET /api/anchor", told | {"text": "", "qr": "", "key": "", "fault": "damaged"})


def _add_account(page: Page) -> None:
    page.locator("#account-form [name=name]").fill("新人")
    page.locator("#account-form [name=login]").fill("new")
    page.locator("#account-form [type=submit]").click()
    expect(page.locator("#code-dialog")).to_be_visible()


def _add_device(page: Page) -> None:
    page.locator("#device-form [name=name]").fill("大廳叫號畫面")
    page.locator("#device-form [type=submit]").click()
    expect(page.locator("#code-dialog")).to_be_visible()


def _nothing_typed(page: Page) -> None:
    page.locator("#sign-in-form [type=submit]").click()
    expect(page.locator("#sign-in-form .said")).not_to_be_empty()


def _set_up(page: Page) -> None:
    page.locator("#totp-begin").click()
    expect(page.locator("#totp img")).to_be_visible()


def _ask_what_if(page: Page) -> None:
    page.locator("[name=service]").first.check()
    page.locator("#what-if-form [type=submit]").click()
    expect(page.locator("#what-if-outlooks li")).to_have_count(4)


STATES: dict[str, State] = {
    "sign in": ("/sign-in?why=idle", _nobody, _nothing_typed),
    "one-time code": ("/sign-in", _nobody, lambda page: page.locator("#to-reset").click()),
    "first": ("/sign-in", lambda fake: fake.say("GET /api/first", {"open": True}), _look),
    "at a counter": ("/sign-in?why=you", lambda fake: fake.say("GET /api/me", COUNTER), _look),
    "new password": ("/sign-in", lambda fake: fake.signed_in(must_change=True), _look),
    "second factor": ("/sign-in", lambda fake: fake.signed_in(totp="needed"), _look),
    "account": ("/account", lambda fake: fake.signed_in(), _set_up),
    "accounts": ("/accounts", lambda fake: fake.signed_in(), _look),
    "accounts of a supervisor": ("/accounts", lambda fake: fake.signed_in("supervisor"), _look),
    "account added": ("/accounts", lambda fake: fake.signed_in(), _add_account),
    "devices": ("/devices", lambda fake: fake.signed_in(), _look),
    "device added": ("/devices", lambda fake: fake.signed_in(), _add_device),
    "device revoked?": (
        "/devices",
        lambda fake: fake.signed_in(),
        lambda page: page.locator("#devices button").first.click(),
    ),
    "staff log": ("/staff-log", lambda fake: fake.signed_in(), _look),
    "today": ("/today", lambda fake: fake.signed_in("supervisor"), _look),
    "what if": ("/what-if", lambda fake: fake.signed_in("supervisor"), _ask_what_if),
    "today changed": (
        "/today",
        lambda fake: fake.signed_in(),
        lambda page: page.locator("#today-counters button").first.click(),
    ),
    "counter": ("/enrol-counter", _nobody, _look),
    "anchor": ("/anchor", lambda fake: fake.signed_in("supervisor"), _look),
    "anchor not printed": ("/anchor", lambda fake: fake.signed_in(), _print_anchor),
    "anchor cannot be made": ("/anchor", _cannot_make_one, _look),
    "trust": ("/trust", _nobody, _look),
    "no right": ("/no-right", lambda fake: fake.signed_in("clerk"), _look),
}


REFUSED: dict[str, State] = {"no anchor": ("/anchor", _no_anchor, _look)}
"""Of these the browser's console names a refusal of the server."""


@pytest.fixture(scope="module")
def served() -> Iterator[FakeStaff]:
    with fake_staff(msgspec.structs.replace(HALL, name={"zh-TW": "永康就業中心", "en": "Yongkang Center"})) as fake:
        yield fake


@pytest.fixture
def staff(served: FakeStaff) -> FakeStaff:
    fresh(served)
    return served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """The test fails for whatever its pages complain about."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-TW")
    with watched(context):
        yield context
    context.close()


@pytest.fixture
def told_no(browser: Browser) -> Iterator[BrowserContext]:
    """A browser whose console may name refusals of the server."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-TW")
    yield context
    context.close()


def fresh(staff: FakeStaff) -> None:
    staff.asked.clear()
    staff.answers.clear()
    for path, body in ANSWERS.items():
        staff.say(path, body)


def opened(context: BrowserContext, staff: FakeStaff, state: str, language: str = "zh-TW") -> Page:
    path, before, then = (STATES | REFUSED)[state]
    before(staff)
    page = context.new_page()
    page.goto(f"{staff.url}{path}{'&' if '?' in path else '?'}lang={language}")
    expect(page.locator("#content")).to_be_visible()
    then(page)
    return page


IN_EVERY_LANGUAGE = {"sign in", "first", "accounts", "account added", "devices", "device added"}


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_no_barrier_is_found_and_every_window_holds_it(
    context: BrowserContext, staff: FakeStaff, language: str
) -> None:
    for state in STATES:
        looked_at(context, staff, state, language)


def test_no_barrier_is_found_on_what_was_refused(told_no: BrowserContext, staff: FakeStaff) -> None:
    for state in REFUSED:
        looked_at(told_no, staff, state, "zh-TW")


def looked_at(context: BrowserContext, staff: FakeStaff, state: str, language: str) -> None:
    fresh(staff)
    page = opened(context, staff, state, language)
    if language == "zh-TW" or state in IN_EVERY_LANGUAGE:
        assert violations(page) == [], state
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert overflow(page) <= 0, (state, width)
    page.close()


def tab_to(page: Page, selector: str) -> None:
    """By the Tab key alone."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(selector).first.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{selector} is never reached")


def posted(page: Page, staff: FakeStaff, path: str) -> dict[str, object]:
    with page.expect_response(lambda response: response.url.endswith(path)):
        page.keyboard.press("Enter")
    return next(body for asked, body in staff.asked if asked == path)


def test_signing_in_needs_keys_alone(context: BrowserContext, staff: FakeStaff) -> None:
    page = opened(context, staff, "at a counter")
    staff.answers["POST /api/sign-in"] = (200, {})
    tab_to(page, "#sign-in-form [name=login]")
    page.keyboard.type("mei")
    page.keyboard.press("Tab")
    page.keyboard.type("long enough to type")
    assert posted(page, staff, "/api/sign-in") == {"login": "mei", "password": "long enough to type"}


def test_switching_by_pin_needs_keys_alone_or_fingers_alone(told_no: BrowserContext, staff: FakeStaff) -> None:
    page = opened(told_no, staff, "at a counter")
    staff.answers["POST /api/pin/switch"] = (403, {"status": 403, "code": "not_allowed", "detail": "full_sign_in"})
    tab_to(page, "#pin [type=radio]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#pin [name=pin]")
    page.keyboard.type("19x4726")
    wanted = {"account_id": "a2", "pin": "194726"}
    assert posted(page, staff, "/api/pin/switch") == wanted
    expect(page.locator("#pin .said")).to_contain_text("密碼登入一次")
    expect(page.locator("#pin [name=pin]")).to_have_value("")
    staff.asked.clear()
    page.get_by_text("陳美玲").click()
    expect(page.locator("#pin [name=pin]")).to_be_focused()
    for digit in "1947260":
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="退一格").click()
    with page.expect_response("**/api/pin/switch"):
        page.locator("#pin").get_by_role("button", name="登入", exact=True).click()
    assert staff.asked == [("/api/pin/switch", wanted | {"account_id": "a1"})]


def test_adding_and_revoking_a_device_needs_keys_alone(context: BrowserContext, staff: FakeStaff) -> None:
    page = opened(context, staff, "devices")
    expect(page.locator("#hall-fingerprint")).to_contain_text("K7QD-WN2X-5R4J-HT6C")
    expect(page.locator("#no-devices")).to_be_hidden()
    tab_to(page, "#device-form [name=kind]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("大廳")
    assert posted(page, staff, "/api/devices/code") == {"kind": "display", "name": "大廳"}
    expect(page.locator("#code")).to_have_text("HJKMNPRT")
    expect(page.locator("#code-fingerprint")).to_have_text("K7QD-WN2X-5R4J-HT6C")
    expect(page.locator("#code-addresses li").first).not_to_contain_text("wss:")
    page.keyboard.press("Escape")
    expect(page.locator("#code")).to_be_empty()

    tab_to(page, "#devices button")
    page.keyboard.press("Enter")
    expect(page.locator("#sure-dialog")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#sure-dialog")).to_be_hidden()
    assert not [asked for asked, _ in staff.asked if asked.endswith("/revoke")], "Enter alone is no consent"
    page.keyboard.press("Enter")
    tab_to(page, "#sure-yes")
    assert posted(page, staff, "/api/devices/revoke") == {"device_id": "d1"}


def test_a_question_that_is_asked_again_at_once_stays(context: BrowserContext, staff: FakeStaff) -> None:
    """The browser says that the first one closed when the second one is open."""
    page = opened(context, staff, "devices")
    page.evaluate(
        """() => new Promise((done) => {
            const revoke = document.querySelector("#devices button");
            document.getElementById("sure-dialog").addEventListener("close", () => setTimeout(done));
            revoke.click();
            document.getElementById("sure-no").click();
            revoke.click();
        })"""
    )
    expect(page.locator("#sure-dialog")).to_be_visible()
    with page.expect_response(lambda response: response.url.endswith("/api/devices/revoke")):
        page.locator("#sure-yes").click()


def test_disabling_an_account_needs_keys_alone(context: BrowserContext, staff: FakeStaff) -> None:
    page = opened(context, staff, "accounts")
    tab_to(page, "#accounts [data-name=王小明] [data-part=disable]")
    page.keyboard.press("Enter")
    tab_to(page, "#sure-yes")
    assert posted(page, staff, "/api/accounts/disable") == {"account_id": "a2"}


def test_the_focus_goes_to_what_is_said_when_its_button_went(context: BrowserContext, staff: FakeStaff) -> None:
    page = opened(context, staff, "accounts")
    tab_to(page, "#accounts [data-name=張淑芬] [data-part=erase]")
    page.keyboard.press("Enter")
    expect(page.locator("#sure-no")).to_be_focused()
    staff.say("GET /api/accounts", [_account("a1", "mei", "陳美玲", "administrator")])
    tab_to(page, "#sure-yes")
    assert posted(page, staff, "/api/accounts/erase") == {"account_id": "a4"}
    expect(page.locator("#accounts [data-name=張淑芬]")).to_have_count(0)
    expect(page.locator("#accounts-said")).to_be_focused()


def test_the_end_of_a_session_ends_a_page_also_at_an_enrolled_counter(
    told_no: BrowserContext, staff: FakeStaff
) -> None:
    """There the server says that the counter may not."""
    page = opened(told_no, staff, "accounts")
    staff.say("GET /api/me", COUNTER | {"ended": "disabled"})
    staff.answers["POST /api/accounts"] = (403, {"status": 403, "code": "not_allowed", "detail": "not for counter"})
    page.locator("#account-form [name=name]").fill("新人")
    page.locator("#account-form [name=login]").fill("new")
    page.locator("#account-form [type=submit]").click()
    expect(page.locator("#why")).to_have_text("這個帳號已停用，請洽系統管理員。")


def test_where_no_anchor_can_be_made_the_kept_ones_stand_without_a_broken_picture(
    context: BrowserContext, staff: FakeStaff
) -> None:
    page = opened(context, staff, "anchor cannot be made")
    expect(page.locator("#anchor-said")).to_contain_text("紀錄可能已損壞")
    expect(page.locator("#anchors li")).to_have_count(1)
    for hidden in ("#anchor-picture", "#anchor-copy", "#anchor-print-card"):
        expect(page.locator(hidden)).to_be_hidden()


def test_the_command_of_an_anchor_stays_on_one_line(context: BrowserContext, staff: FakeStaff) -> None:
    page = opened(context, staff, "anchor")
    page.set_viewport_size({"width": 360, "height": 780})
    command = page.locator(".anchor-command code")
    expect(command).to_contain_text("--against 存證檔")
    assert command.evaluate("code => code.getClientRects().length") == 1
