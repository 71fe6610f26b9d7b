"""The edge put together: Litestar for HTTP, the two conversations for sockets, a gate before both.

The staff's face has everything; the public's has the phone page, its socket, its files and a word of health, and what
it does not have nobody can reach there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, cast

from litestar import Litestar, Response, get
from litestar.enums import MediaType
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler

from program.clock import Clock
from server.edge import conversations
from server.edge.access import Access
from server.edge.description import describe
from server.edge.gate import App, Face, Gate
from server.edge.hub import Hub
from server.edge.intake import Intake
from server.edge.phones import Phones
from server.edge.ports import HallAuthor, HallFollower, Mint
from server.edge.public_routes import View, health_route, page_routes
from server.edge.staff_routes import staff_routes
from server.translation.hall import hall_view
from wire.messages.hall import HallView

BEHIND_S = 0.5
"""A process that reads the log knows of a ticket a little later than the paper: some looks of `server.follower`."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HallEdge:
    """ASGI applications of one hall; serve them with `server.edge.listen`."""

    hall: Gate
    """For the hall's port: both surfaces, by name."""
    public: Gate
    """For a port that has the public surface alone."""
    hub: Hub


def hall_edge(author: HallAuthor, mint: Mint, host: str, clock: Clock) -> HallEdge:
    """For the process that writes the log. `host` is what it listens on. The author must have started, and outlive the
    edge. Raises ValueError for a hall without a configuration.
    """
    intake = Intake(author, mint)
    phones = Phones(clock, intake.idle)
    hub = Hub(author, clock, phones)

    hub.begin()

    def begin() -> Sequence[Coroutine[Any, Any, None]]:
        return hub.watch(), hub.follow_lines(), phones.serve()

    def view() -> HallView:
        return hub.view

    def phone_url() -> str:
        return hub.view.phone_url

    phone_socket = conversations.phones(phones, ready=lambda: True)
    staff = Face(
        _http(_described((*page_routes(view), *staff_routes(hub, intake))), begin),
        {"/ws": conversations.screens(hub, intake), "/ws/phone": phone_socket},
    )
    public = Face(_http((*page_routes(view), health_route(intake.trouble))), {"/ws/phone": phone_socket})
    return HallEdge(
        hall=Gate(Access(host, phone_url), {"staff": staff, "public": public}),
        public=Gate(Access(host, phone_url, staff=False), {"public": public}),
        hub=hub,
    )


def public_edge(source: HallFollower, host: str, clock: Clock) -> Gate:
    """For a process of its own, which reads the log and has the public surface alone. Before `source` starts."""
    nobody_asks = asyncio.Event()
    nobody_asks.set()
    phones = Phones(clock, nobody_asks, behind_s=BEHIND_S)
    phones.begin(source.hall)
    source.subscribe(phones.publish)
    view = _view_of(source)

    def begin() -> Sequence[Coroutine[Any, Any, None]]:
        return (phones.serve(),)

    def phone_url() -> str:
        hall = view()
        return hall.phone_url if hall else ""

    face = Face(
        _http((*page_routes(view), health_route(source.trouble)), begin),
        {"/ws/phone": conversations.phones(phones, ready=lambda: view() is not None)},
    )
    return Gate(Access(host, phone_url, staff=False), {"public": face})


def _view_of(source: HallFollower) -> View:
    """The hall's view, made once for each configuration; None until the source has read all that there is."""
    last: tuple[object, HallView | None] = (None, None)

    def view() -> HallView | None:
        nonlocal last
        config = source.hall.config
        if config is None or not source.caught_up:
            return None
        if last[0] is not config:
            last = (config, hall_view(config))
        return last[1]

    return view


def _described(handlers: Sequence[HTTPRouteHandler]) -> Sequence[HTTPRouteHandler]:
    """The routes, and one that describes them and itself."""

    @get("/schema/openapi.json", summary="This description")
    async def description() -> Response[bytes]:
        return Response(written(), media_type=MediaType.JSON)

    whole = (*handlers, description)
    written = cache(partial(describe, whole))
    return whole


def _http(
    handlers: Sequence[HTTPRouteHandler], begin: Callable[[], Sequence[Coroutine[Any, Any, None]]] = tuple
) -> App:
    """`begin` is called when the server starts; what it returns runs until the end."""

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(one) for one in begin()]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    app = Litestar(
        route_handlers=handlers,
        lifespan=[running],
        openapi_config=None,
        exception_handlers={HTTPException: _refused, Exception: _failed},
        logging_config=None,
        debug=False,
    )
    return cast("App", app)


def _refused(_: object, fault: HTTPException) -> Response[Any]:
    content = {"status": fault.status_code, "detail": fault.detail}
    return Response(content, status_code=fault.status_code, headers=fault.headers)


def _failed(_: object, fault: Exception) -> Response[Any]:
    log.error("a request failed", exc_info=fault)
    return Response({"status": 500, "detail": "our fault; it is in the log"}, status_code=500)
