"""Whatever bytes a stranger sends: no fault of ours in the log, no word of how the server is made, and it goes on."""

from __future__ import annotations

import logging
import os
import random
import re
import socket
import struct
from collections.abc import Iterator

import pytest
import structlog

from server.web.pages import STATIC
from tests.server.edge.running import RunningServer, running_server

FULL = os.environ.get("JIAOHAO_FULL") == "1"
ROUNDS = 20_000 if FULL else 250
INTERNALS = re.compile(
    rb"traceback|litestar|uvicorn|httptools|websockets\b|msgspec|starlette|sqlalchemy|\.py\b|/site-packages|/server/",
    re.IGNORECASE,
)
UPGRADE = b"connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
KEY = b"sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
METHODS = [*[b"GET"] * 6, *[b"POST"] * 4, *b"HEAD OPTIONS PUT DELETE TRACE".split()]
ODD_METHODS = [b"CONNECT", b"PRI", b"get", b"G\0T", b""]
PATHS = rb"""/ /t /console /api/commands /api/sign-in /api/me /api/enrol /api/first /health /ws /ws/phone
/schema/openapi.json /assets/%00.mjs /assets/../../x.mjs /assets/%ff.mjs /assets/console.mjs
/assets/fonts/NotoSansTC.ttf // //evil/x /% /%zz /%ff%fe /%0d%0aset-cookie:x /t?%ff=%zz&&&= /t?lang=%00
/console?lang=%ed%a0%80 /sign-in?to=%0d%0ax /{x} /a;b=c /\..\x /api/../t /t/ /t%2f /T /devices?lang=zh&lang=en
/accounts?%""".split()
PATHS += [b"/assets/" + b"x" * 300 + b".mjs", b"/console?lang=" + b"z" * 500, b"/assets/" + b"%2e%2e%2f" * 50]
PATHS += [b"/" + b"/" * 1_500, b"/console?" + b"a&" * 700]
ODD_PATHS = [b"*", b"http://x/", b"/a b", b"/" + b"a" * 3_000, b"x", b"/\xff"]
HOSTS = (
    [b"127.0.0.1"] * 20
    + rb"""127.0.0.1:1 [::1] [ ] [::1 a:b:c 127.0.0.1:99999999 user@127.0.0.1 127.0.0.1,evil
127.0.0.1/ evil.example localhost""".split()
)
HOSTS += [b"", b"x" * 500, b"\xff\xfe", b"127.0.0.1\x85", b"127.0.0.1:\xb2"]
LINES = rb"""origin: null
origin: http://127.0.0.1
origin: http://[
cookie: sid=a; sid=b
cookie: ;;=;a;=b;device
authorization: Bearer
authorization: Basic x
content-type: application/json
content-type: application/json
content-type: ;;=
transfer-encoding: chunked
expect: 100-continue
accept-language: zh;q=1e999,*;q=x,;q=
range: bytes=9-1
if-none-match: "x
x-forwarded-for: ,,, ,
x-forwarded-proto: ftp
sec-fetch-site: cross-site
connection: close
sec-websocket-protocol: jiaohao, ticket.x
sec-websocket-extensions: permessage-deflate
content-length: 2""".split(b"\n")
LINES += [
    b"cookie: \xff=\xfe",
    b"cookie: sid=" + b"s" * 500,
    b"authorization: \xff",
    b"authorization: Bearer " + b"t" * 900,
]
LINES += [
    b"accept-language: " + b"a;q=x," * 300,
    b"if-none-match: \xff",
    b"content-type: \xff/\xfe",
    b"origin: \xff\xfe",
]
LINES += [b"x-forwarded-for: \xff", b"sec-fetch-site: \xff", b"sec-websocket-protocol: ,;,", b"origin: "]
ODD_LINES = [
    b"content-length: 99999999999999999999",
    b"content-length: +5",
    b"content-length: 5, 5",
    b" folded: x",
    b"no colon",
]
ODD_LINES += [b": x", b"bad name: x", b"a\0b: c", b"tab:\tx\t", b"host: again", b"upgrade: h2c\r\nconnection: upgrade"]
ODD_LINES += [b"transfer-encoding: gzip, chunked", b"transfer-encoding: x", b"sec-websocket-key: !"]
BODIES = [
    *(
        b"",
        b"{}",
        b"[" * 9_000,
        b"\xff\xfe",
        b"5\r\nhello\r\n0\r\n\r\n",
        b"zz\r\n",
        b"ffffffffffffffffff\r\n",
        b"1;" + b"x" * 5_000,
    ),
    *(
        b'{"login":"\\ud800"}',
        b"null",
        b'{"a":' * 3_000,
        b"1e999",
        b"0\r\nx: y\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n" * 20,
        b"\0" * 99,
    ),
]
FRAMES = [
    *(
        b"\x81\x80\0\0\0\0",
        b"\x01\x80\0\0\0\0",
        b"\x00\x80\0\0\0\0",
        b"\x89\x80\0\0\0\0",
        b"\x8a\x80\0\0\0\0",
        b"\x88\x80\0\0\0\0",
    ),
    *(
        b"\x88\x81\0\0\0\0\x03",
        b"\x88\x82\0\0\0\0\x00\x00",
        b"\x88\x83\0\0\0\0\x03\xe8\xff",
        b"\x81\x81\0\0\0\0\xff",
        b"\xc1\x80\0\0\0\0",
    ),
    *(
        b"\x83\x80\0\0\0\0",
        b"\x81\xff" + b"\xff" * 8,
        b"\x81\xfe\xff\xff",
        b"\x81\x01x",
        b"\x09\x80\0\0\0\0",
        b"\xff" * 9,
    ),
    b"\x81\xfe" + struct.pack("!H", 20_000) + b"\0\0\0\0" + b"[" * 20_000,
]


def some(chance: random.Random, port: int) -> bytes:
    """A request, more or less."""
    kind = chance.random()
    if kind < 0.05:
        return chance.randbytes(chance.randrange(1, 2_000))
    odd = chance.random()
    lines = [b"host: " + chance.choice(HOSTS), *chance.sample(LINES, chance.randrange(0, 5))]
    lines += [chance.choice(ODD_LINES)] if odd < 0.1 else []
    method = chance.choice(ODD_METHODS if 0.1 < odd < 0.13 else METHODS)
    path = chance.choice(ODD_PATHS if 0.13 < odd < 0.17 else PATHS)
    rest = chance.choice(BODIES) if method == b"POST" or odd > 0.95 else b""
    if kind < 0.35:
        method, path = b"GET", chance.choice([b"/ws", b"/ws/phone", b"/ws/phone", b"/nowhere"])
        lines += [UPGRADE.rstrip(), KEY.rstrip()] if chance.random() < 0.9 else [UPGRADE.rstrip()]
        rest = b""
    version = chance.choice([b"HTTP/1.1"] * 30 + [b"HTTP/1.0", b"HTTP/2.0", b"HTTP/x", b""])
    whole = b" ".join([method, path, version]) + b"\r\n" + b"\r\n".join(lines) + b"\r\n\r\n" + rest
    if chance.random() < 0.2:
        whole = whole * chance.randrange(2, 15)
    if chance.random() < 0.1:
        at = chance.randrange(len(whole))
        whole = whole[:at] + chance.randbytes(chance.randrange(0, 4)) + whole[at + chance.randrange(0, 4) :]
    if chance.random() < 0.1:
        whole = whole[: chance.randrange(len(whole))]
    return whole


def exchanged(port: int, data: bytes, chance: random.Random) -> bytes:
    """What is answered to it by whoever does not wait for long; frames follow where a WebSocket was agreed on."""
    said = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as peer:
        try:
            peer.sendall(data)
            if chance.random() < 0.1:
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return said
            if chance.random() < 0.5:
                peer.shutdown(socket.SHUT_WR)
            peer.settimeout(0.05)
            said = peer.recv(65_536)
            if said.startswith(b"HTTP/1.1 101"):
                peer.sendall(b"".join(chance.choices(FRAMES, k=chance.randrange(1, 60))))
            for _ in range(20):
                more = peer.recv(65_536)
                if not more:
                    break
                said += more
        except (ConnectionError, TimeoutError):
            pass
    return said


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("strangers")) as server:
        yield server


@pytest.mark.parametrize("seed", range(4 if FULL else 1))
def test_whatever_a_stranger_sends(hall: RunningServer, seed: int, caplog: pytest.LogCaptureFixture) -> None:
    chance = random.Random(seed)
    seq = hall.seq()
    with structlog.testing.capture_logs() as said, caplog.at_level(logging.WARNING):
        for _ in range(ROUNDS):
            data = some(chance, hall.port)
            answer = exchanged(hall.port, data, chance)
            shown = [part for part in answer.split(b"HTTP/1.1 ")[1:] if not part.startswith(b"200")]
            assert not any(INTERNALS.search(part) for part in shown), (data[:2_000], answer[:2_000])
            assert not any(part.startswith((b"500", b"502")) for part in shown), (data[:2_000], answer[:2_000])
        assert hall.request("GET", "/t").status in {200, 429}
    assert [record.getMessage() for record in caplog.records] == []
    assert [line for line in said if line["log_level"] == "error" or "exc_info" in line] == []
    assert all(str(value).isprintable() for line in said for value in line.values())
    assert hall.seq() == seq
    assert STATIC.is_dir()
