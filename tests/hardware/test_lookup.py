"""Names are looked up within their caller's limit, one look-up at a time."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from hardware.lookup import Lookup

Found = Sequence[tuple[int, int, int, str, Any]]


class NameServer:
    """Answers as `socket.getaddrinfo` does, when it is let."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.let = threading.Event()
        self.answer: Callable[[], Found] = lambda: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.9", 9100))]

    def __call__(self, host: str, *_: int) -> Found:
        self.asked.append(host)
        assert self.let.wait(10)
        return self.answer()


@pytest.fixture
def names() -> Iterator[NameServer]:
    server = NameServer()
    yield server
    server.let.set()


def addresses(lookup: Lookup, seconds: float) -> list[object]:
    return [place.address for place in lookup.places("printer.example", 9100, time.monotonic() + seconds)]


def test_a_slow_look_up_does_not_hold_its_caller_and_is_not_asked_twice(names: NameServer) -> None:
    lookup = Lookup(names)
    for _ in range(3):
        start = time.monotonic()
        with pytest.raises(TimeoutError, match="not looked up in time"):
            addresses(lookup, 0.05)
        assert time.monotonic() - start < 5
    assert len(names.asked) == 1


def test_an_answer_that_came_too_late_serves_the_next_one_to_ask(names: NameServer) -> None:
    lookup = Lookup(names)
    with pytest.raises(TimeoutError):
        addresses(lookup, 0)
    names.let.set()
    assert addresses(lookup, 10) == [("192.0.2.9", 9100)]
    assert addresses(lookup, 10) == [("192.0.2.9", 9100)]
    assert len(names.asked) == 2, "an answer that was given is not kept: a name may move"


def test_a_name_that_takes_long_each_time_is_meanwhile_where_it_was(names: NameServer) -> None:
    """Else a printer were away at every second question."""
    lookup = Lookup(names)
    names.let.set()
    assert addresses(lookup, 10)
    names.let.clear()
    start = time.monotonic()
    assert addresses(lookup, 0.4) == [("192.0.2.9", 9100)]
    assert addresses(lookup, 0.4) == [("192.0.2.9", 9100)]
    assert time.monotonic() - start < 5
    assert len(names.asked) == 2
    names.answer = lambda: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.10", 9100))]
    names.let.set()
    assert addresses(lookup, 10) == [("192.0.2.10", 9100)], "the answer that came meanwhile"


def test_an_unknown_name_is_said_and_asked_again(names: NameServer) -> None:
    def unknown() -> Found:
        raise socket.gaierror(-2, "Name or service not known")

    known = names.answer
    names.let.set()
    names.answer = unknown
    lookup = Lookup(names)
    with pytest.raises(socket.gaierror):
        addresses(lookup, 10)
    names.answer = known
    assert addresses(lookup, 10)


def test_an_ip_address_is_not_looked_up() -> None:
    (place,) = Lookup().places("127.0.0.1", 9100, 0.0)
    assert place.address == ("127.0.0.1", 9100)
    (place,) = Lookup().places("::1", 9100, 0.0, socket.SOCK_DGRAM)
    assert (place.address[:2], place.kind) == (("::1", 9100), socket.SOCK_DGRAM)
