"""A peer that speaks WebSocket and reads only when told: what a stalled browser or a dead network looks like."""

from __future__ import annotations

import os
import socket
import struct
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from wire.codec import encode
from wire.messages.phone import FollowTicket
from wire.messages.session import Hello

_UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n{who}"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


class DeafPeer:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._bytes = b""

    def send(self, message: Hello | FollowTicket) -> None:
        """One masked text frame (RFC 6455 section 5.3)."""
        payload = encode(message)
        mask = os.urandom(4)
        size = len(payload)
        head = struct.pack("!BB", 0x81, 0x80 | size) if size < 126 else struct.pack("!BBH", 0x81, 0x80 | 126, size)
        self._connection.sendall(head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload)))

    def hear(self, seconds: float) -> tuple[int, int | None]:
        """Reads until the server closes, at most `seconds`: how many whole text frames, and the code it closed with.

        The code is None when the connection was cut without one.
        """
        deadline = time.monotonic() + seconds
        self._connection.settimeout(0.5)
        while time.monotonic() < deadline:
            try:
                data = self._connection.recv(65_536)
            except TimeoutError:
                continue
            except ConnectionError:
                break
            if not data:
                break
            self._bytes += data
        return self._frames()

    def reset(self) -> None:
        """Ends as when its system forgot the connection."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()

    def _frames(self) -> tuple[int, int | None]:
        rest = self._bytes
        texts = 0
        while len(rest) >= 2:
            opcode, size, head = rest[0] & 15, rest[1], 2
            if size == 126:
                (size,), head = struct.unpack("!H", rest[2:4]), 4
            elif size == 127:
                (size,), head = struct.unpack("!Q", rest[2:10]), 10
            if opcode == 8:
                return texts, struct.unpack("!H", rest[head : head + 2])[0]
            texts += opcode == 1 and len(rest) >= head + size
            rest = rest[head + size :]
        return texts, None


@contextmanager
def deaf_peer(
    port: int, path: str, greeting: Hello | FollowTicket, headers: Mapping[str, str] | None = None
) -> Iterator[DeafPeer]:
    """`headers` say who it is. Greets and then reads nothing. Its buffer is as small as the system allows, and so are
    its segments: by their size the other system chooses how much it takes for it."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
        connection.settimeout(10)
        connection.connect(("127.0.0.1", port))
        who = "".join(f"{name}: {text}\r\n" for name, text in (headers or {}).items())
        connection.sendall(_UPGRADE.format(path=path, port=port, who=who).encode())
        while not connection.recv(4096).endswith(b"\r\n\r\n"):
            pass
        peer = DeafPeer(connection)
        peer.send(greeting)
        yield peer
