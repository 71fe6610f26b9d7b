from __future__ import annotations

import pytest

from server.edge.access import Access, is_browser

JSON = {b"content-type": b"application/json"}


def access() -> Access:
    known = Access(["192.168.1.5", "::1"])
    known.admit("https://hall.example.tw/t")
    return known


def status(method: str, **headers: bytes) -> int | None:
    sent = {b"host": b"127.0.0.1:8765", **JSON} | {
        name.replace("_", "-").encode(): value for name, value in headers.items()
    }
    denied = access().request(method, sent, "http")
    return None if denied is None else denied.status


@pytest.mark.parametrize(
    "host",
    [b"localhost", b"LOCALHOST:80", b"127.0.0.1:8765", b"[::1]:8765", b"[::1]", b"192.168.1.5", b"hall.example.tw"],
)
def test_own_names_are_heard(host: bytes) -> None:
    assert status("GET", host=host) is None


@pytest.mark.parametrize(
    "host",
    [
        b"",
        b"evil.example",
        b"127.0.0.1.evil.example",
        b"localhost:80@evil",
        b"localhost:",
        b"localhost:x",
        b"::1",
        b"a]",
    ],
)
def test_other_names_are_refused(host: bytes) -> None:
    assert status("GET", host=host) == 400


def test_admitting_nothing_changes_nothing() -> None:
    known = Access()
    known.admit("")
    assert known.host({b"host": b""}) is not None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_a_page_from_elsewhere_changes_nothing(method: str) -> None:
    own = b"http://127.0.0.1:8765"
    assert status(method, sec_fetch_site=b"cross-site") == 403
    assert status(method, sec_fetch_site=b"same-site") == 403
    assert status(method, origin=b"http://evil.example") == 403
    assert status(method, origin=b"null") == 403
    assert status(method, origin=b"http://127.0.0.1:9999") == 403
    assert status(method, origin=b"https://127.0.0.1:8765") == 403
    assert status(method, origin=own, sec_fetch_site=b"cross-site") == 403
    assert status(method, origin=b"http://evil.example", sec_fetch_site=b"same-origin") == 403
    assert status(method, cookie=b"sid=1") == 403


def test_own_pages_and_programs_may_change_things() -> None:
    assert status("POST", sec_fetch_site=b"same-origin") is None
    assert status("POST", sec_fetch_site=b"none") is None
    assert status("POST", origin=b"http://127.0.0.1:8765") is None
    assert status("POST", origin=b"https://hall.example.tw") is None
    assert status("POST", origin=b"http://127.0.0.1:8765", cookie=b"sid=1") is None
    assert status("POST") is None


@pytest.mark.parametrize("kind", [b"", b"text/plain", b"application/x-www-form-urlencoded", b"application/jsonx"])
def test_only_json_changes_things(kind: bytes) -> None:
    assert status("POST", content_type=kind) == 415


def test_a_charset_beside_json_is_fine() -> None:
    assert status("POST", content_type=b"Application/JSON; charset=utf-8") is None


def socket_status(client: str = "127.0.0.1", scheme: str = "ws", **headers: bytes) -> int | None:
    sent = {b"host": b"localhost:8765"} | {name.encode(): value for name, value in headers.items()}
    denied = access().socket(sent, scheme, client)
    return None if denied is None else denied.status


def test_sockets_ask_where_they_come_from() -> None:
    assert socket_status() is None
    assert socket_status("::1") is None
    assert socket_status(origin=b"http://localhost:8765") is None
    assert socket_status(scheme="wss", origin=b"https://localhost:8765") is None
    assert socket_status(origin=b"https://hall.example.tw") is None
    assert socket_status("192.168.1.9") == 403
    assert socket_status("") == 403
    assert socket_status(cookie=b"sid=1") == 403
    assert socket_status(origin=b"null") == 403
    assert socket_status(origin=b"http://evil.example") == 403
    assert socket_status(host=b"evil.example") == 400


def test_browsers_are_told_from_programs() -> None:
    assert is_browser([(b"host", b"x"), (b"origin", b"http://x")])
    assert is_browser([(b"sec-fetch-site", b"none")])
    assert not is_browser([(b"host", b"x")])
