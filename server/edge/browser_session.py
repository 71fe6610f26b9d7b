"""Who is here, as their browser is told it, and the cookies that say so next time."""

from __future__ import annotations

from litestar import Response
from litestar.datastructures import Cookie

from server.edge.api_words import DeviceHere, Me
from server.edge.caller import Caller, browser_cookie, device_cookie, session_cookie
from server.edge.ports import Gatekeeper
from server.identity.answers import SignedIn
from server.identity.endings import Ending
from server.identity.principal import DEVICE_KINDS, Principal
from server.identity.rights import PAGES, words
from server.identity.throttle import KNOWN_SOURCE_MS

DEVICE_COOKIE_S = 400 * 24 * 3600
"""The longest that browsers keep one; each sign-in renews it."""
BROWSER_COOKIE_S = KNOWN_SOURCE_MS // 1000


class BrowserSessions:
    def __init__(self, gatekeeper: Gatekeeper) -> None:
        self._gatekeeper = gatekeeper

    def of(self, principal: Principal, counter: Principal | None, ended: Ending = "") -> Me:
        own = self._gatekeeper.own_account(principal.session_id) if principal.session_id else None
        device = counter or principal
        kind = next((kind for kind in DEVICE_KINDS if kind == device.role), None)
        return Me(
            signed_in=own is not None,
            account_id=own.account_id if own else "",
            login=own.login if own else "",
            name=own.name if own else "",
            role=own.role if own else principal.role,
            rights=words(principal.role),
            pages=tuple(sorted(PAGES[principal.role])),
            device=DeviceHere(device.device_id, device.name, kind) if kind else None,
            must_change=own is not None and own.must_change,
            totp=own.totp if own else "off",
            pin=own is not None and own.pin,
            server_time=self._gatekeeper.now(),
            ended=ended,
        )

    async def begun(self, caller: Caller, signed: SignedIn, seat_token: str = "", browser: str = "") -> Response[Me]:
        """A session has begun in this browser: it gets a name that it did not have before, and what it was before is
        over. `browser`: what it is known by from now on, also when nobody is signed in."""
        before = caller.principal.session_id
        if before and before != signed.principal.session_id:
            await self._gatekeeper.sign_out(before)
        cookies = [kept(session_cookie(secure=caller.secure), signed.token, secure=caller.secure)]
        if seat_token:
            cookies.append(seat(seat_token, secure=caller.secure))
        if browser:
            name = browser_cookie(secure=caller.secure)
            cookies.append(kept(name, browser, secure=caller.secure, seconds=BROWSER_COOKIE_S))
        return Response(self.of(signed.principal, caller.counter), cookies=cookies)

    async def ended(self, caller: Caller) -> Response[Me]:
        """Nobody is signed in in this browser any more; the counter that it is it stays."""
        if caller.principal.session_id:
            await self._gatekeeper.sign_out(caller.principal.session_id)
        nobody = caller.counter or caller.now(touch=False)
        gone = kept(session_cookie(secure=caller.secure), "", secure=caller.secure, seconds=0)
        return Response(self.of(nobody, caller.counter), cookies=[gone])


def seat(token: str, *, secure: bool) -> Cookie:
    """The cookie that makes a browser a counter."""
    return kept(device_cookie(secure=secure), token, secure=secure, seconds=DEVICE_COOKIE_S)


def kept(name: str, value: str, *, secure: bool, seconds: int | None = None) -> Cookie:
    """A cookie that no script reads and no other site sends; None: until the browser ends."""
    return Cookie(name, "/", value, max_age=seconds, secure=secure, httponly=True, samesite="strict")
