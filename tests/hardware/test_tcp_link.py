"""All addresses of a name share one limit, and the first that answers is taken."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from hardware.lookup import Place
from hardware.tcp_link import connect_to


def place(of: socket.socket) -> Place:
    return Place(socket.AF_INET, socket.SOCK_STREAM, 0, of.getsockname())


@pytest.fixture
def dead() -> Iterator[Place]:
    """An address that never answers: its queue of callers is full, and further ones are dropped."""
    with ExitStack() as open_ones:
        server = open_ones.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):
            caller = open_ones.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(server.getsockname())
        yield place(server)


@pytest.fixture
def refusing() -> Place:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return place(server)


def test_dead_addresses_share_the_limit(dead: Place) -> None:
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        connect_to([dead] * 20, start + 0.3)
    assert 0.25 < time.monotonic() - start < 5, "each with the whole of it: six seconds"


def test_a_living_address_behind_dead_ones_is_found_within_the_limit(dead: Place) -> None:
    """Its turn comes long before the limit, since those behind it have their shares too."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        closing(connect_to([*[dead] * 5, place(server), *[dead] * 34], time.monotonic() + 4.5)) as connection,
    ):
        assert connection.getpeername() == server.getsockname()
        assert not connection.getblocking()


def test_the_next_address_is_tried_at_once_after_a_refusal(dead: Place, refusing: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        start = time.monotonic()
        connect_to([*[refusing] * 8, place(server)], start + 60).close()
        assert time.monotonic() - start < 5, "a share is a second"


def test_a_refusal_says_more_than_silence(dead: Place, refusing: Place) -> None:
    with pytest.raises(ConnectionRefusedError):
        connect_to([dead, refusing, dead], time.monotonic() + 1)


def test_a_limit_that_has_passed_is_an_error_and_no_hang(dead: Place) -> None:
    with pytest.raises(TimeoutError):
        connect_to([dead, dead], 0.0)
