"""A client's link to the server: it never gives up, and it always says how it is.

States, and what moves between them:

    CONNECTING ──welcome, snapshot──► CONNECTED ──socket ends──► LOST ──after a pause──► CONNECTING
         └──────refused for its protocol──────► REFUSED ──after a pause──► CONNECTING

The pause is full jitter (Amazon Builders' Library, "Timeouts, retries and backoff with jitter"): uniform between 0
and min(30 s, 0.5 s x 2^attempt), so that a hall's screens do not return in one instant after a restart.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidURI, WebSocketException

from wire.codec import decode_server, encode
from wire.errors import Code, ProtocolMismatch, WireError
from wire.messages import (
    PROTOCOL,
    Accepted,
    AskSnapshot,
    DeviceReport,
    Hello,
    Refused,
    ServerMessage,
    Snapshot,
    Welcome,
)
from wire.messages.commands import STAFF_COMMANDS, Command
from wire.messages.events import Happened
from wire.messages.session import Role

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
OPEN_TIMEOUT_S = 5.0
PING_EVERY_S = 10.0
PING_TIMEOUT_S = 12.0
"""A dead peer is noticed within 22 s even when the network swallows everything."""
MAX_MESSAGE_BYTES = 8 * 1024 * 1024
"""A snapshot of a flooded hall (20,000 tickets) is about 6 MB."""

log = logging.getLogger(__name__)


class LinkState(StrEnum):
    CONNECTING = "connecting"
    CONNECTED = "connected"
    LOST = "lost"
    REFUSED = "refused"


@dataclass
class _Asked:
    """A command without an answer yet; it is sent again, with the same key, over every new connection."""

    command: Command
    answer: asyncio.Future[Accepted | Refused]
    asked: float = field(default_factory=time.monotonic)

    def message(self) -> Command:
        """The command with what is left of its sender's patience."""
        if not isinstance(self.command, STAFF_COMMANDS):
            return self.command
        spent = int((time.monotonic() - self.asked) * 1000)
        return msgspec.structs.replace(self.command, patience_ms=max(0, self.command.patience_ms - spent))


class Link:
    """One program's conversation with its server. Everything happens on the event loop that runs `run`.

    `on_message` gets snapshots, events, opening and device changes in order and without gaps: a gap is closed by a
    snapshot before anything later is handed on. It also gets an answer that came after its asker gave up.
    `on_state` gets every change of state with a sentence for the log.
    """

    def __init__(
        self,
        url: str,
        role: Role,
        name: str,
        on_message: Callable[[ServerMessage], None],
        on_state: Callable[[LinkState, str], None],
        *,
        uniform: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._url = url
        self._role: Role = role
        self._name = name
        self._on_message = on_message
        self._on_state = on_state
        self._uniform = uniform
        self._asked: dict[str, _Asked] = {}
        self._outbox: asyncio.Queue[msgspec.Struct] | None = None
        self._reports: dict[str, DeviceReport] = {}
        self._last_seq: int | None = None
        self._gap = False
        self._attempt = 0

    async def run(self) -> None:
        """Connects, reconnects, for ever; ends only by cancellation."""
        while True:
            self._on_state(LinkState.CONNECTING, self._url)
            try:
                await self._converse()
            except ProtocolMismatch as mismatch:
                self._on_state(LinkState.REFUSED, str(mismatch))
            except (OSError, TimeoutError, InvalidHandshake, WebSocketException, WireError) as fault:
                self._on_state(LinkState.LOST, f"{type(fault).__name__}: {fault}"[:200])
            except InvalidURI:
                raise
            else:
                self._on_state(LinkState.LOST, "the server closed the connection")
            finally:
                self._outbox = None
            ceiling = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(self._attempt, 10))
            self._attempt += 1
            await asyncio.sleep(self._uniform(0.0, ceiling))

    def ask(self, command: Command, *, give_up_ms: int | None = None) -> asyncio.Future[Accepted | Refused]:
        """Sends a command and resolves with its answer, however many connections that takes.

        After `give_up_ms` it resolves with Refused(`expired`) and the command is not sent again.
        """
        loop = asyncio.get_running_loop()
        asked = _Asked(command, loop.create_future())
        self._asked[command.key] = asked
        if self._outbox is not None:
            self._outbox.put_nowait(asked.message())
        if give_up_ms is not None:
            timer = loop.call_later(give_up_ms / 1000, self._give_up, command.key)
            asked.answer.add_done_callback(lambda _: timer.cancel())
        return asked.answer

    def tell(self, report: DeviceReport) -> None:
        """Reports a device; the newest report of each device is repeated over every new connection."""
        self._reports[report.device_id] = report
        if self._outbox is not None:
            self._outbox.put_nowait(report)

    def _give_up(self, key: str) -> None:
        asked = self._asked.pop(key, None)
        if asked is not None and not asked.answer.done():
            asked.answer.set_result(Refused(code=Code.EXPIRED, key=key, detail="no answer in time"))

    async def _converse(self) -> None:
        async with connect(
            self._url,
            open_timeout=OPEN_TIMEOUT_S,
            ping_interval=PING_EVERY_S,
            ping_timeout=PING_TIMEOUT_S,
            close_timeout=1,
            compression=None,
            max_size=MAX_MESSAGE_BYTES,
            proxy=None,
        ) as socket:
            hello = Hello(protocol=PROTOCOL, role=self._role, name=self._name, last_seq=self._last_seq)
            await socket.send(encode(hello), text=True)
            await self._welcome(socket)
            self._outbox = asyncio.Queue()
            for waiting in (*self._reports.values(), *(asked.message() for asked in self._asked.values())):
                self._outbox.put_nowait(waiting)
            sender = asyncio.create_task(self._send(socket, self._outbox))
            try:
                async for raw in socket:
                    self._take(raw)
            finally:
                sender.cancel()

    async def _welcome(self, socket: ClientConnection) -> None:
        """Waits for the greeting. Raises ProtocolMismatch with a sentence that says which side is too old."""
        async with asyncio.timeout(OPEN_TIMEOUT_S):
            first = decode_server(await socket.recv())
        if isinstance(first, Refused) and first.code in {Code.PROTOCOL_TOO_OLD, Code.PROTOCOL_TOO_NEW}:
            side = "this program" if first.code == Code.PROTOCOL_TOO_OLD else "the server"
            raise ProtocolMismatch(Code(first.code), f"{side} is older than the other; update it ({first.detail})")
        if not isinstance(first, Welcome):
            raise WireError(Code.MALFORMED, f"greeting expected, got {type(first).__name__}")
        if first.oldest > PROTOCOL:
            raise ProtocolMismatch(
                Code.PROTOCOL_TOO_OLD,
                f"this program speaks protocol {PROTOCOL}, the server needs {first.oldest}; update it",
            )
        self._gap = True

    async def _send(self, socket: ClientConnection, outbox: asyncio.Queue[msgspec.Struct]) -> None:
        while True:
            message = await outbox.get()
            await socket.send(encode(message), text=True)

    def _take(self, raw: str | bytes) -> None:
        message = decode_server(raw)
        if message is None:
            return
        if isinstance(message, Snapshot):
            self._attempt = 0
            fresh, self._gap = self._gap, False
            self._last_seq = message.seq
            if fresh:
                self._on_state(LinkState.CONNECTED, self._url)
            self._on_message(message)
        elif isinstance(message, Happened):
            self._take_event(message)
        elif isinstance(message, Accepted | Refused):
            self._take_answer(message)
        else:
            self._on_message(message)

    def _take_event(self, event: Happened) -> None:
        if self._gap:
            return
        if event.prev_seq != self._last_seq:
            log.warning("gap before %d: expected %d, have %s", event.seq, event.prev_seq, self._last_seq)
            self._gap = True
            if self._outbox is not None:
                self._outbox.put_nowait(AskSnapshot())
            return
        self._last_seq = event.seq
        self._on_message(event)  # type: ignore[arg-type]  # every Happened is a member of ServerMessage

    def _take_answer(self, answer: Accepted | Refused) -> None:
        asked = self._asked.pop(answer.key, None) if answer.key is not None else None
        if asked is None:
            self._on_message(answer)
        elif not asked.answer.done():
            asked.answer.set_result(answer)
