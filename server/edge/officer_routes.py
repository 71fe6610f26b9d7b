"""Who is at work at which counter, by the names that staff see: the log and the hall's stream have ids only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from litestar import get
from litestar.handlers import HTTPRouteHandler

from server.domain.hall import Hall
from server.edge.door import needs


class OfficerTold(msgspec.Struct, frozen=True):
    officer: str
    """Opaque id of the account."""
    name: str
    """"" when nobody knows."""
    counter_id: str
    """Where this person is at work; "" for one who is at no counter, but to whom a number was sent, or whose visitor
    has an appointment."""


def officer_routes(hall: Callable[[], Hall], account_name: Callable[[str], str]) -> Sequence[HTTPRouteHandler]:
    @get("/api/officers", guards=[needs("console")], summary="Who is at work at which counter")
    async def officers() -> tuple[OfficerTold, ...]:
        """Whoever acted last at a counter today is at work there, until they act at another one, or it is closed."""
        now = hall()
        here = {one.officer for one in now.counters.values()}
        wanted = {one for ticket in now.live.values() for one in (ticket.for_officer, ticket.visit.officer)}
        wanted |= {one.visit.officer for one in now.appointments.values()}
        told = (OfficerTold(one, account_name(one), now.at_work(one)) for one in sorted((here | wanted) - {""}))
        return tuple(one for one in told if one.counter_id or one.officer in wanted)

    return (officers,)
