"""How a request came, and whose word of it counts."""

from __future__ import annotations

import pytest

from server.edge.access import Access
from server.edge.way import Denied, Way, Ways, gathered
from tests.server.edge.test_access import JSON, came


@pytest.mark.parametrize(
    "name",
    [b"host", b"origin", b"cookie", b"authorization", b"content-type", b"sec-fetch-site", b"x-forwarded-proto"],
)
def test_of_two_headers_neither_is_believed(name: bytes) -> None:
    assert isinstance(gathered([(name, b"a"), (b"accept", b"x"), (name, b"a")]), Denied)
    assert gathered([(name, b"a"), (b"accept", b"x"), (b"accept", b"y")]) == {name: b"a", b"accept": b"x, y"}


PROXY = "10.0.0.2"


def test_our_proxys_word_counts() -> None:
    sent = {b"x-forwarded-for": b"203.0.113.9", b"x-forwarded-proto": b"https"}
    assert came(sent, client=PROXY, proxies=[PROXY]) == Way("https", "203.0.113.9")
    assert came(sent, client=f"::ffff:{PROXY}", proxies=[PROXY]) == Way("https", "203.0.113.9")
    known = Access("0.0.0.0", lambda: "", names=lambda: ("hall.example.tw",))
    own = {b"host": b"hall.example.tw", b"origin": b"https://hall.example.tw", **JSON, **sent}
    assert known.request("POST", own, came(own, client=PROXY, proxies=[PROXY])) == "staff"
    assert known.socket(own, came(own, client=PROXY, proxies=[PROXY])) == "staff"


def test_what_somebody_said_to_our_proxy_is_not_its_word() -> None:
    """It adds the address that it saw at the end of the list."""
    forged = {b"x-forwarded-for": b"evil, 127.0.0.1, 203.0.113.9, 10.0.0.3", b"x-forwarded-proto": b"https"}
    assert came(forged, client=PROXY, proxies=[PROXY, "10.0.0.3"]).source == "203.0.113.9"
    assert came(forged, client=PROXY, proxies=[PROXY]).source == "10.0.0.3"
    for scheme in (b"https, http", b"wss", b"HTTPS", b""):
        sent = {b"x-forwarded-for": b"203.0.113.9", b"x-forwarded-proto": scheme}
        assert isinstance(Ways([PROXY]).find(sent, "http", PROXY), Denied)


@pytest.mark.parametrize(
    ("entry", "source"),
    [
        (b"203.0.113.5:4711", "203.0.113.5"),
        (b"[2001:db8::1]:4711", "2001:db8::1"),
        (b"[2001:DB8:0::1]", "2001:db8::1"),
        (b"2001:db8::1", "2001:db8::1"),
        (b"::ffff:203.0.113.5", "203.0.113.5"),
        (b"127.0.0.1, 203.0.113.5:4711, 10.0.0.3:80", "203.0.113.5"),
    ],
)
def test_an_address_may_come_with_its_port(entry: bytes, source: str) -> None:
    sent = {b"x-forwarded-for": entry, b"x-forwarded-proto": b"https"}
    assert came(sent, client=PROXY, proxies=[PROXY, "10.0.0.3"]).source == source


@pytest.mark.parametrize(
    "entry", [b"127.0.0.1, evil", b"127.0.0.1,", b"", b"unknown", b"203.0.113.5:x", b"[2001:db8::1", b"[203.0.113.5]:"]
)
def test_whoever_a_proxy_names_unreadably_is_refused_and_never_one_with_others(entry: bytes) -> None:
    found = Ways([PROXY]).find({b"x-forwarded-for": entry, b"x-forwarded-proto": b"https"}, "http", PROXY)
    assert found == Denied(400, "the proxy names no address that can be read in X-Forwarded-For")


@pytest.mark.parametrize("proxy", [PROXY, "127.0.0.1"])
def test_a_proxy_that_does_not_say_who_asks_makes_nobody_this_computer(
    proxy: str, caplog: pytest.LogCaptureFixture
) -> None:
    ways = Ways([proxy])
    for sent in ({}, {b"x-forwarded-for": b"203.0.113.5"}, {b"x-forwarded-proto": b"https"}):
        found = ways.find({b"host": b"hall-pc", **sent}, "http", proxy)
        assert found == Denied(
            400, "the proxy does not say who asks: it must send X-Forwarded-For and X-Forwarded-Proto"
        )
    assert [record.getMessage().split(":")[0] for record in caplog.records] == [
        f"the proxy {proxy} does not say who asks"
    ]


@pytest.mark.parametrize("client", ["10.0.0.9", "127.0.0.1", ""])
def test_forged_forwarded_headers_open_nothing_and_hide_nobody(client: str) -> None:
    known = Access("0.0.0.0", lambda: "", names=lambda: ("hall-pc",))
    forged = {b"host": b"hall-pc", b"x-forwarded-for": b"127.0.0.1", b"x-forwarded-proto": b"https", **JSON}
    found = came(forged, client=client, proxies=[PROXY])
    assert (found.scheme, found.source, found.passed_on) == ("http", client, True)
    assert known.request("POST", forged, found) == Denied(403, "nothing is changed from here")
    assert known.request("GET", forged, found) == known.socket(forged, found) == "public"


def test_a_plain_way_to_our_proxy_is_plain() -> None:
    known = Access("0.0.0.0", lambda: "", names=lambda: ("hall-pc",))
    sent = {b"x-forwarded-for": b"10.0.0.9", b"x-forwarded-proto": b"http"}
    for scheme in ("http", "https"):
        found = known.surface({b"host": b"hall-pc", **sent}, came(sent, scheme, client=PROXY, proxies=[PROXY]))
        assert found == Denied(403, "staff and devices come over HTTPS")
