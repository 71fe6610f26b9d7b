"""Who is called before whom in a hall, whom that passes, and where it ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.commands import CallGroup, IssueTicket
from server.domain.config import HallConfig, MissedReturn
from server.domain.events import GroupCalled, TicketCalled, TicketIssued, TicketPicked
from server.domain.fairness.choices import Rule
from server.domain.fairness.policy import MINUTE_MS, Policy, Preset, preset
from server.domain.routing import first, of_service
from server.domain.tickets import Channel, Visit
from server.domain.visitor_classes import ORDINARY, PRIORITY
from tests.server.domain.scene import Scene
from tests.server.sample_halls import grouped, sample_hall, sample_service

PROMISE_FIRST = preset(Preset.PROMISE_FIRST)


def hall_of(name: Preset = Preset.PROMISE_FIRST, config: HallConfig | None = None, **values: int) -> Scene:
    return Scene(replace(config or sample_hall(), routing=replace(preset(name), **values)))


def comes(scene: Scene, service_id: str = "apples", *, priority: bool = False) -> TicketIssued:
    visitor_class = PRIORITY if priority else ORDINARY
    (event,) = scene.do(IssueTicket(Visit(service_id, Channel.KIOSK, "en", visitor_class)))
    assert isinstance(event, TicketIssued)
    return event


def ordinary(scene: Scene, service_id: str = "apples") -> str:
    return comes(scene, service_id).ticket_id


def prior(scene: Scene, service_id: str = "apples") -> str:
    return comes(scene, service_id, priority=True).ticket_id


def call(scene: Scene, counter_id: str = "1") -> TicketCalled:
    """Who is there is served first."""
    there = scene.hall.counter(counter_id).ticket_id
    if there is not None:
        scene.finish(counter_id, there)
    scene.next(counter_id)
    event = scene.facts[-1].event
    assert isinstance(event, TicketCalled)
    return event


def passes(scene: Scene, *ticket_ids: str) -> list[int]:
    return [scene.ticket(one).passes for one in ticket_ids]


@pytest.mark.parametrize(
    ("name", "priority", "appointment"),
    [(Preset.PROMISE_FIRST, 480, 480), (Preset.BALANCED, 45, 60), (Preset.FIRST_COME, 0, 0)],
)
def test_the_plans_with_a_name_promise_what_the_guide_says(name: Preset, priority: int, appointment: int) -> None:
    """As docs/routing.md has them, in minutes."""
    assert preset(name) == Policy(
        priority_ms=priority * MINUTE_MS,
        appointment_ms=appointment * MINUTE_MS,
        officer_ms=20 * MINUTE_MS,
        backup_ms=10 * MINUTE_MS,
        early_ms=10 * MINUTE_MS,
        grace_ms=10 * MINUTE_MS,
        most_passed=8,
    )


def test_a_priority_visitor_goes_before_and_is_said_to() -> None:
    scene = hall_of()
    first_one, second = ordinary(scene), ordinary(scene)
    prior_one = comes(scene, priority=True)
    assert prior_one.people_ahead == 0
    assert call(scene) == TicketCalled(prior_one.ticket_id, "1", Rule.PRIORITY, (first_one, second))
    assert passes(scene, first_one, second) == [1, 1]
    assert call(scene) == TicketCalled(first_one, "1", Rule.IN_TURN)
    assert passes(scene, second) == [1]


def test_an_old_hall_calls_as_they_come_and_counts_nobody() -> None:
    scene = Scene()
    first_one, prior_one = ordinary(scene), comes(scene, priority=True)
    assert prior_one.people_ahead == 1
    assert call(scene) == TicketCalled(first_one, "1")
    assert call(scene) == TicketCalled(prior_one.ticket_id, "1")
    scene = Scene()
    missed, second = ordinary(scene), ordinary(scene)
    scene.next("1")
    scene.miss("1", missed)
    scene.restore(missed)
    assert call(scene) == TicketCalled(second, "1")


def test_nobody_is_passed_more_often_than_the_hall_says() -> None:
    scene = hall_of(most_passed=3)
    first_one = ordinary(scene)
    for _ in range(3):
        prior_one = prior(scene)
        assert call(scene).ticket_id == prior_one
    assert passes(scene, first_one) == [3]
    prior(scene)
    assert call(scene) == TicketCalled(first_one, "1", Rule.PASSED)


def test_balanced_weighs_a_promise_against_a_wait() -> None:
    scene = hall_of(Preset.BALANCED)
    early = ordinary(scene)
    scene.now += 44 * MINUTE_MS
    prior_one = prior(scene)
    assert call(scene) == TicketCalled(prior_one, "1", Rule.PRIORITY, (early,))
    scene = hall_of(Preset.BALANCED)
    early = ordinary(scene)
    scene.now += 46 * MINUTE_MS
    late, prior_one = ordinary(scene), prior(scene)
    assert call(scene).ticket_id == early
    assert call(scene) == TicketCalled(prior_one, "1", Rule.PRIORITY, (late,))


def test_undo_takes_back_what_the_call_counted_and_no_more() -> None:
    scene = hall_of()
    first_one, second = ordinary(scene), ordinary(scene)
    one_prior, other_prior = prior(scene), prior(scene)
    assert call(scene, "1").ticket_id == one_prior
    before = scene.hall
    assert call(scene, "3").ticket_id == other_prior
    assert passes(scene, first_one, second) == [2, 2]
    scene.undo("3", other_prior)
    assert passes(scene, first_one, second) == [1, 1]
    assert [scene.hall.ticket(one) for one in (first_one, second)] == [
        before.ticket(one) for one in (first_one, second)
    ]


def test_undo_takes_it_back_from_who_was_called_meanwhile_too() -> None:
    scene = hall_of()
    first_one, prior_one = ordinary(scene), prior(scene)
    call(scene, "1")
    assert call(scene, "3").ticket_id == first_one
    scene.undo("1", prior_one)
    assert passes(scene, first_one) == [0]
    assert next(one.ticket for one in scene.hall.calls if one.ticket.ticket_id == first_one).passes == 0


def test_a_pick_passes_whom_its_counter_could_have_called() -> None:
    scene = hall_of(most_passed=1)
    elsewhere, first_one, second, last = ordinary(scene, "books"), ordinary(scene), ordinary(scene), ordinary(scene)
    scene.pick("1", second)
    event = scene.facts[-1].event
    assert isinstance(event, TicketPicked)
    assert event.passed == (first_one,)
    assert passes(scene, elsewhere, first_one, last) == [0, 1, 0]
    assert (scene.ticket(second).rule, scene.ticket(second).passed) == (Rule.PICKED, (first_one,))
    scene.finish("1", second)
    scene.pick("1", last)
    assert passes(scene, first_one) == [2], "by hand alone somebody is passed oftener than the hall says"
    scene.undo("1", last)
    assert passes(scene, first_one) == [1]


def test_a_group_is_called_by_the_same_order_and_passes_each_once() -> None:
    config = sample_hall((grouped(sample_service("apples", "A"), 2), sample_service("books", "B")))
    scene = hall_of(config=config)
    one, other = ordinary(scene), ordinary(scene)
    first_prior, second_prior = prior(scene), prior(scene)
    (event,) = scene.do(CallGroup("1", "apples", 0))
    assert event == GroupCalled("1", (first_prior, second_prior), (one, other), Rule.TOGETHER_SIZE)
    assert passes(scene, one, other) == [1, 1]
    scene.undo("1", second_prior)
    assert passes(scene, one, other) == [1, 1]
    scene.undo("1", first_prior)
    assert passes(scene, one, other) == [0, 0], "the call was the first's"


def test_a_smaller_group_is_ready_by_the_oldest_of_it_wherever_it_stands() -> None:
    config = sample_hall((grouped(sample_service("apples", "A"), 3, 20), sample_service("books", "B")))
    scene = hall_of(config=config)
    one = ordinary(scene)
    scene.now += 19 * MINUTE_MS
    prior_one = prior(scene)
    assert scene.refusal(CallGroup("1", "apples", 0)).code == "group_not_ready"
    scene.now += MINUTE_MS
    assert scene.do(CallGroup("1", "apples", 0)) == (GroupCalled("1", (prior_one, one), rule=Rule.TOGETHER_AGE),)


def test_a_backup_service_stands_ten_minutes_later() -> None:
    scene = hall_of()
    backup = ordinary(scene, "apples")
    scene.now += 9 * MINUTE_MS
    primary = ordinary(scene, "books")
    assert call(scene, "2") == TicketCalled(primary, "2", Rule.IN_TURN, (backup,))
    scene.now += 2 * MINUTE_MS
    ordinary(scene, "books")
    assert call(scene, "2").ticket_id == backup


def test_passes_are_kept_by_who_is_restored_or_sent_on() -> None:
    scene = hall_of()
    first_one, prior_one = ordinary(scene), prior(scene)
    assert [call(scene).ticket_id, call(scene).ticket_id] == [prior_one, first_one]
    scene.miss("1", first_one)
    scene.restore(first_one)
    assert passes(scene, first_one) == [1]
    scene.transfer("", first_one, "books")
    assert passes(scene, first_one) == [1]


@pytest.mark.parametrize("priority", [False, True])
def test_who_comes_back_stands_behind_so_many_of_the_order_that_is_shown(priority: bool) -> None:
    config = sample_hall(missed_return=MissedReturn.AFTER_CALLERS, missed_callers=2)
    scene = hall_of(config=config)
    back = comes(scene, priority=priority).ticket_id
    call(scene)
    scene.miss("1", back)
    one, other, third = ordinary(scene), ordinary(scene), ordinary(scene)
    scene.restore(back)
    later = ordinary(scene)
    assert list(of_service(scene.hall, "apples", scene.now)) == [one, other, back, third, later]


def test_a_clock_that_was_set_back_lets_nobody_in_before() -> None:
    scene = hall_of()
    first_one = ordinary(scene)
    scene.now -= 3_600_000
    second, prior_one = ordinary(scene), prior(scene)
    assert call(scene) == TicketCalled(prior_one, "1", Rule.PRIORITY, (first_one, second))
    assert call(scene) == TicketCalled(first_one, "1")


def test_a_counters_line_and_a_services_line_are_the_order_of_calls() -> None:
    scene = hall_of(most_passed=1)
    one, other = ordinary(scene), ordinary(scene)
    first_prior, second_prior = prior(scene), prior(scene)
    counter = scene.hall.config.counter("1") if scene.hall.config else None
    assert counter is not None
    told = (first_prior, one, other, second_prior)
    assert first(scene.hall, counter, 9, scene.now) == told
    assert tuple(of_service(scene.hall, "apples", scene.now)) == told
    assert tuple(call(scene).ticket_id for _ in told) == told
