"""The gate and its JSON routes without a hall behind them, in this process: real accounts, a quick hasher, a clock that
the test moves. A `Browser` keeps cookies as one does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from program.clock import ManualClock
from server.edge.access import Access
from server.edge.account_routes import account_routes
from server.edge.browser_session import BrowserSessions
from server.edge.caller import Callers
from server.edge.device_routes import Whereabouts, device_routes
from server.edge.gate import Face, Gate
from server.edge.http_app import http_app
from server.edge.own_account_routes import own_account_routes
from server.edge.sign_in_routes import sign_in_routes
from server.edge.way import Ways
from server.edge.whole_request import WHOLE_WITHIN_S
from server.identity.database import open_identity
from server.identity.identity import Identity
from server.identity.quick_hasher import QuickHasher
from server.identity.sign_in_policy import SignInPolicy
from tests.server.sample_halls import NOON

NAMES = ("hall-pc", "10.0.0.5")
PASSWORD = "a long walk by the river"
ADDRESSES = ("wss://hall-pc:8765/ws", "wss://10.0.0.5:8765/ws")
FINGERPRINT = "K7QD-WN2X-5R4J-HT6C"


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: dict[str, str]
    cookies: tuple[str, ...]
    """Set-Cookie headers as they came."""


@dataclass
class Browser:
    gate: Gate
    host: str = "hall-pc:8765"
    source: str = "10.0.0.9"
    scheme: str = "https"
    cookies: dict[str, str] = field(default_factory=dict)
    stalls: bool = False
    """Whether the end of its bodies never comes."""

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.ask("GET", path, None, headers)

    async def post(self, path: str, **body: Any) -> Answer:
        return await self.ask("POST", path, json.dumps(body).encode(), {})

    async def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """`headers` come beside or instead of a browser's own; "" leaves one out."""
        sent = {"host": self.host, "cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            sent |= {"origin": f"{self.scheme}://{self.host}", "content-type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        raw = [(name.encode(), value.encode()) for name, value in sent.items() if value]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": self.scheme,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": raw,
            "client": (self.source, 50_000),
            "server": ("127.0.0.1", 8765),
            "state": {},
        }
        told: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            if self.stalls:
                await asyncio.Event().wait()
            return {"type": "http.request", "body": body or b"", "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            told.append(message)

        await self.gate(scope, receive, send)
        given = [(name.decode().lower(), value.decode()) for name, value in told[0]["headers"]]
        whole = b"".join(message.get("body", b"") for message in told[1:])
        cookies = tuple(value for name, value in given if name == "set-cookie")
        for one in cookies:
            self._keep(one)
        is_json = dict(given).get("content-type", "").startswith("application/json")
        return Answer(told[0]["status"], json.loads(whole) if is_json else whole, dict(given), cookies)

    def _keep(self, cookie: str) -> None:
        pair, *attributes = [part.strip() for part in cookie.split(";")]
        name, _, value = pair.partition("=")
        if "max-age=0" in {attribute.lower() for attribute in attributes}:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value.strip('"')


@dataclass
class Entrance:
    gate: Gate
    identity: Identity
    clock: ManualClock
    posts: tuple[str, ...]
    """Paths of everything that can be changed."""
    password: str = PASSWORD

    def browser(self, **changes: Any) -> Browser:
        return Browser(self.gate, **changes)

    async def administrator(self) -> Browser:
        """The first one; `pending` no more, since this hall's administrators need no second factor."""
        first = self.browser()
        code = await self.identity.first_code()
        answer = await first.post("/api/first", code=code, login="chen", name="陳美玲", password=PASSWORD)
        assert answer.status == 200, answer
        return first

    async def person(self, by: Browser, login: str, role: str = "clerk", **changes: Any) -> Browser:
        """A new account, whose owner has chosen `PASSWORD` and signed in."""
        added = await by.post("/api/accounts", login=login, name=login, role=role)
        browser = self.browser(**changes)
        chosen = await browser.post("/api/password/reset", login=login, code=added.body["code"], new=PASSWORD)
        assert chosen.status == 200, chosen
        assert (await browser.post("/api/sign-in", login=login, password=PASSWORD)).status == 200
        return browser

    async def counter(self, by: Browser, name: str = "櫃檯 1", **changes: Any) -> Browser:
        """A browser that is an enrolled counter, where nobody has signed in."""
        made = await by.post("/api/devices/code", kind="counter", name=name)
        browser = self.browser(**changes)
        assert (await browser.post("/api/enrol/counter", code=made.body["code"])).status == 200
        return browser


@asynccontextmanager
async def entrance(
    folder: Path,
    *,
    totp: bool = False,
    proxies: Collection[str] = (),
    authority: str = "",
    whole_within_s: float = WHOLE_WITHIN_S,
) -> AsyncIterator[Entrance]:
    clock = ManualClock(NOON)
    identity = Identity(
        open_identity(make_url(f"sqlite:///{folder / 'identity.db'}")),
        "yongkang",
        clock,
        SignInPolicy(totp_for_administrators=totp),
        first_code_file=folder / "first-code",
        hasher=QuickHasher(),
    )
    await identity.start()
    try:
        browsers = BrowserSessions(identity)
        whereabouts = Whereabouts(lambda: ADDRESSES, FINGERPRINT, authority)
        routes = (
            *sign_in_routes(identity, browsers),
            *own_account_routes(identity, browsers),
            *account_routes(identity),
            *device_routes(identity, whereabouts, lambda _: False),
        )
        posts = tuple(path for route in routes if "POST" in route.http_methods for path in route.paths)
        access = Access("0.0.0.0", lambda: "https://tickets.example.tw/t", names=lambda: NAMES)
        faces = {"staff": Face(http_app(routes), {}), "public": Face(http_app([]), {})}
        callers = Callers(identity, "yongkang")
        gate = Gate(access, Ways(proxies), callers, faces, whole_within_s=whole_within_s)  # type: ignore[arg-type]
        yield Entrance(gate, identity, clock, posts)
    finally:
        await identity.stop()


def run(folder: Path, story: Callable[[Entrance], Awaitable[None]], **hall: Any) -> None:
    """The story, in a hall whose accounts lie in `folder`; `hall` as for `entrance`."""

    async def whole() -> None:
        async with entrance(folder, **hall) as here:
            await story(here)

    asyncio.run(whole())
