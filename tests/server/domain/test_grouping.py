"""Two to four visitors called as one unit: when they may be, and what becomes of each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import (
    ArriveTicket,
    CallGroup,
    CallNext,
    CheckIn,
    ConfigureHall,
    Declined,
    FinishTicket,
    Leaving,
    MissTicket,
)
from server.domain.config import HallConfig, SlotRule
from server.domain.events import GroupCalled, TicketCalled, TicketFinished, TicketIssued, TicketMissed
from server.domain.fairness.choices import Rule
from server.domain.grouping import Gathering, Ready, gathering
from server.domain.hall import CounterNow
from server.domain.routing import first
from server.domain.tickets import Channel
from tests.server.domain.scene import Scene
from tests.server.domain.test_appointments import book
from tests.server.sample_halls import NOON, grouped, sample_counter, sample_hall, sample_service

MINUTE = 60_000
FIRST_CAME = NOON + 1_000
"""A scene has taken a second to be configured."""
A1, A2, A3, A4 = (f"1-A00{one}" for one in range(1, 5))
HALF_PAST_TWELVE = 12 * 60 + 30


def hall_of_groups(size: int = 3, wait_minutes: int = 20, at: tuple[int, ...] = ()) -> HallConfig:
    apples = grouped(sample_service("apples", "A"), size, wait_minutes, at)
    return sample_hall((apples, sample_service("books", "B")))


def waiting(count: int, config: HallConfig | None = None) -> Scene:
    scene = Scene(config or hall_of_groups())
    for _ in range(count):
        scene.issue()
    return scene


def next_group(scene: Scene, now: int) -> Gathering:
    config = scene.hall.config
    service = config.service("apples") if config else None
    assert service is not None
    return gathering(scene.hall, service, now)


def ask(scene: Scene, present: Leaving | None = None, counter_id: str = "1") -> CallGroup:
    return CallGroup(counter_id, "apples", scene.hall.counter(counter_id).calls, present)


def test_a_group_is_ready_when_as_many_wait_as_it_takes() -> None:
    scene = waiting(2)
    assert next_group(scene, scene.now) == Gathering(3, (A1, A2), None, FIRST_CAME + 20 * MINUTE)
    assert scene.refusal(ask(scene)).code == "group_not_ready"
    scene.issue()
    scene.issue()
    assert next_group(scene, scene.now) == Gathering(3, (A1, A2, A3), Ready.SIZE)
    assert scene.do(ask(scene)) == (GroupCalled("1", (A1, A2, A3), rule=Rule.TOGETHER_SIZE),)
    assert {scene.ticket(one).rule for one in (A1, A2, A3)} == {Rule.TOGETHER_SIZE}
    assert next_group(scene, scene.now).tickets == (A4,)


def test_a_smaller_one_is_ready_when_its_first_has_waited_long_enough() -> None:
    scene = waiting(2)
    due = FIRST_CAME + 20 * MINUTE
    assert next_group(scene, due - 1).ready is None
    assert next_group(scene, due) == Gathering(3, (A1, A2), Ready.AGE)
    assert next_group(scene, due).call("1") == GroupCalled("1", (A1, A2), rule=Rule.TOGETHER_AGE)


def test_a_smaller_one_is_ready_at_its_times_for_those_who_were_there() -> None:
    scene = waiting(2, hall_of_groups(wait_minutes=60, at=(9 * 60, HALF_PAST_TWELVE)))
    begins = NOON + 30 * MINUTE
    assert next_group(scene, scene.now) == Gathering(3, (A1, A2), None, begins)
    assert next_group(scene, begins) == Gathering(3, (A1, A2), Ready.TIME)
    assert next_group(scene, begins).call("1") == GroupCalled("1", (A1, A2), rule=Rule.TOGETHER_TIME)
    scene.now = begins
    scene.group("1")
    late = scene.now
    scene.issue()
    assert next_group(scene, scene.now) == Gathering(3, (A3,), None, late + 60 * MINUTE), "came after the time"


def test_nobody_waits_for_ever_for_company() -> None:
    scene = waiting(1)
    scene.now = FIRST_CAME + 20 * MINUTE
    assert scene.do(ask(scene)) == (TicketCalled(A1, "1"),)


def test_when_nobody_waits_there_is_nothing_to_do() -> None:
    scene = waiting(0)
    assert next_group(scene, NOON) == Gathering(3)
    assert scene.ask(ask(scene)) == ()


def test_whoever_is_called_together_is_called_alone_by_nobody() -> None:
    scene = waiting(4)
    scene.issue("books")
    assert scene.hall.config is not None
    third = scene.hall.config.counter("3")
    assert third is not None
    assert first(scene.hall, third, 9, scene.now) == ("1-B001",)
    assert scene.next("1") is None
    assert scene.next("3") == "1-B001"


def test_a_counter_calls_groups_only_for_what_it_does() -> None:
    scene = waiting(3)
    assert scene.refusal(CallGroup("2", "books", 0)).code == "not_now", "called one by one"
    assert scene.refusal(CallGroup("1", "books", 0)).code == "not_now", "not done here"
    assert scene.refusal(CallGroup("9", "apples", 0)).code == "unknown_counter"


def test_a_group_is_one_call_at_one_counter() -> None:
    scene = waiting(3)
    scene.group("1")
    hall = scene.hall
    assert hall.counter("1") == CounterNow(1, (A1, A2, A3))
    assert {(one.state, one.counter_id, one.called_at) for one in hall.tickets()} == {
        ("called", "1", scene.now - 1_000)
    }
    assert [(call.seq, call.ticket.ticket_id) for call in hall.calls] == [(hall.seq, one) for one in (A1, A2, A3)]
    assert hall.waiting("apples") == 0
    assert scene.refusal(CallGroup("1", "apples", 0)) == Declined("already_called", "calls 1, not 0", A1)  # type: ignore[arg-type]


def test_each_of_them_comes_leaves_or_is_missed_for_itself_and_the_last_frees_the_counter() -> None:
    scene = waiting(3)
    scene.group("1")
    scene.do(ArriveTicket("1", A2))
    scene.do(MissTicket("1", A1))
    assert [(one.ticket_id, one.state) for one in scene.hall.tickets()] == [
        (A1, "missed"),
        (A2, "serving"),
        (A3, "called"),
    ]
    assert scene.hall.counter("1").tickets == (A2, A3)
    assert scene.refusal(CallNext("1", 1)).code == "still_serving"
    scene.do(FinishTicket("1", A2))
    scene.do(FinishTicket("1", A3))
    assert scene.hall.counter("1") == CounterNow(1)


def test_what_becomes_of_those_still_here_is_said_of_all_of_them() -> None:
    scene = waiting(3)
    scene.issue("books")
    scene.group("3")
    after = CallNext("3", 1, Leaving.MISSED)
    decision = scene.ask(after)
    assert decision == (*(TicketMissed(one, "3") for one in (A1, A2, A3)), TicketCalled("1-B001", "3"))
    scene.do(ArriveTicket("3", A2))
    assert scene.refusal(after) == Declined("still_serving", f"{A2} is serving", A2)  # type: ignore[arg-type]
    assert scene.ask(CallNext("3", 1, Leaving.SERVED)) == (
        TicketFinished(A1, "3", arrival_implied=True),
        TicketFinished(A2, "3", arrival_implied=False),
        TicketFinished(A3, "3", arrival_implied=True),
        TicketCalled("1-B001", "3"),
    )


def test_the_log_takes_no_group_that_cannot_have_been_called() -> None:
    scene = waiting(3)
    for tickets, why in (((A1,), "is no group"), ((A1, A1), "is no group"), ((A1, "1-A009"), "1-A009")):
        with pytest.raises(ValueError, match=why):
            scene.happen(GroupCalled("1", tickets))
    scene.happen(GroupCalled("1", (A1, A2)))
    with pytest.raises(ValueError, match=f"^counter 1 has {A1}, {A2}: no group"):
        scene.happen(GroupCalled("1", (A3, A1)))
    with pytest.raises(ValueError, match=A1):
        scene.happen(GroupCalled("3", (A3, A1)))


def test_who_was_told_a_time_is_called_in_the_group_of_a_service_that_has_groups_since() -> None:
    apples = replace(sample_service("apples", "A"), appointments=SlotRule(30))
    scene = Scene(sample_hall((apples, sample_service("books", "B"))))
    (appointed,) = scene.do(CheckIn(book(scene, NOON + 60 * MINUTE), Channel.DESK))
    walk_in = scene.issue()
    scene.do(ConfigureHall(hall_of_groups(size=2)))
    assert isinstance(appointed, TicketIssued)
    assert next_group(scene, scene.now) == Gathering(2, (walk_in, appointed.ticket_id), Ready.SIZE)
    assert scene.group("1") == (walk_in, appointed.ticket_id)


def test_a_service_that_leaves_the_configuration_is_called_as_before() -> None:
    scene = waiting(3)
    books = sample_hall((sample_service("books", "B"),), (sample_counter("1", ("books",)),))
    scene.do(ConfigureHall(books))
    assert scene.group("1") == (A1, A2, A3)


@given(
    st.integers(2, 4),
    st.integers(1, 60),
    st.lists(st.integers(720, 800), max_size=3).map(tuple),
    st.lists(st.integers(0, 30 * MINUTE), max_size=6),
    st.integers(0, 90 * MINUTE),
)
def test_it_is_ready_exactly_by_size_age_or_time(
    size: int, wait: int, at: tuple[int, ...], pauses: list[int], more: int
) -> None:
    """And what is said of the instant at which it will be is true, whoever looks and whenever."""
    scene = Scene(hall_of_groups(size, wait, at))
    places = []
    for pause in pauses:
        scene.now += pause
        places.append(scene.now)
        scene.issue()
    now = scene.now + more
    group = next_group(scene, now)
    assert len(group.tickets) == min(size, len(places))
    if not places:
        assert group == Gathering(size)
        return
    old = now - places[0] >= wait * MINUTE
    begun = any(places[0] <= NOON + (minute - 720) * MINUTE <= now for minute in at)
    assert (group.ready is not None) == (len(places) >= size or old or begun)
    assert (group.ready_at is None) == (group.ready is not None)
    if group.ready_at is not None:
        assert next_group(scene, group.ready_at - 1).ready is None
        assert next_group(scene, group.ready_at).ready is not None
