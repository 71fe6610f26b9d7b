"""Two hundred requests that are wrong in some way: what is answered tells nothing of how the server is made."""

from __future__ import annotations

import itertools
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.edge.running import WAIT_S, RunningServer, running_server

PLACES = (str(Path(__file__).resolve().parents[3]), f"{Path.home()}/")
MADE_OF = re.compile(
    r"traceback|\.py\b|site-packages|/usr/|/var/|/tmp/|python|uvicorn|litestar|starlette|msgspec|sqlalchemy"
    r"|sqlite|httptools|websockets|uvloop|anyio|asyncio|structlog|object at 0x|error:|exception|line \d",
    re.IGNORECASE,
)
"""Paths, names of libraries, and how Python speaks of faults."""
PATHS = (
    "/api/commands", "/api/sign-in", "/api/first", "/api/password/reset", "/api/pin/switch", "/api/socket-ticket",
    "/api/enrol", "/api/enrol/counter", "/api/accounts", "/api/accounts/role", "/api/devices/code", "/api/sessions/end",
)  # fmt: skip
BODIES = (
    b"", b"{", b"[]", b"null", b"1e999", b'"x"', b"{}", b"\xff\xfe", b'{"login": 1}', b'{"type": "nothing"}',
    b'{"login": {"$ne": ""}, "password": []}', b'{"code": "\\ud800", "login": "a"}', b"[" * 9_000,
)  # fmt: skip
QUERIES = (
    "/%00", "/%ff", "/..%2f..%2fetc/passwd", "/assets/%00.mjs", "/assets/..%2f..%2fserver.py", "/assets/" + "a" * 300,
    "/assets/console.mjs/", "/t?%", "/console?lang=%ff", "/console?lang=" + "x" * 500, "/api/me?a=%zz", "/nothing",
    "/schema", "/schema/openapi.yaml", "/docs", "/debug", "/metrics", "/.git/config", "/server.py", "/api", "/api/",
)  # fmt: skip
HEADERS = (
    {"host": "evil.example"}, {"host": ""}, {"cookie": "sid=%00; sid=x"}, {"cookie": "\xff" * 300},
    {"authorization": "Bearer " + "x" * 4_000}, {"authorization": "Basic !"}, {"content-length": "x"},
    {"if-none-match": "\xff"}, {"accept": "*/*;q=x"}, {"accept-language": ",;q=,," * 300}, {"range": "bytes=9-1"},
    {"expect": "x"}, {"upgrade": "websocket", "connection": "upgrade"}, {"transfer-encoding": "x"},
    {"upgrade": "websocket", "connection": "upgrade", "sec-websocket-version": "1", "sec-websocket-key": "x"},
    {"origin": "null"}, {"content-type": "text/plain"}, {"content-type": "application/json; charset=x"},
)  # fmt: skip
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "HEAD", "CONNECT", "BREW", "get", "")
STREAMS = (
    b"\x16\x03\x01\x02\x00\x01\x00", b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\n: x\r\n\r\n",
    b"GET / HTTP/1.1\nHost\n\n", b"\x00" * 50, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"POST / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
    b"POST /api/first HTTP/1.1\r\nHost: localhost\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
)  # fmt: skip


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    whole = {"host": "localhost", "content-type": "application/json", "connection": "close"} | headers
    whole |= {} if {"content-length", "transfer-encoding"} & set(headers) else {"content-length": str(len(body))}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {text}" for name, text in whole.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def whole() -> Iterator[bytes]:
    for path, body in itertools.product(PATHS, BODIES):
        yield request("POST", path, {}, body)
    for path in QUERIES:
        yield request("GET", path, {})
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        yield request(method, "/api/sign-in", {}, b"{}")


def broken() -> Iterator[bytes]:
    """What may never become a request: the other side hangs up after it."""
    for headers in HEADERS:
        yield request("GET" if "content-type" not in headers else "POST", "/api/me", headers)
    for method in METHODS:
        yield request(method, "/api/sign-in", {}, b"{}")
    yield from STREAMS


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("hall")) as server:
        yield server


def answered(hall: RunningServer, sent: bytes, block: int, *, hangs_up: bool) -> bytes:
    """Everything that comes back; "" where nothing does. `block`: from where it comes, since a
    stranger who asks much waits."""
    own = (f"127.0.{block}.1", 0)
    with socket.create_connection(("127.0.0.1", hall.port), WAIT_S, source_address=own) as line:
        line.sendall(sent)
        if hangs_up:
            line.shutdown(socket.SHUT_WR)
        told = b""
        try:
            while part := line.recv(65_536):
                told += part
        except ConnectionResetError:
            pass
        return told


def test_what_is_wrong_is_answered_without_a_word_of_how_the_server_is_made(hall: RunningServer) -> None:
    tried = [*((sent, False) for sent in whole()), *((sent, True) for sent in broken())]
    assert len(tried) >= 200
    statuses: set[int] = set()
    for number, (sent, hangs_up) in enumerate(tried):
        told = answered(hall, sent, 1 + number // 20, hangs_up=hangs_up)
        text = told.decode("latin-1")
        found = MADE_OF.search(text)
        assert found is None, (sent[:200], text)
        assert not any(place in text for place in PLACES)
        if not told:
            continue
        head, _, body = told.partition(b"\r\n\r\n")
        status = int(head.split()[1])
        statuses.add(status)
        assert status not in {429, 500, 502, 504}, sent[:200]
        assert b"\r\nserver:" not in head.lower()
        if body and status >= 400 and b"application/json" in head:
            assert set(json.loads(body)) <= {"status", "code", "detail", "retry_after_s", "type", "key", "ticket"}
    assert statuses >= {400, 401, 404, 405}
    assert hall.request("GET", "/health", who="clerk").json()["status"] == "ok"


def test_the_check_knows_what_it_looks_for() -> None:
    for leak in (
        "Traceback (most recent call last)", 'File "x/server/edge/gate.py"', "ValidationError: x", "uvicorn",
        "Expected `int`, got `str` (msgspec)", "<object at 0x7f", "server: Python/3.13 websockets/17",
    ):  # fmt: skip
        assert MADE_OF.search(leak), leak
