"""What came of a visit, over HTTP: the log has it, and an older page's finish is a visitor served."""

from __future__ import annotations

import json

import pytest

from tests.server.edge.running import RunningServer, visit
from wire.messages.commands import CallNext, FinishTicket, IssueTicket

FINISH = FinishTicket(key="done-0001", counter_id="1", ticket_id="1-A001")


@pytest.fixture
def called(hall: RunningServer) -> RunningServer:
    """A001 is called to counter 1."""
    for command in (IssueTicket(key="issue-001", visit=visit()), CallNext(key="call-0001", counter_id="1", after=0)):
        assert hall.post(command).status == 200
    return hall


def outcomes(hall: RunningServer) -> list[str]:
    rows = hall.rows("SELECT body FROM event WHERE type = 'ticket_finished' ORDER BY seq")
    return [json.loads(body)["outcome"] for (body,) in rows]


def test_an_outcome_is_logged_once_and_a_repeat_is_answered_alike(called: RunningServer) -> None:
    referred = FinishTicket(key="done-0001", counter_id="1", ticket_id="1-A001", outcome="referred")
    first, again = called.post(referred), called.post(referred)
    assert (first.status, first.json()["what"], again.json()) == (200, "ticket_finished", first.json())
    assert outcomes(called) == ["referred"]
    assert called.post(FINISH).json()["code"] == "key_reused", "another outcome is another intent"


def test_a_finish_without_one_is_served(called: RunningServer) -> None:
    assert called.post(FINISH).status == 200
    assert outcomes(called) == ["served"]


def test_an_unknown_outcome_finishes_nothing(called: RunningServer) -> None:
    lost = FinishTicket(key="done-0001", counter_id="1", ticket_id="1-A001", outcome="lost")
    assert called.post(lost).json()["code"] == "malformed"
    assert outcomes(called) == []
    assert called.post(FINISH).status == 200
