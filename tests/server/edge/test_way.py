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
    forged = {b"x-forwarded-for": b"127.0.0.1, 203.0.113.9, 10.0.0.3"}
    assert came(forged, client=PROXY, proxies=[PROXY, "10.0.0.3"]).source == "203.0.113.9"
    assert came(forged, client=PROXY, proxies=[PROXY]).source == "10.0.0.3"
    for nonsense in (b"127.0.0.1, evil", b"127.0.0.1,", b"", b"unknown"):
        assert came({b"x-forwarded-for": nonsense}, client=PROXY, proxies=[PROXY]).source in {"", PROXY}
    for scheme in (b"https, http", b"wss", b"HTTPS", b""):
        assert isinstance(Ways([PROXY]).find({b"x-forwarded-proto": scheme}, "http", PROXY), Denied)


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
    for sent in (
        {b"x-forwarded-for": b"10.0.0.9", b"x-forwarded-proto": b"http"},
        {b"x-forwarded-for": b"10.0.0.9"},
        {},
    ):
        found = known.surface({b"host": b"hall-pc", **sent}, came(sent, client=PROXY, proxies=[PROXY]))
        assert found == Denied(403, "staff and devices come over HTTPS")
