"""People who sign in, as many at once as asked for: a process of its own, so that the clerk's figure has nothing of it.

    python -m benchmarks.sign_in_clients PORT PEOPLE LOGIN PASSWORD

Each has a connection and signs in again as soon as they are in. Prints `{"ready": N}` when each has asked, and at the
end of its stdin how many got in and how many did not.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import cast

import uvloop

HEAD = (
    b"POST /api/sign-in HTTP/1.1\r\nhost: 127.0.0.1:%d\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
)


class Crowd:
    def __init__(self, request: bytes) -> None:
        self.request = request
        self.signed_in = 0
        self.refused: dict[str, int] = {}
        """How often each answer came that let nobody in, by its status line."""

    def answered(self, head: bytes) -> None:
        status = head.partition(b"\r\n")[0].decode()
        if status.startswith("HTTP/1.1 200"):
            self.signed_in += 1
        else:
            self.refused[status] = self.refused.get(status, 0) + 1


class Person(asyncio.Protocol):
    """HTTP only as far as our own server speaks it: a length, then a body."""

    _transport: asyncio.Transport

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._crowd.request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator or len(body) < int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]):
            return
        self._buffer = b""
        self._crowd.answered(head)
        self._transport.write(self._crowd.request)


async def main(port: int, people: int, login: str, password: str) -> None:
    body = json.dumps({"login": login, "password": password}).encode()
    crowd = Crowd(HEAD % (port, len(body)) + body)
    loop = asyncio.get_running_loop()
    for _ in range(people):
        await loop.create_connection(lambda: Person(crowd), "127.0.0.1", port)
    print(json.dumps({"ready": people}), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    print(json.dumps({"signed_in": crowd.signed_in, "refused": crowd.refused}), flush=True)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]))
