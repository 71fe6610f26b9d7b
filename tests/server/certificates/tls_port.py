"""An edge of a test's own on an encrypted port, under uvloop in a thread as the server has it."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import uvloop

from server.certificates.authority import OwnAuthority
from server.certificates.server_certificate import ServerCertificate
from server.edge.arrivals import Arrivals, standing
from server.edge.gate import Gate
from server.edge.listen import EdgeServer, serve_all
from server.edge.porch import HALL, HANDSHAKE_S, Doorway
from server.edge.socket import EXTENSION, HallSocket

NAMES = ("localhost", "127.0.0.1")
NOW = int(time.time() * 1000)
"""Clients judge by the computer's own clock."""
WAIT_S = 10.0
KNOWN = "/known"
"""Whoever asks for that is known from then on."""


def made(folder: Path, now: int = NOW) -> tuple[ServerCertificate, str]:
    """A certificate of an own authority in `folder`, and that authority as PEM."""
    own = OwnAuthority(folder, "test", lambda: NAMES)
    return ServerCertificate(own, lambda: now), own.pem(now)


def trusting(pem: str) -> ssl.SSLContext:
    """A client that trusts this authority alone."""
    return ssl.create_default_context(cadata=pem)


@dataclass
class TlsPort:
    port: int
    loop: asyncio.AbstractEventLoop
    stop: Callable[[], None]
    sockets: list[HallSocket] = field(default_factory=list)
    """Of those that have connected, in their order."""
    ended: threading.Event = field(default_factory=threading.Event)

    def on_loop(self, call: Any) -> Any:
        done: Future[Any] = Future()
        self.loop.call_soon_threadsafe(lambda: done.set_result(call()))
        return done.result(WAIT_S)


@contextmanager
def tls_port(
    tls: ssl.SSLContext,
    *,
    send_buffer: int | None = None,
    arrivals: Arrivals | None = None,
    doorway: Doorway = HALL,
    handshake_s: float = HANDSHAKE_S,
) -> Iterator[TlsPort]:
    """Answers every request with what it knows of it, and accepts every socket, which then belongs to the test."""
    started: Future[TlsPort] = Future()
    servers: list[EdgeServer] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            started.result().sockets.append(scope["extensions"][EXTENSION])
            while (await receive())["type"] != "websocket.disconnect":
                pass
        else:
            if scope["path"] == KNOWN:
                standing(scope, "known")
            body = scope["scheme"].encode()
            headers = [(b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    async def serve() -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            if send_buffer is not None:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
            edge = EdgeServer(
                cast("Gate", app),
                listener,
                "listening",
                tls,
                arrivals=arrivals,
                doorway=doorway,
                handshake_s=handshake_s,
            )
            servers.append(edge)
            task = asyncio.create_task(serve_all(servers))
            while not servers[0].started:
                await asyncio.sleep(0.005)
            started.set_result(TlsPort(listener.getsockname()[1], asyncio.get_running_loop(), servers[0].end))
            await task

    def run() -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve())
        started.result().ended.set()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield started.result(WAIT_S)
    finally:
        servers[0].end()
        thread.join(WAIT_S)
        assert not thread.is_alive()
