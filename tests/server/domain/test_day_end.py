"""When a business day ends, and that it leaves nobody behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from server.domain.commands import ConfigureHall, OpenDay
from server.domain.config import HallConfig
from server.domain.day_end import date_due
from server.domain.hall import Hall
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_hall

HALL = sample_hall()


def at(text: str, zone: str = "Asia/Taipei") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1_000)


def due(hall: Hall, now: int) -> str | None:
    assert hall.configured is not None
    return date_due(hall, hall.configured, now)


@pytest.mark.parametrize(
    ("now", "date"),
    [
        ("2026-11-25 03:59:59", None),
        ("2026-11-25 04:00", "2026-11-25"),
        ("2026-11-27 09:00", "2026-11-27"),
        ("2026-11-23 12:00", None),
    ],
)
def test_a_day_is_due_when_its_date_is_over(now: str, date: str | None) -> None:
    scene = Scene(HALL)
    scene.issue()
    assert due(scene.hall, at(now)) == date


EARLIER = [replace(HALL, day_starts_minute=240, time_zone="Pacific/Auckland"), replace(HALL, day_starts_minute=0)]


@pytest.mark.parametrize("changed", EARLIER, ids=["zone", "start"])
def test_a_reload_ends_nobodys_visit(changed: HallConfig) -> None:
    """By the new rule the next date has begun already; by that which the day began with it has not."""
    now = at("2026-11-25 00:30")
    scene = Scene(HALL)
    ticket = scene.issue()
    scene.do(ConfigureHall(changed))
    assert due(scene.hall, now) is None
    assert due(scene.hall, at("2026-11-25 04:00")) == "2026-11-25"
    scene.next("1")
    scene.finish("1", ticket)
    assert due(scene.hall, now) == "2026-11-25", "nobody is here whose day it could end"


def test_a_later_start_waits_for_its_own_hour() -> None:
    scene = Scene(HALL)
    scene.issue()
    scene.do(ConfigureHall(replace(HALL, day_starts_minute=360)))
    assert due(scene.hall, at("2026-11-25 04:00")) is None
    assert due(scene.hall, at("2026-11-25 06:00")) == "2026-11-25"


def test_the_next_day_ends_by_its_own_rule() -> None:
    scene = Scene(HALL)
    scene.do(ConfigureHall(replace(HALL, day_starts_minute=360)))
    scene.do(OpenDay("2026-11-25"))
    scene.issue()
    assert due(scene.hall, at("2026-11-26 05:59")) is None
    assert due(scene.hall, at("2026-11-26 06:00")) == "2026-11-26"
