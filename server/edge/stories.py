"""The open business day's facts by number, kept while the hall goes on, so that whoever asks for a story waits for no
log; and a past day's, read when somebody asks."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

import structlog

from server.domain.events import DayOpened, Fact, TimeCorrected
from server.edge.ports import HallAuthor
from server.identity.principal import Actor
from server.storage.reader import LoggedFact
from server.story.day_log import DayLog, next_day_log
from server.story.story import Story, story_of
from server.submissions import Published

ReadDate = Callable[[str], Sequence[LoggedFact]]
"""The facts of the business day of an ISO date, its `DayOpened` first; may wait for a disk."""
TAKEN_AT_ONCE = 100
"""Facts that are taken before others have their turn: some milliseconds."""

_log = structlog.get_logger()


class Stories:
    """Lives on the event loop, from the author's start on. `follow` is supervised."""

    def __init__(
        self,
        author: HallAuthor,
        now: Callable[[], int],
        account_name: Callable[[str], str],
        device_name: Callable[[str], str],
        read: ReadDate,
    ) -> None:
        """`now` is the hall's time. The names are what people call somebody; "" for one of whom nobody knows. `read`
        reads a past day from the log."""
        self._now = now
        self._account_name = account_name
        self._device_name = device_name
        self._read = read
        self._date = ""
        """Of the open business day, as the facts taken say."""
        self._day = DayLog()
        self._past: tuple[str, DayLog] = ("", DayLog())
        """The past day that was asked for last: who asks once asks again."""
        self._coming: deque[tuple[int, Fact]] = deque(author.facts_so_far())
        self._moved = asyncio.Event()
        self._moved.set()
        author.subscribe(self._heard)

    async def story(self, number: str, languages: Sequence[str], date: str = "") -> Story | None:
        """Of a number as people write it, with all that is in the log by now; None for one that was not given then.
        `date` is that of a business day, ISO 8601; "" for the open one. Raises StorageFault, LogCorrupt for a past
        one."""
        while self._coming:
            self._take()
            await asyncio.sleep(0)
        day = self._day if date in {"", self._date} else await self._past_day(date)
        return story_of(day, number, languages, self._now(), self.named) if len(day) else None

    async def _past_day(self, date: str) -> DayLog:
        if self._past[0] != date:
            self._past = (date, await asyncio.to_thread(self._day_of, date))
        return self._past[1]

    def _day_of(self, date: str) -> DayLog:
        day = DayLog()
        for one in self._read(date):
            day.take(one.seq, one.fact)
        return day

    async def follow(self) -> None:
        while True:
            await self._moved.wait()
            self._moved.clear()
            while self._coming:
                self._take()
                await asyncio.sleep(0)

    def named(self, by: str) -> str:
        """What staff call who acted: a person, else a device; "" when nobody knows."""
        actor = Actor.read(by)
        return self._account_name(actor.account_id) if actor.account_id else self._device_name(actor.device_id)

    def _heard(self, published: Sequence[Published]) -> None:
        self._coming.extend((one.seq, one.fact) for one in published)
        self._moved.set()

    def _take(self) -> None:
        for _ in range(min(TAKEN_AT_ONCE, len(self._coming))):
            seq, fact = self._coming.popleft()
            try:
                self._day = next_day_log(self._day, seq, fact)
                if isinstance(fact.event, DayOpened | TimeCorrected):
                    self._date, self._past = fact.event.date, ("", DayLog())
            except Exception:  # noqa: BLE001 - one fact's bug keeps no other number from its story
                _log.exception("story_not_followed", seq=seq)
