"""A server of the staff pages without a hall behind it: pages and files are the real ones, what `/api/` answers is told
by the test. For what only a browser can show: layouts, keys, barriers.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from server.edge.assets import FONT_PATH, find
from server.web import pages
from wire.messages.hall import HallView

Said = tuple[int, object]
Answer = Said | Callable[[dict[str, Any]], Said]
_TYPES = {".css": "text/css", ".mjs": "text/javascript", ".svg": "image/svg+xml"}
_PAGES: Mapping[str, pages.StaffPage] = {
    "/sign-in": "sign_in",
    "/account": "account",
    "/accounts": "accounts",
    "/devices": "devices",
    "/anchor": "anchor",
    "/staff-log": "staff_log",
    "/today": "today",
    "/what-if": "what_if",
    "/trust": "trust",
    "/enrol-counter": "enrol_counter",
    "/no-right": "no_right",
}
FIELDS = {"fingerprint_value": "K7QD-WN2X-5R4J-HT6C", "digest": "0F:3A:" * 15 + "0F:3A"}
ADMINISTRATORS = ("accounts", "unlock", "devices", "anchor", "staff_log", "today", "what_if")
NOBODY: dict[str, Any] = {
    "signed_in": False,
    "account_id": "",
    "login": "",
    "name": "",
    "role": "anonymous",
    "rights": [],
    "pages": ["sign_in", "trust"],
    "device": None,
    "must_change": False,
    "totp": "off",
    "pin": False,
    "server_time": 1_795_659_300_000,
}


@cache
def _font() -> bytes:
    return (Path(str(files("justmytype_intl_cjk"))) / "fonts/ofl/notosanstc/NotoSansTC[wght].ttf").read_bytes()


@dataclass
class FakeStaff:
    """`answers` by method and path; what is not there is 404. `asked` is everything that was posted."""

    hall: HallView
    url: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def say(self, path: str, body: object) -> None:
        """`path` after its method."""
        self.answers[path] = (200, body)

    def signed_in(self, role: str = "administrator", **changes: object) -> None:
        opened = {"clerk": (), "supervisor": ("unlock", "anchor", "today", "what_if"), "administrator": ADMINISTRATORS}[
            role
        ]
        who = {"signed_in": True, "account_id": "a1", "login": "mei", "name": "陳美玲", "role": role}
        me = NOBODY | who | {"pages": ["sign_in", "trust", "own_account", "console", *opened]} | changes
        self.answers["GET /api/me"] = (200, me)

    def answer(self, method: str, path: str, body: dict[str, Any]) -> Said:
        if method == "POST":
            self.asked.append((path, body))
        found = self.answers.get(f"{method} {path}", (404, {"status": 404, "code": "unknown", "detail": ""}))
        return found(body) if callable(found) else found

    def page(self, path: str, query: Mapping[str, list[str]]) -> str:
        language = query.get("lang", ["zh-TW"])[0]
        if path == "/console":
            return pages.render_console(self.hall, language)
        return pages.render_staff(_PAGES[path], self.hall, language, FIELDS)


@contextmanager
def fake_staff(hall: HallView) -> Iterator[FakeStaff]:
    fake = FakeStaff(hall)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            if address.path == f"/assets/{FONT_PATH}":
                self._send(200, _font(), "font/ttf")
            elif address.path.startswith("/assets/"):
                file = find(pages.STATIC, address.path.removeprefix("/assets"))
                content = file.read_bytes() if file else b""
                self._send(200 if file else 404, content, _TYPES.get(file.suffix, "") if file else "text/plain")
            elif address.path in _PAGES or address.path == "/console":
                content = fake.page(address.path, parse_qs(address.query)).encode()
                self._send(200, content, "text/html; charset=utf-8")
            else:
                self._say(*fake.answer("GET", address.path, {}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            assert re.match(r"application/json\b", self.headers["content-type"])
            self._say(*fake.answer("POST", urlsplit(self.path).path, json.loads(body)))

        def _say(self, status: int, said: object) -> None:
            self._send(status, json.dumps(said).encode(), "application/json")

        def _send(self, status: int, content: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(content)))
            self.send_header("cache-control", "max-age=600" if kind == "font/ttf" else "no-store")
            self.send_header(
                "content-security-policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                "connect-src 'self'; require-trusted-types-for 'script'",
            )
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """The tests look at the pages."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    serving.start()
    try:
        yield fake
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
