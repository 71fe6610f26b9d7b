"""The outermost layer: every request passes `Access`, which says what surface it meets, and finds its `Caller`, who is
put into the scope once the request is whole; every response carries the security headers, errors included.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from program.steady import steady_ms
from server.edge.access import SAFE_METHODS, Access, Headers, Surface
from server.edge.arrivals import standing
from server.edge.caller import KEY, Caller, Callers, Strangers, caller_of
from server.edge.denials import denial_body, denial_headers
from server.edge.in_block import in_block
from server.edge.noted import Noted
from server.edge.ports import Refusals
from server.edge.sockets_refused import SocketsRefused
from server.edge.strange_words import shown
from server.edge.stranger_pace import KNOWN_AT_ONCE, KNOWN_PER_S, MAKE_KNOWN, Paces, StrangerPaces, paces_of_strangers
from server.edge.way import Denied, Way, Ways, gathered
from server.edge.whole_request import WHOLE_WITHIN_S, Message, Receive, whole_request

Scope = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' {ws}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
NO_STORE = (b"cache-control", b"no-store")
_ALWAYS_ENCRYPTED = (b"strict-transport-security", b"max-age=31536000")
"""A year (RFC 6797)."""
HOLD_S = 1.0
"""How long whoever asks too much waits for the answer that says so."""
_ASKS_BY_ITSELF = frozenset({"/api/me", "/api/socket-ticket"})
"""What a page asks without anybody having touched it."""


@dataclass(frozen=True, slots=True)
class Face:
    """What a surface is made of: `http` answers requests, `sockets` are the WebSocket paths."""

    http: App
    sockets: Mapping[str, App]


@dataclass(frozen=True, slots=True)
class _Met:
    """What may come in, and where to."""

    surface: Surface
    headers: Headers
    way: Way


class Gate:
    """ASGI, for one port. `faces` has what `access` may name; the first one is told when the server starts and ends.
    Nobody is known on the public surface, whatever they carry. A request that can change something and is not whole
    within `whole_within_s` is refused. Strangers are served at the pace of `strangers`, whoever else comes from where
    they are; whoever is known has a pace of their own. `refusals` hears of sockets that are refused.
    """

    def __init__(
        self,
        access: Access,
        ways: Ways,
        callers: Callers | Strangers,
        faces: Mapping[Surface, Face],
        *,
        whole_within_s: float = WHOLE_WITHIN_S,
        refusals: Refusals | None = None,
        strangers: Mapping[Surface, StrangerPaces] | None = None,
        hold_s: float = HOLD_S,
    ) -> None:
        self._access = access
        self._ways = ways
        self._callers = callers
        self._faces = faces
        self._life = next(iter(faces.values())).http
        self._whole_within_s = whole_within_s
        self._refusals = Noted() if refusals is None else refusals
        self._sockets_refused = SocketsRefused(self._refusals)
        self._strangers = paces_of_strangers() if strangers is None else strangers
        self._known_ones = Paces(KNOWN_PER_S, KNOWN_AT_ONCE)
        self._hold_s = hold_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._life(scope, receive, send)

    def _met(self, scope: Scope) -> _Met | Denied:
        headers = gathered(scope["headers"])
        if isinstance(headers, Denied):
            return headers
        way = self._ways.find(headers, scope["scheme"], _client(scope))
        if isinstance(way, Denied):
            return way
        http = scope["type"] == "http"
        surface = self._access.request(scope["method"], headers, way) if http else self._access.socket(headers, way)
        if isinstance(surface, Denied):
            return surface
        return _Met(surface, headers, way)

    def _known(self, scope: Scope, met: _Met) -> Scope:
        """With whoever speaks now."""
        way, secure = met.way, met.way.scheme == "https"
        if met.surface == "public" or not isinstance(self._callers, Callers):
            caller = self._callers.stranger(way.source, secure=secure)
        else:
            touch = scope["type"] == "http" and scope["path"] not in _ASKS_BY_ITSELF
            caller = self._callers.find(met.headers, way.source, secure=secure, touch=touch)
        anonymous = caller.principal.role == "anonymous"
        standing(scope, "unknown" if anonymous else "known", source=way.source)
        method = {"method": "GET"} if scope.get("method") == "HEAD" else {}
        return {**scope, **method, KEY: caller}

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        met = self._met(scope)
        own = security_headers(b"" if isinstance(met, Denied) else met.headers[b"host"])
        if not isinstance(met, Denied) and self._access.always_encrypted(met.headers, met.way):
            own.append(_ALWAYS_ENCRYPTED)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message["headers"]
                stored = any(name == b"cache-control" for name, _ in given)
                message["headers"] = [*given, *own] if stored else [*given, *own, NO_STORE]
            await send(message)

        if isinstance(met, Denied):
            await _answer(guarded, "http", met)
            return
        if scope["method"] not in SAFE_METHODS:
            whole = await whole_request(receive, self._whole_within_s)
            if isinstance(whole, Denied):
                await _answer(guarded, "http", whole)
            if whole is None or isinstance(whole, Denied):
                return
            receive = whole
        known = self._known(scope, met)
        wait_s = self._wait_s(caller_of(known), met.surface, scope)
        if wait_s:
            await asyncio.sleep(self._hold_s)  # whoever asks again at once costs the less
            await _answer(guarded, "http", Denied(429, "too many requests", math.ceil(wait_s)))
            return
        await self._faces[met.surface].http(known, receive, self._watched(known, guarded))

    def _watched(self, known: Scope, send: Send) -> Send:
        """`send`; that somebody who is known has no right to what they ask is remembered."""
        who = caller_of(known)

        async def watching(message: Message) -> None:
            if message.get("status") == 403 and who.principal.role != "anonymous":
                asked = shown(f"{known['method']} {known['path']}".encode())
                self._refusals.right_refused(who.principal.actor, who.principal.device_id, who.source, asked)
            await send(message)

        return watching

    def _wait_s(self, caller: Caller, surface: Surface, scope: Scope) -> float:
        """0 when this request is served."""
        now = steady_ms() / 1000
        principal = caller.principal
        key = principal.session_id or principal.device_id
        if key:
            return self._known_ones.wait_s(key, now)
        makes_known = scope["method"] == "POST" and scope["path"] in MAKE_KNOWN
        return self._strangers[surface].wait_s(in_block(caller.source), now, makes_known=makes_known)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        met = self._met(scope)
        source = met.way.source if isinstance(met, _Met) else _client(scope)
        origin = next((value for name, value in scope["headers"] if name == b"origin"), None)
        send = self._sockets_refused.watched(send, source, origin)
        handler = None if isinstance(met, Denied) else self._faces[met.surface].sockets.get(scope["path"])
        if handler is not None and isinstance(met, _Met):
            await handler(self._known(scope, met), receive, send)
        else:
            await turn_away(receive, send, met if isinstance(met, Denied) else Denied(404, "no such socket"))


async def turn_away(receive: Receive, send: Send, denied: Denied) -> None:
    """A socket that is not accepted."""
    await receive()

    async def guarded(message: Message) -> None:
        if message["type"] == "websocket.http.response.start":
            message["headers"] = [*message["headers"], *security_headers(b""), NO_STORE]
        await send(message)

    await _answer(guarded, "websocket.http", denied)


def _client(scope: Scope) -> str:
    """The peer's address; "" when there is none."""
    return str(scope["client"][0]) if scope["client"] else ""


def security_headers(host: bytes) -> list[tuple[bytes, bytes]]:
    """`host` has been found in the list of names, or is empty. Older browsers do not count sockets as 'self'; and the
    page may be secure where we are not, behind a proxy.
    """
    name = host.decode("latin-1")
    policy = _POLICY.format(ws=f"ws://{name} wss://{name}" if name else "")
    return [(b"content-security-policy", policy.encode("latin-1")), *_HEADERS]


async def _answer(send: Send, kind: str, denied: Denied) -> None:
    body = denial_body(denied)
    await send(
        {"type": f"{kind}.response.start", "status": denied.status, "headers": denial_headers(denied, len(body))}
    )
    await send({"type": f"{kind}.response.body", "body": body})
