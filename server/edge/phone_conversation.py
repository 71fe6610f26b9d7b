"""A phone's conversation: whose ticket it is, then boards out; in comes at most that its visitor gives it up."""

from __future__ import annotations

from collections.abc import Callable

from server.edge.arrivals import standing
from server.edge.caller import caller_of
from server.edge.frame_limits import PHONE
from server.edge.gate import App, Scope, Send
from server.edge.giving_up import GivingUp, Visitor
from server.edge.greeting import Ended, accept, check_protocol, first, next_message, tell
from server.edge.phones import Phone, Phones
from server.edge.socket import HallSocket
from server.edge.whole_request import Receive
from server.identity.rights import may_ask
from wire.codec import decode_client
from wire.errors import Code, MalformedMessage
from wire.messages import ClientMessage, FollowTicket, GiveUpTicket, Probe, Pulse, Refused


def phone_conversation(watchers: Phones, ready: Callable[[], bool], giving_up: GivingUp | None = None) -> App:
    """At `/ws/phone`. Nobody is let in before the hall is `ready` to be shown: a token would be called unknown that is
    not. `giving_up` brings before the hall what a visitor asks; None: nobody does, from here.
    """

    async def converse(scope: Scope, receive: Receive, send: Send) -> None:
        if not ready():
            await receive()
            await send({"type": "websocket.close", "code": 1013, "reason": "not yet"})
            return
        try:
            socket = await accept(scope, receive, send)
            source = caller_of(scope).source
            visitor = await first(socket, receive, lambda message: _visitor(socket, watchers, message, source))
            standing(scope, "phone")
            socket.allow(PHONE)
            phone = Phone(socket)
            watchers.join(phone, visitor.ticket)
            try:
                while True:
                    await _heard(socket, watchers, visitor, giving_up, await next_message(receive))
            finally:
                watchers.leave(phone)
        except Ended:
            return

    return converse


async def _visitor(socket: HallSocket, watchers: Phones, message: ClientMessage, source: str) -> Visitor | Code:
    if not isinstance(message, FollowTicket):
        return Code.HELLO_FIRST
    check_protocol(socket, message.protocol)
    ticket = await watchers.find(message.token)
    return Code.UNKNOWN_TOKEN if ticket is None else Visitor(message.token, ticket, source)


async def _heard(
    socket: HallSocket, watchers: Phones, visitor: Visitor, giving_up: GivingUp | None, raw: bytes | str
) -> None:
    """A phone may ask whether anybody is there, and give its own number up; all else is refused. Answered when it has
    read what it was sent."""
    await socket.drained()
    try:
        message = decode_client(raw)
    except MalformedMessage as fault:
        tell(socket, Refused(code=fault.code, detail=fault.detail))
    else:
        if isinstance(message, Probe):
            tell(socket, Pulse(at=watchers.now()))
            return
        if isinstance(message, GiveUpTicket) and giving_up is not None and may_ask("phone", message):
            tell(socket, await giving_up.ask(visitor, message))
            return
        tell(socket, Refused(code=Code.NOT_ALLOWED, key=getattr(message, "key", None), detail="not for phones"))
