"""A hall's people in real browsers, against a real server: the first administrator, a clerk at an enrolled counter, a
volunteer; and that nothing of somebody stays where somebody else sits down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import make_url

from program.clock import ManualClock
from server.identity.answers import AddedAccount, DeviceCode, SignedIn
from server.identity.database import open_identity
from server.identity.identity import Identity
from server.identity.principal import StaffRole
from server.identity.quick_hasher import QuickHasher
from server.identity.sign_in_policy import SignInPolicy
from tests.server.edge.running import RunningServer, running_server
from tests.server.sample_halls import NOON, sample_hall

pytestmark = [pytest.mark.system, pytest.mark.browser]
PASSWORD = "a long walk by the river 27"
PIN = "194726"
MINUTE_MS = 60_000


@dataclass
class Place:
    server: RunningServer
    identity: Identity
    browser: Browser

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def pc(self) -> BrowserContext:
        return self.browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-TW")

    def first_code(self) -> str:
        code = self.server.run(self.identity.first_code)
        assert code is not None
        return code

    def person(self, login: str, name: str, role: StaffRole) -> str:
        """Id of a new account with PASSWORD; a first administrator is made before it."""

        async def make() -> str:
            code = await self.identity.first_code()
            if code is not None:
                made = await self.identity.make_first(code, "boss", "老闆", PASSWORD, source="192.0.2.1")
                assert isinstance(made, SignedIn)
            added = await self.identity.add_account("person:test", login, name, role)
            assert isinstance(added, AddedAccount)
            assert await self.identity.reset_password(login, added.code, PASSWORD, source="192.0.2.1") is None
            return added.account.account_id

        return self.server.run(make)

    def end_sessions(self, account_id: str) -> None:
        async def end() -> None:
            for session in await self.identity.sessions_of(account_id):
                await self.identity.sign_out(session.session_id)

        self.server.run(end)

    def counter_code(self) -> str:
        async def make() -> str:
            code = await self.identity.device_code("person:test", "counter", "三號櫃檯")
            assert isinstance(code, DeviceCode)
            return code.code

        return self.server.run(make)


@pytest.fixture
def place(tmp_path: Path, browser: Browser) -> Iterator[Place]:
    clock = ManualClock(NOON)
    identity = Identity(
        open_identity(make_url(f"sqlite:///{tmp_path / 'identity.db'}")),
        sample_hall().hall_id,
        clock,
        SignInPolicy(),
        first_code_file=tmp_path / "first-code",
        hasher=QuickHasher(),
        sweep_s=0.05,
    )
    with running_server(tmp_path, clock=clock, identity=identity) as server:
        yield Place(server, identity, browser)
        for context in browser.contexts:
            context.close()


def enrol(page: Page, place: Place) -> None:
    page.goto(f"{place.url}/enrol-counter")
    page.locator("#enrol-form [name=code]").fill(place.counter_code().lower())
    page.keyboard.press("Enter")
    expect(page.locator("#enrolled")).to_contain_text("三號櫃檯")


def sign_in(page: Page, place: Place, login: str, to: str = "/console?counter=1") -> None:
    page.goto(f"{place.url}{to}")
    page.locator("#sign-in-form [name=login]").fill(login)
    page.locator("#sign-in-form [name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")


def at_work(page: Page, name: str) -> None:
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    expect(page.locator("#who")).to_have_text(name)


def set_pin(page: Page, place: Place) -> None:
    page.goto(f"{place.url}/account")
    page.locator("#pin-form [name=pin]").fill(PIN)
    page.keyboard.press("Enter")
    expect(page.locator("#pin-form .said")).to_have_text("PIN 已更新。")


def test_the_first_administrator_begins_a_hall(place: Place) -> None:
    page = place.pc().new_page()
    page.goto(place.url)
    form = page.locator("#first-form")
    for field, text in {"code": place.first_code(), "name": "陳美玲", "login": "mei", "password": "12345678"}.items():
        form.locator(f"[name={field}]").fill(text)
    page.keyboard.press("Enter")
    expect(form.locator(".said")).to_contain_text("常見的密碼")
    form.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    secret = page.locator("#totp .secret").inner_text().replace(" ", "")
    page.locator("#totp [name=code]").fill(pyotp.TOTP(secret).at(NOON // 1000))
    page.keyboard.press("Enter")
    at_work(page, "陳美玲")

    page.goto(f"{place.url}/accounts")
    page.locator("#account-form [name=name]").fill("王小明")
    page.locator("#account-form [name=login]").fill("wang")
    page.keyboard.press("Enter")
    expect(page.locator("#code-heading")).to_contain_text("王小明")
    code = page.locator("#code").inner_text()

    clerk = place.pc().new_page()
    clerk.goto(f"{place.url}/sign-in")
    clerk.locator("#to-reset").click()
    for field, text in {"login": "wang", "code": code, "new": PASSWORD}.items():
        clerk.locator(f"#reset-form [name={field}]").fill(text)
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#sign-in-form .said")).to_have_text("密碼已更新。")
    clerk.locator("#sign-in-form [name=password]").fill(PASSWORD)
    clerk.keyboard.press("Enter")
    at_work(clerk, "王小明")


def test_who_sits_down_next_finds_nothing_of_the_last_person(place: Place) -> None:
    place.person("wang", "王小明", "clerk")
    page = place.pc().new_page()
    sign_in(page, place, "wang")
    at_work(page, "王小明")
    page.locator("#person summary").click()
    page.locator("#sign-out").click()
    expect(page.locator("#why")).to_have_text("您已登出。")
    page.go_back()
    page.goto(f"{place.url}/console?counter=1")
    expect(page.locator("#sign-in-form")).to_be_visible()
    assert "王小明" not in page.content()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_counter_passes_from_one_to_the_other_by_pin(place: Place) -> None:
    wang = place.person("wang", "王小明", "clerk")
    lin = place.person("lin", "林淑芬", "clerk")
    page = place.pc().new_page()
    enrol(page, place)
    for login, name in (("lin", "林淑芬"), ("wang", "王小明")):
        page.context.clear_cookies(name="sid")
        sign_in(page, place, login)
        at_work(page, name)
        set_pin(page, place)
    page.goto(f"{place.url}/console?counter=1")
    at_work(page, "王小明")
    other = page.context.new_page()
    other.goto(f"{place.url}/console?counter=2")
    at_work(other, "王小明")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/pin/switch", hold)
    page.locator("#person summary").click()
    page.locator("#switch-person").click()
    expect(page.locator("#switch-dialog")).to_be_visible()
    page.keyboard.press("F2")
    expect(page.locator("#status")).to_have_text("就緒")
    page.locator("#switch-pin").get_by_text("林淑芬").click()
    page.locator("#switch-pin [name=pin]").fill(PIN)
    with page.expect_request("**/api/pin/switch"):
        page.keyboard.press("Enter")
    with other.expect_response("**/api/me"):  # the session ends, and this browser has no other one yet
        place.end_sessions(wang)
    expect(other.locator("#sign-in-form")).to_be_visible()
    expect(page.locator("#switch-dialog")).to_be_visible()
    held[0].continue_()
    at_work(page, "林淑芬")
    at_work(other, "林淑芬")
    place.server.run(lambda: place.identity.disable("person:test", lin))
    for one in (page, other):
        expect(one.locator("#why")).to_have_text("這個帳號已停用，請洽系統管理員。", timeout=15_000)


def test_a_console_left_alone_says_that_it_was(place: Place) -> None:
    place.person("wang", "王小明", "clerk")
    page = place.pc().new_page()
    sign_in(page, place, "wang")
    at_work(page, "王小明")
    place.server.on_loop(lambda: place.server.clock.advance(15 * MINUTE_MS))
    expect(page.locator("#why")).to_have_text("太久沒有操作，已自動登出。", timeout=15_000)
    assert "counter%3D1" in page.url


def test_a_volunteer_takes_numbers_and_calls_nobody(place: Place) -> None:
    place.person("mei", "林志工", "volunteer")
    page = place.pc().new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, place, "mei")
    at_work(page, "林志工")
    page.locator(".desk-service").first.click()
    page.locator("[data-command=issue]").click()
    expect(page.locator('[data-part="issued-number"]')).to_have_text("A001")
    assert page.locator("[data-command=next]").count() == 0
    expect(page.locator("#devices")).to_be_hidden()
    page.goto(f"{place.url}/accounts")
    expect(page.locator("#no-right-heading")).to_be_visible()
