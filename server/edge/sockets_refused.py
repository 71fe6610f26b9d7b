"""What is remembered of a WebSocket that was refused: a line in the log, and a word to whoever keeps refusals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec
import structlog

from server.edge.ports import Refusals
from server.edge.refusals import Refusal
from server.edge.strange_words import shown

KIND = "socket_refused"
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_log = structlog.get_logger("server.edge")


class SocketsRefused:
    def __init__(self, refusals: Refusals) -> None:
        self._refusals = refusals

    def watched(self, send: Send, source: str, origin: bytes | None) -> Send:
        """`send`, whose refusal is remembered, whoever says it. `source` is the address that the handshake came from,
        `origin` the page it says it is of."""

        async def watching(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "websocket.http.response.body":
                self._refused(source, origin, msgspec.json.decode(message["body"], type=Refusal).detail)
            await send(message)

        return watching

    def _refused(self, source: str, origin: bytes | None, why: str) -> None:
        page = "" if origin is None else shown(origin)
        _log.warning(KIND, address=source, origin=page, why=why)
        self._refusals.note(KIND, source, f"{why}; {page}" if page else why)
