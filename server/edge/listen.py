"""How uvicorn must be set up for the edge. One place, so that the program, its tests and its benchmarks agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import uvicorn

from server.edge.gate import Gate
from server.edge.socket import HallSocket

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

MAX_WS_BYTES = 64 * 1024
"""A longer message closes its socket with 1009; one above `wire.codec.MAX_CLIENT_BYTES` is refused in words."""
PING_EVERY_S = 20.0


def uvicorn_config(app: Gate, host: str, port: int) -> uvicorn.Config:
    """Port 0 lets the system choose. Logs nothing below warnings: an address may be noise, a token never is in one."""
    return uvicorn.Config(
        cast("ASGI3Application", app),
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
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
        backlog=4096,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
    )
