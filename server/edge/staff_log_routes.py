"""The staff log, for administrators: who signed in, was refused, changed what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, QueryParameter

from server.edge.api_words import StaffLineTold, StaffLogTold, StaffPerson
from server.edge.door import needs
from server.edge.ports import StaffLog

LAST_SEQ: Final = 2**63 - 1
"""The databases' own bound."""
Seq = Annotated[int | None, QueryParameter(ge=1, le=LAST_SEQ)]
PersonId = Annotated[str, QueryParameter(max_length=64, pattern=r"^[A-Za-z0-9_-]*\Z")]


def staff_log_routes(log: StaffLog) -> Sequence[HTTPRouteHandler]:
    @get("/api/staff-log", guards=[needs("staff_log")], summary="Who signed in, was refused, changed what")
    async def staff_log(before: Seq = None, day: FromQuery[date | None] = None, person: PersonId = "") -> StaffLogTold:
        found = await log.staff_lines(before=before, day=day, person=person)
        lines = tuple(
            StaffLineTold(
                seq=one.seq,
                at=one.at,
                what=one.what,
                by=one.by,
                by_id=one.by_id,
                counter=one.counter,
                subject_id=one.subject_id,
                device=one.device,
                address=one.address,
                detail=dict(one.detail),
            )
            for one in found.lines
        )
        return StaffLogTold(lines, found.older, tuple(StaffPerson(*one) for one in found.people.items()))

    return (staff_log,)
