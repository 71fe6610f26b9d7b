"""The wait that was told at issue is part of what happened, and of the ticket."""

from __future__ import annotations

from server.domain.commands import Context
from server.domain.decide import decide
from server.domain.events import TicketIssued, TimeCorrected
from server.domain.promise import Promise
from tests.server.asking import issue
from tests.server.domain.scene import Scene, token_hash


def promising(scene: Scene, promise: Promise) -> TicketIssued:
    """What an issue leads to while apples alone have an estimate."""
    ctx = Context(scene.now, token_hash, promise_of=lambda visit: promise if visit.service_id == "apples" else None)
    decision = decide(scene.hall, issue("apples"), ctx)
    assert isinstance(decision, tuple)
    (event,) = decision
    assert isinstance(event, TicketIssued)
    return event


def test_what_was_told_at_issue_stays_with_the_ticket() -> None:
    scene = Scene()
    promise = Promise(1_200_000, 900_000, 1_800_000, made_at=scene.now - 700)
    issued = promising(scene, promise)
    assert issued.promise == promise
    scene.happen(issued)
    scene.next("1")
    ticket = scene.hall.ticket(issued.ticket_id)
    assert ticket is not None
    assert ticket.promise == promise


def test_where_nothing_is_estimated_nothing_is_promised() -> None:
    scene = Scene()
    (event,) = scene.do(issue("apples"))
    assert isinstance(event, TicketIssued)
    assert event.promise is None


def test_a_promise_of_a_wrong_time_is_put_right_with_its_ticket() -> None:
    scene = Scene()
    issued = promising(scene, Promise(60_000, 0, 120_000, made_at=scene.now))
    since = scene.now
    scene.happen(issued)
    scene.happen(TimeCorrected(scene.hall.date, since, -5_000, "the battery was empty"))
    ticket = scene.hall.ticket(issued.ticket_id)
    assert ticket is not None
    assert ticket.promise == Promise(60_000, 0, 120_000, made_at=since - 5_000)
    assert ticket.issued_at == since - 5_000
