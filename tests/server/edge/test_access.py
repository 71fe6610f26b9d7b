from __future__ import annotations

from collections.abc import Collection

import pytest

from server.edge.access import Access, Headers, PublicName, public_name
from server.edge.way import Denied, Way, Ways

JSON = {b"content-type": b"application/json"}
PAGE = "https://hall.example.tw/t"
HERE = Way("http", "127.0.0.1")


def access(url: str = PAGE, *, staff: bool = True) -> Access:
    return Access("127.0.0.2", lambda: url, staff=staff)


def status(method: str, client: str = "127.0.0.1", **headers: bytes) -> int | str:
    """The surface that a request meets, or the status that it is refused with."""
    sent = _sent(JSON, headers)
    met = access().request(method, sent, came(sent, client=client))
    return met.status if isinstance(met, Denied) else met


def came(headers: Headers, scheme: str = "http", client: str = "127.0.0.1", proxies: Collection[str] = ()) -> Way:
    found = Ways(proxies).find(headers, scheme, client)
    assert isinstance(found, Way)
    return found


def _sent(before: dict[bytes, bytes], headers: dict[str, bytes]) -> dict[bytes, bytes]:
    named = {name.replace("_", "-").encode(): value for name, value in headers.items()}
    return {b"host": b"127.0.0.1:8765"} | before | named


@pytest.mark.parametrize(
    "host",
    [b"localhost", b"LOCALHOST:80", b"127.0.0.1:8765", b"[::1]:8765", b"[::1]", b"127.0.0.2"],
)
def test_own_names_are_the_staffs(host: bytes) -> None:
    assert status("GET", host=host) == "staff"


@pytest.mark.parametrize("host", [b"hall.example.tw", b"Hall.Example.TW:443", b"hall.example.tw:8765"])
def test_the_tickets_name_is_the_publics(host: bytes) -> None:
    assert status("GET", host=host) == "public"
    assert status("POST", host=host) == 403
    assert status("POST", host=host, origin=b"https://hall.example.tw", sec_fetch_site=b"same-origin") == 403


@pytest.mark.parametrize(
    "name",
    [
        *(b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-forwarded-prefix"),
        *(b"x-real-ip", b"x-client-ip", b"cf-connecting-ip", b"true-client-ip", b"x-cluster-client-ip"),
        *(b"x-original-host", b"forwarded-for"),
    ],
)
def test_what_was_passed_on_meets_the_public_surface_under_any_name(name: bytes) -> None:
    sent = {b"host": b"127.0.0.1:8765", name: b"203.0.113.9", **JSON}
    assert access().request("GET", sent, came(sent)) == "public"
    assert access().request("POST", sent, came(sent)) == Denied(403, "nothing is changed from here")
    assert access().socket(sent, came(sent, "ws")) == "public"


def test_a_page_of_the_public_meets_the_public_surface_under_any_name() -> None:
    """As from a proxy that writes its own name into Host."""
    assert status("POST", origin=b"https://hall.example.tw") == 403
    assert status("GET", origin=b"https://hall.example.tw") == "public"


def test_without_staff_everybody_meets_the_public_surface() -> None:
    for host in (b"127.0.0.1:8766", b"hall.example.tw"):
        assert access(staff=False).request("GET", {b"host": host}, HERE) == "public"
        assert access(staff=False).socket({b"host": host}, came({}, "ws", "192.168.1.9")) == "public"
    evil = access(staff=False).request("GET", {b"host": b"evil.example"}, HERE)
    assert isinstance(evil, Denied)


@pytest.mark.parametrize(
    ("url", "host", "origin"),
    [
        ("https://Hall.Example.tw:443/t", "hall.example.tw", b"https://hall.example.tw"),
        ("http://hall.example.tw:80/t", "hall.example.tw", b"http://hall.example.tw"),
        ("https://hall.example.tw:8443/t", "hall.example.tw", b"https://hall.example.tw:8443"),
        ("http://[fe80::1]:8766/t", "[fe80::1]", b"http://[fe80::1]:8766"),
        ("", "", b""),
        ("https://[::1/t", "", b""),
        ("https://hall.example.tw:x/t", "", b""),
        ("nowhere", "", b""),
    ],
)
def test_a_public_name_is_as_a_browser_says_it(url: str, host: str, origin: bytes) -> None:
    assert public_name(url) == PublicName(host, origin)


def test_an_address_on_this_computer_is_still_the_staffs() -> None:
    """As in the sample: the console stands beside the phone page."""
    here = access("http://127.0.0.1:8765/t")
    own = {b"host": b"127.0.0.1:8765", b"origin": b"http://127.0.0.1:8765", **JSON}
    assert here.request("POST", own, HERE) == "staff"
    assert here.socket(own, HERE) == "staff"


def test_the_address_counts_as_soon_as_it_changes() -> None:
    now = [PAGE]
    known = Access("127.0.0.1", lambda: now[0])
    for name in (b"hall.example.tw", b"numbers.example.tw", b"hall.example.tw"):
        now[0] = f"https://{name.decode()}/t"
        for other in (b"hall.example.tw", b"numbers.example.tw"):
            assert (known.surface({b"host": other}, HERE) == "public") is (other == name)


@pytest.mark.parametrize(
    "host",
    [
        b"",
        b"evil.example",
        b"127.0.0.1.evil.example",
        b"localhost:80@evil",
        b"localhost:",
        b"localhost:x",
        b"localhost:65536",
        b"localhost:000080",
        b"::1",
        b"a]",
    ],
)
def test_other_names_are_refused(host: bytes) -> None:
    assert status("GET", host=host) == 400


def test_an_address_that_leads_nowhere_admits_nothing() -> None:
    for host in (b"", b":80"):
        assert isinstance(access("").surface({b"host": host}, HERE), Denied)


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


def test_own_pages_and_scripts_may_change_things() -> None:
    assert status("POST", sec_fetch_site=b"same-origin") == "staff"
    assert status("POST", sec_fetch_site=b"none") == "staff"
    assert status("POST", origin=b"http://127.0.0.1:8765") == "staff"
    assert status("POST", origin=b"http://127.0.0.1:8765", cookie=b"sid=1") == "staff"
    assert status("POST") == "staff"


ON_THIS_COMPUTER = ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1", "0:0:0:0:0:ffff:7f00:1"]
ELSEWHERE = [
    "192.168.1.9",
    "127.evil.example",
    "::1234",
    "::ffff:192.168.1.9",
    "::ffff:127.0.0.1.evil",
    "1270.0.0.1",
    "",
]


def test_a_plain_way_is_for_this_computer_by_its_address_not_by_its_spelling() -> None:
    for method in ("GET", "POST"):
        assert [status(method, client) for client in ON_THIS_COMPUTER] == ["staff"] * len(ON_THIS_COMPUTER)
        assert [status(method, client) for client in ELSEWHERE] == [403] * len(ELSEWHERE)
    assert [socket_status(client) for client in ON_THIS_COMPUTER] == ["staff"] * len(ON_THIS_COMPUTER)
    assert [socket_status(client) for client in ELSEWHERE] == [403] * len(ELSEWHERE)
    assert [socket_status(client, "wss") for client in ELSEWHERE] == ["staff"] * len(ELSEWHERE)


@pytest.mark.parametrize("kind", [b"", b"text/plain", b"application/x-www-form-urlencoded", b"application/jsonx"])
def test_only_json_changes_things(kind: bytes) -> None:
    assert status("POST", content_type=kind) == 415


def test_a_charset_beside_json_is_fine() -> None:
    assert status("POST", content_type=b"Application/JSON; charset=utf-8") == "staff"


def socket_status(client: str = "127.0.0.1", scheme: str = "ws", **headers: bytes) -> int | str:
    sent = _sent({b"host": b"localhost:8765"}, headers)
    met = access().socket(sent, came(sent, scheme, client))
    return met.status if isinstance(met, Denied) else met


def test_sockets_ask_where_they_come_from() -> None:
    assert socket_status() == "staff"
    assert socket_status(origin=b"http://localhost:8765") == "staff"
    assert socket_status(scheme="wss", origin=b"https://localhost:8765") == "staff"
    assert socket_status(origin=b"https://hall.example.tw") == "public"
    assert socket_status(host=b"hall.example.tw", origin=b"https://hall.example.tw") == "public"
    assert socket_status(host=b"hall.example.tw") == "public"
    assert socket_status(host=b"hall.example.tw", origin=b"http://evil.example") == 403
    assert socket_status(host=b"hall.example.tw", cookie=b"sid=1") == 403
    assert socket_status(cookie=b"sid=1") == 403
    assert socket_status(origin=b"null") == 403
    assert socket_status(origin=b"http://evil.example") == 403
    assert socket_status(host=b"evil.example") == 400


def test_a_socket_is_no_other_sites_whatever_its_origin_says() -> None:
    own, public = b"http://localhost:8765", b"https://hall.example.tw"
    for site in (b"cross-site", b"same-site", b"", b"same-origin, cross-site"):
        assert socket_status(origin=own, sec_fetch_site=site) == 403
        assert socket_status(host=b"hall.example.tw", origin=public, sec_fetch_site=site) == 403
    assert socket_status(origin=own, sec_fetch_site=b"same-origin") == "staff"
    assert socket_status(host=b"hall.example.tw", origin=public, sec_fetch_site=b"same-origin") == "public"


def test_what_a_device_carries_beside_its_token_counts_for_nothing() -> None:
    token, cookie, evil = b"Bearer x", b"sid=1", b"https://evil.example"
    assert socket_status(authorization=token, cookie=cookie) == "staff"
    assert status("POST", authorization=token, cookie=cookie) == "staff"
    assert socket_status(authorization=token, cookie=cookie, origin=evil) == 403
    assert status("POST", authorization=token, cookie=cookie, origin=evil) == 403


LOOK_ALIKES = [
    b"https://hall-pc",  # another port
    b"http://hall-pc:8765",  # another scheme
    b"https://hall-pc:8766",
    b"https://hall-pc.:8765",
    b"https://hall-pc:8765.evil.example",
    b"https://hall-pc.evil.example:8765",
    b"https://evil-hall-pc:8765",
    b"https://hall-pc:8765@evil.example",
    b"https://hall-pc:8765/",
    b"https://hall-pc:8765 https://evil.example",
    b"null",
    b"",
]


@pytest.mark.parametrize("origin", LOOK_ALIKES)
def test_an_origin_is_ours_to_the_letter(origin: bytes) -> None:
    known = Access("0.0.0.0", lambda: "", names=lambda: ("hall-pc", "10.0.0.5"))
    sent = {b"host": b"hall-pc:8765", b"origin": origin, **JSON}
    assert known.socket(sent, LAN) == Denied(403, "not from this page")
    assert known.request("POST", sent, LAN) == Denied(403, "not from this page")
    sent[b"origin"] = b"https://hall-pc:8765"
    assert known.socket(sent, LAN) == known.request("POST", sent, LAN) == "staff"


LAN = Way("https", "10.0.0.9")


def test_the_port_that_a_browser_leaves_out_may_stand_in_the_host() -> None:
    known = Access("0.0.0.0", lambda: "", names=lambda: ("hall-pc",))
    for host in (b"hall-pc", b"hall-pc:443"):
        assert known.socket({b"host": host, b"origin": b"https://hall-pc"}, LAN) == "staff"
    assert known.socket({b"host": b"hall-pc:80", b"origin": b"https://hall-pc"}, LAN) == Denied(
        403, "not from this page"
    )


def test_own_names_count_as_soon_as_they_change_and_everywhere_is_none() -> None:
    names = ["Hall-PC", "10.0.0.5", "fe80::1"]
    known = Access("0.0.0.0", lambda: "", names=lambda: names)
    for host in (b"hall-pc:8765", b"HALL-pc", b"10.0.0.5:8765", b"[fe80::1]:8765", b"localhost:8765"):
        assert known.surface({b"host": host}, LAN) == "staff", host
    names.append("0.0.0.0")
    for host in (b"0.0.0.0:8765", b"hall-pc.", b"hall-pc.:8765", b"10.0.0.6", b"evil.example", b"fe80::1"):
        assert known.surface({b"host": host}, LAN) == Denied(400, "this server has another name"), host
    names.append("10.0.0.6")
    assert known.surface({b"host": b"10.0.0.6"}, LAN) == "staff"


@pytest.mark.parametrize("site", [b"cross-site", b"same-site", b"nonsense", b""])
def test_a_page_from_elsewhere_reads_nothing_of_the_staffs_but_may_lead_there(site: bytes) -> None:
    assert status("GET", sec_fetch_site=site) == 403
    assert status("GET", sec_fetch_site=site, sec_fetch_mode=b"no-cors") == 403
    assert status("GET", sec_fetch_site=site, sec_fetch_mode=b"navigate") == "staff"
    assert status("GET", host=b"hall.example.tw", sec_fetch_site=site) == "public"


def test_only_the_tickets_own_name_is_encrypted_for_ever() -> None:
    names = ("hall-pc",)
    known = Access("0.0.0.0", lambda: PAGE, names=lambda: names)
    public, encrypted = {b"host": b"hall.example.tw"}, Way("https", "192.0.2.7")
    assert known.always_encrypted(public, encrypted)
    assert known.always_encrypted(public, Way("http", "127.0.0.1", passed_on=True))
    assert not known.always_encrypted(public, Way("http", "192.0.2.7"))
    assert not known.always_encrypted({b"host": b"hall-pc:8765"}, encrypted)
    plain = Access("0.0.0.0", lambda: "http://hall.example.tw/t", names=lambda: names)
    assert not plain.always_encrypted(public, encrypted)
