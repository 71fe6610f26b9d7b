"""A panel's host is looked up within a limit, and each of its addresses gets its turn."""

import socket
import threading
import time
from typing import Any

import pytest

from hardware.led.e131_socket import PanelSocket
from hardware.led.settings import PixelTarget
from hardware.lookup import Lookup

TARGET = PixelTarget("panel.example", 5568, 1, 100)


def test_a_slow_look_up_does_not_hold_the_sign() -> None:
    answer = threading.Event()

    def slow(*_: object) -> list[tuple[int, int, int, str, Any]]:
        assert answer.wait(10)
        return []

    start = time.monotonic()
    with pytest.raises(TimeoutError, match=r"panel\.example was not looked up in time"):
        PanelSocket(TARGET, lookup=Lookup(slow), look_up_s=0.05)
    assert time.monotonic() - start < 5
    answer.set()


def test_each_attempt_takes_the_next_address() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as first,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as second,
    ):
        for receiver in (first, second):
            receiver.bind(("127.0.0.1", 0))
            receiver.settimeout(5)

        def two(*_: object) -> list[tuple[int, int, int, str, Any]]:
            return [(socket.AF_INET, socket.SOCK_DGRAM, 0, "", one.getsockname()) for one in (first, second)]

        for attempt, receiver in enumerate((first, second, first)):
            panel = PanelSocket(TARGET, attempt, Lookup(two))
            panel.send(1, b"%d" % attempt)
            assert receiver.recv(10) == b"%d" % attempt
            panel.close()
