"""One connection's protocol without a socket: what it writes is kept, and its timers go off when the test says so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, cast

from uvicorn.server import ServerState

from server.edge.gate import Gate, Scope, Send
from server.edge.head_limits import HallHttp
from server.edge.listen import uvicorn_config
from server.edge.whole_request import Receive

App = Callable[[Scope, Receive, Send], Awaitable[None]]
PEER = ("192.0.2.7", 4711)


class Line(asyncio.Transport):
    """A peer that reads at once, unless `reads` is taken from it."""

    def __init__(self) -> None:
        super().__init__({"peername": PEER, "sockname": ("192.0.2.1", 80)})
        self.written = b""
        self.unsent = 0
        self.closed = self.aborted = self.paused = False
        self.protocol: asyncio.BaseProtocol | None = None

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = self.aborted = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        self.paused = True

    def resume_reading(self) -> None:
        self.paused = False

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None: ...

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = protocol


@dataclass
class Timer:
    after_s: float
    call: Callable[..., Any]
    args: tuple[Any, ...]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class Hands:
    """An event loop whose timers are the test's."""

    loop: asyncio.AbstractEventLoop
    timers: list[Timer] = field(default_factory=list)
    now: float = 1_000.0

    def create_task(self, coroutine: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return self.loop.create_task(coroutine)

    def create_future(self) -> asyncio.Future[Any]:
        return self.loop.create_future()

    def call_soon(self, call: Callable[..., Any], *args: Any) -> asyncio.Handle:
        return self.loop.call_soon(call, *args)

    def call_later(self, after_s: float, call: Callable[..., Any], *args: Any) -> Timer:
        timer = Timer(after_s, call, args)
        self.timers.append(timer)
        return timer

    def time(self) -> float:
        return self.now

    def waiting(self) -> list[float]:
        """The timers that have not gone off, by their seconds."""
        return sorted(timer.after_s for timer in self.timers if not timer.cancelled)

    def ring(self, after_s: float) -> None:
        """Lets the one timer of so many seconds go off."""
        (timer,) = (timer for timer in self.timers if timer.after_s == after_s and not timer.cancelled)
        timer.cancelled = True
        timer.call(*timer.args)


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"hi"})


@dataclass
class HttpLine:
    """A fresh connection of the edge's HTTP in front of `app`."""

    line: Line
    hands: Hands
    http: HallHttp

    def send(self, data: bytes, *, at_once: int = 65_536) -> None:
        """As it would come, in pieces of `at_once`."""
        for start in range(0, len(data), at_once):
            if not self.line.paused:
                self.http.data_received(data[start : start + at_once])

    async def settled(self) -> None:
        """Everything that can go on without the peer has gone on."""
        for _ in range(20):
            await asyncio.sleep(0)

    @property
    def statuses(self) -> list[int]:
        return [int(part[:3]) for part in self.line.written.split(b"HTTP/1.1 ")[1:]]


def http_line(app: App = hello) -> HttpLine:
    """Call it on an event loop."""
    config = uvicorn_config(cast("Gate", app), "127.0.0.1", 0)
    config.load()
    hands = Hands(asyncio.get_running_loop())
    state = ServerState()
    line = Line()
    http = HallHttp(config=config, server_state=state, app_state={}, _loop=cast("Any", hands))
    http.connection_made(line)
    return HttpLine(line, hands, http)
