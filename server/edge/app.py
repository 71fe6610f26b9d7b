"""The edge put together: Litestar for HTTP, the two conversations for sockets, one gate before both."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import cache, partial
from typing import Any, Literal, Protocol, cast

from litestar import Litestar, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.types import ControllerRouterHandler

from program.clock import Clock
from server.edge import assets, conversations, routes
from server.edge.access import Access
from server.edge.description import describe
from server.edge.gate import App, Gate
from server.edge.hub import Hub
from server.edge.intake import Intake
from server.edge.phones import Phones
from server.edge.ports import HallAuthor, Mint
from server.web.pages import STATIC

Surface = Literal["hall", "phones"]
"""`hall` is everything; `phones` is what the public may reach, for a process of its own."""

log = logging.getLogger(__name__)

_PUBLIC: Sequence[ControllerRouterHandler] = (routes.health, routes.phone, routes.description, assets.asset)
_STAFF: Sequence[ControllerRouterHandler] = (routes.commands, routes.snapshot, routes.home, routes.console)


class EdgeSettings(Protocol):
    """What the edge reads of the server's settings."""

    @property
    def host(self) -> str: ...


def create_app(author: HallAuthor, mint: Mint, settings: EdgeSettings, clock: Clock, surface: Surface = "hall") -> Gate:
    """The ASGI application; serve it with `server.edge.listen.uvicorn_config`.

    The author must have started by the time the server does, and outlive it.
    """
    intake = Intake(author, mint)
    phones = Phones(clock, intake.idle)
    hub = Hub(author, clock, phones)
    access = Access([settings.host])

    @asynccontextmanager
    async def running(app: Litestar) -> AsyncIterator[None]:
        hub.begin()
        access.admit(hub.view.phone_url)
        app.state.started = time.monotonic()
        tasks = [asyncio.create_task(one) for one in (hub.watch(), hub.follow_lines(), phones.serve())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    handlers = (*_PUBLIC, *_STAFF) if surface == "hall" else _PUBLIC
    http = Litestar(
        route_handlers=handlers,
        lifespan=[running],
        state=State({"hub": hub, "intake": intake, "static": STATIC, "describe": cache(partial(describe, handlers))}),
        openapi_config=None,
        exception_handlers={HTTPException: _refused, Exception: _failed},
        logging_config=None,
        debug=False,
    )
    sockets: dict[str, App] = {"/ws/phone": conversations.phones(phones)}
    if surface == "hall":
        sockets["/ws"] = conversations.screens(hub, intake)
    return Gate(access, cast("App", http), sockets, hub)


def _refused(_: object, fault: HTTPException) -> Response[Any]:
    return Response({"status": fault.status_code, "detail": fault.detail}, status_code=fault.status_code)


def _failed(_: object, fault: Exception) -> Response[Any]:
    log.error("a request failed", exc_info=fault)
    return Response({"status": 500, "detail": "our fault; it is in the log"}, status_code=500)
