"""A call rests before it is repeated: when it may be, what tickets say of it, and what a hall without a pause does."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import ConfigureHall, CorrectTime, Declined, RecallTicket, Refusal
from server.domain.events import TicketRecalled
from server.domain.life import allowed, resting
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_hall

FIRST = "1-A001"
PAUSED = sample_hall(recall_pause_seconds=5, recall_limit=2)


def called(pause: int = 5) -> tuple[Scene, int]:
    """A001 is called at counter 1; and when it was."""
    scene = Scene(replace(PAUSED, recall_pause_seconds=pause))
    scene.issue()
    at = scene.now
    scene.next("1")
    return scene, at


def test_a_call_may_be_repeated_from_the_end_of_its_pause_on() -> None:
    scene, at = called()
    scene.now = at + 4_999
    refused = scene.refusal(RecallTicket("1", FIRST))
    assert refused == Declined(Refusal.NOT_YET, f"recall rests until {at + 5_000}", FIRST)
    scene.now = at + 5_000
    assert scene.do(RecallTicket("1", FIRST)) == (TicketRecalled(FIRST, "1"),)


def test_each_repetition_rests_anew_and_the_limit_is_said_before_the_pause() -> None:
    scene, at = called()
    scene.now = at + 5_000
    scene.recall("1", FIRST)
    scene.now = at + 9_999
    assert scene.refusal(RecallTicket("1", FIRST)).code is Refusal.NOT_YET
    scene.now = at + 10_000
    scene.recall("1", FIRST)
    assert scene.refusal(RecallTicket("1", FIRST)).code is Refusal.RECALL_LIMIT
    assert resting(scene.ticket(FIRST), PAUSED) == {}, "what is not allowed at all does not rest"


def test_a_picked_number_rests_as_a_called_one_and_one_that_came_back_anew() -> None:
    scene = Scene(PAUSED)
    scene.issue()
    scene.pick("1", FIRST)
    assert scene.refusal(RecallTicket("1", FIRST)).code is Refusal.NOT_YET
    scene.miss("1", FIRST)
    scene.restore(FIRST)
    assert resting(scene.ticket(FIRST), PAUSED) == {}
    at = scene.now
    scene.next("1")
    assert resting(scene.ticket(FIRST), PAUSED) == {"recall": at + 5_000}


def test_nothing_else_rests() -> None:
    scene, _ = called()
    assert {"arrive", "finish", "miss"} <= allowed(scene.ticket(FIRST), PAUSED).keys()
    assert resting(scene.ticket(FIRST), PAUSED).keys() == {"recall"}
    scene.arrive("1", FIRST)
    assert resting(scene.ticket(FIRST), PAUSED) == {}


def test_a_time_that_was_put_right_moves_the_end_of_the_pause_with_it() -> None:
    scene, at = called()
    scene.do(CorrectTime(at - 60_000, -3_600_000, "flat battery"))
    scene.now = at - 3_600_000 + 5_000
    assert scene.do(RecallTicket("1", FIRST)) == (TicketRecalled(FIRST, "1"),)


def test_a_pause_that_a_hall_sets_during_the_day_counts_at_once() -> None:
    scene, at = called(pause=0)
    scene.now = at
    assert not isinstance(scene.ask(RecallTicket("1", FIRST)), Declined), "a hall without one never refuses so"
    scene.do(ConfigureHall(replace(PAUSED, recall_pause_seconds=60)))
    assert scene.refusal(RecallTicket("1", FIRST)).code is Refusal.NOT_YET


@given(st.integers(0, 20), st.integers(0, 30_000))
def test_what_rests_is_what_the_hall_refuses_as_too_soon(pause: int, later: int) -> None:
    scene, at = called(pause)
    scene.now = at + later
    rests = resting(scene.ticket(FIRST), replace(PAUSED, recall_pause_seconds=pause)).get("recall", 0) > scene.now
    decision = scene.ask(RecallTicket("1", FIRST))
    assert (isinstance(decision, Declined) and decision.code is Refusal.NOT_YET) is rests is (later < pause * 1_000)
