"""A phone's conversation: whose ticket it is, then boards out; nothing more comes in."""

from __future__ import annotations

from collections.abc import Callable

from server.domain.tickets import Ticket
from server.edge.arrivals import standing
from server.edge.frame_limits import PHONE
from server.edge.gate import App, Scope, Send
from server.edge.greeting import Ended, accept, check_protocol, first, next_message, tell
from server.edge.phones import Phone, Phones
from server.edge.socket import HallSocket
from server.edge.whole_request import Receive
from wire.codec import decode_client
from wire.errors import Code, MalformedMessage
from wire.messages import ClientMessage, FollowTicket, Probe, Pulse, Refused


def phone_conversation(watchers: Phones, ready: Callable[[], bool]) -> App:
    """At `/ws/phone`. Nobody is let in before the hall is `ready` to be shown: a token would be called unknown that is
    not.
    """

    async def converse(scope: Scope, receive: Receive, send: Send) -> None:
        if not ready():
            await receive()
            await send({"type": "websocket.close", "code": 1013, "reason": "not yet"})
            return
        try:
            socket = await accept(scope, receive, send)
            ticket = await first(socket, receive, lambda message: _ticket(socket, watchers, message))
            standing(scope, "phone")
            socket.allow(PHONE)
            phone = Phone(socket)
            watchers.join(phone, ticket)
            try:
                while True:
                    await _nothing_more(socket, watchers, await next_message(receive))
            finally:
                watchers.leave(phone)
        except Ended:
            return

    return converse


async def _ticket(socket: HallSocket, watchers: Phones, message: ClientMessage) -> Ticket | Code:
    if not isinstance(message, FollowTicket):
        return Code.HELLO_FIRST
    check_protocol(socket, message.protocol)
    return await watchers.find(message.token) or Code.UNKNOWN_TOKEN


async def _nothing_more(socket: HallSocket, watchers: Phones, raw: bytes | str) -> None:
    """A phone may ask whether anybody is there; all else is refused. Answered when it has read what it was sent."""
    await socket.drained()
    try:
        message = decode_client(raw)
    except MalformedMessage as fault:
        tell(socket, Refused(code=fault.code, detail=fault.detail))
    else:
        if isinstance(message, Probe):
            tell(socket, Pulse(at=watchers.now()))
            return
        tell(socket, Refused(code=Code.NOT_ALLOWED, key=getattr(message, "key", None), detail="a phone only listens"))
