"""What would have been, held against what was."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.commands import CancelTicket
from server.domain.fairness.policy import Preset, preset
from server.domain.tickets import CancelReason
from server.what_if.answer import Answer, Outlook, what_if, what_if_on
from server.what_if.changes import Change, CounterPauses, CounterServices, ExtraCounter, OtherPreset, changed
from server.what_if.day import Day
from server.what_if.day_of_log import day_of_log
from server.what_if.handling import Handlings, as_happened
from server.what_if.replay_of_day import DayPlan, replayed
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NOON, grouped, sample_counter, sample_hall, sample_service
from tests.server.what_if.played_day import MINUTE, Comes, played, some_visitors

SERVICES = ("apples", "books")
NOON_MINUTE = 12 * 60
ALL_DAY = (NOON_MINUTE, NOON_MINUTE + 600)


def a_day(seed: int, count: int = 60) -> Day:
    """Of every four visitors one is sent on."""
    random = Random(seed)
    visitors = some_visitors(random, count, SERVICES)
    sent = [one._replace(on_to=random.choice(SERVICES)) if random.random() < 0.25 else one for one in visitors]
    return day_of_log(played(sent, sample_hall()))


days = st.builds(a_day, st.integers(0, 10_000), st.integers(1, 90))
one_line = sample_hall(counters=(sample_counter("1", ("apples",)), sample_counter("2", ("apples",))))


def of(answer: Answer, service_id: str = "") -> Outlook:
    return next(one for one in answer.outlooks if one.service_id == service_id)


def mean_as_happened(day: Day, *changes: Change) -> float:
    """Everybody as long as he took."""
    answer = what_if(day, changes, runs=1)
    assert answer.distance is not None
    return of(answer).changed.mean_ms


def waits(day: Day, other: Day) -> list[float]:
    """Minutes of each leg, everybody as long as he took."""
    plan = DayPlan(day)
    handled = as_happened(plan, Handlings((leg for _, leg in plan.legs), day.config))
    return [one.waited_ms(day.until) / MINUTE for one in replayed(plan, other, handled) if one is not None]


@given(days)
@settings(max_examples=20, deadline=None)
def test_a_day_that_was_called_by_the_rule_goes_as_it_went(day: Day) -> None:
    answer = what_if(day, (), runs=1)
    assert answer.distance is not None
    assert (answer.distance.each_ms, answer.distance.mean_ms) == (0, 0)
    for outlook in answer.outlooks:
        assert outlook.happened is not None
        assert outlook.happened.mean_ms == pytest.approx(outlook.unchanged.mean_ms)


@given(days, st.integers(0, 4 * MINUTE))
@settings(max_examples=20, deadline=None)
def test_clerks_that_take_their_time_take_it_again(day: Day, turn_ms: int) -> None:
    facts = played(some_visitors(Random(day.until), 40, SERVICES), sample_hall(), turn_ms=turn_ms % MINUTE)
    answer = what_if(day_of_log(facts), (), runs=1)
    assert answer.distance is not None
    assert answer.distance.each_ms == 0


@given(days)
@settings(max_examples=15, deadline=None)
def test_no_change_makes_no_difference(day: Day) -> None:
    for outlook in what_if(day, (), runs=3).outlooks:
        assert outlook.unchanged == outlook.changed
        for one in (outlook.difference.mean_ms, outlook.difference.p90_ms, outlook.difference.longest_ms):
            assert (one.point, one.low, one.high) == (0, 0, 0)


def test_one_more_counter_makes_nearly_every_days_mean_shorter() -> None:
    """With everybody as long as he took; promises and transfers included. It is no law for each day: it may send
    somebody on earlier, into a line in which he then stands before others."""
    differences = []
    for seed in range(40):
        random = Random(seed)
        day = a_day(seed, random.randint(1, 90))
        arrivals = tuple(replace(one, priority=random.random() < 0.2) for one in day.arrivals)
        day = replace(day, policy=preset(random.choice(list(Preset))), arrivals=arrivals)
        begins = NOON_MINUTE + random.randint(0, 500)
        services = random.choice([SERVICES, SERVICES[:1]])
        extra = ExtraCounter(services, begins, min(begins + random.randint(1, 300), 1440))
        before, after = waits(day, day), waits(day, changed(day, [extra]))
        differences.append(sum(after) / len(after) - sum(before) / len(before))
    # On the others the counter came when nobody waited, or for a service that nobody waited for.
    assert sum(one < 0 for one in differences) >= 15
    assert sum(one > 0 for one in differences) <= 1


@given(st.integers(0, 10_000), st.integers(1, 90), st.integers(0, 500), st.integers(1, 300))
@settings(max_examples=40, deadline=None)
def test_where_everybody_stands_in_one_line_it_makes_nobodys_wait_longer(
    seed: int, count: int, start: int, lasts: int
) -> None:
    """Kiefer and Wolfowitz: exactly so, visitor by visitor."""
    day = day_of_log(played(some_visitors(Random(seed), count, ("apples",)), one_line))
    extra = ExtraCounter(("apples",), NOON_MINUTE + start, min(NOON_MINUTE + start + lasts, 1440))
    for after, before in zip(waits(day, changed(day, [extra])), waits(day, day), strict=True):
        assert after <= before


@given(days)
@settings(max_examples=15, deadline=None)
def test_the_preset_of_first_come_is_first_come(day: Day) -> None:
    first_come = replace(day, policy=preset(Preset.FIRST_COME))
    for outlook in what_if(first_come, [OtherPreset(Preset.FIRST_COME)], runs=2).outlooks:
        assert outlook.unchanged == outlook.changed


@given(days)
@settings(max_examples=5, deadline=None)
def test_the_same_question_has_the_same_answer(day: Day) -> None:
    extra = [ExtraCounter(("apples",), *ALL_DAY)]
    assert what_if(day, extra, runs=3, seed="a") == what_if(day, extra, runs=3, seed="a")


def test_a_counter_that_pauses_leaves_who_is_there_and_calls_nobody() -> None:
    hall = sample_hall(counters=(sample_counter("1", ("apples",)),))
    facts = played([Comes(0, "apples", 10), Comes(0, "apples", 10), Comes(30, "apples", 5)], hall, until=120)
    day = day_of_log(facts, NOON + 120 * MINUTE)
    answer = what_if(day, [CounterPauses("1", NOON_MINUTE + 5, NOON_MINUTE + 25)], runs=2)
    everybody = of(answer)
    assert everybody.happened is not None
    assert everybody.happened.longest_ms == 10 * MINUTE
    assert (everybody.changed.longest_ms, everybody.changed.mean_ms) == (25 * MINUTE, 10 * MINUTE)
    assert (everybody.difference.mean_ms.point, everybody.changed.not_called) == (10 * MINUTE - 10 * MINUTE / 3, 0)


def test_who_is_never_called_has_waited_until_the_end_and_is_counted() -> None:
    hall = sample_hall(counters=(sample_counter("1", ("apples",)),))
    facts = played([Comes(0, "apples", 10), Comes(20, "apples", 10)], hall, until=60)
    answer = what_if(day_of_log(facts), [CounterPauses("1", NOON_MINUTE + 10)], runs=2)
    until = (day_of_log(facts).until - NOON) / MINUTE
    assert of(answer).changed.not_called == 1
    assert of(answer).changed.longest_ms == (until - 20) * MINUTE


def test_what_a_counter_does_not_do_any_more_waits_for_another() -> None:
    hall = sample_hall(counters=(sample_counter("1", ("apples",)), sample_counter("2", ("apples", "books"))))
    facts = played([Comes(0, "apples", 10), Comes(0, "books", 10), Comes(1, "apples", 5)], hall, until=60)
    day = day_of_log(facts)
    answer = what_if(day, [CounterServices("1", ("books",))], runs=1)
    assert [one.service_id for one in answer.outlooks] == ["", "apples", "books"]
    assert of(answer, "books").changed.mean_ms == 0


def test_whoever_goes_on_stands_in_the_next_line_when_he_has_been_served() -> None:
    hall = sample_hall(counters=(sample_counter("1", ("apples",)), sample_counter("2", ("books",))))
    facts = played([Comes(0, "apples", 10, on_to="books"), Comes(0, "apples", 10, on_to="books")], hall, until=90)
    day = day_of_log(facts)
    extra = ExtraCounter(("apples",), *ALL_DAY)
    answer = what_if(day, [extra], runs=1)
    assert of(answer, "apples").changed.longest_ms == 0
    assert of(answer, "books").changed.longest_ms == 10 * MINUTE, "both come at once"
    assert of(answer).unchanged.people == 4


def test_who_went_away_in_time_is_served_where_he_would_have_been_called_before() -> None:
    scene = Scene(sample_hall(counters=(sample_counter("1", ("apples",)),)))
    first, second = scene.issue(), scene.issue()
    scene.next("1")
    scene.now = NOON + 10 * MINUTE
    scene.do(CancelTicket(second, CancelReason.LEFT))
    scene.now = NOON + 20 * MINUTE
    scene.finish("1", first)
    answer = what_if(day_of_log(scene.facts), [ExtraCounter(("apples",), *ALL_DAY)], runs=1)
    assert of(answer).happened is not None
    assert of(answer).unchanged.not_called == 1
    assert of(answer).changed.not_called == 0


def test_a_group_is_called_as_it_was() -> None:
    hall = sample_hall(services=(grouped(sample_service("apples", "A"), 2), sample_service("books", "B")))
    scene = Scene(hall)
    for _ in range(2):
        scene.issue()
    scene.now = NOON + 5 * MINUTE
    scene.group("1")
    scene.now = NOON + 9 * MINUTE
    answer = what_if(day_of_log(scene.facts), [ExtraCounter(("apples", "books"), *ALL_DAY)], runs=1)
    assert of(answer, "apples").changed == of(answer, "apples").unchanged
    assert of(answer, "apples").changed.people == 2


def test_the_promise_that_was_made_is_held_against_both() -> None:
    facts = played([Comes(0, "apples", 20), Comes(0, "apples", 20), Comes(0, "apples", 20)], one_line, until=90)
    day = day_of_log(facts)
    assert of(what_if(day, (), runs=1)).unchanged.over_promise is None
    told = replace(day, arrivals=tuple(replace(one, promised_ms=10 * MINUTE) for one in day.arrivals))
    everybody = of(what_if(told, [ExtraCounter(("apples",), *ALL_DAY)], runs=1))
    assert everybody.happened is not None
    assert (everybody.happened.over_promise, everybody.changed.over_promise) == (1, 0)
    assert everybody.difference.over_promise is not None
    assert everybody.difference.over_promise.point == -1


def test_a_day_to_come_is_drawn_from_days_like_it() -> None:
    past = [day_of_log(played(some_visitors(Random(seed), 60, SERVICES), sample_hall())) for seed in range(3)]
    answer = what_if_on("2026-12-01", past, [ExtraCounter(SERVICES, *ALL_DAY)], runs=8)
    everybody = of(answer)
    assert (answer.date, answer.distance, everybody.happened) == ("2026-12-01", None, None)
    assert 40 < everybody.unchanged.people < 80
    assert everybody.unchanged_mean_ms.low < everybody.unchanged_mean_ms.high, "days differ"
    assert everybody.changed_mean_ms.high < everybody.unchanged_mean_ms.low
    alike = what_if_on("2026-12-01", past[:1], (), runs=2)
    assert of(alike).unchanged.people == 60
