"""The outermost layer: every request passes `Access`, every response carries the security headers, errors included."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from server.edge.access import Access, Denied
from server.edge.hub import Hub

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' {ws}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_NO_STORE = (b"cache-control", b"no-store")


class Gate:
    """ASGI. `http` answers requests; `sockets` are the WebSocket paths; `hub` is what both of them serve from."""

    def __init__(self, access: Access, http: App, sockets: dict[str, App], hub: Hub) -> None:
        self.hub = hub
        self._access = access
        self._http = http
        self._sockets = sockets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._http(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        denied = self._access.request(scope["method"], headers, scope["scheme"])
        own = _headers(b"" if denied else headers[b"host"], scope["scheme"] == "https")

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message["headers"]
                stored = any(name == b"cache-control" for name, _ in given)
                message["headers"] = [*given, *own] if stored else [*given, *own, _NO_STORE]
            await send(message)

        if denied is not None:
            await _answer(guarded, "http", denied)
        else:
            if scope["method"] == "HEAD":
                scope = {**scope, "method": "GET"}
            await self._http(scope, receive, guarded)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        client = scope["client"][0] if scope["client"] else ""
        denied = self._access.socket(headers, scope["scheme"], client)
        handler = self._sockets.get(scope["path"])
        if denied is None and handler is not None:
            await handler(scope, receive, send)
            return
        await receive()

        async def guarded(message: Message) -> None:
            if message["type"] == "websocket.http.response.start":
                message["headers"] = [*message["headers"], *_headers(b"", secure=False), _NO_STORE]
            await send(message)

        await _answer(guarded, "websocket.http", denied or Denied(404, "no such socket"))


def _headers(host: bytes, secure: bool) -> list[tuple[bytes, bytes]]:
    """`host` has been found in the list of names, or is empty. Older browsers do not count sockets as 'self'."""
    scheme = "wss" if secure else "ws"
    policy = _POLICY.format(ws=f"{scheme}://{host.decode('latin-1')}" if host else "")
    return [(b"content-security-policy", policy.encode("latin-1")), *_HEADERS]


async def _answer(send: Send, kind: str, denied: Denied) -> None:
    body = b'{"status":%d,"detail":"%s"}' % (denied.status, denied.detail.encode())
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": f"{kind}.response.start", "status": denied.status, "headers": headers})
    await send({"type": f"{kind}.response.body", "body": body})
