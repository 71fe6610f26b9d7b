"""A hall as its log tells it, for a process that does not write it: reads after a position, evolves, tells listeners.

It looks many times a second, on a thread of its own, and needs nobody's word: a server that dies and comes back, or
one that is not there yet, changes only how well the hall is known.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import structlog

from program.clock import Clock
from server.domain.events import DayOpened
from server.domain.hall import Hall
from server.draft import evolved
from server.storage.authorship import Beat
from server.storage.faults import LogCorrupt, StorageFault
from server.storage.reader import READ_AT_ONCE, LoggedFact, LogReader
from server.submissions import Published
from server.troubles import Trouble

LOOK_EVERY_S = 0.1
AUTHOR_SILENT_MS = 15_000
"""Several heartbeats of `server.writer` that did not come."""
BEATS_LOOKED_FOR = 15
"""How often the author's heartbeat is looked for before it is missed."""

WORDS = {
    "log_unread": "the log has not been read yet",
    "log_unreadable": "the log cannot be read",
    "hall_not_open": "the hall has not been opened yet",
    "server_silent": "the hall's server is silent",
}
"""What each code means, in English."""

Listener = Callable[[Sequence[Published]], None]

_log = structlog.get_logger()


class LogReplaced(Exception):
    """The log is another than the one that was read, as after a backup was put back; only a new start helps."""


class Follower:
    """One for each process. All but the reading belongs to the event loop that called `start`."""

    def __init__(
        self,
        reader: LogReader,
        clock: Clock,
        *,
        reopen: Callable[[], None],
        look_every_s: float = LOOK_EVERY_S,
        silent_ms: int = AUTHOR_SILENT_MS,
        known: Hall | None = None,
        hear_time: Callable[[int], None] | None = None,
    ) -> None:
        """`reopen` lets go of the store's connections, so that the next look finds what stands there now. `known`: the
        hall as of some fact of the open log; the listeners are told what follows. None: all that makes it up.
        `hear_time` is told the author's time, on the thread, at each heartbeat that came just now.
        """
        self.hall = known or Hall.empty(0)
        """The hall as of the last batch that the listeners were told of."""
        self.caught_up = False
        """Whether everything that was in the log at the start has been read; then for ever."""
        self.fault: BaseException | None = None
        """Why it stopped by itself, if it did: LogCorrupt, LogReplaced, or a bug."""
        self.ended = asyncio.Event()
        """Set when the reading has stopped, by itself or by `stop`."""
        self._reader = reader
        self._clock = clock
        self._reopen = reopen
        self._look_every_s = look_every_s
        self._silent_ms = silent_ms
        self._listeners: list[Listener] = []
        self._stopping = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told_at = time.monotonic()
        self._read = self.hall
        """On the thread: the hall as of the last fact that was read."""
        self._last: LoggedFact | None = None
        self._begun = known is not None
        self._doubtful = False
        """Whether the store was away or silent since the last look: then it may hold another log now."""
        self._beat: Beat | None = None
        self._beat_seen = 0.0
        """Monotonic seconds at which that heartbeat came, as far as can be told."""
        self._next_beat = 0.0
        self._hear_time = hear_time
        self._beat_looked = -math.inf
        """Monotonic seconds of the last look that found what heartbeat there is."""
        self._store_trouble = "log_unread"

    def start(self) -> None:
        """Begins to read; returns at once. Call once, on the event loop."""
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._run, name="log-follower").start()

    async def stop(self) -> None:
        self._stopping.set()
        if self._loop is not None:
            await self.ended.wait()

    def subscribe(self, listener: Listener) -> None:
        """`listener` is called on the event loop once for each batch that was read, in the log's order."""
        self._listeners.append(listener)

    def troubles(self) -> Sequence[Trouble]:
        """Why nothing new is heard of the hall: one reason, or none when all is well."""
        code = self._store_trouble or self._hall_trouble()
        return (Trouble("log", code, WORDS[code], blocks=True),) if code else ()

    def _hall_trouble(self) -> str:
        if self._beat is None or not self.caught_up or self.hall.config is None:
            return "hall_not_open"
        silent = (time.monotonic() - self._beat_seen) * 1_000 > self._silent_ms
        return "server_silent" if silent else ""

    def author(self) -> str:
        """Which process writes the log, by its own heartbeat; empty when none was seen yet."""
        return "" if self._beat is None else self._beat.author

    def beat_age_ms(self) -> int | None:
        """Time since the author's heartbeat came; None before the first."""
        return None if self._beat is None else int((time.monotonic() - self._beat_seen) * 1_000)

    def rested_s(self) -> float:
        """For how many seconds nothing new was told."""
        return time.monotonic() - self._told_at

    def _run(self) -> None:
        """The thread."""
        fault: BaseException | None = None
        try:
            while not self._stopping.wait(self._look_every_s):
                self._look()
        except (LogCorrupt, LogReplaced) as found:
            fault = found
        except BaseException as found:  # noqa: BLE001 - the thread's border; whoever waits for the end learns of it
            _log.exception("follower_failed")
            fault = found
        self._reopen()
        self._on_loop(self._end, fault)

    def _look(self) -> None:
        try:
            self._look_for_beat()
            self._read_on()
        except StorageFault as fault:
            self._store_is(str(fault))
            self._doubtful = True
            self._reopen()
        else:
            self._store_is("")

    def _look_for_beat(self) -> None:
        now = time.monotonic()
        if now < self._next_beat:
            return
        pause_s = self._silent_ms / 1_000 / BEATS_LOOKED_FOR
        self._next_beat = now + pause_s
        beat = self._reader.beat()
        looked, self._beat_looked = self._beat_looked, now
        if beat is not None and beat != self._beat:
            if self._beat is None or beat.author != self._beat.author:
                _log.info("author_heard", author=beat.author)
                self._doubtful = True
            age_ms = max(0, self._clock.now() - beat.at) if self._beat is None else 0
            self._beat, self._beat_seen = beat, now - age_ms / 1_000
            if self._hear_time is not None and now - looked < 3 * pause_s:  # else it may have come long ago
                self._hear_time(beat.at)
        elif (now - self._beat_seen) * 1_000 > self._silent_ms:
            self._doubtful = True
            self._reopen()

    def _read_on(self) -> None:
        if not self._begun:
            self._read = Hall.empty(max(self._reader.position(), self._reader.before_today()))
            self._begun = True
        if self._doubtful:
            self._check_place()
            self._doubtful = False
        while not self._stopping.is_set():
            facts = self._reader.read(after=self._read.seq)
            if facts:
                self._take(facts)
            if len(facts) < READ_AT_ONCE:
                break
        if self._read.seq and not self.caught_up:
            self._on_loop(self._caught_up)

    def _check_place(self) -> None:
        """Raises LogReplaced when the fact read last does not stand where it stood."""
        if self._last is not None and self._reader.read(after=self._last.seq - 1, limit=1) != (self._last,):
            raise LogReplaced(f"what stood at seq {self._last.seq} of the log is not there any more")

    def _take(self, facts: Sequence[LoggedFact]) -> None:
        try:
            published = evolved(self._read, [one.fact for one in facts])
        except ValueError as fault:
            raise LogCorrupt(f"from seq {facts[0].seq} to {facts[-1].seq}: {fault}") from fault
        self._read, self._last = published[-1].hall, facts[-1]
        self._on_loop(self._tell, published)
        for one in facts:
            if isinstance(one.fact.event, DayOpened):
                with suppress(StorageFault):  # the next day opens too; until then more is read at a start
                    self._reader.advance(one.seq - 1, self._clock.now())

    def _store_is(self, trouble: str) -> None:
        """One line when the store fails and one when it is back."""
        was, self._store_trouble = self._store_trouble, "log_unreadable" if trouble else ""
        if trouble and was != self._store_trouble:
            _log.error("log_unreadable", reason=" ".join(trouble.split()))
        elif was and not trouble:
            _log.info("log_readable", seq=self._read.seq)

    def _on_loop(self, call: Callable[..., None], *args: object) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed: nobody is left to tell
                self._loop.call_soon_threadsafe(call, *args)

    def _tell(self, published: Sequence[Published]) -> None:
        self.hall = published[-1].hall
        self._told_at = time.monotonic()
        for listener in self._listeners:
            try:
                listener(published)
            except Exception:  # noqa: BLE001 - one listener's bug keeps no other from its news
                _log.exception("listener_failed", seq=published[-1].seq)

    def _caught_up(self) -> None:
        self.caught_up = True

    def _end(self, fault: BaseException | None) -> None:
        self.fault = fault
        self.ended.set()
