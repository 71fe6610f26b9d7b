"""A hall whose computer's clock is set while true time goes on: real author, real log, and the truth beside them."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import Engine

from program.trusted_clock import SteppedTime, TrustedClock
from server.author import Author
from server.domain.commands import CallNext
from server.domain.config import HallConfig
from server.domain.events import DayOpened, Fact, TicketIssued, TicketLapsed, TimeCorrected
from server.domain.opening import business_date
from server.storage.log import HallLog
from server.storage.log_end import LogEnds
from server.storage.reader import LogReader
from server.timekeeping import DateWords, PutRight, until_date_is_right
from server.tokens import TokenMint
from tests.server.asking import answered, ask_fate, submission


@dataclass
class ClockRig:
    """`now` is the truth; what the computer shows is `time`'s."""

    store: Engine
    config: HallConfig
    now: int
    time: SteppedTime = field(init=False)
    taken: list[tuple[str, str]] = field(default_factory=list)
    """True business date and number of every ticket."""
    lapse: set[str] = field(default_factory=set)
    """Tickets whose day is truly over."""
    _author: Author | None = None
    _clock: TrustedClock | None = None
    _keys: int = 0

    def __post_init__(self) -> None:
        self.time = SteppedTime(self.now, vouched=True)

    @property
    def author(self) -> Author:
        assert self._author is not None
        return self._author

    @property
    def clock(self) -> TrustedClock:
        """The author's."""
        assert self._clock is not None
        return self._clock

    def date(self) -> str:
        """The true one."""
        return business_date(self.config, self.now)

    async def start(self, words: DateWords | None = None, waits: tuple[int, ...] = ()) -> None:
        """As a server does. `waits`: so much passes at each look at a clock that cannot be right, and it is set by
        that much besides."""
        await self.stop()
        coming = list(waits)

        def look() -> int:
            shown = self.time.read().wall
            if coming:
                self.time.step(coming.pop(0), vouched=True)
            return shown

        ends = LogEnds(self.store, self.config.hall_id)
        put_right = await until_date_is_right(
            ends, look, self.config, words or DateWords(), asyncio.Event(), look_every_s=0.001
        )
        assert not coming
        await self.begin(put_right)

    async def begin(self, put_right: PutRight | None = None) -> None:
        before = self._waiting()
        log = HallLog(self.store, self.config.hall_id)
        mint = TokenMint(b"s" * 32, self.config.hall_id)
        self._clock = TrustedClock(self.time)
        self._author = Author(
            log, self.config, clock=self._clock, mint=mint, name="rig", beat_s=60.0, put_right=put_right
        )
        await self._author.start()
        self._is_over(before)

    async def stop(self) -> None:
        if self._author is not None:
            await self._author.stop()

    async def wait(self, ms: int, *, take: bool = False) -> None:
        """True time passes, and the author looks."""
        before = self._waiting()
        self.now += ms
        self.time.wait(ms)
        await self.look()
        self._is_over(before)
        if take:
            await self.take()

    async def step(self, ms: int) -> None:
        """Somebody sets the clock, and the author looks."""
        self.time.step(ms)
        await self.look()

    async def look(self) -> None:
        await self.author.ask(ask_fate(self._key()))

    async def take(self) -> str:
        answer = await answered(self.author.ask(submission(self._key())))
        assert answer.number is not None
        assert answer.ticket_id is not None
        self.taken.append((self.date(), answer.number))
        return answer.ticket_id

    async def call(self) -> None:
        calls = self.author.hall.counter("1").calls
        await self.author.ask(submission(self._key(), CallNext("1", calls)))

    def facts(self) -> list[Fact]:
        reader = LogReader(self.store, self.config.hall_id, "rig")
        return [one.fact for one in reader.read(after=0)]

    def check(self) -> None:
        """Nobody lapsed whose day was not over; no number came twice on one true date; the hall is on it."""
        events = [fact.event for fact in self.facts()]
        assert {one.ticket_id for one in events if isinstance(one, TicketLapsed)} <= self.lapse
        twice = [one for one, times in Counter(self.taken).items() if times > 1]
        assert not twice
        assert len([one for one in events if isinstance(one, TicketIssued)]) == len(self.taken)
        assert self.author.hall.date == self.date()

    def days(self) -> list[str]:
        """Dates of the business days, as the log has them."""
        return [fact.event.date for fact in self.facts() if isinstance(fact.event, DayOpened)]

    def said(self) -> list[str]:
        """Reasons for what was put right."""
        return [fact.event.reason for fact in self.facts() if isinstance(fact.event, TimeCorrected)]

    def _key(self) -> str:
        self._keys += 1
        return f"rig-{self._keys:05}"

    def _waiting(self) -> tuple[str, set[str]]:
        """The true date, and who is in the hall."""
        live = set() if self._author is None else {one.ticket_id for one in self._author.hall.tickets()}
        return self._author.hall.date if self._author else self.date(), live

    def _is_over(self, before: tuple[str, set[str]]) -> None:
        date, live = before
        if date < self.date():
            self.lapse |= live
