"""Which times are free, and who is to come on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import Annotated

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, QueryParameter

from server.domain.slots import free_slots
from server.edge.appointment_words import AppointmentsTold, OfRecord, SlotsTold, SlotTold
from server.edge.door import needs
from server.edge.hub import Hub
from server.edge.ports import Accounts
from server.edge.refusals import RouteRefused, refuses
from server.identity.rights import MESSAGES
from server.translation.appointments import on_day
from wire.messages import CallNext

MOST_SLOTS = 400
"""Nobody leafs through more at a counter."""
ServiceId = Annotated[str, QueryParameter(min_length=1, max_length=40)]


def appointment_routes(hub: Hub, accounts: Accounts) -> Sequence[HTTPRouteHandler]:
    """What is booked or cancelled goes to `/api/commands`, as every command does."""

    @get("/api/appointments", guards=[needs("appointments")], summary="Who is to come on a day")
    async def appointments(day: FromQuery[date | None] = None) -> AppointmentsTold:
        """`day` is the date of a business day; else it is the open one's. By code, service and time: nothing says of
        whom. Of past days only those that nobody came to are told, for a fortnight."""
        asked = day.isoformat() if day else hub.hall.date
        return AppointmentsTold(asked, on_day(hub.hall, asked))

    @get("/api/slots", guards=[needs("appointments")], summary="Times that are free", responses=refuses("unknown"))
    async def slots(service: ServiceId) -> SlotsTold:
        """Of a service, with the officers to whom a visitor may belong."""
        config = hub.hall.config
        found = config.service(service) if config else None
        if found is None:
            raise RouteRefused(404, "unknown", "no such service")
        people = await accounts.accounts()
        return SlotsTold(
            service_id=service,
            slots=tuple(
                SlotTold(one.slot, one.left, tuple(sorted(one.busy)))
                for one in islice(free_slots(hub.hall, found, hub.now()), MOST_SLOTS)
            ),
            officers=tuple(
                OfRecord(one.account_id, one.name)
                for one in sorted(people, key=lambda one: one.name)
                if not one.disabled and one.name and CallNext in MESSAGES[one.role]
            ),
        )

    return (appointments, slots)
