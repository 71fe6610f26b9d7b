"""A visitor who asks not to be called before a time: out of the line until then, and no worse off for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.commands import (
    BackTicket,
    CallNext,
    CancelTicket,
    CorrectTime,
    IssueTicket,
    KeepWatch,
    LaterTicket,
    OpenDay,
    TransferTicket,
)
from server.domain.events import AUTHOR, TicketBack, TicketCalled, TicketLapsed
from server.domain.evolve import replay
from server.domain.fairness.policy import Preset, preset
from server.domain.hall import Hall
from server.domain.routing import first
from server.domain.tickets import CancelReason, Channel, TicketState, Visit
from server.forecast.hall_now import now_of
from server.forecast.past import past_day
from server.translation.phone import phone_board
from server.what_if.day_of_log import day_of_log
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NOON, sample_hall
from tests.server.story.tales import lines, told

MINUTE = 60_000
TAKEN = NOON + 1_000
"""When the first of them took the number."""


def away(minutes: int = 20) -> tuple[Scene, str]:
    """The first of three who wait is away."""
    scene = Scene(replace(sample_hall(), routing=preset(Preset.PROMISE_FIRST)))
    ticket = scene.issue()
    scene.issue()
    scene.issue()
    scene.do(LaterTicket(ticket, minutes))
    return scene, ticket


def come(scene: Scene) -> list[object]:
    """What the hall does by itself at this instant."""
    scene.by = AUTHOR
    done: list[object] = list(scene.do(KeepWatch()))
    scene.by = "somebody"
    return done


def test_whoever_is_away_keeps_number_place_and_waiting_time_and_is_next_nowhere() -> None:
    scene, ticket = away()
    before = scene.ticket(ticket)
    assert (before.state, before.place, before.issued_at, before.counter_id) == (TicketState.LATER, TAKEN, TAKEN, None)
    assert scene.hall.line("apples") == ("1-A002", "1-A003")
    assert [scene.next(one) for one in ("1", "3")] == ["1-A002", "1-A003"]
    called = [one.event for one in scene.facts if isinstance(one.event, TicketCalled)]
    assert [one.passed for one in called] == [(), ()], "nobody who is away has been passed"
    scene.do(BackTicket(ticket))
    after = scene.ticket(ticket)
    assert (after.state, after.place, after.issued_at, after.passes) == (TicketState.WAITING, TAKEN, TAKEN, 0)
    assert after.returns_at is None
    assert scene.hall.due == Hall.empty().due


def test_when_the_time_comes_it_is_back_by_itself_before_those_who_came_later() -> None:
    scene, ticket = away()
    returns_at = scene.ticket(ticket).returns_at
    assert returns_at is not None
    scene.now = returns_at - 1
    assert come(scene) == []
    scene.now = returns_at
    assert come(scene) == [TicketBack(ticket)]
    assert come(scene) == [], "once"
    config = scene.hall.config
    assert config is not None
    assert first(scene.hall, config.counters[0], 3, scene.now) == (ticket, "1-A002", "1-A003")
    assert replay(scene.facts, Hall.empty()) == scene.hall


def test_those_whose_time_comes_together_come_back_in_the_order_of_their_times() -> None:
    scene, ticket = away(20)
    scene.do(LaterTicket("1-A003", 10))
    scene.now += 60 * MINUTE
    assert come(scene) == [TicketBack("1-A003"), TicketBack(ticket)]


def test_away_it_may_be_sent_on_or_cancelled_and_is_then_due_no_more() -> None:
    for command in (TransferTicket("1-A001", "books"), CancelTicket("1-A001", CancelReason.LEFT)):
        scene, _ = away()
        scene.do(command)
        scene.now += 60 * MINUTE
        assert come(scene) == []


def test_nobody_is_called_later_who_does_not_wait() -> None:
    scene, ticket = away()
    assert scene.refusal(LaterTicket(ticket, 10)).code == "not_now"
    scene.next("1")
    assert scene.refusal(LaterTicket("1-A002", 10)).code == "not_now"
    assert scene.refusal(BackTicket("1-A003")).code == "not_now"


def test_the_days_end_ends_it_too() -> None:
    scene, ticket = away()
    assert TicketLapsed(ticket) in scene.do(OpenDay("2099-01-01"))
    assert scene.hall.due == Hall.empty().due


def test_a_clock_that_was_wrong_keeps_nobody_away_for_longer() -> None:
    scene, ticket = away()
    asked = scene.ticket(ticket)
    scene.do(CorrectTime(since=asked.since, by_ms=-120 * MINUTE, reason="set right"))
    right = scene.ticket(ticket)
    assert (right.since, right.returns_at) == (asked.since - 120 * MINUTE, (asked.returns_at or 0) - 120 * MINUTE)
    scene.now = right.returns_at or 0
    assert come(scene) == [TicketBack(ticket)]


def test_a_clock_that_was_right_when_it_was_asked_changes_nothing_of_it() -> None:
    scene, ticket = away()
    asked = scene.ticket(ticket)
    scene.do(CorrectTime(since=asked.since + 1, by_ms=-MINUTE, reason="set right"))
    assert scene.ticket(ticket).returns_at == asked.returns_at
    assert list(scene.hall.due.values()) == [ticket]


def test_a_practice_number_comes_back_too() -> None:
    scene = Scene()
    scene.do(IssueTicket(Visit("apples", Channel.DESK, "en", practice=True)))
    scene.do(LaterTicket("1-練001", 10))
    assert scene.hall.due == Hall.empty().due, "nothing of the hall looks into its practice"
    scene.now += 10 * MINUTE
    assert come(scene) == [TicketBack("1-練001")]
    scene.do(CallNext("1", 0, practice=True))


def test_the_estimate_knows_who_is_away_and_when_he_comes_back() -> None:
    scene, ticket = away()
    now = now_of(scene.hall, scene.now)
    assert now is not None
    assert ticket not in {one.ticket_id for one in now.claims}
    ((at, claim),) = now.returning
    assert (at, claim.ticket_id, claim.reference) == (scene.ticket(ticket).returns_at, ticket, TAKEN)


def test_who_comes_now_is_told_of_those_in_line_alone() -> None:
    scene, _ = away()
    (taken,) = scene.do(IssueTicket(Visit("apples", Channel.DESK, "en")))
    assert taken.people_ahead == 2  # type: ignore[union-attr]


def test_what_if_has_it_in_line_when_it_could_be_called() -> None:
    scene, ticket = away()
    scene.now = scene.ticket(ticket).returns_at or 0
    come(scene)
    back = scene.now
    assert scene.next("1") == ticket
    (leg,) = next(one for one in day_of_log(scene.facts).arrivals if one.ticket_id == ticket).legs
    assert (leg.gone_at, leg.place) == (None, TAKEN)
    assert TAKEN < leg.entered_at <= back <= (leg.called_at or 0)


def test_what_if_has_one_that_never_came_back_in_line_until_it_left() -> None:
    scene, ticket = away()
    left = scene.facts[-1].at
    scene.now += 5 * MINUTE
    scene.do(CancelTicket(ticket, CancelReason.LEFT))
    (leg,) = next(one for one in day_of_log(scene.facts).arrivals if one.ticket_id == ticket).legs
    assert (leg.gone_at, leg.called_at) == (left, None)


def test_what_was_waited_by_choice_teaches_nothing_of_waits() -> None:
    scene, ticket = away()
    scene.do(BackTicket(ticket))
    assert scene.next("1") == ticket
    assert scene.next("3") == "1-A002"
    day = past_day(scene.facts)
    assert day is not None
    assert [one.issued_at for one in day.kept] == [TAKEN + 1_000]


def test_its_story_says_what_was_asked_for_and_how_it_ended() -> None:
    scene, ticket = away()
    scene.do(BackTicket(ticket))
    scene.do(LaterTicket(ticket, 10))
    scene.now = scene.ticket(ticket).returns_at or 0
    come(scene)
    assert lines(scene, ticket)[1:] == [
        "民眾要求 12:20 以後再叫號，由林小美登記；號碼和順位保留",
        "由林小美提前恢復排隊，順位不變",
        "民眾要求 12:10 以後再叫號，由林小美登記；號碼和順位保留",
        "時間到，自動恢復排隊，順位不變",
    ]
    assert lines(scene, ticket, "en")[1] == (
        "Asked not to be called before 12:20, as 林小美 noted; number and place were kept"
    )


def test_nobody_who_was_called_meanwhile_went_before_it_in_its_story() -> None:
    scene, ticket = away()
    scene.next("1")
    scene.do(BackTicket(ticket))
    scene.next("3")
    assert not [one for one in told(scene, ticket).lines if one.what == "passed"]


def test_its_phone_is_told_until_when() -> None:
    scene, ticket = away()
    (aside,) = phone_board(scene.hall, scene.now).aside
    assert (aside.number, aside.state, aside.returns_at) == ("A001", "later", scene.ticket(ticket).returns_at)


@pytest.mark.parametrize("minutes", [1, 240])
def test_so_long_is_it_away(minutes: int) -> None:
    scene, ticket = away(minutes)
    assert scene.ticket(ticket).returns_at == scene.ticket(ticket).since + minutes * MINUTE
