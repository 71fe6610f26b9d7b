"""What stands before a route: only who may see its page comes in."""

from __future__ import annotations

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from server.edge.caller import Caller, caller_of
from server.edge.refusals import RouteRefused
from server.identity.principal import Principal
from server.identity.rights import TOPICS, Page, Topic, may_see

Ask = Request[object, object, State]


def caller(request: Ask) -> Caller:
    return caller_of(request.scope)


def needs(page: Page) -> Guard:
    """For the routes behind that page."""

    def guard(connection: ASGIConnection[BaseRouteHandler, object, object, State], _: BaseRouteHandler) -> None:
        principal = caller_of(connection.scope).principal
        if not may_see(principal.role, page):
            turn_away(principal)

    return guard


def needs_topic(topic: Topic) -> Guard:
    """For a route that tells what a socket would."""

    def guard(connection: ASGIConnection[BaseRouteHandler, object, object, State], _: BaseRouteHandler) -> None:
        principal = caller_of(connection.scope).principal
        if topic not in TOPICS[principal.role]:
            turn_away(principal)

    return guard


def turn_away(principal: Principal) -> None:
    """Raises RouteRefused: 401 for somebody who could sign in, 403 for one who is known and may not."""
    if principal.role == "anonymous":
        raise RouteRefused(401, "not_signed_in", "sign in first")
    raise RouteRefused(403, "not_allowed", f"not for {principal.role}")
