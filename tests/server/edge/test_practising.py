"""Who practises is alone with it: no screen, no kiosk, no phone and no count hears of a practice number."""

from __future__ import annotations

import msgspec
import pytest

from server.identity.principal import Role
from tests.server.edge.running import RunningServer, visit
from wire.codec import encode
from wire.messages import HallMoved, Practice
from wire.messages.commands import CallNext, IssueTicket
from wire.messages.session import Accepted

TAKE = IssueTicket(key="practice-1", visit=msgspec.structs.replace(visit(channel="desk"), practice=True))
CALL = CallNext(key="practice-2", counter_id="1", after=0, practice=True)


@pytest.mark.parametrize("who", ["kiosk", "volunteer", "clerk", "supervisor"])
def test_whoever_calls_may_practise(hall: RunningServer, who: Role) -> None:
    channel = "kiosk" if who == "kiosk" else "desk"
    take = IssueTicket(key="practice-3", visit=msgspec.structs.replace(visit(channel=channel), practice=True))
    assert (hall.post(take, who=who).status == 200) is (who in {"clerk", "supervisor"})


def test_a_screen_hears_that_the_log_went_on_and_nothing_else(hall: RunningServer) -> None:
    before = hall.snapshot()
    with hall.screen("display") as display, hall.screen("console") as console:
        taken = hall.post(TAKE, who="clerk").json()
        assert (taken["number"], taken["token"]) == ("練001", "")
        called = hall.post(CALL, who="clerk").json()
        assert (called["what"], called["ticket"]["state"]) == ("ticket_called", "called")
        for _ in range(2):
            _, moved = display.until(HallMoved)
            assert (moved.tickets, moved.counters, moved.waiting, moved.rings) == ((), (), {}, False)
            assert "練" not in encode(moved).decode()
        told = [console.until(Practice)[1] for _ in range(2)][-1]
        assert [(one.number, one.state, one.counter_id) for one in told.tickets] == [("練001", "called", "1")]
    after = hall.snapshot()
    assert {**after, "seq": 0, "at": 0} == {**before, "seq": 0, "at": 0}
    with hall.screen("console") as console:
        assert console.until(Practice)[1].tickets == told.tickets, "who comes later is told too"
    assert hall.post(IssueTicket(key="real-0001", visit=visit())).json()["people_ahead"] == 0


def test_a_practice_call_is_answered_over_the_socket(hall: RunningServer) -> None:
    hall.post(TAKE, who="clerk")
    with hall.screen("console") as console:
        console.send(CALL)
        assert console.until(Accepted)[1].number == "練001"
