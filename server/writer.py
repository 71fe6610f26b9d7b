"""The author's own thread: gathers a batch, decides it, commits it once, hands on what happened.

Nothing is handed on that is not saved; a batch whose commit fails has never been.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Final

import structlog

from program.clock import HallClock
from program.steady import steady_ms
from server.domain.commands import ConfigureHall, Context, PromiseOf, no_promise
from server.domain.config import HallConfig
from server.domain.events import AUTHOR, DayOpened, Fact
from server.domain.evolve import replay
from server.domain.hall import Hall
from server.domain.right_time import from_here
from server.draft import Draft, configure_key, decided
from server.number_pace import NumberPace
from server.storage.chain import Head
from server.storage.faults import InDoubt, LogCorrupt, LogTaken, StorageFault
from server.storage.keys import FORGOTTEN_AT_ONCE
from server.storage.log import HallLog
from server.store_state import StoreState
from server.submissions import (
    AuthorAnswer,
    AuthorRefusal,
    AuthorRefused,
    Published,
    Stop,
    Waiting,
)
from server.timekeeping import PutRight, believed, say_days
from server.tokens import TokenMint

MAX_BATCH: Final = 256
QUIET_BATCH: Final = 4
"""After a batch of more orders than this, the next one is left to gather."""
GATHER_STEP_S: Final = 0.001
GATHER_STEPS: Final = 24
STILL_STEPS: Final = 2
"""After so many steps without another order nobody is coming."""
BEAT_SECONDS: Final = 2.0

_log = structlog.get_logger()

Resolved = tuple[asyncio.Future[AuthorAnswer], AuthorAnswer]
Deliver = Callable[[Hall, Sequence[Published], Sequence[Resolved]], None]


class Writer:
    """Owns the log. `deliver` is called on the writer's thread, once for each batch, after its commit."""

    def __init__(
        self,
        log: HallLog,
        config: HallConfig,
        *,
        clock: HallClock,
        mint: TokenMint,
        name: str,
        orders: SimpleQueue[Waiting | Stop],
        deliver: Deliver,
        beat_s: float,
        keys_kept_ms: int,
        put_right: PutRight | None = None,
        pace: NumberPace | None = None,
        promise_of: PromiseOf = no_promise,
    ) -> None:
        """`keys_kept_ms`: keys that came longer ago than this, and before the open day, are forgotten at rest.
        `put_right`: the log's times are wrong from `clock`'s present on, a person says. `pace`: of numbers; None:
        nobody counts them. `promise_of`: the wait that who takes a number is told."""
        self.last_beat: float | None = None
        """Monotonic seconds when the log last proved to be writable."""
        self.store = StoreState(log.hall_id)
        """How the log is, as of its last use."""
        self.read_at_start: list[tuple[int, Fact]] = []
        """The business day's facts up to the start, with those that `open` added."""
        self._log = log
        self._config = config
        self._clock = clock
        self._mint = mint
        self._name = name
        self._orders = orders
        self._deliver = deliver
        self._beat_s = beat_s
        self._keys_kept_ms = keys_kept_ms
        self._put_right = put_right
        self._pace = pace
        self._promise_of = promise_of
        self._keys_due = False
        """Whether more keys are old enough to be forgotten."""
        self._crowd = 0
        """Orders of the last batch, and those that came while it was done."""
        self._committed = Hall.empty(0)
        self._doubtful: tuple[Draft, Head] | None = None
        """A batch whose commit may or may not have reached the log."""

    def open(self) -> Hall:
        """Replays the last business day, takes over the configuration, opens today.

        Raises StorageFault, LogCorrupt, LogLost, LogTaken; the log is closed then.
        """
        try:
            self._log.claim(self._name, self._clock.now())
            day = self._log.load_day()
            self._log.hold_to_promise(day)
            try:
                hall = replay(day.facts, Hall.empty(day.first_seq - 1))
            except ValueError as fault:
                raise LogCorrupt(f"hall {self._log.hall_id}, from seq {day.first_seq}: {fault}") from fault
            draft = Draft(hall, self._context(), {})
            draft.take(configure_key(self._config, hall.seq), ConfigureHall(self._config), AUTHOR)
            if self._put_right is not None:
                right = from_here(draft.hall, self._clock.now(), self._put_right.reason, self._put_right.used)
                draft.take(f"author:correct-time:seq-{hall.seq}", right, AUTHOR)
            draft.roll_day()
            self._commit(draft)
            self.read_at_start = [
                *enumerate(day.facts, day.first_seq),
                *((one.seq, one.fact) for one in draft.published),
            ]
            self._log.beat(self._clock.now(), self._name)
            self.last_beat = time.monotonic()
            self.store.room(self._log.room())
            self._forget_keys()
        except BaseException:
            self._log.release()
            raise
        return self._committed

    def work(self) -> BaseException | None:
        """Until a Stop comes, or the author proves to be stale. Returns what ended it otherwise than by Stop."""
        ended_by: BaseException | None = None
        try:
            self._until_stop()
        except LogTaken as fault:
            _log.error("author_overtaken", hall=self._log.hall_id, reason=str(fault))
            ended_by = fault
        except LogCorrupt as fault:
            _log.error("log_damaged", hall=self._log.hall_id, reason=str(fault))
            ended_by = fault
        except BaseException as fault:  # noqa: BLE001 - the thread's border; the edge learns of it
            _log.exception("author_failed", hall=self._log.hall_id)
            ended_by = fault
        self._log.release()
        return ended_by

    def _until_stop(self) -> None:
        next_beat = time.monotonic() + self._beat_s
        while True:
            batch, stopping = self._gather(max(0.0, next_beat - time.monotonic()))
            if batch:
                self._do(batch)
                self._crowd = len(batch) + self._orders.qsize()
            if stopping:
                return
            if time.monotonic() >= next_beat:
                next_beat = time.monotonic() + self._beat_s
                self._do([])
                self._prove()
                self.store.room(self._log.room())
                if self.store.well and self._orders.empty():
                    with suppress(StorageFault):
                        self._log.tidy()
                    while self._keys_due and self._orders.empty():
                        self._forget_keys()

    def _gather(self, timeout: float) -> tuple[list[Waiting], bool]:
        """What waits now, at most a batch; waits up to `timeout` seconds for the first. True when a Stop was met."""
        batch: list[Waiting] = []
        with suppress(Empty):
            item = self._orders.get(timeout=timeout)
            if self._crowd > QUIET_BATCH:
                self._let_gather()
            while isinstance(item, Waiting):
                batch.append(item)
                if len(batch) == MAX_BATCH:
                    return batch, False
                item = self._orders.get_nowait()
            return batch, True
        return batch, False

    def _let_gather(self) -> None:
        """In a crowd, waits while more orders come in: the event loop reads them faster alone than in turns with us,
        and one flush serves them all. When as many are here as were last time, who asks again as soon as there is an
        answer has asked; to begin earlier would part them into two crowds, and each would wait for the other's turn
        for ever after. A hall's usual traffic never gets here.
        """
        wanted = min(self._crowd, MAX_BATCH)
        came = self._orders.qsize() + 1  # the first has been taken out
        still = 0
        for _ in range(GATHER_STEPS):
            if came >= wanted or still == STILL_STEPS:
                return
            time.sleep(GATHER_STEP_S)
            now = self._orders.qsize() + 1
            still = still + 1 if now == came else 0
            came = now

    def _do(self, batch: list[Waiting]) -> None:
        """Decides, commits and hands on a batch; an empty one may still open a new business day."""
        try:
            self._settle()
            draft = self._drafted([one.submission.key for one in batch])
            resolved = [(one.future, decided(draft, one)) for one in batch]
            self._commit(draft)
        except StorageFault as fault:
            self.store.failed(fault)
            self._refuse(batch, "the log cannot be written now")
        except LogTaken:
            self._refuse(batch, "another server writes this hall's log")
            raise
        except LogCorrupt:
            self._refuse(batch, "the log is damaged")
            raise
        except Exception:  # noqa: BLE001 - a batch's border: the last committed hall goes on
            _log.exception("batch_failed", hall=self._log.hall_id, orders=len(batch))
            self._refuse(batch, "a fault in the server; it is logged")
        else:
            if draft.published or resolved:
                self._deliver(self._committed, draft.published, resolved)
            if draft.keys and not self.store.well:
                self._prove()
            if any(isinstance(one.fact.event, DayOpened) for one in draft.published):
                self._forget_keys()

    def _drafted(self, keys: list[str]) -> Draft:
        """On the right time, in the right day, and with what these keys did before."""
        right = believed(self._clock, self._committed)
        ctx = self._context(right.by_ms if right else 0)
        draft = Draft(self._committed, ctx, self._log.remembered(keys), self._pace, int(steady_ms()))
        if right is not None:
            draft.correct(right)
        draft.roll_day()
        draft.keep_watch()
        return draft

    def _commit(self, draft: Draft) -> None:
        """Raises StorageFault when the draft is not in the log, as far as can be told now."""
        if draft.keys:
            try:
                self._log.append(draft.entries, draft.keys)
            except InDoubt as doubt:
                self._doubtful = (draft, doubt.head)
                landed = self._landed(draft, doubt.head)
                self._doubtful = None
                if not landed:
                    raise
            self.last_beat = time.monotonic()
        self._took(draft)

    def _took(self, draft: Draft) -> None:
        """It is in the log."""
        self._committed = draft.hall
        self._pace = draft.pace or self._pace
        if draft.correction is not None:
            self._clock.correct(draft.correction.by_ms)
        say_days(self._log.hall_id, draft.published)

    def _settle(self) -> None:
        """Finds out what became of a commit whose outcome was unknown. Raises StorageFault while nobody can tell."""
        if self._doubtful is not None:
            draft, head = self._doubtful
            landed = self._landed(draft, head)
            self._doubtful = None
            if landed:
                self._took(draft)
                self._deliver(self._committed, draft.published, ())

    def _landed(self, draft: Draft, head: Head) -> bool:
        return self._log.landed(head, [entry.key for entry in draft.keys])

    def _forget_keys(self) -> None:
        """Once a day, after its first event, and then at rest until no more are due: a start among a million old keys
        waits for a thousand. A store that will not do it now does it later.
        """
        self._keys_due = False
        with suppress(StorageFault):
            before = self._clock.now() - self._keys_kept_ms
            gone = self._log.forget_keys(before_day=self._committed.day, before=before)
            self._keys_due = gone == FORGOTTEN_AT_ONCE
            if gone:
                _log.info("keys_forgotten", hall=self._log.hall_id, keys=gone)

    def _refuse(self, batch: list[Waiting], detail: str) -> None:
        refusal = AuthorRefused(AuthorRefusal.UNAVAILABLE, detail)
        self._deliver(self._committed, (), [(one.future, refusal) for one in batch])

    def _prove(self) -> None:
        """That the log can be written: by a heartbeat; after a fault by no less than a whole batch."""
        try:
            self._settle()
            prove = self._log.beat if self.store.well else self._log.rehearse
            prove(self._clock.now(), self._name)
        except StorageFault as fault:
            self.store.failed(fault)
        else:
            self.store.proved()
            self.last_beat = time.monotonic()

    def _context(self, corrected_by_ms: int = 0) -> Context:
        return Context(self._clock.now() + corrected_by_ms, self._mint.hash, self._clock.rehearsed, self._promise_of)
