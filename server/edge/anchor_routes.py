"""Anchors of the hall's logs: the one of now as text and as a code, the last ones that were kept, and one on paper."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Protocol

import segno
import structlog
from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from server.audit.anchor import Anchor, key_name
from server.audit.anchor_folder import KeptAnchor
from server.audit.anchor_key import KeyRefused
from server.edge.anchor_prints import AWAY
from server.edge.anchor_words import AnchorKept, AnchorPaper, AnchorTold, KioskHere
from server.edge.api_words import OneDevice
from server.edge.door import Ask, caller, needs
from server.edge.ports import EnrolledDevices, StaffLog
from server.edge.refusals import RouteRefused, refuses
from server.identity.answers import Device
from server.storage.faults import LogCorrupt, StorageFault

SHOWN = 30
"""As many of the last ones are shown: a month."""
NO_PAPER: Final = frozenset({AWAY, "busy", "not_printed"})
"""Outcomes after which certainly nothing was printed."""


_log = structlog.get_logger()


class Anchors(Protocol):
    """`server.audit.anchor_keeper.AnchorKeeper` is one."""

    def present(self) -> Anchor:
        """Of the logs as they are now. Raises KeyRefused, StorageFault, LogCorrupt; may wait for a disk."""
        ...

    def newest(self, most: int) -> Sequence[KeptAnchor]:
        """Those that are kept, the newest date first; may wait for a disk."""
        ...


def anchor_routes(
    anchors: Anchors,
    devices: EnrolledDevices,
    connected: Callable[[str], bool],
    print_at: Callable[[str, Anchor], Awaitable[str]],
    staff_log: StaffLog,
) -> Sequence[HTTPRouteHandler]:
    """`connected`: whether a program of a device is here; `print_at` prints an anchor at a kiosk, and says what became
    of it; `staff_log` is told of each that may have come out on paper."""
    guards = [needs("anchor")]

    @get("/api/anchor", guards=guards, summary="An anchor of the logs as they are now")
    async def anchor() -> AnchorTold:
        """It is signed and changes nothing; where none can be made now, `fault` says why. With those that were kept in
        the last evenings, and the kiosks that could print it."""
        made = await _made(anchors)
        kept = await asyncio.to_thread(anchors.newest, SHOWN)
        here = [one for one in await devices.devices() if one.kind == "kiosk" and connected(one.device_id)]
        if isinstance(made, str):
            return AnchorTold("", "", 0, 0, 0, "", _kept(kept), _here(here), made)
        return AnchorTold(
            text=made.text,
            qr=segno.make_qr(made.text, error="m").png_data_uri(scale=6, border=4),
            at=made.at,
            seq=made.events.seq,
            staff_seq=made.staff.seq,
            key=key_name(made.key),
            kept=_kept(kept),
            kiosks=_here(here),
        )

    @post(
        "/api/anchor/print",
        status_code=200,
        guards=guards,
        summary="An anchor on paper",
        responses=refuses("unknown", "busy"),
    )
    async def print_anchor(request: Ask, data: JSONBody[OneDevice]) -> AnchorPaper:
        """The kiosk prints it when no visitor is before it, and says what came of it. `outcome`: `printed`; `sent`, by
        a printer that proves nothing; `uncertain`; `busy`, visitors came first; `not_printed`; `away`; `no_answer`."""
        known = {one.device_id for one in await devices.devices() if one.kind == "kiosk"}
        if data.device_id not in known:
            raise RouteRefused(404, "unknown", "no such kiosk")
        made = await _made(anchors)
        if isinstance(made, str):
            raise RouteRefused(503, "busy", "no anchor can be made now", 60)
        outcome = await print_at(data.device_id, made)
        if outcome not in NO_PAPER:
            staff_log.tell("anchor_printed", by=caller(request).principal.actor, device_id=data.device_id)
        return AnchorPaper(made.text, outcome)

    return anchor, print_anchor


async def _made(anchors: Anchors) -> Anchor | str:
    """The anchor, or what `AnchorTold.fault` says where none can be made now."""
    try:
        return await asyncio.to_thread(anchors.present)
    except KeyRefused as refused:
        kind, fault = "key", str(refused)
    except StorageFault as away:
        kind, fault = "store", str(away)
    except LogCorrupt as corrupt:
        kind, fault = "damaged", str(corrupt)
    _log.warning("anchor_not_made", reason=" ".join(fault.split()))
    return kind


def _kept(kept: Sequence[KeptAnchor]) -> tuple[AnchorKept, ...]:
    return tuple(AnchorKept(one.date, one.anchor.text, one.anchor.at, key_name(one.anchor.key)) for one in kept)


def _here(kiosks: Sequence[Device]) -> tuple[KioskHere, ...]:
    return tuple(KioskHere(one.device_id, one.name) for one in kiosks)
