"""Whether this computer's clock can be right: before a start, held against the hall's log; at work, said as a trouble.

A start is not the author's yet: it writes no row, and holds neither the log nor the port. So whoever confirms the date
with a server of their own is not kept from it by one that waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

import structlog
from sqlalchemy import URL

from program.clock import Correction, HallClock, RehearsalClock, SystemClock
from program.dates import local
from program.trusted_clock import SystemTime, TrustedClock
from server.domain.config import HallConfig
from server.domain.events import DayOpened, GivenNumber, TicketLapsed, TimeCorrected
from server.domain.hall import Hall
from server.domain.opening import business_date
from server.domain.right_time import believable, days_until, may_follow
from server.storage.engine import open_engine
from server.storage.log_end import LogEnd, LogEnds
from server.submissions import Published
from server.troubles import Trouble

EARLIEST: Final = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1_000)
"""No clock that shows less is right: this program is younger."""
FAR_OFF_MS: Final = 3_600_000
"""A hall whose time is so far from the computer's keeps other hours, or another date, than people: staff are told."""
BACK_MS: Final = 300_000
"""A clock so much behind the log's last event is still believed."""
LOOK_EVERY_S: Final = 1.0

_log = structlog.get_logger()


class WrongClock(Exception):
    """A rehearsal on a real log, or the other way round; `str()` is one line for the person who runs the server."""


@dataclass(frozen=True, slots=True)
class DateWords:
    """What a person says of the date, on the command line."""

    confirmed: bool = False
    """This computer's clock is right, although it is far from the log."""
    heal: str = ""
    """This computer's clock is right and the log's date is wrong: why."""


@dataclass(frozen=True, slots=True)
class PutRight:
    """What a start puts right in the log."""

    reason: str
    used: tuple[GivenNumber, ...] = ()
    """Numbers that earlier business days gave on the right date, or under a wrong one after it."""


@dataclass(frozen=True, slots=True)
class Start:
    """Whether a server may begin."""

    held: str = ""
    """Why not yet, with what helps; empty when it may."""
    put_right: str = ""
    """Why the log's times are wrong, where they are."""
    days_ahead: int = 0
    """How many business days later than the log's open day it begins; 0 before the day of business changes."""


def judge_start(end: LogEnd | None, now: int, config: HallConfig, words: DateWords) -> Start:
    """Pure. `now` is what this computer's clock shows."""
    shown = f"this computer's clock shows {_written(now, config)}"
    if now < EARLIEST:
        help_ = "set it as root with: date -s 'YYYY-MM-DD hh:mm'"
        return Start(held=f"{shown}, which cannot be; the server waits until it is right; {help_}")
    if end is None:
        return Start()
    waits = f"{shown}; the server waits until the clock is right"
    # By the calendar: where the day's start was moved to later, today's business day may stand in the log already.
    if local(now, config.time_zone).date() < date.fromisoformat(end.date):
        help_ = "if it is right and the log is wrong, run: ./jiaohao server --heal-date 'why the log is wrong'"
        held = "" if words.heal else f"the hall's log is at {end.date}, but {waits}; {help_}"
        return Start(held, words.heal)
    day = business_date(config, now)
    far = not may_follow(day, max(end.date, business_date(config, end.at)))
    back = now < end.at - BACK_MS
    if (far or back) and not (words.confirmed or (back and words.heal)):
        help_ = "if it is right, run: ./jiaohao server --confirm-date"
        return Start(held=f"the hall's log ends at {_written(end.at, config)}, but {waits}; {help_}")
    confirmed = words.heal or "the computer's clock was confirmed at a start"
    return Start(put_right=confirmed if back else "", days_ahead=max(0, days_until(day, end.date)))


async def until_date_is_right(
    ends: LogEnds,
    clock: Callable[[], int],
    config: HallConfig,
    words: DateWords,
    ending: asyncio.Event,
    *,
    look_every_s: float = LOOK_EVERY_S,
) -> PutRight | None:
    """Returns when the clock can be right, with what is to be put right in the log; looks again as long as it cannot,
    having said so once, until `ending` is set. Raises StorageFault, LogCorrupt."""
    held = False
    while True:
        end = await asyncio.to_thread(ends.end)
        now = clock()
        start = judge_start(end, now, config, words)
        if not start.held:
            break
        if not held:
            _log.error("date_in_doubt", reason=start.held)
            held = True
        with suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), look_every_s)
        if ending.is_set():
            return None
    if held:
        _log.info("date_believed", now=_written(now, config))
    if start.days_ahead > 1:
        _log.info("days_left_out", now=_written(now, config), days=start.days_ahead - 1)
    if not start.put_right or end is None:
        return None
    used = await asyncio.to_thread(ends.numbers_given, business_date(config, now), end.day)
    return PutRight(start.put_right, used)


async def right_clock(
    database: URL, config: HallConfig, rehearsal: RehearsalClock | None, words: DateWords, ending: asyncio.Event
) -> tuple[HallClock, PutRight | None]:
    """The clock of a hall that may begin, once it can be right or `ending` is set, and what is to be put right in its
    log. Raises WrongClock, and what `until_date_is_right` does."""
    engine = open_engine(database, follows=True)
    ends = LogEnds(engine, config.hall_id)
    try:
        check_rehearsal(await asyncio.to_thread(ends.end), rehearsed=rehearsal is not None)
        if rehearsal is not None:
            return rehearsal, None
        put_right = await until_date_is_right(ends, SystemClock().now, config, words, ending)
        return TrustedClock(SystemTime()), put_right
    finally:
        engine.dispose()


def check_rehearsal(end: LogEnd | None, *, rehearsed: bool) -> None:
    """Raises WrongClock when the log was not begun on such a clock."""
    if end is None or end.rehearsal == rehearsed:
        return
    if rehearsed:
        raise WrongClock("--now: this log is a real hall's; a rehearsal needs a server.database of its own")
    raise WrongClock("this log was begun with --now, as a rehearsal; a real hall needs a server.database of its own")


def clock_trouble(clock: HallClock) -> Sequence[Trouble]:
    """A jump of the computer's clock, as long as it lasts. The same words all the while."""
    off = clock.off()
    if not off:
        return ()
    minutes = round(abs(off) / 60_000)
    days, hours = divmod(minutes // 60, 24)
    by = f"{f'{days} d ' if days else ''}{hours} h {minutes % 60} min {'ahead' if off > 0 else 'back'}"
    detail = (
        f"this computer's clock jumped {by}; the hall goes on by its own until that is undone. If the new time is "
        "right, stop the server and run: ./jiaohao server --confirm-date"
    )
    code = "clock_far_off" if abs(off) >= FAR_OFF_MS else "clock_jumped"
    return (Trouble("clock", code, detail, blocks=False),)


def believed(clock: HallClock, hall: Hall) -> Correction | None:
    """The clock's correction, when nobody needs to be asked about it."""
    right = clock.correction()
    if right is None or hall.config is None:
        return None
    since = 0 if right.vouched else right.since  # asleep uncounted before the jump: a number may be today's as well
    return right if believable(hall, hall.config, clock.now() + right.by_ms, since) else None


def say_days(hall_id: str, published: Sequence[Published]) -> None:
    """A line for each new day, which says whose visit it ended, and for each time that was put right."""
    lapsed = sum(isinstance(one.fact.event, TicketLapsed) for one in published)
    for one in published:
        event = one.fact.event
        if isinstance(event, DayOpened):
            say = _log.warning if lapsed else _log.info
            say("day_opened", hall=hall_id, day=event.day, date=event.date, lapsed=lapsed)
        elif isinstance(event, TimeCorrected):
            _log.warning(
                "time_corrected", hall=hall_id, date=event.date, minutes=event.by_ms // 60_000, reason=event.reason
            )


def _written(instant: int, config: HallConfig) -> str:
    return f"{local(instant, config.time_zone):%Y-%m-%d %H:%M}"
