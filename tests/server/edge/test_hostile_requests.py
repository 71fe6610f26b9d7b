"""What other sites' pages, wrong names and forged headers try with the browser of somebody who is signed in: refused
before a route is asked, whichever it is."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from server.edge.access import Access
from server.edge.caller import KEY, Callers
from server.edge.gate import Face, Gate, Scope, Send
from server.edge.known_people import KnownPeople
from server.edge.way import Ways
from server.edge.whole_request import Receive
from tests.server.edge.entrance import NAMES, Entrance, run

EVERYTHING: dict[str, Any] = {
    "login": "evil",
    "name": "evil",
    "password": "a long walk by the river",
    "old": "a long walk by the river",
    "new": "a short walk by the river",
    "code": "BCDFGHJK",
    "pin": "271828",
    "role": "administrator",
    "kind": "kiosk",
}
EVIL = "https://evil.example"
FORGED: dict[str, dict[str, str]] = {
    "another site": {"origin": EVIL, "sec_fetch_site": "cross-site"},
    "another site, an old browser": {"origin": EVIL},
    "another site, a browser that lies": {"origin": EVIL, "sec_fetch_site": "same-origin"},
    "another port": {"origin": "https://hall-pc:9999", "sec_fetch_site": "same-site"},
    "a plain page of this host": {"origin": "http://hall-pc:8765"},
    "a page without a name": {"origin": "null"},
    "a trailing dot": {"origin": "https://hall-pc.:8765"},
    "a look-alike": {"origin": "https://hall-pc.evil.example:8765"},
    "no origin": {"origin": ""},
    "no origin, another site": {"origin": "", "sec_fetch_site": "cross-site"},
    "a rebound name": {"host": "evil.example:8765", "origin": "https://evil.example:8765"},
    "a rebound name with a dot": {"host": "hall-pc.:8765", "origin": "https://hall-pc.:8765"},
    "no name": {"host": ""},
    "passed on by a stranger": {"x_forwarded_for": "127.0.0.1"},
    "a name by a stranger": {"x_forwarded_host": "hall-pc:8765", "host": "evil.example"},
    "under the tickets' name": {"host": "tickets.example.tw", "origin": "https://tickets.example.tw"},
}
CONTENT_TYPES = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "text/json",
    "application/jsonp",
    "application/json-seq",
    "text/plain; application/json",
    "",
]


@pytest.mark.parametrize("how", FORGED)
def test_no_forged_request_reaches_a_route(tmp_path: Path, how: str) -> None:
    async def story(here: Entrance) -> None:
        administrator = await here.administrator()
        body = json.dumps(EVERYTHING).encode()
        for path in here.posts:
            answer = await administrator.ask("POST", path, body, FORGED[how])
            assert answer.status in {400, 403}, path
            assert answer.cookies == ()
            assert answer.body["status"] == answer.status
        assert (await administrator.get("/api/me")).body["signed_in"]
        assert [one.login for one in await here.identity.accounts()] == ["chen"]
        assert await here.identity.devices() == ()

    run(tmp_path, story)


@pytest.mark.parametrize("kind", CONTENT_TYPES)
def test_what_a_form_can_send_changes_nothing(tmp_path: Path, kind: str) -> None:
    async def story(here: Entrance) -> None:
        administrator = await here.administrator()
        body = json.dumps(EVERYTHING).encode()
        for path in here.posts:
            answer = await administrator.ask("POST", path, body, {"content-type": kind})
            assert answer.status == 415, path
        assert (await administrator.get("/api/me")).body["signed_in"]

    run(tmp_path, story)


def test_what_can_be_changed_is_asked_for_by_post_alone(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        administrator = await here.administrator()
        for path in here.posts:
            for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"):
                answer = await administrator.ask(method, path, json.dumps(EVERYTHING).encode(), {})
                reads = path in {"/api/accounts", "/api/first"} and method in {"GET", "HEAD"}
                assert answer.status in ({200} if reads else {204, 405}), (method, path)
        assert (await administrator.get("/api/me")).body["signed_in"]

    run(tmp_path, story)


BODIES: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 400),
    "no JSON": (b"nonsense", 400),
    "no UTF-8": (b'{"login":"\xff"}', 400),
    "half a surrogate": (b'{"login":"\\ud800","password":"x"}', 400),
    "a list": (b"[]", 400),
    "null": (b"null", 400),
    "very deep": (b"[" * 8_000, 400),
    "deep inside": (b'{"x":' + b"[" * 7_000 + b"]" * 7_000 + b"}", 400),
    "too large": (b'{"login":"' + b"x" * 20_000 + b'"}', 413),
    "a field too much": (b'{"login":"a","password":"b","role":"administrator"}', 400),
    "another kind": (b'{"login":["chen"],"password":{"$ne":""}}', 400),
    "a NUL": (b'{"login":"chen\\u0000","password":"b"}', 400),
}


@pytest.mark.parametrize("what", BODIES)
def test_what_is_no_request_of_ours_is_said_so(tmp_path: Path, what: str, caplog: pytest.LogCaptureFixture) -> None:
    body, status = BODIES[what]

    async def story(here: Entrance) -> None:
        administrator = await here.administrator()
        for path in ("/api/sign-in", "/api/accounts", "/api/enrol"):
            answer = await administrator.ask("POST", path, body, {})
            assert (answer.status, answer.body["status"]) == (status, status), path
            assert answer.body["code"] in {"malformed", "too_large"}
            assert "chen" not in json.dumps(answer.body), "what was sent is not told again"

    run(tmp_path, story)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def knock(**headers: str) -> tuple[str, int | str]:
    """How a handshake of a signed-in person's browser ends: with what the server says first, and the role it finds."""
    people = KnownPeople()
    met: list[str] = []

    async def conversation(scope: Scope, _: Receive, send: Send) -> None:
        met.append(scope[KEY].principal.role)
        await send({"type": "websocket.accept"})

    access = Access("0.0.0.0", lambda: "https://tickets.example.tw/t", names=lambda: NAMES)
    faces: Any = {"staff": Face(_nothing, {"/ws": conversation}), "public": Face(_nothing, {})}
    gate = Gate(access, Ways(()), Callers(people, "hall"), faces)
    sent = {"host": "hall-pc:8765", "origin": "https://hall-pc:8765", "cookie": "__Host-sid=x"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    pairs = [(name.encode(), part.encode()) for name, value in sent.items() if value for part in value.split(" and ")]
    scope = {"type": "websocket", "scheme": "wss", "path": "/ws", "headers": pairs, "client": ("10.0.0.9", 1)}
    told: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        told.append(message)

    await gate(scope, receive, send)
    return told[0]["type"], told[0].get("status", met[0] if met else "")


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("no request was made")


HANDSHAKES: dict[str, dict[str, str]] = {
    **{name: headers for name, headers in FORGED.items() if name != "no origin, another site"},
    "two origins": {"origin": f"https://hall-pc:8765 and {EVIL}"},
    "two origins, ours last": {"origin": f"{EVIL} and https://hall-pc:8765"},
    "one origin twice": {"origin": "https://hall-pc:8765 and https://hall-pc:8765"},
    "two names": {"host": "hall-pc:8765 and evil.example"},
    "two cookies": {"cookie": "__Host-sid=x and __Host-sid=y"},
    "a token and another site": {"authorization": "Bearer x", "origin": EVIL},
    "two tokens": {"authorization": "Bearer x and Bearer y", "origin": ""},
}


@pytest.mark.parametrize("how", HANDSHAKES)
def test_a_hostile_handshake_ends_before_it_is_accepted(how: str) -> None:
    said, status = asyncio.run(knock(**HANDSHAKES[how]))
    assert said == "websocket.http.response.start"
    assert status in {400, 403, 404}


def test_a_page_of_ours_is_let_in() -> None:
    assert asyncio.run(knock())[0] == "websocket.accept"
