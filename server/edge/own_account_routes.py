"""One's own account: password, PIN, second factor, sessions."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import segno
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from server.edge.api_words import (
    ChangePassword,
    ConfirmTotp,
    Done,
    EndSession,
    Me,
    SessionTold,
    SetPin,
    TotpBegun,
)
from server.edge.browser_session import BrowserSessions
from server.edge.door import Ask, caller, needs
from server.edge.ports import Gatekeeper
from server.edge.refusals import RouteRefused, granted, refuses
from server.identity.principal import Principal
from server.identity.rights import may_see


def own_account_routes(gatekeeper: Gatekeeper, browsers: BrowserSessions) -> Sequence[HTTPRouteHandler]:
    own = [needs("own_account")]

    @post(
        "/api/password",
        status_code=200,
        guards=own,
        summary="Change one's password",
        responses=refuses("wrong_credentials", "full_sign_in", "weak_password", "too_soon", "locked", "busy"),
    )
    async def password(request: Ask, data: JSONBody[ChangePassword]) -> Response[Me]:
        """Every session of this person ends; this browser gets a new one."""
        here = caller(request)
        signed = granted(await gatekeeper.change_password(here.principal.session_id, data.old, data.new))
        return await browsers.begun(here, signed)

    @post(
        "/api/pin",
        status_code=200,
        guards=own,
        summary="Set one's PIN",
        responses=refuses("full_sign_in", "weak_password", "busy"),
    )
    async def pin(request: Ask, data: JSONBody[SetPin]) -> Done:
        granted(await gatekeeper.set_pin(caller(request).principal.session_id, data.pin))
        return Done()

    @post(
        "/api/totp/begin",
        status_code=200,
        guards=own,
        summary="A secret for a second factor",
        responses=refuses("full_sign_in"),
    )
    async def totp_begin(request: Ask) -> TotpBegun:
        """It counts from the first code on."""
        begun = granted(await gatekeeper.totp_begin(caller(request).principal.session_id))
        return TotpBegun(begun.secret, begun.uri, _drawn(begun.uri))

    @post(
        "/api/totp/confirm",
        status_code=200,
        guards=own,
        summary="The first code of a second factor",
        responses=refuses("full_sign_in", "wrong_code", "locked"),
    )
    async def totp_confirm(request: Ask, data: JSONBody[ConfirmTotp]) -> Response[Me]:
        here = caller(request)
        return await browsers.begun(here, granted(await gatekeeper.totp_confirm(here.principal.session_id, data.code)))

    @get("/api/sessions", guards=own, summary="One's own sessions")
    async def sessions(request: Ask) -> tuple[SessionTold, ...]:
        principal = caller(request).principal
        found = await gatekeeper.sessions_of(_account_id(gatekeeper, principal))
        return tuple(
            SessionTold(
                one.session_id,
                one.began_at,
                one.seen_at,
                one.source,
                one.device_id,
                own=one.session_id == principal.session_id,
            )
            for one in found
        )

    @post(
        "/api/sessions/end",
        status_code=200,
        guards=own,
        summary="End one of one's sessions",
        responses=refuses("unknown"),
    )
    async def end(request: Ask, data: JSONBody[EndSession]) -> Done:
        """An administrator may end anybody's."""
        principal = caller(request).principal
        if not may_see(principal.role, "accounts"):
            mine = await gatekeeper.sessions_of(_account_id(gatekeeper, principal))
            if data.session_id not in {one.session_id for one in mine}:
                raise RouteRefused(404, "unknown", "no such session of yours")
        granted(await gatekeeper.end_session(principal.actor, data.session_id))
        return Done()

    return password, pin, totp_begin, totp_confirm, sessions, end


def _account_id(gatekeeper: Gatekeeper, principal: Principal) -> str:
    """Raises RouteRefused for a session that ended meanwhile."""
    own = gatekeeper.own_account(principal.session_id)
    if own is None:
        raise RouteRefused(401, "not_signed_in", "sign in first")
    return own.account_id


def _drawn(uri: str) -> str:
    """A QR code, as SVG."""
    drawn = BytesIO()
    segno.make(uri, error="m", micro=False).save(drawn, kind="svg", border=4, xmldecl=False, omitsize=True)
    return drawn.getvalue().decode()
