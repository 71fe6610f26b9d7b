"""What an estimate needs to know, read off a hall at work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.appointments import Appointment
from server.domain.commands import (
    ArriveTicket,
    CallNext,
    CloseCounter,
    ConfigureHall,
    FinishTicket,
    IssueTicket,
    PauseCounter,
)
from server.domain.config import Counter, Guide, HallConfig, Interval, WeeklyHours
from server.domain.counter_states import PauseReason
from server.domain.fairness.policy import Preset, preset
from server.domain.hall import Hall
from server.domain.tickets import Channel, Visit
from server.domain.visitor_classes import ORDINARY, PRIORITY, VisitorClass
from server.forecast.estimate import estimate
from server.forecast.forecast import Unknown, Wait
from server.forecast.hall_now import OVERDUE_MS, UNSAID_PAUSE_MS, now_of
from server.forecast.now import Here, Now, Seat
from server.forecast.service_times import Learnt
from tests.server.asking import issue
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NOON, both, grouped, sample_hall, sample_service

MINUTE_MS = 60_000


def seen(scene: Scene) -> Now:
    found = now_of(scene.hall, scene.now)
    assert found is not None
    return found


def seat(scene: Scene, counter_id: str) -> Seat:
    return next(one for one in seen(scene).seats if one.desk.counter_id == counter_id)


def with_counters(*counters: Counter, **more: object) -> HallConfig:
    return sample_hall(counters=counters, **more)  # type: ignore[arg-type]


def with_elders(config: HallConfig) -> HallConfig:
    return replace(config, visitor_classes=(VisitorClass("elders", both("65+"), both("65+"), priority=True),))


def test_a_hall_without_a_configuration_has_nothing_to_expect() -> None:
    assert now_of(Hall.empty(), NOON) is None


def test_who_waits_and_who_is_at_a_counter() -> None:
    scene = Scene()
    first = scene.issue("apples")
    second = scene.issue("apples")
    called_at = scene.now
    scene.do(CallNext("1", 0))
    assert seat(scene, "1").here == (Here("apples", called_at, came=False),)
    scene.do(ArriveTicket("1", first))
    assert seat(scene, "1").here == (Here("apples", called_at, came=True),)
    assert [one.ticket_id for one in seen(scene).claims] == [second]
    scene.do(FinishTicket("1", first))
    assert seat(scene, "1").here == ()


def test_who_was_set_aside_and_is_back_has_been_there_since() -> None:
    scene = Scene()
    ticket = scene.issue("apples")
    scene.next("1")
    scene.arrive("1", ticket)
    scene.hold("1", ticket)
    scene.now += 90 * MINUTE_MS
    back = scene.now
    scene.resume("1", ticket)
    assert seat(scene, "1").here == (Here("apples", back, came=True),)


def test_a_call_that_is_repeated_began_when_it_was_first_called() -> None:
    scene = Scene()
    ticket = scene.issue("apples")
    called_at = scene.now
    scene.next("1")
    scene.recall("1", ticket)
    assert seat(scene, "1").here == (Here("apples", called_at, came=False),)


def test_nobody_is_told_a_wait_for_counters_of_which_nobody_knows_when_they_open() -> None:
    timed = (replace(sample_service("apples", "A"), guide=Guide(minutes=10)),)
    scene = Scene(with_counters(Counter("1", "1", ("apples",)), Counter("2", "2", ("apples",)), services=timed))
    ticket = scene.issue("apples")

    def told() -> list[object]:
        found = estimate(seen(scene), Learnt())
        return [found.tickets[ticket], found.issued_now["apples", ORDINARY]]

    scene.do(PauseCounter("1", PauseReason.OTHER))
    scene.do(CloseCounter("2"))
    assert told() == [Unknown.NO_COUNTER] * 2
    scene.do(PauseCounter("1", PauseReason.OTHER, scene.now + 10 * MINUTE_MS))
    assert all(isinstance(one, Wait) for one in told()), "that was said"


def test_a_counter_that_is_closed_is_nowhere() -> None:
    scene = Scene()
    scene.do(CloseCounter("2"))
    assert [one.desk.counter_id for one in seen(scene).seats] == ["1", "3"]
    assert seen(scene).open_counters == {"1", "3"}


def test_a_pause_ends_when_it_was_said_to_or_soon() -> None:
    scene = Scene()
    back_at = scene.now + 20 * MINUTE_MS
    scene.do(PauseCounter("1", PauseReason.LUNCH, back_at))
    assert seat(scene, "1").back_at == back_at
    scene.now = back_at + MINUTE_MS
    assert seat(scene, "1").back_at == scene.now + OVERDUE_MS, "late, and expected at any moment"


def test_a_pause_of_which_nobody_said_the_end_lasts_as_pauses_do() -> None:
    scene = Scene()
    began = scene.now
    scene.do(PauseCounter("1", PauseReason.OTHER))
    assert seat(scene, "1").back_at == began + UNSAID_PAUSE_MS


def test_a_break_that_is_planned_is_a_break_to_come() -> None:
    lunch = Interval(12 * 60 + 30, 13 * 60)
    scene = Scene(with_counters(Counter("1", "1", ("apples", "books"), breaks=(lunch,))))
    assert seat(scene, "1").away == ((NOON + 30 * MINUTE_MS, NOON + 60 * MINUTE_MS),)
    scene.now = NOON + 60 * MINUTE_MS
    assert seat(scene, "1").away == ()


def test_who_is_open_or_has_called_in_a_break_is_not_in_it() -> None:
    lunch = Interval(12 * 60 + 30, 13 * 60)
    scene = Scene(with_counters(Counter("1", "1", ("apples", "books"), breaks=(lunch,))))
    scene.issue("apples")
    scene.do(CallNext("1", 0))
    scene.now = NOON + 35 * MINUTE_MS
    assert seat(scene, "1").away == ((NOON + 30 * MINUTE_MS, NOON + 60 * MINUTE_MS),), "served to the end, then away"
    scene.do(FinishTicket("1", "1-A001"))
    assert seat(scene, "1").away == (), "the counter is open, whatever was planned"


def test_when_all_services_of_a_counter_rest_so_does_the_counter() -> None:
    split = WeeklyHours(((Interval(480, 760), Interval(800, 1020)),) * 7)
    other = WeeklyHours(((Interval(480, 750), Interval(790, 1020)),) * 7)
    services = (sample_service("apples", "A", hours=split), sample_service("books", "B", hours=other))
    scene = Scene(with_counters(Counter("1", "1", ("apples", "books")), services=services))
    midnight = NOON - 720 * MINUTE_MS
    assert seat(scene, "1").away == ((midnight + 760 * MINUTE_MS, midnight + 790 * MINUTE_MS),)
    assert [one.closes_at for one in seen(scene).services] == [midnight + 1020 * MINUTE_MS] * 2


def test_a_day_without_hours_has_no_end() -> None:
    never = WeeklyHours(((),) * 7)
    scene = Scene(with_counters(Counter("1", "1", ("apples",)), services=(sample_service("apples", "A", hours=never),)))
    assert [one.closes_at for one in seen(scene).services] == [None]


def test_one_of_each_kind_may_come_now() -> None:
    found = {(one.service_id, one.visitor_class): one for one in seen(Scene(with_elders(sample_hall()))).newcomers}
    assert found.keys() == {(one, kind) for one in ("apples", "books") for kind in (ORDINARY, PRIORITY, "elders")}
    assert found["apples", "elders"].priority
    assert not found["apples", ORDINARY].priority
    assert len({one.ticket_id for one in found.values()}) == len(found)


def test_who_is_called_in_a_group_is_in_no_replay() -> None:
    services = (sample_service("apples", "A"), grouped(sample_service("books", "B")))
    scene = Scene(sample_hall(services=services))
    alone, together = scene.issue("apples"), scene.issue("books")
    found = seen(scene)
    assert [one.ticket_id for one in found.claims] == [alone]
    assert found.by_hand == (together,)
    assert {one.service_id for one in found.newcomers} == {"apples"}
    assert estimate(found, Learnt()).tickets[together] is Unknown.NOT_LEARNT


def test_several_services_are_waited_for_one_after_the_other() -> None:
    scene = Scene()
    ticket = scene.issue("apples", then=("books",))
    assert seen(scene).follows == ((ticket, ("books",)),)


@pytest.mark.parametrize(("minutes", "expected"), [(30, True), (-5, True), (-20, False), (24 * 60, False)])
def test_appointments_of_today_are_to_come_until_they_are_too_late(minutes: int, *, expected: bool) -> None:
    scene = Scene()
    scene.do(ConfigureHall(replace(sample_hall(), routing=preset(Preset.PROMISE_FIRST))))
    slot = scene.now + minutes * MINUTE_MS
    visit = Visit("apples", Channel.DESK, "en", slot=slot)
    scene.hall = replace(scene.hall, appointments=scene.hall.appointments.put("HAM4KE", Appointment("HAM4KE", visit)))
    found = seen(scene).booked
    assert [(one.slot, one.reference) for one in found] == ([(slot, slot)] if expected else [])


def test_the_estimate_of_a_hall_at_work() -> None:
    config = with_counters(Counter("1", "1", ("apples", "books")))
    timed = tuple(replace(one, guide=Guide(minutes=10)) for one in config.services)
    scene = Scene(with_elders(replace(config, services=timed, routing=preset(Preset.PROMISE_FIRST))))
    for _ in range(3):
        scene.issue("apples")
    scene.do(IssueTicket(replace(issue().visit, visitor_class="elders")))
    found = estimate(seen(scene), Learnt())
    order = sorted(found.tickets, key=lambda one: as_wait(found.tickets[one]).point_ms)
    assert order == ["1-A004", "1-A001", "1-A002", "1-A003"]
    told = as_wait(found.issued_now["apples", "elders"])
    assert told.point_ms < as_wait(found.tickets["1-A002"]).point_ms


def as_wait(found: object) -> Wait:
    assert isinstance(found, Wait)
    return found
