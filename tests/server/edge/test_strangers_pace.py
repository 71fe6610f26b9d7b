"""Whom the gate keeps waiting: strangers by where they come from, each who is known by what they are known by. And what
is remembered of a socket that it refused."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import structlog

from server.edge.access import Access
from server.edge.caller import Callers
from server.edge.gate import Face, Gate, Scope, Send
from server.edge.known_people import KnownPeople
from server.edge.noted import Note, Noted
from server.edge.stranger_pace import MAKE_KNOWN, StrangerPaces
from server.edge.way import Ways
from server.edge.whole_request import Receive
from server.identity.principal import Principal
from tests.server.edge.entrance import Entrance, run

CLERK = {"cookie": f"__Host-sid={'s' * 43}"}
KIOSK = {"authorization": f"Bearer {'k' * 43}"}


async def served(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


class Door:
    """A gate that serves a stranger two requests at once and then one in a hundred seconds, beside one that would make
    them known; and their block five, and one of those."""

    def __init__(self) -> None:
        people = KnownPeople()
        people.knows_person("s" * 43, Principal("clerk", "hall", "person:1", "1", session_id="1"))
        people.knows_device("k" * 43, Principal("kiosk", "hall", "device:1", "1", device_id="1"))
        self.noted = Noted()
        self.gate = Gate(
            Access("0.0.0.0", lambda: "https://tickets.example.tw/t", names=lambda: ["hall-pc"]),
            Ways(["10.0.0.1"]),
            Callers(people, "hall"),
            {"staff": Face(served, {"/ws": served}), "public": Face(served, {})},
            refusals=self.noted,
            strangers={
                "staff": StrangerPaces(per_s=0.01, burst=3, reserve=1),
                "public": StrangerPaces(per_s=0.01, burst=2),
            },
            hold_s=0.0,
        )

    async def ask(
        self, source: str = "192.0.2.9", path: str = "/", kind: str = "http", method: str = "GET", **headers: str
    ) -> list[Any]:
        """What it says."""
        sent = {"host": "hall-pc"} | {name.replace("_", "-"): value for name, value in headers.items()}
        scheme = "https" if kind == "http" else "wss"
        scope: dict[str, Any] = {"type": kind, "scheme": scheme, "path": path, "method": method, "client": (source, 1)}
        scope["headers"] = [(name.encode(), value.encode("latin-1")) for name, value in sent.items()]
        told: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": f"{kind}.request"}

        async def send(message: Any) -> None:
            told.append(message)

        await self.gate(scope, receive, send)
        return told

    async def status(self, source: str = "192.0.2.9", **headers: str) -> int:
        return int((await self.ask(source, **headers))[0]["status"])


def test_phones_and_who_is_about_to_sign_in_have_paces_of_their_own() -> None:
    async def story() -> None:
        door, public = Door(), {"host": "tickets.example.tw"}
        assert [await door.status() for _ in range(3)] == [200, 200, 429]
        assert [await door.status(**public) for _ in range(3)] == [200, 200, 429]

    asyncio.run(story())


def test_strangers_wait_and_nobody_else_does() -> None:
    """Not the staff and the devices behind the same address, and not strangers of another place."""

    async def story() -> None:
        door = Door()
        said = [await door.status() for _ in range(4)]
        assert said == [200, 200, 429, 429]
        block = [await door.status(f"192.0.2.{number}") for number in range(4)]
        assert block == [200, 200, 200, 429], "neighbours have their own, and all of them no more than their block"
        assert await door.status("192.0.3.9") == 200
        assert [await door.status(**CLERK) for _ in range(20)] == [200] * 20
        assert [await door.status(**KIOSK) for _ in range(20)] == [200] * 20
        assert await door.status(cookie=f"__Host-sid={'x' * 43}") == 429, "a token that nobody has makes nobody known"

    asyncio.run(story())


@pytest.mark.parametrize("path", sorted(MAKE_KNOWN))
def test_who_is_about_to_become_known_waits_for_no_flood(path: str) -> None:
    async def story() -> None:
        door, json = Door(), {"content_type": "application/json"}
        assert [await door.status() for _ in range(4)] == [200, 200, 429, 429]
        elsewhere = await door.ask(path="/api/devices", method="POST", **json)
        assert elsewhere[0]["status"] == 429
        asked = [(await door.ask(path=path, method="POST", **json))[0]["status"] for _ in range(3)]
        assert asked == [200, 429, 429]
        assert (await door.ask("192.0.2.77", path=path, method="GET"))[0]["status"] == 200

    asyncio.run(story())


def test_every_path_that_makes_known_is_a_route(tmp_path: Path) -> None:
    async def story(here: Entrance) -> None:
        assert set(here.posts) >= MAKE_KNOWN

    run(tmp_path, story)


def test_what_strangers_say_of_themselves_gives_them_no_more() -> None:
    async def story() -> None:
        door = Door()
        forged = [{"x_forwarded_for": f"198.51.{number}.1", "x_forwarded_proto": "https"} for number in range(6)]
        assert [await door.status(**headers) for headers in forged] == [200, 200, 429, 429, 429, 429]
        by_proxy = [await door.status("10.0.0.1", **headers) for headers in forged]
        assert by_proxy == [200] * 6, "what our own proxy says counts"

    asyncio.run(story())


def test_the_answer_says_when_to_ask_again() -> None:
    async def story() -> None:
        door = Door()
        for _ in range(2):
            await door.ask()
        start, body = await door.ask()
        headers = dict(start["headers"])
        assert start["status"] == 429
        assert 1 <= int(headers[b"retry-after"]) <= 100
        assert b'"code":"too_many"' in body["body"]
        assert headers[b"cache-control"] == b"no-store"

    asyncio.run(story())


REFUSED = {
    "from another site": ({"origin": "https://evil.example"}, "not from this page; https://evil.example"),
    "of no such name": ({"path": "/nothing"}, "no such socket"),
    "under another name": ({"host": "evil.example"}, "this server has another name"),
    "with a cookie and no page": ({**CLERK}, "not from this page"),
    "with words for a terminal": (
        {"origin": "https://\x1b[2Jx\x85" + "y" * 300},
        "not from this page; https://\\x1b[2Jx\\x85" + "y" * 86 + "…",
    ),
}


@pytest.mark.parametrize("how", REFUSED)
def test_a_refused_socket_leaves_a_line_and_a_note(how: str) -> None:
    headers, detail = REFUSED[how]

    async def story() -> None:
        door = Door()
        with structlog.testing.capture_logs() as said:
            told = await door.ask(kind="websocket", **{"path": "/ws", **headers})
        assert told[0]["type"] == "websocket.http.response.start"
        assert list(door.noted.notes) == [Note("socket_refused", "192.0.2.9", detail)]
        (line,) = said
        assert (line["event"], line["log_level"], line["address"]) == ("socket_refused", "warning", "192.0.2.9")
        assert detail == (f"{line['why']}; {line['origin']}" if line["origin"] else line["why"])

    asyncio.run(story())


def test_one_that_is_let_in_leaves_none() -> None:
    async def story() -> None:
        door = Door()
        with structlog.testing.capture_logs() as said:
            await door.ask(kind="websocket", path="/ws", origin="https://hall-pc", **CLERK)
        assert said == []
        assert list(door.noted.notes) == []

    asyncio.run(story())
