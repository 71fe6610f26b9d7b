"""A counter pauses, closes and opens, over HTTP and over sockets: who hears of it, and what survives a restart."""

from __future__ import annotations

import pytest

from tests.server.edge.running import RunningServer, visit
from wire.messages import HallMoved, Refused
from wire.messages.commands import CallNext, CloseCounter, IssueTicket, OpenCounter, PauseCounter

PAUSE = PauseCounter(key="pause-001", counter_id="1", reason="lunch")
CALL = CallNext(key="call-0001", counter_id="1", after=0)


@pytest.mark.parametrize("role", ["display", "kiosk", "console"])
def test_everybody_hears_of_a_pause_and_who_calls_all_the_same_is_refused(hall: RunningServer, role: str) -> None:
    hall.post(IssueTicket(key="issue-001", visit=visit()))
    with hall.screen(role) as peer:  # type: ignore[arg-type]
        assert hall.post(PAUSE).json()["what"] == "counter_paused"
        moved = peer.until(HallMoved)[1]
        assert (moved.what, moved.rings, moved.tickets) == ("counter_paused", False, ())
        assert [(one.counter_id, one.state, one.pause_reason, one.back_at) for one in moved.counters] == [
            ("1", "paused", "lunch", None)
        ]
        answer = hall.post(CALL)
        assert (answer.status, answer.json()["code"]) == (409, "counter_paused")
        assert hall.post(OpenCounter(key="open-0001", counter_id="1")).status == 200
        assert peer.until(HallMoved)[1].counters[0].state == "open"
        assert hall.post(CALL).json()["what"] == "ticket_called"


def test_a_closed_counter_says_so_and_one_with_somebody_there_does_not_close(hall: RunningServer) -> None:
    hall.post(IssueTicket(key="issue-001", visit=visit()))
    assert hall.post(CloseCounter(key="close-001", counter_id="2")).json()["what"] == "counter_closed"
    assert hall.post(CallNext(key="call-0002", counter_id="2", after=0)).json()["code"] == "counter_closed"
    assert hall.post(CALL).status == 200
    refused = hall.post(CloseCounter(key="close-002", counter_id="1")).json()
    assert (refused["code"], refused["ticket"]["ticket_id"]) == ("still_called", "1-A001")


@pytest.mark.parametrize(("reason", "back_at", "code"), [("fishing", None, "malformed"), ("lunch", 1, "back_at_past")])
def test_a_pause_for_no_known_reason_or_until_a_time_that_is_past_is_none(
    hall: RunningServer, reason: str, back_at: int | None, code: str
) -> None:
    with hall.screen("console") as console:
        console.send(PauseCounter(key="pause-002", counter_id="1", reason=reason, back_at=back_at))
        assert console.until(Refused)[1].code == code
    assert hall.rows("SELECT type FROM event WHERE type = 'counter_paused'") == []
