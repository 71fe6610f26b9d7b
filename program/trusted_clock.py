"""The wall clock as far as it can be believed: it is held against a clock that nobody can set.

That one counts from the boot on, sleep included (CLOCK_BOOTTIME), and runs at the same rate as the wall clock, also
while NTP slews both. So the two differ by another amount than before only when somebody has set the wall clock.
"""

from __future__ import annotations

import ctypes
import threading
import time
from typing import Final, NamedTuple, Protocol

from program.clock import Correction

SLACK_MS: Final = 300_000
"""Steps of so much together are followed: what NTP does to a clock that was never far off, and leap seconds."""
ALLOWED_AGAIN: Final = 288
"""For each so many milliseconds elapsed, steps may add up to one more: SLACK_MS a day, for clocks set by hand."""
EASE_EVERY_MS: Final = 3_600_000
ASK_EVERY_MS: Final = 1_000
"""How often it is asked whether somebody vouches for the wall clock."""
READ_NS: Final = 50_000_000
"""Two clocks read within this were read at once; the computer may fall asleep in between."""
TIME_ERROR: Final = 5
"""What adjtimex(2) returns while nothing keeps the clock right; any setting by hand leads there."""


class Reading(NamedTuple):
    """Both clocks at one instant, in milliseconds."""

    wall: int
    """Since the epoch, UTC, as the computer says."""
    elapsed: int
    """Of the clock that nobody sets, from any beginning."""


class Judgement(NamedTuple):
    now: int
    """The time to go by."""
    off: int
    """How far the wall clock is ahead of that because it jumped; 0 when it is believed."""


def judge(good: Reading, anchor: Reading, present: Reading) -> Judgement:
    """The time at `present`, when `good` was right and is itself within SLACK_MS of what has elapsed since `anchor`:
    the wall clock's; or, where that is more than SLACK_MS away from what has elapsed since either of them, what has
    elapsed since `good`."""
    expected = _expected(good, present)
    off = present.wall - expected
    followed = abs(off) <= SLACK_MS and abs(present.wall - _expected(anchor, present)) <= SLACK_MS
    return Judgement(present.wall, 0) if followed else Judgement(expected, off)


def eased(anchor: Reading, present: Reading) -> Reading:
    """`anchor` after the wall clock was followed to `present`: nearer to it, by what time allows."""
    elapsed = present.elapsed - anchor.elapsed
    if elapsed < EASE_EVERY_MS:
        return anchor
    expected = _expected(anchor, present)
    allowed = elapsed // ALLOWED_AGAIN
    return Reading(expected + max(-allowed, min(allowed, present.wall - expected)), present.elapsed)


def _expected(before: Reading, present: Reading) -> int:
    return before.wall + present.elapsed - before.elapsed


class TimeSource(Protocol):
    """The computer's clocks."""

    def read(self) -> Reading: ...

    def vouched(self) -> bool:
        """Whether the wall clock is kept right now by somebody who knows the time, as NTP does."""
        ...


class SystemTime:
    def read(self) -> Reading:
        while True:
            before = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
            wall = time.time_ns()
            elapsed = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
            if elapsed - before < READ_NS:
                return Reading(wall // 1_000_000, elapsed // 1_000_000)

    def vouched(self) -> bool:
        """As the kernel was told; False where it cannot be asked."""
        try:
            said: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))  # zeros: only a question
        except (OSError, AttributeError):
            return False
        return 0 <= said < TIME_ERROR


class SteppedTime:
    """A wall clock that is set at will over a clock that only runs; for tests."""

    def __init__(self, wall: int, *, vouched: bool = False) -> None:
        self._wall = wall
        self._elapsed = 86_400_000
        self._vouched = vouched

    def read(self) -> Reading:
        return Reading(self._wall, self._elapsed)

    def vouched(self) -> bool:
        return self._vouched

    def wait(self, ms: int) -> None:
        """Time passes, awake or asleep."""
        self._wall += ms
        self._elapsed += ms

    def step(self, ms: int, *, vouched: bool = False) -> None:
        """Somebody sets the wall clock: by hand, or, `vouched`, one who knows the time."""
        self._wall += ms
        self._vouched = vouched


class TrustedClock:
    """The time of a hall on a computer whose clock may be set. Begins by believing it: who starts it has looked.

    A jump is not believed, nor what small steps amount to unless somebody vouches for the clock meanwhile; the time
    goes on as it was, until the wall clock agrees again. But one who vouches for it after the jump is heard:
    `correction`.
    """

    rehearsed = False

    def __init__(self, source: TimeSource) -> None:
        self._source = source
        self._vouched = source.vouched()
        self._good = source.read()
        self._anchor = self._good
        self._begun = self._good.wall
        self._jumped: int | None = None
        """As it was told first after the wall clock jumped, as long as that lasts."""
        self._next_ask = self._good.elapsed
        self._lock = threading.Lock()

    def now(self) -> int:
        return self._look().now

    def off(self) -> int:
        return self._look().off

    def correction(self) -> Correction | None:
        if not self.off() or not self._source.vouched():
            return None
        off, jumped = self.off(), self._jumped
        # Set by hand since it was asked, nobody would vouch for it now.
        if not off or jumped is None or not self._source.vouched():
            return None
        return Correction(jumped, off, vouched=True) if self._vouched else Correction(self._begun, off)

    def correct(self, by_ms: int) -> None:
        with self._lock:
            self._good = self._anchor = Reading(self._good.wall + by_ms, self._good.elapsed)
            self._vouched = True
            self._jumped = None

    def agree_with(self, now: int) -> None:
        """For a process beside the one that the hall lives by: that one says it is `now`. Its word stands above what is
        told here, and above the wall clock, unless they differ by no more than SLACK_MS."""
        with self._lock:
            present = self._source.read()
            if abs(now - judge(self._good, self._anchor, present).now) > SLACK_MS:
                self._good = self._anchor = Reading(now, present.elapsed)

    def _look(self) -> Judgement:
        with self._lock:
            vouched = self._asked()
            present = self._source.read()
            anchor = self._good if vouched else self._anchor
            found = judge(self._good, anchor, present)
            if not found.off:
                self._good = present
                self._anchor = present if vouched else eased(anchor, present)
                self._vouched = self._vouched or vouched
                self._jumped = None
            elif self._jumped is None:
                self._jumped = found.now
            return found

    def _asked(self) -> bool:
        """Before the clocks are read: then what agrees with a clock that is kept right is right."""
        elapsed = self._source.read().elapsed
        if elapsed < self._next_ask:
            return False
        self._next_ask = elapsed + ASK_EVERY_MS
        return self._source.vouched()
