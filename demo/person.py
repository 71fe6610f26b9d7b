"""Somebody at a PC of the hall, without the page: what a browser would send, with the cookies that it was given."""

from __future__ import annotations

import asyncio
import http.client
import json
import secrets
import ssl
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from demo.programs import DemoFault

LETTERS = "bcdfghjkmnpqrstvwxz"
DIGITS = "23456789"
ANSWER_WITHIN_S = 20.0
SIGN_IN_LINE = "JIAOHAO_SIGN_IN"
"""Environment variable: the sentence that says with what one signs in, for a window that shows it. The words of a
command could be read by everybody on this PC."""


class Person:
    """One PC's cookies. Every method raises DemoFault when the server refuses, and OSError when it does not answer."""

    def __init__(self, url: str, authority: Path | None) -> None:
        """`url`: scheme, host and port of the server; `authority`: PEM file of the only authority that is believed."""
        self.url = url
        self.authority = authority
        self.tls = None if authority is None else ssl.create_default_context(cafile=str(authority))
        self._cookies: dict[str, str] = {}

    def headers(self) -> dict[str, str]:
        """What a page of the server's sends beside its request, also to open a socket."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {"Origin": self.url, **({"Cookie": cookies} if cookies else {})}

    async def get(self, path: str) -> Any:
        return json.loads(await asyncio.to_thread(self.ask, "GET", path))

    async def post(self, path: str, **fields: object) -> Any:
        text = await asyncio.to_thread(self.ask, "POST", path, fields)
        return json.loads(text) if text else None

    async def sign_in(self, login: str, password: str) -> None:
        await self.post("/api/sign-in", login=login, password=password)

    def take(self, cookies: dict[str, str]) -> None:
        """This PC's browser was given these meanwhile."""
        self._cookies |= cookies

    def ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> bytes:
        """One request on a connection of its own, and what was answered; it keeps whoever calls waiting."""
        place = urlsplit(self.url)
        host, port = place.hostname or "", place.port or 0
        if self.tls is None:
            line = http.client.HTTPConnection(host, port, timeout=ANSWER_WITHIN_S)
        else:
            line = http.client.HTTPSConnection(host, port, timeout=ANSWER_WITHIN_S, context=self.tls)
        body = None if fields is None else json.dumps(fields).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        try:
            line.request(method, path, body, {**self.headers(), **kind})
            answer = line.getresponse()
            text = answer.read()
            self._keep(answer.headers.get_all("Set-Cookie") or [])
        finally:
            line.close()
        if answer.status >= http.client.BAD_REQUEST:
            raise DemoFault(f"{method} {path}: {answer.status} {text.decode('utf-8', 'replace')[:300]}")
        return text

    def _keep(self, given: list[str]) -> None:
        for line in given:
            for name, cookie in SimpleCookie(line).items():
                if cookie["max-age"] == "0" or not cookie.value:
                    self._cookies.pop(name, None)
                else:
                    self._cookies[name] = cookie.value


def new_password() -> str:
    """One that nobody knew before, and that can be typed: 64 bits, with every kind of character that a hall may ask
    for."""
    groups = ["".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3)]
    return "-".join([groups[0].capitalize(), *groups[1:], "".join(secrets.choice(DIGITS) for _ in range(4))])
