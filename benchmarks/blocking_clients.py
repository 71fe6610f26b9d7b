"""Clients that block, for one measurement after another: nothing of an event loop is in the figure."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Mapping

from benchmarks.phone_clients import UPGRADE, masked_text, pong_for


class Wire:
    """A WebSocket that blocks: nothing of a client's loop is in the figure."""

    def __init__(self, port: int, path: bytes, token: str = "") -> None:
        """`token`: of a device."""
        self._socket = socket.create_connection(("127.0.0.1", port), 30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        who = f"\r\nAuthorization: Bearer {token}\r\n\r\n" if token else "\r\n\r\n"
        self._socket.sendall(UPGRADE.replace(b"/ws/phone", path).replace(b"\r\n\r\n", who.encode()))
        while not self._socket.recv(4096).endswith(b"\r\n\r\n"):
            pass

    def send(self, payload: bytes) -> None:
        self._socket.sendall(masked_text(payload))

    def wait_for(self, words: bytes) -> None:
        """Returns when the words have come; they are looked for in what comes from now on."""
        tail = b""
        while words not in tail:
            data = self._socket.recv(262_144)
            if not data:
                raise ConnectionError("the server closed the socket")
            self._socket.sendall(pong_for(data))
            tail = tail[-64:] + data

    def close(self) -> None:
        self._socket.close()


class Asker:
    """An HTTP connection that is kept open."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        """`headers` say who asks."""
        self._headers = {"content-type": "application/json", **(headers or {})}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._connection.connect()
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, body: bytes) -> None:
        self._connection.request("POST", "/api/commands", body, self._headers)

    def answer(self) -> bytes:
        return self._connection.getresponse().read()
