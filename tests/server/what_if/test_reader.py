"""A day to come, asked of a log: days as they were, under the rules that hold now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import URL

from server.domain.commands import ConfigureHall, IssueTicket, OpenDay
from server.domain.config import HallConfig, SpecialDay
from server.domain.events import DayOpened
from server.domain.fairness.policy import AS_THEY_COME, Preset, preset
from server.domain.tickets import Channel, Visit
from server.domain.visitor_classes import ORDINARY, PRIORITY
from server.storage.engine import open_engine
from server.storage.log import Entry, HallLog
from server.storage.migrate import migrate
from server.storage.reader import PassingReader
from server.what_if.changes import OtherPreset
from server.what_if.reader import of_tomorrow
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NOON, sample_counter, sample_hall

MINUTE = 60_000
DAY = 1_440 * MINUTE
FIRST_COME = replace(sample_hall(counters=(sample_counter("1", ("apples",)),)), routing=AS_THEY_COME)
PROMISES = replace(FIRST_COME, routing=preset(Preset.PROMISE_FIRST))


def a_day(scene: Scene) -> None:
    """Three come, and one with priority; each takes ten minutes."""
    noon = scene.now
    for visitor_class in (ORDINARY, ORDINARY, ORDINARY, PRIORITY):
        scene.do(IssueTicket(Visit("apples", Channel.KIOSK, "en", visitor_class)))
    for number in range(4):
        scene.now = noon + (1 + 10 * number) * MINUTE
        called = scene.next("1")
        assert called is not None
        scene.now = noon + (10 + 10 * number) * MINUTE
        scene.finish("1", called)


def two_days(first: HallConfig, then: HallConfig) -> Scene:
    """A Tuesday by one configuration, and the Monday after it by another."""
    scene = Scene(first)
    a_day(scene)
    scene.now = NOON + 6 * DAY
    scene.do(OpenDay("2026-11-30"))
    scene.do(ConfigureHall(then))
    a_day(scene)
    return scene


def log_of(folder: Path, scene: Scene) -> PassingReader:
    url = URL.create("sqlite", database=str(folder / "hall.db"))
    engine = open_engine(url)
    migrate(engine)
    day, entries = 0, []
    for fact in scene.facts:
        day += isinstance(fact.event, DayOpened)
        entries.append(Entry(day, fact))
    hall_log = HallLog(engine, PROMISES.hall_id)
    hall_log.append(entries, [])
    hall_log.close()
    return PassingReader(engine, PROMISES.hall_id)


@pytest.fixture
def log(tmp_path: Path) -> PassingReader:
    return log_of(tmp_path, two_days(FIRST_COME, PROMISES))


def test_tomorrow_goes_by_the_rules_that_hold_now(log: PassingReader) -> None:
    answer = of_tomorrow(log, lambda _: [OtherPreset(Preset.PROMISE_FIRST)], weeks=8)
    assert (answer.date, answer.days) == ("2026-12-01", ("2026-11-24",))
    for one in answer.outlooks:
        assert one.changed == one.unchanged, "it has this preset already"
    other = of_tomorrow(log, lambda _: [OtherPreset(Preset.FIRST_COME)], weeks=8)
    assert other.outlooks[0].changed != other.outlooks[0].unchanged


def test_a_make_up_workday_is_like_the_days_by_whose_hours_it_goes(tmp_path: Path) -> None:
    made_up = replace(PROMISES, days=(SpecialDay("2026-12-01", like=0),))
    answer = of_tomorrow(log_of(tmp_path, two_days(FIRST_COME, made_up)), lambda _: [], weeks=8)
    assert (answer.date, answer.days) == ("2026-12-01", ("2026-11-30",))


def test_a_day_that_was_made_up_for_is_like_that_one(tmp_path: Path) -> None:
    made_up = replace(PROMISES, days=(SpecialDay("2026-11-30", like=1),))
    answer = of_tomorrow(log_of(tmp_path, two_days(FIRST_COME, made_up)), lambda _: [], weeks=8)
    assert (answer.date, answer.days) == ("2026-12-01", ("2026-11-24", "2026-11-30"))
