"""What stands before a route: only who may see its page comes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler

from server.edge.caller import Caller, caller_of
from server.edge.refusals import RouteRefused
from server.identity.principal import Principal, Role
from server.identity.rights import TOPICS, Page, Topic, may_see

Ask = Request[object, object, State]


def caller(request: Ask) -> Caller:
    return caller_of(request.scope)


@dataclass(frozen=True, slots=True)
class Needs:
    """A guard, for Litestar."""

    may: Callable[[Role], bool]

    def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        principal = caller_of(connection.scope).principal
        if not self.may(principal.role):
            turn_away(principal)


def needs(page: Page) -> Needs:
    """For the routes behind that page."""
    return Needs(lambda role: may_see(role, page))


def needs_topic(topic: Topic) -> Needs:
    """For a route that tells what a socket would."""
    return Needs(lambda role: topic in TOPICS[role])


def turn_away(principal: Principal) -> None:
    """Raises RouteRefused: 401 for somebody who could sign in, 403 for one who is known and may not."""
    if principal.role == "anonymous":
        raise RouteRefused(401, "not_signed_in", "sign in first")
    raise RouteRefused(403, "not_allowed", f"not for {principal.role}")
