"""The conversation of whoever watches the hall (kiosk, display, devices host, a console of staff): greeting, snapshot,
then what moves out and commands in.

Who speaks was found at the gate, never in what they say of themselves; a page also brings a ticket of its session. It
is asked again at each message, since a session may end where its socket stands; that socket closes with it, and says
why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from program.one_line import in_one_line
from program.version import program_version
from server.edge.anchor_prints import AnchorPrints
from server.edge.caller import Caller, caller_of
from server.edge.devices import TooManyDevices
from server.edge.frame_limits import KNOWN
from server.edge.gate import Scope, Send, turn_away
from server.edge.greeting import Ended, accept, check_protocol, first, next_message, show_out
from server.edge.hub import Hub
from server.edge.intake import Intake
from server.edge.outbox import Outbox
from server.edge.ports import EnrolledDevices
from server.edge.presence import Presence, one_and_the_same
from server.edge.socket import HallSocket, text_frame
from server.edge.socket_tickets import SUBPROTOCOL, SocketTickets
from server.edge.way import Denied
from server.edge.whole_request import Receive
from server.edge.witnesses import Witnesses
from server.identity.principal import DEVICE_KINDS, STAFF_ROLES
from server.identity.rights import TOPICS, may_ask, words
from wire.codec import decode_client, encode
from wire.errors import Close, Code, MalformedMessage
from wire.messages import (
    OLDEST_ACCEPTED,
    PROTOCOL,
    Accepted,
    AnchorPrinted,
    AskSnapshot,
    ClientMessage,
    DeviceReport,
    Fate,
    FollowTicket,
    GiveUpTicket,
    Hello,
    Probe,
    Pulse,
    Refused,
    Welcome,
)

_NOBODY = "sign in first"
_SAID = ("device_id", "kind", "state", "code", "detail")
"""What a report says in words of its own."""


@dataclass(frozen=True, slots=True)
class ScreenConversation:
    """ASGI, at `/ws`."""

    hub: Hub
    intake: Intake
    witnesses: Witnesses
    presence: Presence
    enrolled: EnrolledDevices
    anchor_prints: AnchorPrints
    addresses: Callable[[], Sequence[str]]
    tickets: SocketTickets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        caller = caller_of(scope)
        browser = not any(name == b"authorization" for name, _ in scope["headers"])
        if caller.principal.role == "anonymous":
            await turn_away(receive, send, Denied(401, "enrol this device, or sign in"))
            return
        if browser and not self.tickets.take(scope["subprotocols"], caller.principal.session_id):
            await turn_away(receive, send, Denied(403, "a page needs a socket ticket"))
            return
        try:
            socket = await accept(scope, receive, send, SUBPROTOCOL if browser else None)
            self.presence.enter(socket, caller.principal, lambda: caller.now(touch=False))
            try:
                await _Line(self, caller, socket, browser=browser).converse(receive)
            finally:
                self.presence.leave(socket)
        except Ended:
            return


class _Line:
    """One connection. `browser`: a page of a session, not a program with a token."""

    def __init__(self, parts: ScreenConversation, caller: Caller, socket: HallSocket, *, browser: bool) -> None:
        self._hub = parts.hub
        self._intake = parts.intake
        self._parts = parts
        self._caller = caller
        self._socket = socket
        self._gone = Close.SIGNED_OUT if browser else Close.REVOKED
        self._principal = caller.now(touch=False)
        self._outbox = Outbox(socket)
        self._version = ""
        self._skew_ms: int | None = None

    async def converse(self, receive: Receive) -> None:
        """Raises Ended when it is over."""
        role = self._principal.role
        if not TOPICS[role]:
            show_out(self._socket, Code.NOT_ALLOWED, _NOBODY, self._gone, "nobody known")
        hello = await first(self._socket, receive, self._hello)
        self._socket.allow(KNOWN)
        self._version = in_one_line(hello.version)
        self._skew_ms = None if hello.at is None else hello.at - self._parts.enrolled.now()
        if role in DEVICE_KINDS and not await self._parts.presence.claim(self._socket, self._caller.source):
            taken = "another program with this identity is here"
            show_out(self._socket, Code.NOT_ALLOWED, taken, Close.IDENTITY_TAKEN, taken)
        self._parts.witnesses.hear(hello, self._called(), self._hub.view.hall_id)
        self._seen()
        self._hub.join(self._outbox, text_frame(encode(self._welcome())), TOPICS[role], hello.guides)
        try:
            while True:
                await self._serve(await next_message(receive))
        finally:
            self._hub.leave(self._outbox)
            if self._speaks_still(touch=False):
                self._seen()

    async def _hello(self, message: ClientMessage) -> Hello | Code:
        if not isinstance(message, Hello):
            return Code.HELLO_FIRST
        check_protocol(self._socket, message.protocol)
        own = self._hub.view.hall_id
        if message.hall_id not in {"", own}:
            show_out(self._socket, Code.WRONG_HALL, own, Close.WRONG_HALL, own)
        fits = "console" if self._principal.role in STAFF_ROLES else self._principal.role
        if message.role != fits:
            show_out(self._socket, Code.NOT_ALLOWED, f"known here as {fits}", self._gone, "not what it says it is")
        return message

    def _called(self) -> str:
        """What staff and the log call who is here."""
        return self._principal.name if self._principal.role in DEVICE_KINDS else self._principal.actor

    def _welcome(self) -> Welcome:
        device = self._principal.role in DEVICE_KINDS
        return Welcome(
            protocol=PROTOCOL,
            oldest=OLDEST_ACCEPTED,
            server=program_version(),
            hall_id=self._hub.view.hall_id,
            at=self._hub.now(),
            rights=words(self._principal.role),
            steady=self._intake.steady(),
            addresses=tuple(self._parts.addresses()) if device else (),
            device_name=self._principal.name if device else "",
        )

    def _seen(self) -> None:
        """The device of this line is here; at an enrolled counter that is the browser."""
        if self._principal.device_id:
            self._parts.enrolled.seen(self._principal.device_id, self._caller.source, self._version, self._skew_ms)

    def _speaks_still(self, *, touch: bool) -> bool:
        """Whether who opened this line is still who speaks. `touch`: a person did something."""
        return one_and_the_same(self._caller.now(touch=touch)) == one_and_the_same(self._principal)

    async def _serve(self, raw: bytes | str) -> None:
        """One message; its answer goes out after the events it caused."""
        try:
            message = decode_client(raw)
        except MalformedMessage as fault:
            self._answer(Refused(code=fault.code, key=fault.key, detail=fault.detail))
            return
        idle = isinstance(message, AskSnapshot | Probe | DeviceReport | AnchorPrinted)
        if not self._speaks_still(touch=not idle):
            self._answer(Refused(code=Code.NOT_ALLOWED, key=getattr(message, "key", None), detail="signed out"))
            self._socket.drop(self._gone, "signed out")
            raise Ended
        if isinstance(message, AskSnapshot):
            self._outbox.post(self._hub.everything(TOPICS[self._principal.role]))
        elif isinstance(message, Probe):
            self._answer(self._pulse())
        elif isinstance(message, DeviceReport):
            self._report(message)
        elif isinstance(message, AnchorPrinted):
            if may_ask(self._principal.role, message):
                self._parts.anchor_prints.heard(self._principal.device_id, message)
            else:
                self._answer(Refused(code=Code.NOT_ALLOWED, detail=f"nothing is printed at {self._principal.role}"))
        elif isinstance(message, Hello | FollowTicket | GiveUpTicket):
            self._answer(Refused(code=Code.NOT_ALLOWED, key=getattr(message, "key", None), detail="greeted already"))
        else:
            answer = await self._intake.ask(message, self._principal)
            self._answer(answer)
            if isinstance(answer, Refused) and answer.code == Code.EXPIRED:
                # Its sender may have slept: what it says of the time shall be fresh at its next press.
                self._answer(self._pulse())

    def _report(self, report: DeviceReport) -> None:
        if not may_ask(self._principal.role, report):
            self._answer(Refused(code=Code.NOT_ALLOWED, detail=f"no devices stand at {self._principal.role}"))
            return
        self._seen()
        told = {name: in_one_line(getattr(report, name)) for name in _SAID}
        try:
            self._hub.report(
                msgspec.structs.replace(report, **told), self._called(), self._outbox, self._principal.device_id
            )
        except TooManyDevices:
            self._answer(Refused(code=Code.OVERLOADED, detail="too many devices"))

    def _pulse(self) -> Pulse:
        return Pulse(at=self._hub.now(), steady=self._intake.steady())

    def _answer(self, answer: Accepted | Refused | Fate | Pulse) -> None:
        self._outbox.post(text_frame(encode(answer)))
