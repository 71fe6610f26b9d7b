"""Devices that call themselves ready and give nothing, or take bytes without end, keep nobody past his deadline."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hardware.transport import DescriptorTransport, Transport, TransportLostError, TransportTimeoutError


def soon(seconds: float = 20.0) -> float:
    return time.monotonic() + seconds


@contextmanager
def packet_pair(*, ends_by_zero: bool) -> Iterator[tuple[Transport, socket.socket]]:
    """A link that gives reads of no bytes, as a USB printer does: each empty packet of its peer is one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setblocking(False)
    with theirs:
        yield DescriptorTransport(ours.fileno(), ours.close, ends_by_zero=ends_by_zero), theirs
        ours.close()


def test_a_read_of_no_bytes_is_not_the_end_of_a_usb_printer() -> None:
    with packet_pair(ends_by_zero=False) as (link, printer):
        printer.send(b"")
        printer.send(b"")
        printer.send(b"\x12")
        assert link.read(soon()) == b"\x12"
        printer.send(b"")
        assert link.read(soon(0.05)) == b""
        printer.close()
        with pytest.raises(TransportLostError, match="closed the link"):
            link.read(soon())


def test_empty_reads_without_end_are_bounded_and_cost_little() -> None:
    """/dev/null is always readable and always empty."""
    descriptor = os.open(os.devnull, os.O_RDWR | os.O_NONBLOCK)
    link = DescriptorTransport(descriptor, lambda: os.close(descriptor), ends_by_zero=False)
    start, busy = time.monotonic(), time.thread_time()
    assert link.read(soon(0.3)) == b""
    assert time.monotonic() - start < 10
    assert time.thread_time() - busy < 0.1
    assert link.read(0.0) == b""
    link.close()


def test_a_device_that_takes_byte_after_byte_does_not_hold_a_write_past_its_deadline() -> None:
    descriptor = os.open(os.devnull, os.O_RDWR | os.O_NONBLOCK)
    link = DescriptorTransport(descriptor, lambda: os.close(descriptor))
    with pytest.raises(TransportTimeoutError) as caught:
        link.write(bytes(100_000), 0.0)
    assert 0 < caught.value.written < 100_000
    link.close()
