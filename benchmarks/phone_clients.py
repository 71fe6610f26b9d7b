"""Thousands of phones in one process, on bare sockets and epoll: the client must not be what is measured.

    python -m benchmarks.phone_clients PORT PHONES TOKEN

Prints `{"ready": N}` when all have their ticket and board. For each line `expect SEQ` on stdin it prints when the first
and the last phone had a board of that log position or a later one (seconds of the system's monotonic clock).
Ends with its stdin.
"""

from __future__ import annotations

import json
import os
import re
import resource
import select
import socket
import struct
import sys
import time

from wire.codec import encode
from wire.messages import PROTOCOL
from wire.messages.phone import FollowTicket

_AT_ONCE = 200
"""Connections being opened at a time."""
_SEQ = re.compile(rb'"phone_board","seq":(\d+),')
UPGRADE = (
    b"GET /ws/phone HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def masked_text(payload: bytes) -> bytes:
    """A client's text frame, below 64 KB; a mask of zeros leaves the payload as it is (RFC 6455 section 5.3)."""
    size = len(payload)
    head = struct.pack("!BB", 0x81, 0x80 | size) if size < 126 else struct.pack("!BBH", 0x81, 0x80 | 126, size)
    return head + b"\0\0\0\0" + payload


def pong_for(data: bytes) -> bytes:
    """The answer to uvicorn's ping in what was read, if there is one: who does not answer is closed after 40 s.

    JSON holds no byte 4, so the head of a ping of four bytes cannot be part of a message.
    """
    _, ping, rest = data.partition(b"\x89\x04")
    return b"\x8a\x84\0\0\0\0" + rest[:4] if ping and len(rest) >= 4 else b""


class Swarm:
    """Phones that read everything; knows the newest board that each of them has."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._follow = masked_text(encode(FollowTicket(protocol=PROTOCOL, token=token)))
        self._epoll = select.epoll()
        self._phones: dict[int, socket.socket] = {}
        self._tails: dict[int, bytes] = {}
        self.newest: dict[int, int] = {}
        self.lost = 0
        self._expected = 0
        self._behind: set[int] = set()

    def open(self, phones: int) -> None:
        """Connects and greets; returns when each has its first board. Raises ConnectionError when one is refused."""
        while len(self._phones) < phones:
            self._open_some(min(_AT_ONCE, phones - len(self._phones)))
        deadline = time.monotonic() + 60
        while len(self.newest) < phones:
            self.read(0.05)
            if self.lost or time.monotonic() > deadline:
                raise ConnectionError(f"{self.lost} lost, {len(self.newest)} of {phones} phones have a board")

    def close(self) -> None:
        for phone in self._phones.values():
            phone.close()
        self._phones.clear()
        self._epoll.close()

    def _open_some(self, count: int) -> None:
        fresh = []
        for _ in range(count):
            phone = socket.create_connection(("127.0.0.1", self._port), 30)
            phone.sendall(UPGRADE)
            fresh.append(phone)
        for phone in fresh:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += phone.recv(4096)
                if not head.startswith(b"HTTP/1.1 101"[: len(head)]):
                    raise ConnectionError(head.decode("latin-1"))
            phone.setblocking(False)
            number = phone.fileno()
            self._phones[number] = phone
            self._tails[number] = b""
            self._epoll.register(number, select.EPOLLIN)
            phone.sendall(self._follow)
        self.read(0)

    def read(self, seconds: float) -> None:
        """Takes what has come, waiting up to `seconds` for the first of it."""
        for number, _ in self._epoll.poll(seconds, 4096):
            if number in self._phones:
                self._take(number)

    def watch(self, number: int) -> None:
        """Makes `read` return for another file too."""
        self._epoll.register(number, select.EPOLLIN)

    def _take(self, number: int) -> None:
        try:
            data = self._phones[number].recv(262_144)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        if not data:
            self.lost += 1
            self._epoll.unregister(number)
            self._phones.pop(number).close()
            self._behind.discard(number)
            return
        pong = pong_for(data)
        if pong:
            self._phones[number].send(pong)
        found = _SEQ.findall(self._tails[number] + data)
        self._tails[number] = data[-40:]
        if found:
            self.newest[number] = newest = int(found[-1])
            if newest >= self._expected:
                self._behind.discard(number)

    def expect(self, seq: int, seconds: float = 60.0) -> tuple[float, float, int]:
        """When the first and the last phone had a board of `seq` or later, and how many never had within `seconds`."""
        first = last = time.monotonic()
        deadline = last + seconds
        self._expected = seq
        self._behind = {number for number in self._phones if self.newest[number] < seq}
        begun = len(self._behind) < len(self._phones)
        while self._behind and time.monotonic() < deadline:
            self.read(0.05)
            last = time.monotonic()
            if not begun and len(self._behind) < len(self._phones):
                begun, first = True, last
        return first, last, len(self._behind)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    swarm = Swarm(int(sys.argv[1]), sys.argv[3])
    swarm.open(int(sys.argv[2]))
    print(json.dumps({"ready": len(swarm.newest)}), flush=True)
    os.set_blocking(0, False)
    swarm.watch(0)
    orders = b""
    while True:
        swarm.read(0.2)
        try:
            read = os.read(0, 4096)
        except BlockingIOError:
            continue
        if not read:
            return
        orders += read
        while b"\n" in orders:
            line, _, orders = orders.partition(b"\n")
            first, last, behind = swarm.expect(int(line.split()[1]))
            print(json.dumps({"first": first, "last": last, "behind": behind, "lost": swarm.lost}), flush=True)


if __name__ == "__main__":
    main()
