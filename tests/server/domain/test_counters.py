"""A counter opens, pauses and closes: who may come to it, and every reason to refuse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import (
    CallNext,
    CloseCounter,
    ConfigureHall,
    CorrectTime,
    Declined,
    FinishTicket,
    Leaving,
    OpenCounter,
    OpenDay,
    PauseCounter,
    Refusal,
    ResumeTicket,
    WorkCounter,
)
from server.domain.counter_states import CounterStatus, PauseReason
from server.domain.events import CounterClosed, CounterOpened, CounterPaused, TicketCalled, TicketFinished
from server.domain.hall import CounterNow
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NOON, sample_counter, sample_hall

FIRST, SECOND = "1-A001", "1-A002"
LUNCH = PauseReason.LUNCH
HOUR = 3_600_000


def waiting() -> Scene:
    """Two wait for what counter 1 does."""
    scene = Scene()
    assert (scene.issue(), scene.issue()) == (FIRST, SECOND)
    return scene


def test_every_counter_begins_its_day_open() -> None:
    scene = waiting()
    scene.do(PauseCounter("1", LUNCH))
    scene.do(CloseCounter("2"))
    scene.do(OpenDay("2026-11-25"))
    assert scene.hall.counter("1") == scene.hall.counter("2") == CounterNow()
    assert CounterNow().status is CounterStatus.OPEN


@pytest.mark.parametrize("reason", PauseReason)
@pytest.mark.parametrize("back_in", [None, 1, HOUR])
def test_a_pause_says_why_and_until_when(reason: PauseReason, back_in: int | None) -> None:
    scene = waiting()
    now = scene.now
    back_at = None if back_in is None else now + back_in
    assert scene.do(PauseCounter("1", reason, back_at)) == (CounterPaused("1", reason, back_at),)
    assert scene.hall.counter("1") == CounterNow(
        status=CounterStatus.PAUSED, since=now, pause_reason=reason, back_at=back_at
    )
    assert scene.hall.counter("2") == CounterNow()


@pytest.mark.parametrize("late", [0, -1, -HOUR])
def test_nobody_comes_back_in_the_past(late: int) -> None:
    scene = waiting()
    refused = scene.refusal(PauseCounter("1", LUNCH, scene.now + late))
    assert refused.code is Refusal.BACK_AT_PAST
    assert scene.hall.counter("1").status is CounterStatus.OPEN


@pytest.mark.parametrize(
    ("away", "code"),
    [(PauseCounter("1", LUNCH), Refusal.COUNTER_PAUSED), (CloseCounter("1"), Refusal.COUNTER_CLOSED)],
)
def test_nobody_comes_to_a_counter_that_is_not_open_and_everybody_to_the_others(
    away: WorkCounter, code: Refusal
) -> None:
    scene = waiting()
    scene.next("3")
    scene.arrive("3", FIRST)
    scene.hold("3", FIRST)
    scene.do(away)
    said = f"counter 1 is {scene.hall.counter('1').status}"
    assert scene.refusal(CallNext("1", 0)) == scene.refusal(ResumeTicket("1", FIRST)) == Declined(code, said)
    scene.do(ResumeTicket("3", FIRST))
    assert scene.do(OpenCounter("1")) == (CounterOpened("1"),)
    assert scene.do(CallNext("1", 0)) == (TicketCalled(SECOND, "1"),)


def test_whoever_is_at_a_counter_that_pauses_is_served_to_the_end_and_is_the_last() -> None:
    scene = waiting()
    scene.next("1")
    scene.do(PauseCounter("1", LUNCH))
    scene.recall("1", FIRST)
    scene.arrive("1", FIRST)
    assert scene.refusal(CallNext("1", 1, Leaving.SERVED)).code is Refusal.COUNTER_PAUSED
    assert scene.do(FinishTicket("1", FIRST)) == (TicketFinished(FIRST, "1", arrival_implied=False),)
    assert scene.hall.counter("1").status is CounterStatus.PAUSED
    assert scene.hall.counter("1").calls == 1
    scene.do(OpenCounter("1"))
    assert scene.do(CallNext("1", 1)) == (TicketCalled(SECOND, "1"),)


def test_a_counter_does_not_close_over_somebody() -> None:
    scene = waiting()
    scene.next("1")
    assert scene.refusal(CloseCounter("1")) == Declined(Refusal.STILL_CALLED, f"{FIRST} is called", FIRST)
    scene.arrive("1", FIRST)
    assert scene.refusal(CloseCounter("1")) == Declined(Refusal.STILL_SERVING, f"{FIRST} is serving", FIRST)
    scene.hold("1", FIRST)
    assert scene.do(CloseCounter("1")) == (CounterClosed("1"),)
    with pytest.raises(ValueError, match="is closed"):
        scene.happen(TicketCalled(SECOND, "1"))


def test_no_log_has_a_counter_that_closed_over_somebody() -> None:
    scene = waiting()
    scene.next("1")
    with pytest.raises(ValueError, match="closed over 1-A001"):
        scene.happen(CounterClosed("1"))


def test_what_is_so_already_makes_no_event_and_another_pause_does() -> None:
    scene = waiting()
    assert scene.do(OpenCounter("1")) == ()
    back_at = scene.now + HOUR
    scene.do(PauseCounter("1", LUNCH, back_at))
    assert scene.do(PauseCounter("1", LUNCH, back_at)) == ()
    assert scene.do(PauseCounter("1", PauseReason.MEETING, back_at)) != ()
    assert scene.do(PauseCounter("1", PauseReason.MEETING, back_at + 1)) != ()
    assert scene.do(CloseCounter("1")) == (CounterClosed("1"),)
    assert scene.do(CloseCounter("1")) == ()
    closed = scene.hall.counter("1")
    assert (closed.pause_reason, closed.back_at) == (None, None), "nobody means to be back"
    scene.do(PauseCounter("1", LUNCH))
    assert scene.do(OpenCounter("1")) == (CounterOpened("1"),)
    assert scene.hall.counter("1").pause_reason is None


def test_an_unknown_counter_does_nothing() -> None:
    scene = waiting()
    for command in (OpenCounter("9"), CloseCounter("9"), PauseCounter("9", LUNCH)):
        assert scene.refusal(command) == Declined(Refusal.UNKNOWN_COUNTER, "9")


def test_a_counter_that_leaves_the_configuration_and_comes_back_is_still_paused() -> None:
    scene = waiting()
    scene.do(PauseCounter("1", LUNCH))
    scene.do(ConfigureHall(sample_hall(counters=(sample_counter("3", ("apples",)),))))
    assert scene.refusal(OpenCounter("1")) == Declined(Refusal.UNKNOWN_COUNTER, "1")
    scene.do(ConfigureHall(sample_hall()))
    assert scene.refusal(CallNext("1", 0)).code is Refusal.COUNTER_PAUSED


def test_a_time_that_is_put_right_moves_the_coming_back_of_pauses_that_it_was_said_in() -> None:
    scene = waiting()
    before = scene.now
    scene.do(PauseCounter("1", LUNCH, NOON + 2 * HOUR))
    since = scene.now
    scene.do(PauseCounter("2", LUNCH, NOON + 2 * HOUR))
    scene.do(PauseCounter("3", LUNCH))
    scene.do(CorrectTime(since, -HOUR, "flat battery"))
    counters = [scene.hall.counter(one) for one in "123"]
    assert [one.back_at for one in counters] == [NOON + 2 * HOUR, NOON + HOUR, None]
    assert [one.since for one in counters] == [before, since - HOUR, since + 1_000 - HOUR]


WORK = st.one_of(
    st.builds(OpenCounter, st.sampled_from("12")),
    st.builds(CloseCounter, st.sampled_from("12")),
    st.builds(PauseCounter, st.sampled_from("12"), st.sampled_from(PauseReason), st.none() | st.integers(0, 9)),
)


@given(st.lists(WORK | st.sampled_from(["issue", "call 1", "call 2", "finish 1", "finish 2"]), max_size=40))
def test_nobody_is_ever_called_to_a_counter_that_is_not_open(acts: list[WorkCounter | str]) -> None:
    scene = Scene()
    for act in acts:
        before = scene.hall
        if act == "issue":
            scene.issue()
            continue
        if isinstance(act, str):
            verb, counter_id = act.split()
            here = before.counter(counter_id)
            there = here.ticket_id or "1-Z999"
            command = CallNext(counter_id, here.calls) if verb == "call" else FinishTicket(counter_id, there)
            scene.ask(command) if isinstance(scene.ask(command), Declined) else scene.do(command)
        else:
            counter_id = act.counter_id
            if not isinstance(scene.ask(act), Declined):
                scene.do(act)
        was, now = before.counter(counter_id), scene.hall.counter(counter_id)
        if was.status is not CounterStatus.OPEN:
            assert set(now.tickets) <= set(was.tickets)
            assert now.calls == was.calls
        if now.status is CounterStatus.CLOSED:
            assert now.free
