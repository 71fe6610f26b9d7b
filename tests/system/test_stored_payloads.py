"""Whatever stands in the texts of a hall, its people and its devices: on no page does it become more than text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, expect
from sqlalchemy import URL, insert, update

from server.domain.config import Counter, Guide, HallConfig, Paper, Service
from server.identity.database import open_identity
from server.identity.tables import account, changes, device
from tests.payloads import MARKUP, PAYLOADS
from tests.server.edge.deadlines import until
from tests.server.edge.signed_in import StaffedHall, staffed_hall
from tests.server.sample_halls import NOON, both, sample_hall, sample_service
from wire.messages import CallNext, DeviceReport, IssueTicket, Probe, Visit
from wire.messages.session import Accepted, Pulse

WATCH = """
globalThis.found = [];
globalThis.reached = () => found.push("a script ran");
addEventListener("securitypolicyviolation", (event) => {
  found.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""
MADE = (
    'script:not([src^="/assets/"]), iframe, object, embed, base, math, video, img[src=x], a[href^=javascript],'
    "[onerror], [onload], [onfocus], [ontoggle], [onmouseover], [onpageshow]"
)
"""Elements that only a payload makes."""
ALERTS = ("Content Security Policy", "Trusted", "Refused to", "[Report Only]")


def spoiled_hall() -> HallConfig:
    """A hall that nobody checked: each text is a payload, each payload stands in several texts."""
    letters = "ABCDEFGHJK"
    services = tuple(_service(index, f"{letters[index // 10]}{index % 10}") for index in range(len(PAYLOADS)))
    ids = tuple(one.service_id for one in services)
    return replace(
        sample_hall(services, (Counter("1", MARKUP[0][:8], ids), Counter("2", PAYLOADS[-1], ids[:2]))),
        name=both(MARKUP[5]),
        office=both(MARKUP[1]),
        counter_noun=both(MARKUP[2]),
        missed_rule=both(MARKUP[5]),
        notices=tuple(both(one) for one in PAYLOADS),
    )


def _service(index: int, prefix: str) -> Service:
    said = both(PAYLOADS[index])
    papers = tuple(Paper(both(one), both(one)) for one in (PAYLOADS if index == 0 else PAYLOADS[index : index + 1]))
    guide = Guide(said, (said,), papers, said, said, said)
    return replace(sample_service(f"s{index}", prefix), name=said, short_name=said, guide=guide)


def stored(staffed: StaffedHall, folder: Path) -> None:
    """Each payload is the name of a person and of a device, as if nobody had refused it."""
    engine = open_identity(URL.create("sqlite", database=str(folder / "identity.db")))
    people = [
        {
            "hall_id": "sample", "account_id": f"p{index}", "login": one[:40], "name": one, "role": "clerk",
            "enabled": True, "password_hash": "", "password_at": NOON, "pin_hash": "", "totp_secret": "",
            "totp_step": 0, "created_at": NOON, "last_sign_in": None,
        }
        for index, one in enumerate(PAYLOADS)
    ]  # fmt: skip
    devices = [
        {
            "hall_id": "sample", "device_id": f"d{index}", "kind": "kiosk", "name": one, "token_hash": f"{index}",
            "enrolled_at": NOON, "last_seen": NOON, "version": one[:80], "address": one[:80], "skew_ms": 0,
            "revoked_at": None,
        }
        for index, one in enumerate(PAYLOADS)
    ]  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(account), people)
        connection.execute(insert(device), devices)
        connection.execute(update(changes).values(count=changes.c.count + 1))
    engine.dispose()
    until(lambda: len(staffed.administrator.get("/api/accounts").json()) == len(PAYLOADS) + 1)


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffedHall]:
    folder = tmp_path_factory.mktemp("spoiled")
    with staffed_hall(folder, spoiled_hall()) as staffed:
        stored(staffed, folder)
        yield staffed


@contextmanager
def looked_at(browser: Browser, staffed: StaffedHall) -> Iterator[tuple[BrowserContext, list[str]]]:
    """The administrator's browser, and what it complained about or asked for elsewhere."""
    context = browser.new_context(locale="en")
    url = f"http://127.0.0.1:{staffed.hall.port}"
    cookies = staffed.administrator.cookies.items()
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies])
    context.add_init_script(WATCH)
    wrong: list[str] = []

    def asked(request: Request) -> None:
        place = urlsplit(request.url)
        own = place.netloc == f"127.0.0.1:{staffed.hall.port}" or place.scheme == "data"
        if not own or "reached" in place.path or place.path == "/x":
            wrong.append(f"asked for {request.url}")

    def listen(page: Page) -> None:
        page.on("dialog", lambda dialog: wrong.append(f"dialog {dialog.message}"))
        page.on("pageerror", lambda fault: wrong.append(f"fault {fault}"))
        page.on("console", lambda said: wrong.append(said.text) if any(one in said.text for one in ALERTS) else None)

    context.on("request", asked)
    context.on("page", listen)
    try:
        yield context, wrong
    finally:
        context.close()


def unspaced(text: str) -> str:
    """Without what a page or a browser may set otherwise."""
    return re.sub(r"[\s\x00-\x1f]+", "", text)


def shown(page: Page, payloads: Sequence[str]) -> None:
    """Every payload is there, as text, and nothing was made of it."""
    told = unspaced(page.evaluate("document.body.textContent"))
    for one in payloads:
        assert unspaced(one) in told, one
    assert page.evaluate("found") == []
    assert page.locator(MADE).count() == 0


def printer_report(number: int, text: str) -> DeviceReport:
    return DeviceReport(
        device_id=f"{number}{text}"[:40], kind=text[:40], state="trouble", code=text[:40], detail=text[:200]
    )


@pytest.fixture
def token(spoiled: StaffedHall) -> Iterator[str]:
    """Of a ticket for the first service, at a counter; others wait, and a kiosk that is here tells of its devices."""
    kiosk = spoiled.enrol("kiosk", "by the door")
    own = {"authorization": f"Bearer {kiosk['token']}"}
    with spoiled.hall.screen("kiosk", who="anonymous", additional_headers=own) as peer:
        tokens = []
        for index in range(3):
            visit = Visit(service_id=f"s{index}", channel="kiosk", language="en")
            peer.send(IssueTicket(key=f"payload-{index}", visit=visit))
            tokens.append(peer.until(Accepted)[1].token)
        for index, one in enumerate(PAYLOADS[:12]):
            peer.send(printer_report(index, one))
        peer.send(Probe())
        peer.until(Pulse)
        called = spoiled.administrator.ask(CallNext(key="payload-call", counter_id="1", after=0))
        assert called.status == 200, called
        yield tokens[0]


def test_no_stored_text_runs_or_is_reported_on_any_page(browser: Browser, spoiled: StaffedHall, token: str) -> None:
    with looked_at(browser, spoiled) as (context, wrong):
        url = f"http://127.0.0.1:{spoiled.hall.port}"
        page = context.new_page()
        for path, more in (("/accounts", 1), ("/devices", 1)):
            page.goto(f"{url}{path}?lang=en")
            expect(page.locator("li.item")).to_have_count(len(PAYLOADS) + more)
            shown(page, PAYLOADS)
        for place, payloads in (("desk", MARKUP), ("counter=1", MARKUP[:1]), ("", MARKUP[:1])):
            page.goto(f"{url}/console?{place}")
            expect(page.locator("#link")).to_have_attribute("data-state", "connected")
            shown(page, payloads)
        page.goto(f"{url}/t#{token}")
        expect(page.locator("#papers li")).to_have_count(len(PAYLOADS))
        shown(page, PAYLOADS)
        for strange in ("/account", "/trust", f"/console?counter={quote(MARKUP[5])}"):
            page.goto(url + strange)
            shown(page, ())
        context.clear_cookies()
        page.goto(f"{url}/sign-in?lang={quote(MARKUP[0])}&why={quote(MARKUP[5])}&to={quote(MARKUP[28])}")
        expect(page.locator("input").first).to_be_visible()
        shown(page, ())
        assert wrong == []
        with pytest.raises(Error, match="TrustedHTML"):
            page.evaluate("document.body.innerHTML = '<b>x</b>'")
        with pytest.raises(Error, match="Policy"):
            page.evaluate("trustedTypes.createPolicy('ours', { createHTML: (text) => text })")
        assert page.evaluate("found.length") > 0, "who writes markup is reported"


def test_the_texts_would_run_where_a_page_took_them_for_markup(browser: Browser) -> None:
    context = browser.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto("data:text/html,<title>careless</title>")
    ran = 0
    for one in MARKUP:
        page.set_content(f'<p title="{one}">{one}</p>')
        ran += bool(page.evaluate("found.splice(0).length"))
    context.close()
    assert ran > len(MARKUP) / 3
