"""The one author of a hall, as the edge sees it: orders in, answers out, and every committed event to its listeners.

The log and its thread are `server.writer`'s; the event loop is woken once for each batch.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import Final

import structlog

from program.clock import Clock, HallClock
from program.steady import steady_ms
from server.domain.commands import ConfigureHall, PromiseOf, no_promise
from server.domain.config import HallConfig
from server.domain.events import AUTHOR, Fact
from server.domain.hall import Hall
from server.draft import configure_key
from server.follower import Follower
from server.number_pace import NumberPace
from server.storage.faults import LogTaken
from server.storage.log import HallLog
from server.store_state import PART as STORE
from server.submissions import (
    AuthorAnswer,
    AuthorRefusal,
    AuthorRefused,
    KeyEnquiry,
    Published,
    Stop,
    Submission,
    Waiting,
)
from server.timekeeping import PutRight
from server.tokens import TokenMint
from server.troubles import Trouble
from server.writer import BEAT_SECONDS, Resolved, Writer

LATE_MS: Final = 10_000
"""A call that became known so long after it was made rings nowhere."""

MAX_WAITING: Final = 4_096
"""Orders not yet answered; more are refused as `overloaded`."""

KEYS_KEPT_MS: Final = 7 * 86_400_000
"""How long keys are remembered unless the settings say otherwise."""

Listener = Callable[[Sequence[Published]], None]

_log = structlog.get_logger()


class Author:
    """One for each hall and process. Everything here belongs to the event loop that called `start`."""

    def __init__(
        self,
        log: HallLog,
        config: HallConfig,
        *,
        clock: HallClock,
        mint: TokenMint,
        name: str,
        beat_s: float = BEAT_SECONDS,
        keys_kept_ms: int = KEYS_KEPT_MS,
        put_right: PutRight | None = None,
        pace: NumberPace | None = None,
        promise_of: PromiseOf = no_promise,
    ) -> None:
        """`name` stands in the heartbeat row: which process this is. Nothing is opened before `start`.
        `put_right`: what a person says of the log's times. `pace`: of numbers; None: nobody counts them.
        `promise_of`: the wait that who takes a number is told; asked on the writer's thread.

        Raises ValueError when the log is of another hall than `config`.
        """
        self.hall = Hall.empty(0)
        """The last committed hall, as of the last batch that the listeners were told of."""
        self.fault: BaseException | None = None
        """Why the author stopped by itself, if it did: LogTaken, or a bug."""
        self.ended = asyncio.Event()
        """Set when the author has stopped, by itself or by `stop`."""
        self._hall_id = log.hall_id
        self._check(config)
        self._orders: SimpleQueue[Waiting | Stop] = SimpleQueue()
        self._writer = Writer(
            log,
            config,
            clock=clock,
            mint=mint,
            name=name,
            orders=self._orders,
            deliver=self._from_writer,
            beat_s=beat_s,
            keys_kept_ms=keys_kept_ms,
            put_right=put_right,
            pace=pace,
            promise_of=promise_of,
        )
        self._so_far: list[tuple[int, Fact]] | None = []
        """The business day's facts, until somebody asks for them."""
        self._unanswered = 0
        self._answered_at = time.monotonic()
        self._accepting = False
        self._listeners: list[Listener] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._following: Follower | None = None

    async def start(self) -> None:
        """Replays the last business day, opens today's, takes over the configuration. Call once.

        Raises StorageFault, LogCorrupt, LogHeld or LogTaken; then the author has not started.
        """
        self._loop = asyncio.get_running_loop()
        started: asyncio.Future[None] = self._loop.create_future()
        threading.Thread(target=self._run, args=(started,), name=f"author-{self._hall_id}").start()
        await started

    async def stop(self) -> None:
        """Finishes what it has received, refuses what comes later as `unavailable`, closes the store.

        May be repeated; does nothing when the author never started.
        """
        if self._accepting:
            self._accepting = False
            self._orders.put(Stop())
        elif self._loop is None:
            return
        await self.ended.wait()

    async def ask(self, submission: Submission | KeyEnquiry) -> AuthorAnswer:
        """The answer, after its commit. Never raises for a hall's or the world's reasons: those are refusals."""
        if not self._accepting or self._loop is None:
            why = self._overtaken_by() or "the server is starting or stopping"
            return AuthorRefused(AuthorRefusal.UNAVAILABLE, why)
        if self._unanswered >= MAX_WAITING:
            return AuthorRefused(AuthorRefusal.OVERLOADED, f"{MAX_WAITING} commands wait already")
        waiting = Waiting(submission, steady_ms(), self._loop.create_future())
        self._unanswered += 1
        self._orders.put(waiting)
        return await waiting.future

    def facts_so_far(self) -> Sequence[tuple[int, Fact]]:
        """The business day's facts until now, in order, each with its log position. To be asked for once: they are
        forgotten then. Listeners hear what follows."""
        found, self._so_far = self._so_far, None
        return found or ()

    async def configure(self, config: HallConfig) -> AuthorAnswer:
        """Takes over a configuration; an Answer with `seq` 0 when it is the running one. ValueError for another
        hall's.
        """
        self._check(config)
        return await self.ask(Submission(configure_key(config, self.hall.seq), ConfigureHall(config), AUTHOR))

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """`listener` is called on the event loop, once for each committed batch, before the batch's orders are
        answered: screens first. Returns what ends the subscription.
        """
        self._listeners.append(listener)

        def unsubscribe() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    def follow(self, follower: Follower, clock: Clock) -> None:
        """After it was overtaken: from now on the listeners are told what another server writes, as `follower`, which
        knows this hall and has not started yet, reads it. A call that is old by then does not ring.
        """

        def heard(published: Sequence[Published]) -> None:
            old = clock.now() - LATE_MS
            self._deliver(
                published[-1].hall, [replace(one, rings=one.rings and one.fact.at > old) for one in published], ()
            )

        self._following = follower
        follower.subscribe(heard)
        follower.start()

    def heartbeat_age_ms(self) -> int | None:
        """Time since the log was last proved to be writable, by this author or whoever overtook it; None before the
        first proof."""
        if self._following is not None:
            return self._following.beat_age_ms()
        beat = self._writer.last_beat
        return None if beat is None else int((time.monotonic() - beat) * 1_000)

    def troubles(self) -> Sequence[Trouble]:
        """What is wrong with the store, or who has taken it over."""
        overtaken = self._overtaken_by()
        return (Trouble(STORE, "overtaken", overtaken, blocks=True),) if overtaken else self._writer.store.troubles()

    def _overtaken_by(self) -> str:
        """In words; empty for an author that writes."""
        if not isinstance(self.fault, LogTaken):
            return ""
        other = self._following and self._following.author()
        named = f" ({other})" if other else ""
        away = "; ".join(one.detail for one in self._following.troubles()) if self._following else ""
        return f"another server{named} writes this hall's log; this one only shows it{away and '; ' + away}"

    def rested_s(self) -> float:
        """For how many seconds nobody has waited for an answer; 0 while somebody does."""
        return 0.0 if self._unanswered else time.monotonic() - self._answered_at

    def _check(self, config: HallConfig) -> None:
        if config.hall_id != self._hall_id:
            raise ValueError(f"this log is of hall {self._hall_id}, not of {config.hall_id}")

    def _run(self, started: asyncio.Future[None]) -> None:
        """The author's thread."""
        try:
            hall = self._writer.open()
        except BaseException as fault:  # noqa: BLE001 - handed to whoever awaits `start`
            self._on_loop(self._not_begun, started, fault)
            return
        self._on_loop(self._begun, started, hall)
        self._on_loop(self._end, self._writer.work())

    def _from_writer(self, hall: Hall, published: Sequence[Published], resolved: Sequence[Resolved]) -> None:
        self._on_loop(self._deliver, hall, published, resolved)

    def _on_loop(self, call: Callable[..., None], *args: object) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed: nobody is left to tell
                self._loop.call_soon_threadsafe(call, *args)

    def _begun(self, started: asyncio.Future[None], hall: Hall) -> None:
        self.hall = hall
        self._so_far = self._writer.read_at_start
        self._writer.read_at_start = []
        self._accepting = True
        if not started.done():
            started.set_result(None)

    def _not_begun(self, started: asyncio.Future[None], fault: BaseException) -> None:
        self._end(fault)
        if not started.done():
            started.set_exception(fault)

    def _deliver(self, hall: Hall, published: Sequence[Published], resolved: Sequence[Resolved]) -> None:
        self.hall = hall
        if self._so_far is not None:
            self._so_far += ((one.seq, one.fact) for one in published)
        if published:
            for listener in tuple(self._listeners):
                try:
                    listener(published)
                except Exception:  # noqa: BLE001 - one listener's bug keeps no other from its news
                    _log.exception("listener_failed", hall=self._hall_id, seq=published[-1].seq)
        for future, outcome in resolved:
            self._unanswered -= 1
            self._answered_at = time.monotonic()
            if not future.done():
                future.set_result(outcome)

    def _end(self, fault: BaseException | None) -> None:
        self._accepting = False
        self.fault = fault
        refusal = AuthorRefused(AuthorRefusal.UNAVAILABLE, "the server is stopping")
        with suppress(Empty):
            while True:
                left = self._orders.get_nowait()
                if isinstance(left, Waiting):
                    self._deliver(self.hall, (), [(left.future, refusal)])
        self.ended.set()
