"""A business day ends once and leaves nobody behind: in any zone, over the nights when clocks change, whatever
restarts, steps of the clock and reloads come in between. On a real log, by what a server does at its start and at each
look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from server.domain.commands import (
    ArriveTicket,
    CallNext,
    Command,
    ConfigureHall,
    Context,
    HoldTicket,
    MissTicket,
)
from server.domain.config import HallConfig
from server.domain.events import AUTHOR, DayOpened, Fact, TicketFinished, TicketIssued, TicketLapsed
from server.domain.evolve import replay
from server.domain.hall import Hall
from server.domain.opening import business_date
from server.domain.tickets import HoldReason
from server.draft import Draft, configure_key
from server.storage.engine import open_engine
from server.storage.log import HallLog
from server.storage.migrate import migrate
from server.storage.reader import LogReader
from server.submissions import Answer
from tests.server.asking import issue
from tests.server.sample_halls import sample_hall

HOUR = 3_600_000
NIGHTS = {
    "Asia/Taipei": "2026-11-24T16:00",
    "Europe/Berlin": "2026-10-25T01:00",
    "America/New_York": "2027-03-14T07:00",
    "Australia/Lord_Howe": "2027-04-03T15:00",
    "America/Santiago": "2026-09-06T04:00",
    "Asia/Beirut": "2027-03-27T22:00",
    "Pacific/Apia": "2011-12-30T10:00",
    "Pacific/Kiritimati": "1994-12-31T10:00",
}
"""Zones with an instant (UTC) at which their clocks change, if they do; the last two leave out a whole date."""
halls = count()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('day-ends')}/hall.db")
    migrate(engine)
    yield engine
    engine.dispose()


class Server:
    """What a hall's author does, without its thread. `wait` is time that passes, `step` a clock that is set."""

    def __init__(self, engine: Engine, config: HallConfig, now: int) -> None:
        self.config = replace(config, hall_id=f"hall-{next(halls)}")
        self.now = now
        self._engine = engine
        self._keys = count()
        self.begin()

    def begin(self) -> None:
        """As `server.writer` opens a log."""
        self._log = HallLog(self._engine, self.config.hall_id)
        day = self._log.load_day()
        self.hall = replay(day.facts, Hall.empty(day.first_seq - 1))
        draft = self._draft(key := configure_key(self.config, self.hall.seq))
        draft.take(key, ConfigureHall(self.config), AUTHOR)
        draft.roll_day()
        self._commit(draft)

    def restart(self) -> None:
        self._log.close()
        self.begin()

    def reload(self, config: HallConfig) -> None:
        self.config = replace(config, hall_id=self.config.hall_id)
        self.give(ConfigureHall(self.config))

    def wait(self, ms: int) -> None:
        self.now += ms
        draft = self._draft("")
        draft.roll_day()
        self._commit(draft)

    def give(self, command: Command) -> bool:
        draft = self._draft(key := f"key-{next(self._keys)}")
        draft.roll_day()
        answer = draft.take(key, command, "somebody")
        self._commit(draft)
        return isinstance(answer, Answer)

    def serve_some(self) -> None:
        """Leaves one held, one missed, one being served, one called, and whoever waits."""
        for _ in range(6):
            self.give(issue())
        for counter_id in ("1", "2", "3"):
            self.give(CallNext(counter_id, self.hall.counter(counter_id).calls))
            here = self.hall.counter(counter_id).tickets
            if here and counter_id != "3":
                self.give(ArriveTicket(counter_id, here[0]))
            if here and counter_id == "2":
                self.give(HoldTicket("2", here[0], HoldReason.FORM))
                self.give(CallNext("2", self.hall.counter("2").calls))
                self.give(MissTicket("2", (*self.hall.counter("2").tickets, "")[0]))

    def facts(self) -> list[Fact]:
        reader = LogReader(self._engine, self.config.hall_id, "test")
        return [one.fact for one in reader.read(after=0, limit=10_000)]

    def opened(self) -> list[DayOpened]:
        return [fact.event for fact in self.facts() if isinstance(fact.event, DayOpened)]

    def check(self) -> None:
        """The laws of a day's end, read off the log."""
        facts, opened = self.facts(), self.opened()
        assert [one.day for one in opened] == list(range(1, len(opened) + 1))
        assert all(before.date < after.date for before, after in pairwise(opened)), "each date once, in order"
        here: set[str] = set()
        for place, fact in enumerate(facts):
            event = fact.event
            if isinstance(event, TicketIssued):
                here.add(event.ticket_id)
            elif isinstance(event, TicketFinished | TicketLapsed):
                here.remove(event.ticket_id)  # once, and never before it came
            if isinstance(event, TicketLapsed):
                rest = (one for one in facts[place:] if not isinstance(one.event, TicketFinished | TicketLapsed))
                ends = next(rest)
                assert isinstance(ends.event, DayOpened), "time alone lapses, and the new day follows"
                assert (fact.cause, fact.by, fact.at) == (ends.cause, AUTHOR, ends.at)
            if isinstance(event, DayOpened):
                assert not here, "nobody is left behind"
        assert here == {ticket.ticket_id for ticket in self.hall.live.values()}
        assert self.hall.date == opened[-1].date

    def close(self) -> None:
        self._log.close()

    def _draft(self, key: str) -> Draft:
        ctx = Context(self.now, lambda ticket_id: ticket_id)
        return Draft(self.hall, ctx, self._log.remembered([key]))

    def _commit(self, draft: Draft) -> None:
        if draft.keys:
            self._log.append(draft.entries, draft.keys)
        self.hall = draft.hall


zones = st.sampled_from([*NIGHTS])
starts = st.sampled_from([0, 90, 120, 150, 240, 1_439])
hours = st.integers(0, 30 * 4).map(lambda quarters: quarters * HOUR // 4)
steps = st.one_of(
    st.tuples(st.just("wait"), hours),
    st.tuples(st.just("step"), st.integers(-3 * HOUR, 3 * HOUR)),
    st.tuples(st.just("restart"), hours),
    st.tuples(st.just("serve"), st.just(0)),
    st.tuples(st.just("reload"), st.tuples(zones, starts)),
)


@settings(max_examples=settings.default.max_examples // 2)  # type: ignore[union-attr]  # there is a profile
@given(zones, starts, st.integers(-40, 40), st.lists(steps, max_size=12))
def test_whatever_comes_each_day_ends_once(
    engine: Engine, zone: str, start: int, before: int, script: list[tuple[str, object]]
) -> None:
    change = int(datetime.fromisoformat(NIGHTS[zone]).replace(tzinfo=UTC).timestamp() * 1_000)
    server = Server(engine, sample_hall(time_zone=zone, day_starts_minute=start), change - before * HOUR)
    server.serve_some()
    for what, how in script:
        here, last = {*dict(server.hall.live.items())}, server.hall.date
        rule = server.hall.ends_by
        match what, how:
            case "wait", int():
                server.wait(how)
            case "step", int():
                server.now += how
                server.wait(0)
            case "restart", int():
                server.now += how
                server.restart()
            case "serve", _:
                server.serve_some()
            case "reload", (str() as other, int() as minute):
                server.reload(sample_hall(time_zone=other, day_starts_minute=minute))
                server.wait(0)
        rolled = server.hall.date != last
        assert rule is not None
        over = business_date(rule, server.now) > last
        assert over or not rolled or not here, "nobody's day ends by a reload"
        assert rolled or not over or business_date(server.config, server.now) <= last, "a day that is over has ended"
    server.check()
    server.restart()
    server.check()
    server.close()


@pytest.mark.parametrize("start", [0, 150, 240])
@pytest.mark.parametrize("zone", NIGHTS)
def test_over_the_night_of_the_change_every_date_that_there_is_has_its_day(
    engine: Engine, zone: str, start: int
) -> None:
    change = int(datetime.fromisoformat(NIGHTS[zone]).replace(tzinfo=UTC).timestamp() * 1_000)
    config = sample_hall(time_zone=zone, day_starts_minute=start)
    server = Server(engine, config, change - 36 * HOUR)
    shown = {server.hall.date}
    for hour in range(1, 72):
        server.wait(HOUR)
        if hour % 5 == 0:
            server.give(issue())
        if hour % 7 == 0:
            server.restart()
        assert server.hall.date == business_date(config, server.now)
        shown.add(datetime.fromtimestamp(server.now / 1_000, ZoneInfo(zone)).date().isoformat())
    assert {opened.date for opened in server.opened()} <= shown, "no date that nobody saw"
    server.check()
    server.close()
