"""Whoever a request or a socket comes from: made once in the gate, of a request when it is whole, and found in the
scope by everything behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from server.edge.ports import Gatekeeper
from server.identity.endings import Ending
from server.identity.principal import Principal, anonymous

KEY = "jiaohao.caller"
"""In the ASGI scope."""
_BROWSER = re.compile(r"[A-Za-z0-9_-]{43}")
_TOKEN = re.compile(r"[!-~]{1,200}")
"""A token has 43 characters, and ends where it ends."""


@dataclass(frozen=True, slots=True)
class Caller:
    principal: Principal
    """Who speaks, as of a request's last byte, or a socket's handshake."""
    source: str
    """The address that counts against whoever guesses; "" when nobody knows it."""
    secure: bool
    """Whether the way to the other side is encrypted, so that cookies get their strict names."""
    counter: Principal | None = None
    """The enrolled counter that this browser is, whoever is signed in."""
    ended: Ending = ""
    """Why the session that this browser had is over."""
    browser: str = ""
    """What this browser is known by to whoever signed in there; it proves nobody."""
    _again: Callable[[bool], Principal] | None = None

    def now(self, *, touch: bool) -> Principal:
        """Who speaks now: for a socket, which outlives sessions. Anonymous once the session or device has ended.
        `touch`: a person did something, so the session is not idle."""
        return self._again(touch) if self._again else self.principal


def caller_of(scope: Mapping[str, object]) -> Caller:
    """Of a scope that has passed the gate."""
    found = scope[KEY]
    if not isinstance(found, Caller):
        raise TypeError("the gate made no caller")
    return found


def principal_of(scope: Mapping[str, object]) -> Principal:
    """Who speaks, as of the last byte of this request, or the handshake of this socket."""
    return caller_of(scope).principal


class Strangers:
    """For a port where nobody is known, whatever they carry."""

    def __init__(self, hall_id: str) -> None:
        self._nobody = anonymous(hall_id)

    def stranger(self, source: str, *, secure: bool) -> Caller:
        return Caller(self._nobody, source, secure)


class Callers(Strangers):
    """Knows callers by what they carry: a device by `Authorization: Bearer`, and then its cookies count for nothing; a
    person by the cookie of a session; a counter's browser by that of its device.
    """

    def __init__(self, gatekeeper: Gatekeeper, hall_id: str) -> None:
        super().__init__(hall_id)
        self._gatekeeper = gatekeeper

    def find(self, headers: Mapping[bytes, bytes], source: str, *, secure: bool, touch: bool) -> Caller:
        """`touch`: a person did something."""
        authorization = headers.get(b"authorization")
        if authorization is not None:
            token = _bearer(authorization)
            return self._called(lambda _: self._device(token), source, secure=secure, touch=touch)
        cookies = _cookies(headers.get(b"cookie", b""))
        session = cookies.get(session_cookie(secure=secure), "")
        seat = cookies.get(device_cookie(secure=secure), "")
        browser = cookies.get(browser_cookie(secure=secure), "")
        return self._called(
            lambda touched: self._person(session, seat, touch=touched),
            source,
            secure=secure,
            touch=touch,
            counter=self._counter(seat),
            ended=self._gatekeeper.why_ended(session) if session else "",
            browser=browser if _BROWSER.fullmatch(browser) else "",
        )

    def _called(
        self,
        again: Callable[[bool], Principal | None],
        source: str,
        *,
        secure: bool,
        touch: bool,
        counter: Principal | None = None,
        ended: Ending = "",
        browser: str = "",
    ) -> Caller:
        def now(touched: bool) -> Principal:
            return again(touched) or self._nobody

        return Caller(now(touch), source, secure, counter, ended, browser, now)

    def _device(self, token: str) -> Principal | None:
        return self._gatekeeper.principal_of_device(token) if token else None

    def _counter(self, token: str) -> Principal | None:
        """The token of another device is no cookie."""
        found = self._device(token)
        return found if found is not None and found.role == "counter" else None

    def _person(self, session: str, seat: str, *, touch: bool) -> Principal | None:
        """Without a session the counter itself. A session that began at a counter counts there only."""
        counter = self._counter(seat)
        known = self._gatekeeper.principal_of_session(session, touch=touch) if session else None
        if known is None:
            return counter
        if known.device_id and (counter is None or counter.device_id != known.device_id):
            return None
        own = self._gatekeeper.own_account(known.session_id)
        if own is None:
            return counter
        return replace(known, role="pending") if own.must_change or own.totp == "needed" else known


def session_cookie(*, secure: bool) -> str:
    """Its name: on an encrypted way one that no other host, path or plain page can set."""
    return "__Host-sid" if secure else "sid"


def device_cookie(*, secure: bool) -> str:
    return "__Host-device" if secure else "device"


def browser_cookie(*, secure: bool) -> str:
    return "__Host-known" if secure else "known"


def _bearer(header: bytes) -> str:
    """The token; "" for anything else."""
    scheme, _, token = header.decode("latin-1").partition(" ")
    return token if scheme.lower() == "bearer" and _TOKEN.fullmatch(token) else ""


def _cookies(header: bytes) -> dict[str, str]:
    """By name, as browsers write them (RFC 6265 section 4.2.1). A name that comes twice is nobody's: one of the two was
    tossed in."""
    found: dict[str, str] = {}
    for pair in header.decode("latin-1").split(";"):
        name, _, value = pair.removeprefix(" ").partition("=")
        found[name] = "" if name in found or _TOKEN.fullmatch(value) is None else value
    return found
