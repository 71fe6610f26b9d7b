"""How a conversation over a WebSocket begins, whoever speaks.

A message that cannot be understood is refused with a code and the conversation goes on. Before the greeting
`MOST_FAULTS` in a row end it: that is no program of ours, or one that guesses tokens.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn, TypeVar

from server.edge.gate import Scope, Send
from server.edge.socket import EXTENSION, HallSocket, text_frame
from server.edge.whole_request import Receive
from wire.codec import decode_client, encode
from wire.errors import Close, Code, MalformedMessage
from wire.messages import OLDEST_ACCEPTED, PROTOCOL, Accepted, ClientMessage, Pulse, Refused

GREETING_S = 5.0
MOST_FAULTS = 3

T = TypeVar("T")


class Ended(Exception):
    """The other side has gone, or was shown out."""


async def accept(scope: Scope, receive: Receive, send: Send, subprotocol: str | None = None) -> HallSocket:
    """`subprotocol` is one that it asked for.

    Raises TypeError under a server that was not set up with `server.edge.listen`."""
    socket = scope["extensions"].pop(EXTENSION, None)
    if not isinstance(socket, HallSocket):
        raise TypeError("the server runs without HallSocket; see server.edge.listen")
    await receive()
    await send({"type": "websocket.accept", "subprotocol": subprotocol})
    return socket


async def next_message(receive: Receive) -> bytes | str:
    """Raises Ended when there is none."""
    message = await receive()
    if message["type"] != "websocket.receive":
        raise Ended
    text: str | None = message.get("text")
    return text if text is not None else message["bytes"]


async def first(socket: HallSocket, receive: Receive, take: Callable[[ClientMessage], Awaitable[T | Code]]) -> T:
    """What `take` makes of the first message that it does not refuse. Raises Ended when that does not come."""
    try:
        async with asyncio.timeout(GREETING_S):
            for _ in range(MOST_FAULTS):
                raw = await next_message(receive)
                try:
                    taken = await take(decode_client(raw))
                except MalformedMessage as fault:
                    tell(socket, Refused(code=fault.code, detail=fault.detail))
                else:
                    if not isinstance(taken, Code):
                        return taken
                    tell(socket, Refused(code=taken))
    except TimeoutError:
        tell(socket, Refused(code=Code.HELLO_FIRST, detail=f"within {GREETING_S:.0f} s"))
    socket.drop(Close.MALFORMED, "no greeting", broke_a_rule=True)
    raise Ended


def check_protocol(socket: HallSocket, protocol: int) -> None:
    """Raises Ended after telling which side is too old."""
    if OLDEST_ACCEPTED <= protocol <= PROTOCOL:
        return
    code = Code.PROTOCOL_TOO_OLD if protocol < OLDEST_ACCEPTED else Code.PROTOCOL_TOO_NEW
    show_out(socket, code, f"this server speaks {OLDEST_ACCEPTED} to {PROTOCOL}", Close.PROTOCOL, code.value)


def show_out(socket: HallSocket, code: Code, detail: str, close: int, reason: str) -> NoReturn:
    """Refuses in words, closes with a code and what goes with it; raises Ended."""
    tell(socket, Refused(code=code, detail=detail))
    socket.drop(close, reason)
    raise Ended


def tell(socket: HallSocket, message: Accepted | Refused | Pulse) -> None:
    socket.write(text_frame(encode(message)))
