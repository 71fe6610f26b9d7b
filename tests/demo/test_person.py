"""A person's PC keeps its cookies as a browser does, and believes one authority."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest

from demo.person import Person, new_password
from demo.programs import DemoFault

Handler = Callable[[str, dict[str, str], bytes], bytes]


async def served(answer: Handler, use: Callable[[str], Awaitable[None]]) -> None:
    """A server that answers every request once, and hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        writer.write(answer(first, headers, body))
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        await use(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    finally:
        server.close()


def said(status: str, body: object, *headers: str) -> bytes:
    text = json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(text)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + text


def test_a_cookie_is_sent_back_until_it_is_taken_away() -> None:
    asked: list[tuple[str, str, str]] = []

    def answer(first: str, headers: dict[str, str], body: bytes) -> bytes:
        asked.append((first.rpartition(" ")[0], headers.get("cookie", ""), headers["origin"]))
        if "sign-out" in first:
            return said("200 OK", {}, "Set-Cookie: __Host-sid=; Max-Age=0; Path=/")
        return said("200 OK", json.loads(body or b"{}"), "Set-Cookie: __Host-sid=abc-_1; Path=/; Secure; HttpOnly")

    async def use(url: str) -> None:
        person = Person(url, None)
        assert await person.post("/api/sign-in", login="a", password="b") == {"login": "a", "password": "b"}
        await person.get("/api/me")
        await person.post("/api/sign-out")
        await person.get("/api/me")
        assert asked == [
            ("POST /api/sign-in", "", url),
            ("GET /api/me", "__Host-sid=abc-_1", url),
            ("POST /api/sign-out", "__Host-sid=abc-_1", url),
            ("GET /api/me", "", url),
        ]

    asyncio.run(served(answer, use))


def test_a_refusal_is_a_fault_that_says_what_was_asked() -> None:
    async def use(url: str) -> None:
        with pytest.raises(DemoFault, match=r"POST /api/devices/code: 403 .*no_right"):
            await Person(url, None).post("/api/devices/code", kind="kiosk", name="K")

    asyncio.run(served(lambda *_: said("403 Forbidden", {"code": "no_right"}), use))


def test_no_two_passwords_are_the_same() -> None:
    made = {new_password() for _ in range(100)}
    assert len(made) == 100
    assert {len(password) for password in made} == {19}
