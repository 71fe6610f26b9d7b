"""One number for several services: finished at one, it goes on to the next by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import CallNext, ConfigureHall, Declined, FinishTicket, Leaving, OpenDay, Refusal
from server.domain.events import TicketCalled, TicketContinued, TicketFinished
from server.domain.hall import CounterNow
from server.domain.tickets import Outcome, TicketState
from tests.server.asking import issue
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NOON, sample_counter, sample_hall, sample_service

FIRST = "1-A001"
ISSUED = NOON + 1_000


def both() -> Scene:
    """The first came for apples and for books, and is served at counter 1."""
    scene = Scene()
    assert scene.issue("apples", then=("books",)) == FIRST
    scene.next("1")
    scene.arrive("1", FIRST)
    return scene


def test_the_number_goes_on_and_keeps_its_first_waiting_time() -> None:
    scene = both()
    before, later = scene.ticket(FIRST), scene.issue("books")
    gone_on = TicketContinued(FIRST, "1", False, Outcome.PAPERS_MISSING, "books", (), ISSUED)
    assert scene.do(FinishTicket("1", FIRST, Outcome.PAPERS_MISSING)) == (gone_on,)
    after = scene.ticket(FIRST)
    assert (after.number, after.state, after.place, after.issued_at) == ("A001", TicketState.WAITING, ISSUED, ISSUED)
    assert after.visit == replace(before.visit, service_id="books", then=())
    assert (after.counter_id, after.called_at, after.recalls) == (None, None, 0)
    assert scene.hall.counter("1") == CounterNow(1)
    assert scene.hall.line("books") == (FIRST, later)
    assert scene.next("2") == FIRST
    assert scene.do(FinishTicket("2", FIRST)) == (TicketFinished(FIRST, "2", arrival_implied=True),)
    assert scene.hall.ticket(FIRST) is None


def test_finished_straight_from_the_call_it_says_so() -> None:
    scene = Scene()
    scene.issue("apples", then=("books", "apples"))
    scene.next("1")
    assert scene.do(FinishTicket("1", FIRST)) == (
        TicketContinued(FIRST, "1", True, Outcome.SERVED, "books", ("apples",), ISSUED),
    )


def test_finish_and_next_in_one_press() -> None:
    """Who goes on is not called by that press, though this counter does the next service too."""
    scene = Scene()
    scene.issue("apples", then=("books",))
    second = scene.issue("apples")
    scene.next("3")
    events = scene.do(CallNext("3", 1, Leaving.SERVED))
    assert [type(event) for event in events] == [TicketContinued, TicketCalled]
    assert scene.hall.counter("3").ticket_id == second
    assert scene.next("3", Leaving.SERVED) == FIRST


def test_what_was_said_for_one_service_is_not_said_for_the_next() -> None:
    scene = Scene()
    scene.issue("apples", then=("books",))
    scene.transfer("", FIRST, "apples", at="1")
    assert scene.ticket(FIRST).visit.then == ("books",)
    scene.next("1")
    scene.finish("1", FIRST)
    assert (scene.ticket(FIRST).for_counter, scene.ticket(FIRST).note_code) == ("", "")


def test_a_service_that_the_hall_no_longer_offers_is_left_out() -> None:
    scene = both()
    scene.do(ConfigureHall(sample_hall((sample_service("apples", "A"),), (sample_counter("1", ("apples",)),))))
    assert scene.do(FinishTicket("1", FIRST)) == (TicketFinished(FIRST, "1", arrival_implied=False),)


def test_a_number_for_a_service_that_there_is_not_is_refused() -> None:
    scene = Scene()
    assert scene.refusal(issue("apples", then=("books", "pears"))) == Declined(Refusal.UNKNOWN_SERVICE, "pears")


def test_the_day_ends_for_it_as_for_any_other() -> None:
    scene = both()
    scene.do(OpenDay("2026-11-25"))
    assert len(scene.hall.live) == 0


@pytest.mark.parametrize("implied", [True, False])
def test_a_log_that_says_otherwise_of_the_arrival_is_damaged(implied: bool) -> None:
    scene = both()
    if not implied:
        scene = Scene()
        scene.issue("apples", then=("books",))
        scene.next("1")
    with pytest.raises(ValueError, match="how it was finished"):
        scene.happen(TicketContinued(FIRST, "1", implied, Outcome.SERVED, "books", (), ISSUED))


@given(st.lists(st.sampled_from(["apples", "books"]), max_size=4))
def test_every_service_is_finished_once_in_order_and_then_the_visit(then: list[str]) -> None:
    scene = Scene()
    scene.issue("apples", then=tuple(then))
    served = []
    while (ticket := scene.hall.ticket(FIRST)) is not None:
        served.append(ticket.visit.service_id)
        scene.next("3")
        scene.finish("3", FIRST)
    assert served == ["apples", *then]
