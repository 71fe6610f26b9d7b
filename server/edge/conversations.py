"""The two conversations over a WebSocket: a screen's (kiosk, display, console) and a phone's.

A message that cannot be understood is refused with a code and the conversation goes on. Before the greeting
`MOST_FAULTS` in a row end it: that is no program of ours, or one that guesses tokens.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from server.domain.tickets import Ticket
from server.edge.caller import Caller, caller_of
from server.edge.devices import TooManyDevices
from server.edge.gate import App, Receive, Scope, Send
from server.edge.hub import Hub
from server.edge.intake import Intake
from server.edge.outbox import Outbox
from server.edge.phones import Phone, Phones
from server.edge.socket import EXTENSION, HallSocket, text_frame
from server.edge.version import program_version
from server.edge.witnesses import Witnesses
from server.identity.principal import Principal
from server.identity.rights import words
from wire.codec import decode_client, encode
from wire.errors import Close, Code, MalformedMessage
from wire.messages import (
    OLDEST_ACCEPTED,
    PROTOCOL,
    Accepted,
    AskSnapshot,
    ClientMessage,
    DeviceReport,
    Fate,
    FollowTicket,
    Hello,
    Probe,
    Pulse,
    Refused,
    Welcome,
)

GREETING_S = 5.0
MOST_FAULTS = 3


class _Ended(Exception):
    """The other side has gone, or was shown out."""


def screens(hub: Hub, intake: Intake, witnesses: Witnesses) -> App:
    """The conversation at `/ws`: greeting, snapshot, then events out and commands in."""

    async def converse(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            caller = caller_of(scope)
            socket = await _accept(scope, receive, send)
            hello = await _first(socket, receive, lambda message: _hello(socket, hub, message))
            witnesses.hear(hello, hub.view.hall_id)
            outbox = Outbox(socket)
            hub.join(outbox, text_frame(encode(_welcome(hub, intake, caller.principal))))
            try:
                while True:
                    await _serve(hub, intake, caller, hello, outbox, await _next(receive))
            finally:
                hub.leave(outbox)
        except _Ended:
            return

    return converse


def phones(watchers: Phones, ready: Callable[[], bool]) -> App:
    """The conversation at `/ws/phone`: whose ticket it is, then boards out; nothing more comes in. Nobody is let in
    before the hall is `ready` to be shown: a token would be called unknown that is not.
    """

    async def converse(scope: Scope, receive: Receive, send: Send) -> None:
        if not ready():
            await receive()
            await send({"type": "websocket.close", "code": 1013, "reason": "not yet"})
            return
        try:
            socket = await _accept(scope, receive, send)
            ticket = await _first(socket, receive, lambda message: _ticket(socket, watchers, message))
            phone = Phone(socket)
            watchers.join(phone, ticket)
            try:
                while True:
                    await _nothing_more(socket, watchers, await _next(receive))
            finally:
                watchers.leave(phone)
        except _Ended:
            return

    return converse


async def _accept(scope: Scope, receive: Receive, send: Send) -> HallSocket:
    """Raises TypeError under a server that was not set up with `server.edge.listen`."""
    socket = scope["extensions"].pop(EXTENSION, None)
    if not isinstance(socket, HallSocket):
        raise TypeError("the server runs without HallSocket; see server.edge.listen")
    await receive()
    await send({"type": "websocket.accept"})
    return socket


async def _next(receive: Receive) -> bytes | str:
    """The next message. Raises _Ended when there is none."""
    message = await receive()
    if message["type"] != "websocket.receive":
        raise _Ended
    text: str | None = message.get("text")
    return text if text is not None else message["bytes"]


T = TypeVar("T")


async def _first(socket: HallSocket, receive: Receive, take: Callable[[ClientMessage], Awaitable[T | Code]]) -> T:
    """What `take` makes of the first message that it does not refuse. Raises _Ended when that does not come."""
    try:
        async with asyncio.timeout(GREETING_S):
            for _ in range(MOST_FAULTS):
                raw = await _next(receive)
                try:
                    taken = await take(decode_client(raw))
                except MalformedMessage as fault:
                    _tell(socket, Refused(code=fault.code, detail=fault.detail))
                else:
                    if not isinstance(taken, Code):
                        return taken
                    _tell(socket, Refused(code=taken))
    except TimeoutError:
        _tell(socket, Refused(code=Code.HELLO_FIRST, detail=f"within {GREETING_S:.0f} s"))
    socket.drop(Close.MALFORMED, "no greeting")
    raise _Ended


async def _hello(socket: HallSocket, hub: Hub, message: ClientMessage) -> Hello | Code:
    if not isinstance(message, Hello):
        return Code.HELLO_FIRST
    _check_protocol(socket, message.protocol)
    own = hub.view.hall_id
    if message.hall_id not in {"", own}:
        _tell(socket, Refused(code=Code.WRONG_HALL, detail=own))
        socket.drop(Close.WRONG_HALL, own)
        raise _Ended
    return message


async def _ticket(socket: HallSocket, watchers: Phones, message: ClientMessage) -> Ticket | Code:
    if not isinstance(message, FollowTicket):
        return Code.HELLO_FIRST
    _check_protocol(socket, message.protocol)
    return await watchers.find(message.token) or Code.UNKNOWN_TOKEN


def _check_protocol(socket: HallSocket, protocol: int) -> None:
    """Raises _Ended after telling which side is too old."""
    if OLDEST_ACCEPTED <= protocol <= PROTOCOL:
        return
    code = Code.PROTOCOL_TOO_OLD if protocol < OLDEST_ACCEPTED else Code.PROTOCOL_TOO_NEW
    _tell(socket, Refused(code=code, detail=f"this server speaks {OLDEST_ACCEPTED} to {PROTOCOL}"))
    socket.drop(Close.PROTOCOL, code.value)
    raise _Ended


def _welcome(hub: Hub, intake: Intake, principal: Principal) -> Welcome:
    return Welcome(
        protocol=PROTOCOL,
        oldest=OLDEST_ACCEPTED,
        server=program_version(),
        hall_id=hub.view.hall_id,
        at=hub.now(),
        rights=words(principal.role),
        steady=intake.steady(),
    )


async def _serve(  # noqa: PLR0917
    hub: Hub, intake: Intake, caller: Caller, hello: Hello, outbox: Outbox, raw: bytes | str
) -> None:
    """One message of a greeted screen; its answer goes out after the events it caused."""
    answer: Accepted | Refused | Fate | Pulse | None = None
    try:
        message = decode_client(raw)
    except MalformedMessage as fault:
        answer = Refused(code=fault.code, key=fault.key, detail=fault.detail)
    else:
        if isinstance(message, AskSnapshot):
            outbox.post(hub.everything())
        elif isinstance(message, Probe):
            answer = Pulse(at=hub.now(), steady=intake.steady())
        elif isinstance(message, DeviceReport):
            answer = _report(hub, hello, outbox, message)
        elif isinstance(message, Hello | FollowTicket):
            answer = Refused(code=Code.NOT_ALLOWED, detail="greeted already")
        else:
            answer = await intake.ask(message, caller.now(touch=True))
    if answer is not None:
        outbox.post(text_frame(encode(answer)))
    if isinstance(answer, Refused) and answer.code == Code.EXPIRED:
        # Its sender may have slept: what it says of the time shall be fresh at its next press.
        outbox.post(text_frame(encode(Pulse(at=hub.now(), steady=intake.steady()))))


def _report(hub: Hub, hello: Hello, outbox: Outbox, report: DeviceReport) -> Refused | None:
    if hello.role == "console":
        return Refused(code=Code.NOT_ALLOWED, detail="a console has no devices")
    try:
        hub.report(report, hello.name, outbox)
    except TooManyDevices:
        return Refused(code=Code.OVERLOADED, detail="too many devices")
    return None


async def _nothing_more(socket: HallSocket, watchers: Phones, raw: bytes | str) -> None:
    """A phone may ask whether anybody is there; all else is refused. Answered when it has read what it was sent."""
    await socket.drained()
    try:
        message = decode_client(raw)
    except MalformedMessage as fault:
        _tell(socket, Refused(code=fault.code, detail=fault.detail))
    else:
        if isinstance(message, Probe):
            _tell(socket, Pulse(at=watchers.now()))
            return
        _tell(socket, Refused(code=Code.NOT_ALLOWED, key=getattr(message, "key", None), detail="a phone only listens"))


def _tell(socket: HallSocket, message: Refused | Pulse) -> None:
    socket.write(text_frame(encode(message)))
