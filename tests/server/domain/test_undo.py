"""A call that was not meant is taken back: within seconds, and as if it had not been."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import CallNext, ConfigureHall, Declined, Leaving, Refusal, UndoCall
from server.domain.events import CallUndone, TicketCalled, TicketFinished
from server.domain.hall import CounterNow
from server.domain.life import allowed
from server.domain.tickets import Stage, TicketState
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_counter, sample_hall

FIRST, SECOND = "1-A001", "1-A002"


def called(undo_seconds: int = 10) -> Scene:
    """The first of two is called at counter 1; a second has passed since."""
    scene = Scene(sample_hall(undo_seconds=undo_seconds))
    assert (scene.issue(), scene.issue()) == (FIRST, SECOND)
    scene.next("1")
    return scene


def test_it_stands_where_it_stood_and_the_counter_is_free() -> None:
    scene = Scene()
    scene.issue()
    scene.issue()
    before, line = scene.ticket(FIRST), scene.hall.line("apples")
    scene.next("1")
    assert scene.do(UndoCall("1", FIRST)) == (CallUndone(FIRST, "1"),)
    after = scene.ticket(FIRST)
    assert replace(after, since=before.since, call_seq=before.call_seq) == before
    assert scene.hall.line("apples") == line
    assert scene.hall.counter("1") == CounterNow(1, ())
    assert after.stage is Stage.IN_LINE


def test_recalls_of_the_call_that_was_not_meant_do_not_count() -> None:
    scene = called()
    scene.recall("1", FIRST)
    scene.undo("1", FIRST)
    scene.next("3")
    assert (scene.ticket(FIRST).recalls, scene.ticket(FIRST).counter_id) == (0, "3")


def test_it_is_no_public_call_any_more_and_those_before_it_are() -> None:
    scene = called()
    scene.next("3")
    scene.undo("3", SECOND)
    assert [call.ticket.ticket_id for call in scene.hall.calls] == [FIRST]
    scene.miss("1", FIRST)
    scene.restore(FIRST)
    assert [call.ticket.ticket_id for call in scene.hall.calls] == [FIRST], "it was called, and missed"


def test_who_was_finished_with_the_same_press_stays_finished() -> None:
    scene = called()
    scene.arrive("1", FIRST)
    events = scene.do(CallNext("1", 1, Leaving.SERVED))
    assert events == (TicketFinished(FIRST, "1", arrival_implied=False), TicketCalled(SECOND, "1"))
    scene.undo("1", SECOND)
    assert scene.hall.ticket(FIRST) is None
    assert scene.hall.line("apples") == (SECOND,)


def test_a_second_press_of_next_calls_nobody_and_a_new_one_the_same_again() -> None:
    scene = called()
    scene.undo("1", FIRST)
    assert scene.refusal(CallNext("1", 0)) == Declined(Refusal.ALREADY_CALLED, "calls 1, not 0", None)
    assert scene.do(CallNext("1", 1)) == (TicketCalled(FIRST, "1"),)
    assert scene.ticket(FIRST).call_seq == scene.hall.seq, "a new call, which rings"


@given(st.integers(0, 60), st.integers(0, 120_000), st.integers(0, 3))
def test_it_may_be_undone_for_so_long_and_no_longer(seconds: int, later: int, recalls: int) -> None:
    """Also after recalls; and the ticket says so, to the millisecond."""
    scene = Scene(sample_hall(undo_seconds=seconds, recall_limit=3))
    scene.issue()
    at = scene.now
    scene.next("1")
    for _ in range(recalls):
        scene.recall("1", FIRST)
    scene.now = at + later
    config = scene.hall.config
    assert config is not None
    until = allowed(scene.ticket(FIRST), config).get("undo", -1)
    assert until == (at + seconds * 1_000 if seconds else -1)
    decision = scene.ask(UndoCall("1", FIRST))
    if seconds and later <= seconds * 1_000:
        assert decision == (CallUndone(FIRST, "1"),)
    else:
        assert isinstance(decision, Declined)
        assert (decision.code, decision.ticket_id) == (Refusal.TOO_LATE, FIRST)


def test_only_who_is_called_here_and_not_who_has_come() -> None:
    scene = called()
    assert scene.refusal(UndoCall("1", SECOND)).code == Refusal.NOT_AT_COUNTER
    assert scene.refusal(UndoCall("3", FIRST)).code == Refusal.NOT_AT_COUNTER
    assert scene.refusal(UndoCall("9", FIRST)) == Declined(Refusal.UNKNOWN_COUNTER, "9")
    assert scene.refusal(UndoCall("1", "1-Z999")) == Declined(Refusal.UNKNOWN_TICKET, "1-Z999")
    scene.arrive("1", FIRST)
    assert scene.refusal(UndoCall("1", FIRST)) == Declined(Refusal.NOT_CALLED, f"{FIRST} is serving", FIRST)


def test_a_counter_that_has_left_the_configuration_goes_with_the_call() -> None:
    scene = called()
    scene.do(ConfigureHall(sample_hall(counters=(sample_counter("3", ("apples",)),))))
    assert scene.hall.config is not None
    assert scene.hall.config.counter("1") is not None, "as long as somebody is called there"
    scene.undo("1", FIRST)
    assert scene.hall.config.counter("1") is None
    assert scene.ticket(FIRST).state is TicketState.WAITING


@pytest.mark.parametrize("others", [0, 3])
def test_the_place_is_kept_whoever_came_or_was_called_meanwhile(others: int) -> None:
    scene = called()
    for _ in range(others):
        scene.issue()
    scene.next("3")
    scene.undo("1", FIRST)
    assert scene.hall.line("apples")[0] == FIRST
