"""The link for Qt programs.

The asyncio loop lives in one daemon thread; what it hears comes back as signals, which Qt queues to the thread of the
receiver. QtAsyncio has no sockets (PySide6 6.11) and merging both loops would couple network code to the screen.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance

from program.credentials import Credentials
from program.tending import Falls, tend
from wire.kept_hall import KeptHall
from wire.link import Link, LinkState, Reason
from wire.messages import AnchorPrinted, DeviceReport, ServerMessage
from wire.messages.commands import Command
from wire.messages.session import Role


class QtLink(QObject):
    """`Link` on its own thread. Call the methods from the Qt thread; signals arrive there too."""

    received = Signal(object)
    """A ServerMessage, in order."""
    stateChanged = Signal(str, str, str)
    """LinkState value, Reason value ("" when connected), and a sentence for the log."""
    answered = Signal(str, object)
    """Key of a command, and Accepted or Refused; Refused(`expired`) when no answer came in time."""
    fateTold = Signal(str, object)
    """Key, and Fate; Refused when the server would not tell."""

    def __init__(
        self,
        url: str,
        role: Role,
        name: str,
        parent: QObject | None = None,
        *,
        hall_id: str = "",
        credentials: Credentials | None = None,
        keep: Callable[[Credentials], object] | None = None,
        kept: KeptHall | None = None,
    ) -> None:
        """As `Link`; `keep` is called on the link's thread."""
        super().__init__(parent)
        self._link = Link(
            url,
            role,
            name,
            self._message,
            self._state,
            hall_id=hall_id,
            credentials=credentials,
            keep=keep,
            kept=kept,
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)

    def start(self) -> None:
        """Starts connecting; returns once commands can be asked."""
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """Ends the conversation and joins the thread. Safe to call twice, or without start."""
        if self._loop is not None and self._task is not None and not self._loop.is_closed():
            with contextlib.suppress(RuntimeError):  # the loop may end between the check and the call
                self._loop.call_soon_threadsafe(self._task.cancel)
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def ask(self, command: Command, give_up_ms: int | None = None) -> None:
        """Sends a command; `answered` brings its answer once. Without `give_up_ms` a staff command waits for as long as
        its patience, any other for ever.
        """
        self._call(lambda: self._bring(self.answered, command.key, self._link.ask(command, give_up_ms=give_up_ms)))

    def fate(self, key: str) -> None:
        """Asks what became of a key; `fateTold` brings it once, however long that takes."""
        self._call(lambda: self._bring(self.fateTold, key, self._link.fate(key)))

    def cancel(self, key: str) -> None:
        """A key that had no effect yet shall have none; `fateTold` brings its fate once."""
        self._call(lambda: self._bring(self.fateTold, key, self._link.cancel(key)))

    def tell(self, report: DeviceReport | AnchorPrinted) -> None:
        self._call(lambda: self._link.tell(report))

    def server_time(self) -> float | None:
        """The server's clock, ms since the epoch, once it has been heard, also while no line stands."""
        return self._link.server_time()

    def retry_now(self) -> None:
        self._call(self._link.retry_now)

    def use(self, credentials: Credentials) -> None:
        """From now on as this device, as `Link`; nothing before `start`."""
        if self._loop is not None:
            self._call(lambda: self._link.use(credentials))

    def _call(self, what: Callable[[], object]) -> None:
        if self._loop is None:
            raise RuntimeError("start the link first")
        with contextlib.suppress(RuntimeError):  # stopped: nothing is sent any more
            self._loop.call_soon_threadsafe(what)

    @staticmethod
    def _bring(signal: SignalInstance, key: str, answer: asyncio.Future[Any]) -> None:
        def done(answer: asyncio.Future[Any]) -> None:
            if not answer.cancelled():
                signal.emit(key, answer.result())

        answer.add_done_callback(done)

    def _run(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._ready.set()
        with contextlib.suppress(asyncio.CancelledError):
            await tend("link", self._converse, Falls())

    async def _converse(self) -> None:
        try:
            await self._link.run()
        except Exception as fault:
            self._state(LinkState.LOST, Reason.UNREACHABLE, f"a fault in this program: {type(fault).__name__}")
            raise

    def _message(self, message: ServerMessage) -> None:
        self.received.emit(message)

    def _state(self, state: LinkState, reason: Reason, sentence: str) -> None:
        self.stateChanged.emit(state.value, reason.value, sentence)
