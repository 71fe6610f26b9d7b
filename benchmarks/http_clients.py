"""Clients that post `issue_ticket` as fast as they are answered: a process of its own, one JSON line at the end.

    python -m benchmarks.http_clients PORT CONNECTIONS TICKETS KEY_PREFIX TOKEN

They are a kiosk of that token. Each connection asks for its next ticket when it has the last one. A third of the
tickets, at the beginning, is not counted.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import cast

import uvloop

from benchmarks.programs import service_id
from wire.codec import encode
from wire.messages import IssueTicket, Visit

HEAD = (
    b"POST /api/commands HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer %s\r\n"
    b"content-type: application/json\r\ncontent-length: "
)


class Client(asyncio.Protocol):
    """One connection. HTTP only as far as our own server speaks it: a length, then a body."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._buffer = b""
        self._asked = 0.0
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return
        self._buffer = b""
        self._load.answered(head.startswith(b"HTTP/1.1 200"), time.perf_counter() - self._asked)
        self._ask()

    def _ask(self) -> None:
        request = self._load.next_request()
        if request is None:
            self._transport.close()
        else:
            self._asked = time.perf_counter()
            self._transport.write(request)


class Load:
    def __init__(self, tickets: int, prefix: str, token: str) -> None:
        head = HEAD % token.encode()
        self._requests = iter([head + _rest(number, prefix) for number in range(tickets)])
        self._warm_up = tickets // 3
        self._left = tickets
        self._begun = 0.0
        self.refused = 0
        self.seconds = 0.0
        self.waits: list[float] = []
        self.done = asyncio.Event()

    def next_request(self) -> bytes | None:
        return next(self._requests, None)

    def answered(self, well: bool, wait: float) -> None:
        self._left -= 1
        self._warm_up -= 1
        self.refused += not well
        if self._warm_up == 0:
            self._begun = time.perf_counter()
        elif self._warm_up < 0:
            self.waits.append(wait)
        if self._left == 0:
            self.seconds = time.perf_counter() - self._begun
            self.done.set()


def _rest(number: int, prefix: str) -> bytes:
    key = f"{prefix}-{number:08d}"
    body = encode(IssueTicket(key=key, visit=Visit(service_id=service_id(number), channel="kiosk", language="zh-TW")))
    return str(len(body)).encode() + b"\r\n\r\n" + body


async def run(port: int, connections: int, tickets: int, prefix: str, token: str) -> dict[str, float]:
    load = Load(tickets, prefix, token)
    loop = asyncio.get_running_loop()
    for _ in range(connections):
        await loop.create_connection(lambda: Client(load), "127.0.0.1", port)
    await load.done.wait()
    waits = sorted(load.waits)
    return {
        "per_second": len(waits) / load.seconds,
        "p50_ms": waits[len(waits) // 2] * 1000,
        "p99_ms": waits[len(waits) * 99 // 100] * 1000,
        "refused": load.refused,
    }


if __name__ == "__main__":
    port, connections, tickets = map(int, sys.argv[1:4])
    print(json.dumps(uvloop.run(run(port, connections, tickets, *sys.argv[4:6]))))
