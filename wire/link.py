"""A program's link to its server: a `Conversation` with an event loop, WebSockets and a clock.

It never gives up, and it always says how it is. Whatever an address meets becomes a state with a reason.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import Close as CloseFrame

from program.clock import Clock, SystemClock
from program.credentials import Credentials
from program.steady import steady_ms
from program.version import program_version
from wire.approach import Approach
from wire.codec import encode
from wire.conversation import SILENCE_MS, Conversation
from wire.kept_hall import KeptHall
from wire.messages import (
    PROTOCOL,
    Accepted,
    AnchorPrinted,
    AskSnapshot,
    DeviceReport,
    Fate,
    Hello,
    Probe,
    Refused,
    ServerMessage,
    Snapshot,
    Welcome,
)
from wire.messages.commands import Command
from wire.messages.session import Role
from wire.outputs import Close, Deliver, Open, Output, Send, StateChanged
from wire.questions import Kind
from wire.verdicts import LinkState, Reason

__all__ = ["Link", "LinkState", "Reason"]

MAX_MESSAGE_BYTES = 8 * 1024 * 1024
"""A snapshot of a flooded hall (20,000 tickets) is about 6 MB."""
LOST_WITHOUT_A_WORD = 1006
"""RFC 6455 section 7.4.1: what a connection that ended without a close frame is said to have ended with."""

log = logging.getLogger(__name__)


class Link:
    """One program's conversation with its server. Everything happens on the event loop that runs `run`.

    `on_message` gets what the server says in order and without gaps: a gap is closed by a snapshot before anything
    later of the hall is handed on. It also gets an answer that came after its asker gave up.
    `on_state` gets every change of state with its reason and a sentence for the log; a snapshot comes before CONNECTED.
    A fault of theirs goes to the loop's exception handler and keeps nothing else from being done.

    With `credentials` it speaks as an enrolled device: only to a server that their authority vouches for, and over a
    line that nobody can read; whoever else is at an address is told nothing. With `url` "" it looks where the
    credentials say, then at the other addresses that the server told, in turn; `keep` gets what it tells, for the next
    start.
    """

    def __init__(
        self,
        url: str,
        role: Role,
        name: str,
        on_message: Callable[[ServerMessage], None],
        on_state: Callable[[LinkState, Reason, str], None],
        *,
        hall_id: str = "",
        credentials: Credentials | None = None,
        keep: Callable[[Credentials], object] | None = None,
        approach: Approach | None = None,
        kept: KeptHall | None = None,
        silence_ms: float = SILENCE_MS,
        random: Callable[[], float] = random.random,
        clock: Clock | None = None,
    ) -> None:
        """`hall_id`: the hall that this program belongs to; another's server is refused. "": any. `clock` is that of
        the computer: the server tells when it is wrong. `approach`: another way to come to the server than `url` and
        `credentials` make. `kept`: what this program keeps of its hall; None: it is told everything each time.
        """
        self._url = url
        self._keep = keep
        self._approach = approach or Approach(url, credentials, keep)
        clock = clock or SystemClock()
        self._on_message = on_message
        self._kept = kept
        self._on_state = on_state
        self._conversation = Conversation(
            lambda last_seq: Hello(
                protocol=PROTOCOL,
                role=role,
                name=name,
                hall_id=hall_id,
                last_seq=last_seq,
                version=program_version(),
                guides=None if kept is None else kept.guides,
                at=max(0, clock.now()),
            ),
            lambda message: isinstance(message, Snapshot),
            random=random,
            silence_ms=silence_ms,
            probe=Probe(),
        )
        self._askers: dict[tuple[Kind, str], list[asyncio.Future[Any]]] = {}
        self._todo: list[Output] = []
        self._doing = False
        self._running = False
        self._fallen: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._lines: dict[int, asyncio.Task[None]] = {}
        self._outbox: asyncio.Queue[bytes] = asyncio.Queue()

    async def run(self) -> None:
        """Connects, reconnects, for ever; ends only by cancellation, or raises what is a fault of ours: then it may be
        run again, and what was asked goes on waiting.
        """
        self._running = True
        self._fallen = asyncio.get_running_loop().create_future()
        try:
            self._do(self._conversation.start(steady_ms()))
            await self._fallen
        finally:
            self._running = False
            self._do(self._conversation.stop())
            await asyncio.gather(*self._lines.values(), return_exceptions=True)

    def ask(self, command: Command, *, give_up_ms: int | None = None) -> asyncio.Future[Accepted | Refused]:
        """Sends a command and resolves with its answer, however many connections that takes.

        After `give_up_ms`, else the command's patience, it resolves with Refused(`expired`) and the command is not sent
        again: its fate is not known then, and `fate` can ask for it.
        """
        return self._asked("ask", command.key, self._conversation.ask(steady_ms(), command, give_up_ms))

    def fate(self, key: str) -> asyncio.Future[Fate | Refused]:
        """What became of a key; Refused when the server would not tell. Waits for as long as no line stands."""
        return self._asked("fate", key, self._conversation.fate(steady_ms(), key))

    def cancel(self, key: str) -> asyncio.Future[Fate | Refused]:
        """A key that had no effect yet shall have none; its command is not sent again. Resolves as `fate` does."""
        return self._asked("cancel", key, self._conversation.cancel(steady_ms(), key))

    def tell(self, report: DeviceReport | AnchorPrinted) -> None:
        """Reports a device; the newest report of each device is repeated over every new connection. Anything else is
        gone when no line stands."""
        self._do(self._conversation.tell(report))

    def server_time(self) -> float | None:
        """The server's clock, ms since the epoch, as far as it has been heard. From any thread."""
        return self._conversation.clock.read(steady_ms())

    def use(self, credentials: Credentials) -> None:
        """From now on, and at once, as the device of these credentials, where they say."""
        self._approach = Approach(self._url, credentials, self._keep)
        self._do(self._conversation.renew(steady_ms()))
        self.retry_now()

    def retry_now(self) -> None:
        """Tries at once instead of waiting out the pause."""
        self._do(self._conversation.retry_now(steady_ms()))

    def _asked(self, to: Kind, key: str, outputs: list[Output]) -> asyncio.Future[Any]:
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._askers.setdefault((to, key), []).append(answer)
        self._do(outputs)
        return answer

    def _do(self, outputs: list[Output]) -> None:
        """Does everything in its order; what is wanted by whoever is told comes after it."""
        self._todo += outputs
        if self._doing:
            return
        self._doing = True
        while self._todo:
            try:
                self._one(self._todo.pop(0))
            except Exception as fault:  # noqa: BLE001 - a listener's bug ends no link
                asyncio.get_running_loop().call_exception_handler({"message": "told by the link", "exception": fault})
        self._doing = False
        self._wake()

    def _one(self, output: Output) -> None:
        match output:
            case Open(line):
                self._open(line)
            case Close(line):
                task = self._lines.get(line)
                if task is not None:
                    task.cancel()
            case Send(message):
                self._outbox.put_nowait(encode(message))
            case Deliver(message):
                if isinstance(message, Welcome):
                    self._approach.found(message)
                self._hand_on(message)
            case StateChanged(state, reason, sentence):
                self._on_state(state, reason, sentence)
            case _:
                for asker in self._askers.pop((output.to, output.key), ()):
                    if not asker.done():
                        asker.set_result(output.answer)

    def _hand_on(self, message: ServerMessage) -> None:
        whole = message if self._kept is None else self._kept.filled(message)
        if whole is not None:
            self._on_message(whole)
        else:
            self._do(self._conversation.tell(AskSnapshot()))

    def _open(self, line: int) -> None:
        self._outbox = asyncio.Queue()
        task = asyncio.create_task(self._converse(line, self._outbox))
        self._lines[line] = task
        task.add_done_callback(lambda ended: self._line_ended(line, ended))

    def _line_ended(self, line: int, ended: asyncio.Task[None]) -> None:
        del self._lines[line]
        fault = None if ended.cancelled() else ended.exception()
        if fault is not None:
            self._fall(fault)

    async def _converse(self, line: int, outbox: asyncio.Queue[bytes]) -> None:
        """One socket, from its opening to its end; a cancelled one is closed, and nothing more is told of it."""
        opened, approach = False, self._approach
        try:
            async with connect(
                approach.address,
                **await approach.manners(),
                open_timeout=None,
                ping_interval=None,  # the conversation has a probe of its own
                close_timeout=1,
                compression=None,
                max_size=MAX_MESSAGE_BYTES,
                proxy=None,
            ) as socket:
                opened = True
                self._do(self._conversation.opened(steady_ms(), line))
                await self._carry(line, socket, outbox)
        except asyncio.CancelledError as fault:
            if not opened:
                approach.failed(fault)
            raise
        except Exception as fault:
            log.debug("line %d ended", line, exc_info=fault)
            code = None if opened else approach.failed(fault)
            sentence = f"{type(fault).__name__}: {fault}"[:200]
            if code is None:
                self._do(self._conversation.open_failed(steady_ms(), line, sentence))
            self._do(self._conversation.closed(steady_ms(), line, code or LOST_WITHOUT_A_WORD, sentence))

    async def _carry(self, line: int, socket: ClientConnection, outbox: asyncio.Queue[bytes]) -> None:
        sender = asyncio.create_task(_send(socket, outbox))
        try:
            while True:
                frame = await socket.recv()
                self._do(self._conversation.received(steady_ms(), line, frame))
        except ConnectionClosed as closed:
            end = closed.rcvd or closed.sent or CloseFrame(LOST_WITHOUT_A_WORD, "")
            self._do(self._conversation.closed(steady_ms(), line, end.code, end.reason))
        finally:
            sender.cancel()

    def _wake(self) -> None:
        """One timer, for whatever comes first."""
        if self._timer is not None:
            self._timer.cancel()
        at = self._conversation.wake_at
        loop = asyncio.get_running_loop()
        wait_s = None if at is None or not self._running else max(0.0, at - steady_ms()) / 1000
        self._timer = None if wait_s is None else loop.call_later(wait_s, self._tick)

    def _tick(self) -> None:
        try:
            self._do(self._conversation.tick(steady_ms()))
        except Exception as fault:  # noqa: BLE001 - no timer would ring again
            self._fall(fault)

    def _fall(self, fault: BaseException) -> None:
        if self._running and self._fallen is not None and not self._fallen.done():
            self._fallen.set_exception(fault)


async def _send(socket: ClientConnection, outbox: asyncio.Queue[bytes]) -> None:
    while True:
        await socket.send(await outbox.get(), text=True)
