"""Litestar, as the edge uses it: routes, what runs beside them, and what becomes of faults."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from litestar import Litestar, Request, Response
from litestar.datastructures import State
from litestar.exceptions import ClientException, HTTPException
from litestar.handlers import HTTPRouteHandler

from server.edge.gate import App
from server.edge.refusals import Refusal, refused
from server.edge.whole_request import MAX_BODY_BYTES
from server.storage.faults import LogCorrupt, StorageFault
from server.supervision import Supervisor, Work

RETRY_S = 2

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """What runs beside the requests, from the server's start to its end."""

    supervisor: Supervisor
    works: Mapping[str, Work]

    @asynccontextmanager
    async def __call__(self, _: Litestar) -> AsyncIterator[None]:
        for name, work in self.works.items():
            self.supervisor.start(name, work)
        try:
            yield
        finally:
            await self.supervisor.end()


class JsonRequest(Request[object, object, State]):
    """Whose body is JSON, or refused: Litestar takes what is nested too deep, or no UTF-8, for a fault of ours."""

    async def json(self) -> Any:
        try:
            return await super().json()
        except (RecursionError, UnicodeDecodeError) as fault:
            raise ClientException("not JSON") from fault


def http_app(handlers: Sequence[HTTPRouteHandler], running: Running | None = None) -> App:
    app = Litestar(
        route_handlers=handlers,
        lifespan=[running] if running else [],
        openapi_config=None,
        request_class=JsonRequest,
        exception_handlers={
            HTTPException: refused,
            StorageFault: _store_fails,
            LogCorrupt: _store_fails,
            Exception: _failed,
        },
        request_max_body_size=MAX_BODY_BYTES,
        logging_config=None,
        debug=False,
    )
    return cast("App", app)


def _store_fails(_: object, fault: StorageFault | LogCorrupt) -> Response[Refusal]:
    """Nothing has changed then."""
    log.warning("a request could not be served: %s", fault)
    said = Refusal(503, "unavailable", "cannot be kept now", RETRY_S)
    return Response(said, status_code=503, headers={"retry-after": str(RETRY_S)})


def _failed(_: object, fault: Exception) -> Response[Refusal]:
    log.error("a request failed", exc_info=fault)
    return Response(Refusal(500, "fault", "our fault; it is in the log"), status_code=500)
