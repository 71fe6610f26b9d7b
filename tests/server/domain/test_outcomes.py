"""What came of a visit is said at its finish, and stands in the log."""

from __future__ import annotations

import pytest

from server.domain.commands import CallNext, FinishTicket, Leaving, OpenDay
from server.domain.events import TicketFinished
from server.domain.tickets import Outcome
from tests.server.domain.scene import Scene

FIRST = "1-A001"


def called(*, arrived: bool) -> Scene:
    scene = Scene()
    assert scene.issue() == FIRST
    scene.next("1")
    if arrived:
        scene.arrive("1", FIRST)
    return scene


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("arrived", [True, False])
def test_a_finish_says_what_came_of_it(outcome: Outcome, *, arrived: bool) -> None:
    scene = called(arrived=arrived)
    event = TicketFinished(FIRST, "1", arrival_implied=not arrived, outcome=outcome)
    assert scene.do(FinishTicket("1", FIRST, outcome)) == (event,)
    assert scene.hall.ticket(FIRST) is None
    assert scene.hall.calls[0].ticket.state == "served", "whatever came of it, the visit is over"


def test_nothing_said_is_served_also_by_the_next_call_and_by_the_days_end() -> None:
    served = TicketFinished(FIRST, "1", arrival_implied=False, outcome=Outcome.SERVED)
    assert called(arrived=True).do(FinishTicket("1", FIRST)) == (served,)
    assert called(arrived=True).do(CallNext("1", 1, Leaving.SERVED)) == (served,)
    assert called(arrived=True).do(OpenDay("2026-11-25"))[0] == served
