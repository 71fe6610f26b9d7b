"""A request's body, before anybody asks who sends it: whoever holds back the end of a request acts when it is whole."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from server.edge.way import Denied

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

MAX_BODY_BYTES = 16 * 1024
"""Of every request that can change something; `wire.codec.MAX_CLIENT_BYTES` is no more."""
WHOLE_WITHIN_S = 10.0
"""From the end of the head to the end of the body."""


async def whole_request(receive: Receive, within_s: float) -> Receive | Denied | None:
    """What gives the body in one piece, then what `receive` gives. Of a body above MAX_BODY_BYTES only as much as shows
    that it is too large. None: the other side went away first.
    """
    body = b""
    try:
        async with asyncio.timeout(within_s):
            while True:
                part = await receive()
                if part["type"] != "http.request":
                    return None
                body += part.get("body", b"")
                more = part.get("more_body", False)
                if not more or len(body) > MAX_BODY_BYTES:
                    break
    except TimeoutError:
        return Denied(408, "the rest of this request did not come")
    first: Message | None = {"type": "http.request", "body": body, "more_body": more}

    async def replayed() -> Message:
        nonlocal first
        message, first = first, None
        return await receive() if message is None else message

    return replayed
