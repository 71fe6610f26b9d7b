"""Records of TLS are counted, whatever is in them: nobody is heard who sends them without saying anything."""

from __future__ import annotations

import random
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from server.edge.arrivals import Arrivals
from server.edge.records import MOST_RECORDS, RecordCount
from tests.server.certificates.tls_port import KNOWN, TlsPort, made, tls_port, trusting
from tests.server.edge.test_arrivals import SMALL, until

BEGIN = b"GET / HTTP/1.1\r\nhost: localhost\r\nx-long: "
END = b"\r\n\r\n"
FLOOD = 3 * MOST_RECORDS


def record(size: int) -> bytes:
    return b"\x17\x03\x03" + size.to_bytes(2) + bytes(size)


@pytest.mark.parametrize("most", [1, 4, 5, 6, 40, 100_000])
def test_each_is_counted_once_however_it_comes(most: int) -> None:
    chance = random.Random(most)
    sizes = [0, 1, 17, 22, 16_640, 0, 0, 5, *(chance.randrange(300) for _ in range(50))]
    stream = memoryview(b"".join(map(record, sizes)))
    count = RecordCount()
    found = at = 0
    while at < len(stream):
        step = chance.randint(1, most)
        found += count.fed(stream[at : at + step])
        at += step
    assert found == len(sizes)


class Sealed:
    """A client that sends many records at once: each `say` is one, and `send` sends them together."""

    def __init__(self, port: TlsPort, trusts: ssl.SSLContext) -> None:
        """The last of the handshake goes with what is sent first."""
        self.raw = socket.create_connection(("127.0.0.1", port.port), 10)
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = trusts.wrap_bio(self._incoming, self._outgoing, server_hostname="localhost")
        while True:
            try:
                self._tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                self.send()
                self._incoming.write(self.raw.recv(65_536))

    def say(self, data: bytes) -> None:
        self._tls.write(data)

    def send(self) -> None:
        self.raw.sendall(self._outgoing.read())

    def hear(self) -> bytes:
        """A whole answer of `tls_port`."""
        heard = b""
        while not heard.endswith(b"https"):
            try:
                heard += self._tls.read(65_536)
            except ssl.SSLWantReadError:
                self._incoming.write(self.raw.recv(65_536))
        return heard


@contextmanager
def sealed(port: TlsPort, trusts: ssl.SSLContext) -> Iterator[Sealed]:
    one = Sealed(port, trusts)
    with one.raw:
        yield one


def test_who_sends_many_at_once_is_detained_and_others_are_served(tmp_path: Path) -> None:
    shown, pem = made(tmp_path)
    trusts = trusting(pem)
    arrivals = Arrivals(SMALL, detained_s=3_600.0)
    with (
        capture_logs() as logs,
        tls_port(shown.context(), arrivals=arrivals) as port,
        sealed(port, trusts) as flood,
        sealed(port, trusts) as honest,
    ):
        flood.say(BEGIN + END)
        flood.send()
        assert flood.hear().startswith(b"HTTP/1.1 200")
        flood.say(BEGIN)
        for _ in range(FLOOD):
            flood.say(b"a")
        flood.send()
        until(lambda: port.on_loop(lambda: [one.detained is not None for one in arrivals.detained]) == [True])
        for _ in range(3):
            honest.say(BEGIN)
            for _ in range(20):
                honest.say(b"a")
            honest.say(END)
            honest.send()
            assert honest.hear().startswith(b"HTTP/1.1 200")
    refused = [one for one in logs if one["event"] == "records_refused"]
    assert [one["address"] for one in refused] == ["127.0.0.1"]


def test_a_head_and_a_body_in_records_of_their_own_are_free(tmp_path: Path) -> None:
    shown, pem = made(tmp_path)
    with tls_port(shown.context()) as port, sealed(port, trusting(pem)) as client:
        for _ in range(FLOOD):
            for part in (b"POST / HTTP/1.1\r\nhost: localhost\r\n", b"content-length: 2\r\n\r\n", b"{}"):
                client.say(part)
            client.send()
            assert client.hear().startswith(b"HTTP/1.1 200")


def test_who_is_known_may_send_any_number(tmp_path: Path) -> None:
    shown, pem = made(tmp_path)
    arrivals = Arrivals(SMALL)
    with tls_port(shown.context(), arrivals=arrivals) as port, sealed(port, trusting(pem)) as client:
        client.say(BEGIN.replace(b"/", KNOWN.encode(), 1) + END)
        client.send()
        client.hear()
        client.say(BEGIN)
        for _ in range(FLOOD):
            client.say(b"a")
        client.say(END)
        client.send()
        assert client.hear().startswith(b"HTTP/1.1 200")


def test_what_comes_with_the_end_of_the_handshake_is_heard(tmp_path: Path) -> None:
    shown, pem = made(tmp_path)
    with tls_port(shown.context()) as port:
        for _ in range(10):
            with sealed(port, trusting(pem)) as client:
                client.say(BEGIN + END)
                client.send()
                assert client.hear().startswith(b"HTTP/1.1 200")
