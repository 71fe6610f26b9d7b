"""Who asks; signing in, out, and by PIN; the first administrator; a new password by a one-time code."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from server.edge.api_words import Done, First, MakeFirst, Me, PersonByPin, ResetPassword, SignIn, SwitchByPin
from server.edge.browser_session import BrowserSessions
from server.edge.door import Ask, caller, needs
from server.edge.ports import Gatekeeper
from server.edge.refusals import RouteRefused, granted, refuses
from server.identity.sessions import new_token


def sign_in_routes(gatekeeper: Gatekeeper, browsers: BrowserSessions) -> Sequence[HTTPRouteHandler]:
    @get("/api/me", summary="Who asks, and what they may")
    async def me(request: Ask) -> Me:
        here = caller(request)
        return browsers.of(here.principal, here.counter, here.ended)

    @post(
        "/api/sign-in",
        status_code=200,
        guards=[needs("sign_in")],
        summary="Begin a session",
        responses=refuses("wrong_credentials", "totp_needed", "locked", "busy"),
    )
    async def sign_in(request: Ask, data: JSONBody[SignIn]) -> Response[Me]:
        """Sets the session's cookie, and one for 30 days by which this browser is told from others at its address when
        somebody guesses there. `totp_needed`: the same again with a code of the second factor."""
        here = caller(request)
        seat = here.counter.device_id if here.counter else ""
        browser = here.browser or new_token()
        signed = granted(
            await gatekeeper.sign_in(
                data.login, data.password, data.totp, source=here.source, device_id=seat, browser=browser
            )
        )
        return await browsers.begun(here, signed, browser=browser)

    @post("/api/sign-out", status_code=200, guards=[needs("sign_in")], summary="End one's own session")
    async def sign_out(request: Ask) -> Response[Me]:
        """Also fine for nobody."""
        return await browsers.ended(caller(request))

    @get("/api/first", guards=[needs("sign_in")], summary="Whether the first administrator is still to be made")
    async def first() -> First:
        return First(open=gatekeeper.first_open())

    @post(
        "/api/first",
        status_code=200,
        guards=[needs("sign_in")],
        summary="Make the first administrator",
        responses=refuses(
            "wrong_code", "expired_code", "already_done", "unfit_login", "unfit_name", "weak_password", "locked", "busy"
        ),
    )
    async def make_first(request: Ask, data: JSONBody[MakeFirst]) -> Response[Me]:
        """With the one-time code that the server printed at its first start; signed in from then on."""
        here = caller(request)
        signed = granted(
            await gatekeeper.make_first(data.code, data.login, data.name, data.password, source=here.source)
        )
        return await browsers.begun(here, signed)

    @post(
        "/api/password/reset",
        status_code=200,
        guards=[needs("sign_in")],
        summary="A new password by a one-time code",
        responses=refuses("wrong_code", "expired_code", "weak_password", "locked", "busy"),
    )
    async def reset(request: Ask, data: JSONBody[ResetPassword]) -> Done:
        """Signs nobody in."""
        granted(await gatekeeper.reset_password(data.login, data.code, data.new, source=caller(request).source))
        return Done()

    @get(
        "/api/pin/people",
        guards=[needs("sign_in")],
        summary="Who may take this counter over by PIN",
        responses=refuses("not_a_counter"),
    )
    async def people(request: Ask) -> tuple[PersonByPin, ...]:
        """Those who signed in here with their password today."""
        found = await gatekeeper.pin_people(_counter(request))
        return tuple(PersonByPin(one.account_id, one.name) for one in found)

    @post(
        "/api/pin/switch",
        status_code=200,
        guards=[needs("sign_in")],
        summary="Take this counter over by PIN",
        responses=refuses("wrong_credentials", "not_a_counter", "full_sign_in", "locked", "busy"),
    )
    async def switch(request: Ask, data: JSONBody[SwitchByPin]) -> Response[Me]:
        """Who was signed in here no longer is."""
        here = caller(request)
        signed = granted(await gatekeeper.switch(_counter(request), data.account_id, data.pin, source=here.source))
        return await browsers.begun(here, signed)

    return me, sign_in, sign_out, first, make_first, reset, people, switch


def _counter(request: Ask) -> str:
    """The enrolled counter that this browser is. Raises RouteRefused."""
    counter = caller(request).counter
    if counter is None:
        raise RouteRefused(403, "not_a_counter", "not an enrolled counter")
    return counter.device_id
