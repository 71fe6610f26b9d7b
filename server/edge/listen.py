"""How the edge is put on a port: uvicorn as it must be set up. One place, so that the programs, their tests and their
benchmarks agree.
"""

from __future__ import annotations

import asyncio
import gc
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import structlog
import uvicorn

from server.edge.arrivals import ARRIVAL, Arrival, Arrivals
from server.edge.frame_limits import MAX_WS_BYTES
from server.edge.gate import Gate
from server.edge.head_limits import HallHttp
from server.edge.porch import BACKLOG, HALL, HANDSHAKE_S, PLAIN, Doorway, Porch
from server.edge.present import Present
from server.edge.silence import PING_EVERY_S
from server.edge.socket import HallSocket

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

KEEP_ALIVE_S = 30
"""How long a connection that asks nothing is kept."""
GOODBYE_S = 1.0
"""How long a connection that is being closed at the end may take."""

_log = structlog.get_logger()


class PortRefused(Exception):
    """The port cannot be had; `str()` is one line for the person who runs the server."""


def bound(host: str, port: int) -> socket.socket:
    """A socket on that port, at once, so that a port in use ends a start before anything is touched. 0: any free one.
    `::` takes IPv4 too.

    Raises PortRefused.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        try:
            if family == socket.AF_INET6 and address[0] == "::":
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError:
            listener.close()
            raise
    except OSError as fault:
        raise PortRefused(f"cannot listen on {host} port {port}: {fault.strerror}") from fault
    return listener


class EdgeServer(uvicorn.Server):
    """uvicorn without its own signal handlers: ours end it, and a clean end is status 0."""

    def __init__(
        self,
        gate: Gate,
        listener: socket.socket,
        says: str,
        tls: ssl.SSLContext | None = None,
        *,
        arrivals: Arrivals | None = None,
        doorway: Doorway = HALL,
        handshake_s: float = HANDSHAKE_S,
    ) -> None:
        """`says` is the word that its record of listening begins with; without `tls` it speaks plain HTTP. `arrivals`
        are shared by all ports of a process; `doorway` says how fast handshakes may follow each other, `handshake_s`
        how long one may take."""
        host, port = listener.getsockname()[:2]
        super().__init__(uvicorn_config(gate, host, port, tls))
        self.server_state.connections = Present()
        self._says = says
        doorway = doorway if tls else PLAIN
        self._porch = Porch(arrivals or Arrivals(), listener, self._speaker, tls, doorway, handshake_s=handshake_s)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._porch.open()
            gc.collect()
            gc.freeze()  # what was imported stays for ever; looking through it again would hold up a call
            host = f"[{self.config.host}]" if ":" in self.config.host else self.config.host
            url = f"{'https' if self.config.is_ssl else 'http'}://{host}:{self.config.port}"
            _log.info(f"{self._says} {url}", host=self.config.host, port=self.config.port)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._porch.close()
        cutting = asyncio.create_task(self._cut_the_silent())
        await super().shutdown(sockets=sockets)
        cutting.cancel()

    async def _cut_the_silent(self) -> None:
        """An encrypted connection ends when both sides have said so; who is asleep or gone would hold up the end."""
        while True:
            await asyncio.sleep(GOODBYE_S)
            for connection in list(self.server_state.connections):
                if connection.transport.is_closing():
                    connection.transport.abort()

    def end(self) -> None:
        self.should_exit = True

    async def until_ended(self) -> None:
        await self.serve(sockets=[])

    def _speaker(self, arrival: Arrival) -> asyncio.Protocol:
        """What speaks HTTP over a connection; its requests find `arrival` in their scope."""
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config,
            server_state=self.server_state,
            app_state={**self.lifespan.state, ARRIVAL: arrival},
        )
        return made


async def serve_all(edges: Sequence[EdgeServer]) -> None:
    """Until one of them ends; then all do."""
    running = [asyncio.create_task(edge.until_ended()) for edge in edges]
    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    for edge in edges:
        edge.end()
    await asyncio.gather(*running)


def uvicorn_config(app: Gate, host: str, port: int, tls: ssl.SSLContext | None = None) -> uvicorn.Config:
    """Port 0 lets the system choose. Logs nothing below warnings: an address may be noise, a token never is in one."""

    def given(_: uvicorn.Config, __: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
        if tls is None:
            raise AssertionError("asked for a context that there is none of")
        return tls

    return uvicorn.Config(
        cast("ASGI3Application", app),
        host=host,
        port=port,
        loop="uvloop",
        http=HallHttp,
        ws=HallSocket,
        interface="asgi3",
        lifespan="on",
        ws_max_size=MAX_WS_BYTES,
        ws_ping_interval=PING_EVERY_S,
        ws_ping_timeout=PING_EVERY_S,
        ws_per_message_deflate=False,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="warning",
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=5,
        ssl_context_factory=None if tls is None else given,
    )
