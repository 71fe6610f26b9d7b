"""Devices: a code for a new one, enrolment with it, the list, the end of one; and the authority that they pin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from program.one_line import in_one_line
from program.version import program_version
from server.edge.api_words import (
    AskDeviceCode,
    CounterEnrolled,
    DeviceCodeMade,
    DeviceEnrolled,
    DeviceTold,
    Done,
    Enrol,
    EnrolCounter,
    OneDevice,
    RenameDevice,
)
from server.edge.browser_session import seat
from server.edge.caller import Caller
from server.edge.door import Ask, caller, needs
from server.edge.ports import Gatekeeper
from server.edge.refusals import granted, refuses
from server.identity.principal import DEVICE_KINDS, DeviceKind

COUNTER: DeviceKind = "counter"
"""A counter is a browser, every other device a program."""
PROGRAMS = frozenset(DEVICE_KINDS) - {COUNTER}


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """How devices find this server, and know that it is the one."""

    addresses: Callable[[], Sequence[str]]
    """`wss://…/ws`, asked each time."""
    fingerprint: str
    authority_pem: str


def device_routes(
    gatekeeper: Gatekeeper, whereabouts: Whereabouts, connected: Callable[[str], bool]
) -> Sequence[HTTPRouteHandler]:
    """`connected`: whether a program of a device is here."""
    administers = [needs("devices")]

    @get("/api/devices", guards=administers, summary="The enrolled devices")
    async def devices() -> tuple[DeviceTold, ...]:
        return tuple(
            DeviceTold(
                device_id=one.device_id,
                kind=one.kind,
                name=one.name,
                enrolled_at=one.enrolled_at,
                last_seen=one.last_seen,
                version=one.version,
                address=one.address,
                skew_ms=one.skew_ms,
                connected=connected(one.device_id),
            )
            for one in await gatekeeper.devices()
        )

    @post(
        "/api/devices/code",
        status_code=200,
        guards=administers,
        summary="A one-time code for a new device",
        responses=refuses("unfit_name"),
    )
    async def code(request: Ask, data: JSONBody[AskDeviceCode]) -> DeviceCodeMade:
        made = granted(await gatekeeper.device_code(caller(request).principal.actor, data.kind, data.name))
        return DeviceCodeMade(made.code, made.expires_at, whereabouts.fingerprint, tuple(whereabouts.addresses()))

    @post(
        "/api/devices/revoke",
        status_code=200,
        guards=administers,
        summary="A device is the hall's no longer",
        responses=refuses("unknown"),
    )
    async def revoke(request: Ask, data: JSONBody[OneDevice]) -> Done:
        granted(await gatekeeper.revoke(caller(request).principal.actor, data.device_id))
        return Done()

    @post(
        "/api/devices/rename",
        status_code=200,
        guards=administers,
        summary="Another name for a device",
        responses=refuses("unknown", "unfit_name"),
    )
    async def rename(request: Ask, data: JSONBody[RenameDevice]) -> Done:
        granted(await gatekeeper.rename(caller(request).principal.actor, data.device_id, data.name))
        return Done()

    @post(
        "/api/enrol",
        status_code=200,
        guards=[needs("sign_in")],
        summary="Become a device of the hall",
        responses=refuses("wrong_code", "wrong_kind", "expired_code", "locked"),
    )
    async def enrol(request: Ask, data: JSONBody[Enrol]) -> DeviceEnrolled:
        """For a program. Its token is told this once; from then on it is sent as `Authorization: Bearer`."""
        here = caller(request)
        kinds = PROGRAMS if data.kind is None else PROGRAMS & {data.kind}
        made = granted(
            await gatekeeper.enrol(
                data.code, in_one_line(data.version), source=here.source, vouched=_vouched(here), kinds=kinds
            )
        )
        return DeviceEnrolled(
            made.device_id, made.kind, made.name, here.principal.hall_id, made.token, tuple(whereabouts.addresses())
        )

    @post(
        "/api/enrol/counter",
        status_code=200,
        guards=[needs("sign_in")],
        summary="This browser becomes a counter",
        responses=refuses("wrong_code", "wrong_kind", "expired_code", "locked"),
    )
    async def enrol_counter(request: Ask, data: JSONBody[EnrolCounter]) -> Response[CounterEnrolled]:
        """Its token comes as a cookie."""
        here = caller(request)
        made = granted(
            await gatekeeper.enrol(
                data.code, program_version(), source=here.source, vouched=_vouched(here), kinds={COUNTER}
            )
        )
        return Response(CounterEnrolled(made.device_id, made.name), cookies=[seat(made.token, secure=here.secure)])

    @get("/authority.pem", guards=[needs("trust")], media_type="application/x-pem-file", summary="The authority")
    async def authority() -> Response[str]:
        """The certificate that clerks' browsers and devices trust. 404 when this server has none of its own."""
        if not whereabouts.authority_pem:
            raise NotFoundException("this server has no authority of its own")
        return Response(whereabouts.authority_pem, media_type="application/x-pem-file")

    return devices, code, revoke, rename, enrol, enrol_counter, authority


def _vouched(here: Caller) -> bool:
    return here.principal.role == "administrator"
