"""Practice: every verb on numbers that no visitor sees, and a hall that is as if nobody practised."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import CallNext, Declined, FinishTicket, IssueTicket, MoveTicket, OpenDay, Refusal
from server.domain.config import NumberRange
from server.domain.events import TicketIssued
from server.domain.evolve import replay
from server.domain.hall import Hall
from server.domain.practice import any_ticket, practice_config, practice_hall
from server.domain.tickets import Channel, Ticket, Visit
from server.translation.events import lines
from server.translation.phone import phone_board
from tests.server.asking import issue, move
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NEVER, grouped, sample_hall, sample_service

TICKET = "1-練001"
VISIT = Visit("apples", Channel.DESK, "zh-TW", practice=True)


def taken(scene: Scene) -> str:
    (event,) = scene.do(IssueTicket(VISIT))
    assert isinstance(event, TicketIssued)
    return event.ticket_id


def called(scene: Scene, counter_id: str = "1") -> None:
    scene.do(CallNext(counter_id, practice_hall(scene.hall).counter(counter_id).calls, practice=True))


def learnt(scene: Scene, ticket_id: str = TICKET) -> Ticket:
    ticket = practice_hall(scene.hall).ticket(ticket_id)
    assert ticket is not None
    return ticket


def test_what_is_practised_is_the_halls_work_with_numbers_of_its_own() -> None:
    config = sample_hall((grouped(sample_service("apples", "A")), replace(sample_service("books", "B"), quota=3)))
    practised = practice_config(config)
    assert replace(practised, services=config.services) == config
    for one, real in zip(practised.services, config.services, strict=True):
        assert (one.service_id, one.name, one.guide) == (real.service_id, real.name, real.guide)
        assert (one.prefix, one.numbers, one.quota, one.group) == ("練", NumberRange(1, 999), None, None)
        assert one.hours.days == ((),) * 7, "nobody comes in by its hours"
        assert one.offline.first > one.offline.last, "no kiosk gives one while the server is away"


def test_a_practice_number_uses_up_no_number_and_nobody_is_behind_it() -> None:
    scene = Scene()
    assert taken(scene) == TICKET
    assert (scene.hall.tickets(), scene.hall.issues, scene.hall.waiting("apples")) == ((), 0, 0)
    (event,) = scene.do(issue())
    assert isinstance(event, TicketIssued)
    assert (event.number, event.people_ahead) == ("A001", 0)
    assert taken(scene) == "1-練002"


def test_a_closed_service_may_be_practised_and_an_unknown_one_not() -> None:
    scene = Scene(sample_hall((sample_service("apples", "A", hours=NEVER), sample_service("books", "B"))))
    assert taken(scene) == TICKET
    refused = scene.refusal(IssueTicket(replace(VISIT, service_id="plums")))
    assert refused == Declined(Refusal.UNKNOWN_SERVICE, "plums")


def test_a_live_ticket_is_found_in_the_hall_and_in_its_practice() -> None:
    scene = Scene()
    assert any_ticket(scene.hall, TICKET) is None, "where nobody practises"
    real = scene.issue()
    assert taken(scene) == TICKET
    assert any_ticket(scene.hall, real) == scene.ticket(real)
    assert any_ticket(scene.hall, TICKET) == learnt(scene)
    assert any_ticket(scene.hall, "1-練009") is None


def test_a_counter_with_a_visitor_practises_beside_and_the_other_way_round() -> None:
    scene = Scene()
    scene.issue()
    taken(scene)
    called(scene)
    assert scene.next("1") == "1-A001"
    assert (learnt(scene).counter_id, learnt(scene).state) == ("1", "called")
    assert [call.ticket.ticket_id for call in scene.hall.calls] == ["1-A001"]
    scene.do(FinishTicket("1", TICKET))
    assert scene.hall.counter("1").ticket_id == "1-A001"


ROADS = {
    "UndoCall": "next",
    "RecallTicket": "next",
    "ArriveTicket": "next",
    "FinishTicket": "next arrive",
    "MissTicket": "next",
    "RestoreTicket": "next miss",
    "HoldTicket": "next arrive",
    "ResumeTicket": "next arrive hold",
    "TransferAgain": "transfer transfer",
    "BackTicket": "later",
}
KINDS = {kind.__name__.removesuffix("Ticket").lower(): kind for kind in get_args(MoveTicket)}


@pytest.mark.parametrize("kind", get_args(MoveTicket), ids=lambda kind: kind.__name__)
def test_every_verb_can_be_practised(kind: type[MoveTicket]) -> None:
    scene = Scene()
    taken(scene)
    for step in ROADS.get(kind.__name__, "").split():
        if step == "next":
            called(scene)
        else:
            scene.do(move(KINDS[step], "1", TICKET))
    before = scene.hall
    assert len(scene.do(move(kind, "1", TICKET))) == 1
    assert scene.hall.practice != before.practice
    assert replace(scene.hall, seq=0, practice=None) == replace(before, seq=0, practice=None)


def test_a_practice_ends_with_the_day_and_leaves_nothing() -> None:
    scene = Scene()
    taken(scene)
    called(scene)
    events = scene.do(OpenDay("2026-11-25"))
    assert len(events) == 1, "nothing of it lapses: it was nobody"
    assert scene.hall.practice is None
    assert taken(scene) == "2-練001"


ACTS = st.lists(st.tuples(st.sampled_from(["issue", "next", "move"]), st.booleans(), st.integers(0, 8)), max_size=40)


@given(ACTS)
def test_the_hall_is_as_if_nobody_practised(acts: list[tuple[str, bool, int]]) -> None:
    """Whatever is done in practice between, the rest of the morning is the same: numbers, lines, counters, calls, and
    what phones and consoles are told."""
    with_practice, without = Scene(), Scene()
    for kind, practice, pick in acts:
        act(with_practice, kind, pick, practice=practice)
        if not practice:
            without.now = with_practice.now - 1_000
            act(without, kind, pick, practice=False)
        without.now = with_practice.now
    assert plain(with_practice.hall) == plain(without.hall)
    told, other = (lines(scene.hall, with_practice.now) for scene in (with_practice, without))
    assert (told.counters, told.services, told.aside) == (other.counters, other.services, other.aside)
    board, beside = (phone_board(scene.hall, with_practice.now) for scene in (with_practice, without))
    assert (board.lines, len(board.calls), board.aside) == (beside.lines, len(beside.calls), beside.aside)
    assert replay(with_practice.facts, Hall.empty()) == with_practice.hall


def act(scene: Scene, kind: str, pick: int, *, practice: bool) -> None:
    """Something that the hall may refuse; a second passes all the same."""
    inside = practice_hall(scene.hall) if practice else scene.hall
    counter = "123"[pick % 3]
    command: IssueTicket | CallNext | MoveTicket
    if kind == "issue":
        command = IssueTicket(Visit(("apples", "books")[pick % 2], Channel.DESK, "en", practice=practice))
    elif kind == "next":
        command = CallNext(counter, inside.counter(counter).calls, practice=practice)
    else:
        tickets = inside.tickets()
        if not tickets:
            scene.now += 1_000
            return
        ticket = tickets[pick % len(tickets)]
        command = move(get_args(MoveTicket)[pick], ticket.counter_id or counter, ticket.ticket_id)
    if isinstance(scene.ask(command), Declined):
        scene.now += 1_000
    else:
        scene.do(command)


def plain(hall: Hall) -> tuple[object, ...]:
    """The hall without its log's positions, which practice moves on."""
    tickets = tuple(replace(ticket, call_seq=0) for ticket in hall.tickets())
    calls = tuple((call.at, call.counter_id, call.ticket.ticket_id, call.ticket.state) for call in hall.calls)
    used = (hall.used.items(), hall.given.items(), hall.issues)
    return tickets, calls, [*used[0]], [*used[1]], used[2], [*hall.counters.items()], hall.newest_place
