"""Somebody is served who has no number: it counts, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.commands import (
    CloseCounter,
    Declined,
    OpenDay,
    PauseCounter,
    Refusal,
    ServeWithoutNumber,
    WorkCounter,
)
from server.domain.counter_states import PauseReason
from server.domain.events import ServedWithoutNumber
from server.domain.tickets import Outcome
from tests.server.domain.scene import Scene


@pytest.mark.parametrize("outcome", Outcome)
def test_it_counts_and_takes_no_number_no_call_and_nobodys_place(outcome: Outcome) -> None:
    scene = Scene()
    waiting = scene.issue()
    scene.next("1")
    before = scene.hall
    assert scene.do(ServeWithoutNumber("1", "apples", outcome)) == (ServedWithoutNumber("1", "apples", outcome),)
    here = before.counter("1")
    counted = before.counters.put("1", replace(here, without_number=1))
    assert scene.hall == replace(before, seq=before.seq + 1, counters=counted)
    assert scene.hall.counter("1").tickets == (waiting,), "whoever is there stays"


def test_every_one_is_counted_at_its_counter_and_the_day_ends_the_count() -> None:
    scene = Scene()
    for counter_id in ("1", "1", "2"):
        scene.do(ServeWithoutNumber(counter_id, "books"))
    assert [scene.hall.counter(one).without_number for one in "123"] == [2, 1, 0]
    scene.do(OpenDay("2026-11-25"))
    assert scene.hall.counter("1").without_number == 0


@pytest.mark.parametrize("away", [PauseCounter("1", PauseReason.PAPERWORK), CloseCounter("1")])
def test_also_at_a_counter_that_calls_nobody(away: WorkCounter) -> None:
    scene = Scene()
    scene.do(away)
    status = scene.hall.counter("1").status
    scene.do(ServeWithoutNumber("1", "apples", Outcome.DONE_BY_PHONE))
    assert (scene.hall.counter("1").without_number, scene.hall.counter("1").status) == (1, status)


def test_what_the_hall_does_not_know_is_not_counted() -> None:
    scene = Scene()
    assert scene.refusal(ServeWithoutNumber("9", "apples")) == Declined(Refusal.UNKNOWN_COUNTER, "9")
    assert scene.refusal(ServeWithoutNumber("1", "plums")) == Declined(Refusal.UNKNOWN_SERVICE, "plums")
