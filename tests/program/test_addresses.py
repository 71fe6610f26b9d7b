"""Addresses in a config file: what is read works as it is, what cannot work is refused with its reason."""

from __future__ import annotations

import pytest

from program.addresses import (
    LONGEST,
    AddressFault,
    Spelled,
    host_in,
    keeps_a_secret,
    reachable,
    server_address,
    spelled,
    typed_server,
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ws://127.0.0.1:8765/ws", "ws://127.0.0.1:8765/ws"),
        ("wss://hall.example.tw/ws", "wss://hall.example.tw/ws"),
        ("WS://Hall-PC:8765/ws", "ws://hall-pc:8765/ws"),
        ("ws://[::1]:8765/ws", "ws://[::1]:8765/ws"),
        ("ws://[2001:DB8:0:0::1]/ws", "ws://[2001:db8::1]/ws"),
        ("ws://localhost.:8765/ws", "ws://localhost:8765/ws"),
        ("ws://my_pc:65535/ws", "ws://my_pc:65535/ws"),
        ("ws://叫號.tw:8765/ws", "ws://xn--fpr078i.tw:8765/ws"),
        ("ws://１２７.０.０.１:8765/ws", "ws://127.0.0.1:8765/ws"),
    ],
)
def test_a_server_as_a_link_takes_it(text: str, read: str) -> None:
    assert server_address(text) == read
    assert server_address(read) == read


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "what kind of address"),
        ("127.0.0.1:8765", "what kind of address|not what a screen speaks"),
        ("http://h/ws", "`http` is not what a screen speaks"),
        ("ws:///ws", "names no server"),
        ("ws:h/ws", "names no server"),
        ("ws://:8765/ws", "the host is missing"),
        ("ws://127.0.0.1:99999/ws", "port is 1 to 65535, not `99999`"),
        ("ws://h:65536/ws", "port is 1 to 65535"),
        ("ws://h:0/ws", "port is 1 to 65535"),
        ("ws://h:-1/ws", "port is 1 to 65535"),
        ("ws://h:1_0/ws", "port is 1 to 65535"),
        ("ws://h:８７６５/ws", "port is 1 to 65535"),
        ("ws://h:/ws", "port is 1 to 65535"),
        ("ws://[::1/ws", "an IPv6 address stands in brackets"),
        ("ws://::1/ws", "an IPv6 address stands in brackets"),
        ("ws://[::1]x/ws", "an IPv6 address stands in brackets"),
        ("ws://[h]/ws", "no IPv6 address|in brackets"),
        ("ws://[fe80::1%eth0]/ws", "without %"),
        ("ws://a..b/ws", "`a..b` is no name of a computer"),
        ("ws://.a/ws", "no name of a computer"),
        ("ws://-a/ws", "no name of a computer"),
        ("ws://a%20b/ws", "no name of a computer"),
        ("ws://" + "a" * 64 + "/ws", "no name of a computer"),
        ("ws://xn--/ws", "no name of a computer"),
        ("ws://a℀b/ws", "names no computer"),
        ("ws://127.1/ws", "no IP address"),
        ("ws://256.0.0.1/ws", "no IP address"),
        ("ws://0x7f000001/ws", "no IP address"),
        ("ws://0.0.0.0/ws", "no single computer's"),
        ("ws://[::]/ws", "no single computer's"),
        ("ws://224.0.0.1/ws", "no single computer's"),
        ("ws://me:word@h/ws", "names a user"),
        ("ws://h", "must end in /ws"),
        ("ws://h/", "must end in /ws"),
        ("ws://h/ws/", "must end in /ws"),
        ("ws://h/ws?hall=1", "must end in /ws"),
        ("ws://h/ws#x", "has a #"),
        ("ws://a b/ws", r"U\+0020 at position 7"),
        (" ws://h/ws", r"U\+0020 at position 1"),
        ("ws://h\t/ws", r"U\+0009 at position 7"),
        ("ws://h/ws\u3000", r"U\+3000 at position 10"),
        ("ws://\u200b/ws", r"U\+200B at position 6"),
        ("ws://a\\b/ws", r"U\+005C at position 7"),
        ("ws://" + "a" * LONGEST + "/ws", "longer than"),
    ],
)
def test_what_cannot_be_a_server_says_why(text: str, why: str) -> None:
    with pytest.raises(AddressFault, match=why) as refused:
        server_address(text)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200


def test_an_address_is_taken_apart_with_its_options() -> None:
    found = spelled("SERIAL:///dev/ttyS0?baud=9600&flow=none")
    assert found == Spelled("serial", path="/dev/ttyS0", options={"baud": "9600", "flow": "none"})
    with pytest.raises(AddressFault, match="`baud` twice"):
        spelled("serial:///dev/x?baud=1&baud=2")


@pytest.mark.parametrize("text", ["[::1", "::1]", "[]", "[", "1:2", ""])
def test_half_a_host_is_none(text: str) -> None:
    with pytest.raises(AddressFault):
        host_in(text)


def test_a_name_is_reachable_whatever_it_is_called() -> None:
    assert reachable(host_in("Printer-1.example.")) == "printer-1.example"
    assert host_in("[FE80::1%eth0]") == "fe80::1%eth0"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("192.0.2.1", "wss://192.0.2.1:8765/ws"),
        (" 192.0.2.1:9000 ", "wss://192.0.2.1:9000/ws"),
        ("Hall-PC", "wss://hall-pc:8765/ws"),
        ("https://hall-pc:8443/devices", "wss://hall-pc:8443/ws"),
        ("https://hall.example.tw", "wss://hall.example.tw/ws"),
        ("wss://hall-pc:8765/ws", "wss://hall-pc:8765/ws"),
        ("wss://hall.example.tw/ws", "wss://hall.example.tw/ws"),
        ("http://localhost:8765", "ws://localhost:8765/ws"),
        ("2001:db8::1", "wss://[2001:db8::1]:8765/ws"),
        ("[2001:db8::1]:99", "wss://[2001:db8::1]:99/ws"),
        ("１９２．０．２．１：８７６５", "wss://192.0.2.1:8765/ws"),
    ],
)
def test_a_server_as_somebody_types_it(typed: str, read: str) -> None:
    assert typed_server(typed) == read
    assert typed_server(read) == read
    assert keeps_a_secret(read)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "names no server"),
        ("http://192.0.2.1:8765", "is not encrypted"),
        ("ws://hall-pc:8765/ws", "is not encrypted"),
        ("ftp://hall-pc", "`ftp` is not what a screen speaks"),
        ("hall pc", "U\\+0020"),
        ("me@hall-pc", "names a user"),
        ("0.0.0.0", "no single computer's address"),
        ("https://", "`https` is not what a screen speaks"),
    ],
)
def test_what_somebody_types_and_is_no_server(typed: str, why: str) -> None:
    with pytest.raises(AddressFault, match=why):
        typed_server(typed)
