"""Links to devices keep their deadlines and tell a broken link from a slow one."""

import os
import socket
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from hardware.transport import (
    Address,
    AddressError,
    Transport,
    TransportBusyError,
    TransportClosedError,
    TransportLostError,
    TransportTimeoutError,
    TransportUnavailableError,
    open_transport,
    parse_address,
)


def soon(seconds: float = 20.0) -> float:
    return time.monotonic() + seconds


@contextmanager
def tcp_pair() -> Iterator[tuple[Transport, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        link = open_transport(f"tcp://127.0.0.1:{server.getsockname()[1]}")
        peer, _ = server.accept()
        with peer:
            yield link, peer
        link.close()


@contextmanager
def pty_pair(options: str = "") -> Iterator[tuple[Transport, int]]:
    """A serial link and the master side of the pseudo terminal it is opened on."""
    master, slave = os.openpty()
    tty.setraw(slave)
    link = open_transport(f"serial://{os.ttyname(slave)}{options}")
    try:
        yield link, master
    finally:
        link.close(discard=True)
        os.close(slave)
        with suppress(OSError):
            os.close(master)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tcp://10.0.0.9:9100", Address("tcp", host="10.0.0.9", port=9100)),
        ("tcp://10.0.0.9:9100?baud=19200", Address("tcp", host="10.0.0.9", port=9100, baud=19200)),
        ("usb:///dev/usb/lp0", Address("usb", path="/dev/usb/lp0")),
        ("tcp://[fe80::1%eth0]:9100", Address("tcp", host="fe80::1%eth0", port=9100)),
        ("TCP://Printer.example.:9100/", Address("tcp", host="printer.example", port=9100)),
        ("serial:///dev/ttyS0", Address("serial", path="/dev/ttyS0", baud=115200)),
        (
            "serial:///dev/ttyS0?baud=9600&bits=7&parity=e&stop=2&flow=xonxoff",
            Address("serial", path="/dev/ttyS0", baud=9600, bits=7, parity="E", stop=2, flow="xonxoff"),
        ),
    ],
)
def test_addresses(text: str, expected: Address) -> None:
    assert parse_address(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10.0.0.9:9100",
        "tcp://10.0.0.9",
        "tcp://10.0.0.9:99999",
        "tcp://:9100",
        "tcp://h:1/x",
        "tcp://h:9100?baud=0",
        "tcp://h:9100?bits=8",
        "usb://lp0",
        "usb:///",
        "serial://ttyS0",
        "serial:///dev/ttyS0?speed=9600",
        "serial:///dev/ttyS0?baud=fast",
        "serial:///dev/ttyS0?bits=9",
        "serial:///dev/ttyS0?flow=both",
        "serial:///dev/ttyS0?parity=X",
        "serial:///dev/ttyS0?baud=",
        "serial:///dev/ttyS0?baud=１",
        "serial:///dev/ttyS0?baud=9_600",
        "serial:///dev/ttyS0?baud=" + "9" * 300,
        "serial:///dev/ttyS0?baud=1200&baud=9600",
        "serial:///dev/ttyS0#x",
        "serial:dev",
        "usb:///dev/usb/lp0?x=1",
        "usb:////dev/lp0",
        "tcp://[::1",
        "tcp://::1:9100",
        "tcp://me@h:9100",
        "tcp://a..b:9100",
        "tcp://127.1:9100",
        "tcp://h:0",
        "tcp://h:9100#x",
        "tcp://255.255.255.255:9100",
    ],
)
def test_wrong_addresses_say_what_is_allowed(text: str) -> None:
    with pytest.raises(AddressError, match=r"allowed are tcp://HOST:PORT, .*serial:///DEVICE"):
        parse_address(text)


def test_bits_per_byte() -> None:
    assert parse_address("serial:///dev/a").bits_per_byte == 10
    assert parse_address("serial:///dev/a?bits=7&parity=E").bits_per_byte == 10
    assert parse_address("serial:///dev/a?stop=2").bits_per_byte == 11


@pytest.mark.parametrize("url", ["serial:///nonexistent/tty", "usb:///nonexistent/lp0"])
def test_absent_device_is_unavailable(url: str) -> None:
    with pytest.raises(TransportUnavailableError) as caught:
        open_transport(url)
    assert not isinstance(caught.value, TransportBusyError)


def test_a_refused_connection_is_busy() -> None:
    with pytest.raises(TransportBusyError, match=r"127\.0\.0\.1:1"):
        open_transport("tcp://127.0.0.1:1")


def test_tcp_both_ways() -> None:
    with tcp_pair() as (link, peer):
        link.write(b"abc", soon())
        assert peer.recv(10) == b"abc"
        peer.sendall(b"\x12")
        assert link.read(soon()) == b"\x12"


def test_read_gives_nothing_at_the_deadline() -> None:
    with tcp_pair() as (link, _):
        start = time.monotonic()
        assert link.read(soon(0.05)) == b""
        assert 0.04 < time.monotonic() - start < 10


def test_write_stops_at_the_deadline_and_counts() -> None:
    with tcp_pair() as (link, _):
        start = time.monotonic()
        with pytest.raises(TransportTimeoutError) as caught:
            link.write(bytes(50_000_000), soon(0.2))
        assert time.monotonic() - start < 10
        assert 0 < caught.value.written < 50_000_000


def test_peer_gone_is_lost() -> None:
    with tcp_pair() as (link, peer):
        peer.close()
        with pytest.raises(TransportLostError):
            link.read(soon())
        with pytest.raises(TransportLostError):
            link.write(bytes(10_000_000), soon())


def test_a_peer_that_closes_in_order_is_told_from_one_that_left_bytes_behind() -> None:
    with tcp_pair() as (link, peer):
        link.write(b"a ticket", soon())
        assert peer.recv(100) == b"a ticket"
        peer.close()
        with pytest.raises(TransportClosedError):
            link.read(soon())
    with tcp_pair() as (link, peer):
        link.write(b"a ticket", soon())
        peer.recv(1, socket.MSG_PEEK)
        peer.close()
        with pytest.raises(TransportLostError) as caught:
            link.read(soon())
        assert not isinstance(caught.value, TransportClosedError)


def test_closed_link_is_lost_and_closes_twice() -> None:
    with tcp_pair() as (link, _):
        link.close()
        link.close()
        with pytest.raises(TransportLostError):
            link.write(b"x", soon())


def test_serial_both_ways() -> None:
    with pty_pair("?baud=115200") as (link, master):
        link.write(b"abc", soon())
        assert os.read(master, 10) == b"abc"
        os.write(master, b"\x10\x11\x13\x00")
        assert link.read(soon()) == b"\x10\x11\x13\x00"


def test_serial_is_exclusive() -> None:
    master, slave = os.openpty()
    url = f"serial://{os.ttyname(slave)}"
    link = open_transport(url)
    try:
        with pytest.raises(TransportBusyError):
            open_transport(url)
    finally:
        link.close()
        os.close(slave)
        os.close(master)


def test_serial_that_nobody_reads_times_out_and_closes_at_once() -> None:
    with pty_pair() as (link, _):
        with pytest.raises(TransportTimeoutError) as caught:
            link.write(bytes(100_000), soon(0.2))
        assert 0 < caught.value.written < 100_000
        start = time.monotonic()
        link.close(discard=True)
        assert time.monotonic() - start < 5


def test_serial_unplugged_is_lost() -> None:
    with pty_pair() as (link, master):
        os.close(master)
        with pytest.raises(TransportLostError):
            link.read(soon())


def test_device_file_is_read_and_written() -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    link = open_transport(f"usb://{os.ttyname(slave)}")
    try:
        link.write(b"ticket", soon())
        assert os.read(master, 10) == b"ticket"
    finally:
        link.close()
        os.close(slave)
        os.close(master)


def test_slow_reader_gets_everything() -> None:
    data = os.urandom(2_000_000)
    got = bytearray()
    with tcp_pair() as (link, peer):

        def drain() -> None:
            while len(got) < len(data):
                got.extend(peer.recv(8192))

        reader = threading.Thread(target=drain)
        reader.start()
        link.write(data, soon(10))
        reader.join(10)
    assert bytes(got) == data
