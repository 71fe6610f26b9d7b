"""The estimate: what follows of it whatever the hall, and what its parts are for."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.fairness.claims import Claim, Desk
from server.domain.fairness.policy import MINUTE_MS, Policy, Preset, preset
from server.forecast.calibration import Calibration
from server.forecast.estimate import estimate
from server.forecast.forecast import Forecast, Unknown, Wait
from server.forecast.now import Here, Seat, ServiceNow
from server.forecast.service_times import Learnt, Times
from tests.server.forecast.halls import AT, PRESETS, claim, desk, desks_of, lines, mixed_desks, now

RUNS = 20
FIXED = Learnt(times={one: Times((10 * MINUTE_MS,) * 30) for one in ("apples", "books", "cakes")})
"""Every visit lasts ten minutes."""
KINDS = [(service, kind) for service in ("apples", "books") for kind in ("ordinary", "priority")]
COMES = Learnt(days=1, came={(*one, half): 2 for one in KINDS for half in range(48)})
calibrations = st.sampled_from(
    [Calibration(), Calibration(((-900_000, 900_000),) * 8), Calibration(((300_000, 600_000),) * 8)]
)


def point(forecast: Forecast, ticket_id: str) -> int:
    found = forecast.tickets[ticket_id]
    assert isinstance(found, Wait), found
    return found.point_ms


@settings(max_examples=40)
@given(lines(), mixed_desks(), st.sampled_from(PRESETS), calibrations)
def test_the_same_hall_gives_the_same_estimate(
    claims: tuple[Claim, ...], desks: tuple[Desk, ...], policy: Policy, calibration: Calibration
) -> None:
    here = now(claims, desks, policy=policy)
    assert estimate(here, COMES, calibration, runs=RUNS) == estimate(here, COMES, calibration, runs=RUNS)


@settings(max_examples=40)
@given(lines(), mixed_desks(), st.sampled_from(PRESETS), calibrations, st.integers(0, 3))
def test_no_wait_is_negative_and_everybody_is_told_something(
    claims: tuple[Claim, ...], desks: tuple[Desk, ...], policy: Policy, calibration: Calibration, seed: int
) -> None:
    found = estimate(now(claims, desks, policy=policy), COMES, calibration, runs=RUNS, seed=seed)
    assert found.tickets.keys() == {one.ticket_id for one in claims}
    assert len(found.issued_now) == 6
    for one in (*found.tickets.values(), *found.issued_now.values()):
        if isinstance(one, Wait):
            assert 0 <= one.low_ms <= one.high_ms
            assert one.point_ms >= 0


@settings(max_examples=40)
@given(lines(), mixed_desks(), st.sampled_from(PRESETS))
def test_who_may_be_called_by_a_counter_that_is_free_waits_no_time(
    claims: tuple[Claim, ...], desks: tuple[Desk, ...], policy: Policy
) -> None:
    """As many as there are free counters that may call them, whoever that is."""
    found = estimate(now(claims, desks, policy=policy), COMES, runs=RUNS)
    served = [one for one in claims if any(here.may_call(one) for here in desks)]
    at_once = [one for one in served if point(found, one.ticket_id) == 0]
    assert len(at_once) >= min(1, len(served))
    alone = [one for one in claims if all(one is other or one.service_id != other.service_id for other in claims)]
    for one in alone:
        mine = [here for here in desks if here.primary | here.backup == {one.service_id}]
        assert not mine or point(found, one.ticket_id) == 0


@settings(max_examples=40)
@given(lines(), st.integers(1, 4), st.sampled_from(PRESETS))
def test_one_counter_more_makes_no_mean_longer(claims: tuple[Claim, ...], count: int, policy: Policy) -> None:
    """The same times in both halls: only the counter differs. Of equal counters."""
    fewer = estimate(now(claims, desks_of(count), policy=policy), Learnt(), runs=RUNS)
    more = estimate(now(claims, desks_of(count + 1), policy=policy), Learnt(), runs=RUNS)
    for one in claims:
        assert point(more, one.ticket_id) <= point(fewer, one.ticket_id)


@settings(max_examples=40)
@given(lines(), st.integers(1, 4), st.data())
def test_whoever_leaves_makes_no_mean_longer(claims: tuple[Claim, ...], count: int, data: st.DataObject) -> None:
    before = estimate(now(claims, desks_of(count)), Learnt(), runs=RUNS)
    gone = data.draw(st.sampled_from(claims)) if claims else None
    after = estimate(now(tuple(one for one in claims if one is not gone), desks_of(count)), Learnt(), runs=RUNS)
    for one in claims:
        if one is not gone:
            assert point(after, one.ticket_id) <= point(before, one.ticket_id)


def test_with_times_that_are_fixed_it_is_what_theory_says() -> None:
    """Two equal counters, ten minutes each, first come first served: the k-th pair waits k times ten minutes."""
    claims = tuple(claim(number) for number in range(1, 8))
    found = estimate(now(claims, desks_of(2)), FIXED)
    assert [point(found, one.ticket_id) // MINUTE_MS for one in claims] == [0, 0, 10, 10, 20, 20, 30]
    told = found.issued_now["apples", "ordinary"]
    assert isinstance(told, Wait)
    assert told.point_ms == 30 * MINUTE_MS


def test_who_is_being_served_is_finished_later_the_longer_it_takes() -> None:
    lasts = Learnt(times={"apples": Times(tuple(one * MINUTE_MS for one in range(1, 31)))})
    told = []
    for minutes in (0, 10, 20, 29):
        here = Seat(desk("1"), (Here("apples", AT - minutes * MINUTE_MS, came=True),))
        told.append(point(estimate(replace(now((claim(1),)), seats=(here,)), lasts), "1-001") // MINUTE_MS)
    assert told == sorted(told, reverse=True)
    assert told[0] > 12
    assert told[1] in {9, 10, 11}, "of those that last longer than ten minutes"
    assert told[-1] <= 1


def test_a_call_may_be_for_nobody_and_then_is_soon_over() -> None:
    lasts = replace(FIXED, missed={"apples": (0.9, MINUTE_MS)})
    calls = Seat(desk("1"), (Here("apples", AT, came=False),))
    serves = Seat(desk("1"), (Here("apples", AT, came=True),))
    called = estimate(replace(now((claim(1),)), seats=(calls,)), lasts)
    served = estimate(replace(now((claim(1),)), seats=(serves,)), lasts)
    assert point(served, "1-001") == 10 * MINUTE_MS
    assert point(called, "1-001") == MINUTE_MS


def test_the_turn_of_a_counter_takes_time_too() -> None:
    claims = (claim(1), claim(2), claim(3))
    found = estimate(now(claims, desks_of(1)), replace(FIXED, turnaround_ms=MINUTE_MS))
    assert [point(found, one.ticket_id) // MINUTE_MS for one in claims] == [0, 11, 22]


def test_a_pause_with_its_end_and_a_break_are_waited_for() -> None:
    pausing = Seat(desk("1"), back_at=AT + 12 * MINUTE_MS)
    found = estimate(replace(now((claim(1),)), seats=(pausing,)), FIXED)
    assert point(found, "1-001") == 12 * MINUTE_MS
    breaking = Seat(desk("1"), away=((AT + 5 * MINUTE_MS, AT + 35 * MINUTE_MS),))
    found = estimate(replace(now((claim(1), claim(2))), seats=(breaking,)), FIXED)
    assert [point(found, one) // MINUTE_MS for one in ("1-001", "1-002")] == [0, 35]


def test_without_a_counter_for_it_no_time_is_said() -> None:
    found = estimate(now((claim(1), claim(2, "books")), (desk("1", "books"),)), FIXED)
    assert found.tickets == {"1-001": Unknown.NO_COUNTER, "1-002": found.tickets["1-002"]}
    assert isinstance(found.tickets["1-002"], Wait)
    assert found.issued_now["apples", "ordinary"] is Unknown.NO_COUNTER


def test_past_the_closing_no_time_is_said() -> None:
    claims = tuple(claim(number) for number in range(1, 9))
    here = now(claims, desks_of(1), closes_at=AT + 60 * MINUTE_MS)
    found = estimate(here, FIXED)
    assert [isinstance(one, Wait) for one in found.tickets.values()] == [True] * 7 + [False]
    assert found.tickets["1-008"] is Unknown.AFTER_CLOSING
    wider = estimate(here, FIXED, Calibration(((0, 15 * MINUTE_MS),) * 8))
    assert wider.tickets["1-006"] is Unknown.AFTER_CLOSING, "its upper end is"


def test_nothing_is_said_of_a_service_that_nobody_knows() -> None:
    here = replace(now((claim(1),), desks_of(1)), services=(ServiceNow("apples", None, None),))
    assert estimate(here, Learnt()).tickets["1-001"] is Unknown.NOT_LEARNT
    assert isinstance(estimate(here, FIXED).tickets["1-001"], Wait)


def test_who_is_called_by_hand_is_told_nothing() -> None:
    here = replace(now((), desks_of(1)), by_hand=("1-009",))
    assert estimate(here, FIXED).tickets == {"1-009": Unknown.NOT_LEARNT}


def test_priority_is_told_a_shorter_wait_where_the_hall_promises_it() -> None:
    claims = tuple(claim(number) for number in range(1, 9))
    found = estimate(now(claims, desks_of(2), policy=preset(Preset.PROMISE_FIRST)), FIXED)
    first, ordinary = found.issued_now["apples", "priority"], found.issued_now["apples", "ordinary"]
    assert isinstance(first, Wait)
    assert isinstance(ordinary, Wait)
    assert first.point_ms == 0
    assert ordinary.point_ms == 40 * MINUTE_MS


def test_priority_visitors_who_will_come_are_waited_for() -> None:
    claims = tuple(claim(number) for number in range(1, 9))
    here = now(claims, desks_of(1), policy=preset(Preset.PROMISE_FIRST))
    often = replace(FIXED, days=1, came={("apples", "priority", half): 2 for half in range(48)})
    assert point(estimate(here, often), "1-008") > point(estimate(here, FIXED), "1-008") + 10 * MINUTE_MS
    first_come = replace(here, policy=preset(Preset.FIRST_COME))
    assert point(estimate(first_come, often), "1-008") == point(estimate(first_come, FIXED), "1-008")


def test_several_appointments_that_are_due_at_once_are_reckoned_with() -> None:
    slot = AT - 5 * MINUTE_MS
    booked = tuple(
        claim(9, ago_ms=0)._replace(ticket_id=f"CODE{number}@", issued_at=slot, reference=slot, slot=slot)
        for number in range(3)
    )
    expected = estimate(replace(now((claim(1),), desks_of(1), policy=PRESETS[0]), booked=booked), FIXED)
    assert isinstance(expected.tickets["1-001"], Wait)


def test_appointments_that_are_to_come_are_waited_for() -> None:
    claims = tuple(claim(number) for number in range(1, 5))
    here = now(claims, desks_of(1), policy=preset(Preset.PROMISE_FIRST))
    slot = AT + 15 * MINUTE_MS
    booked = claim(9, ago_ms=0)._replace(ticket_id="CODE@", issued_at=slot, reference=slot, slot=slot)
    expected = estimate(replace(here, booked=(booked,)), FIXED)
    assert point(expected, "1-004") > point(estimate(here, FIXED), "1-004") + 5 * MINUTE_MS
    assert "CODE@" not in expected.tickets


def test_who_is_set_aside_until_a_time_is_waited_for_from_then_on() -> None:
    claims = tuple(claim(number) for number in range(2, 5))
    here = now(claims, desks_of(1))
    first = claim(1)
    expected = estimate(replace(here, returning=((AT + 15 * MINUTE_MS, first),)), FIXED)
    before = estimate(here, FIXED)
    assert [point(expected, each) - point(before, each) for each in ("1-002", "1-003", "1-004")] == [
        0,
        0,
        10 * MINUTE_MS,
    ]
    assert "1-001" not in expected.tickets


def test_who_comes_for_several_services_stands_in_the_next_line_too() -> None:
    claims = (claim(1), claim(2, "books"))
    here = replace(now(claims, (desk("1", "apples"), desk("2", "books"))), follows=(("1-001", ("books",)),))
    behind = claim(3, "books")
    later = estimate(replace(here, claims=(*claims, behind)), FIXED)
    assert point(later, "1-003") == 20 * MINUTE_MS, "the first goes on to books at its own place"


def test_the_more_wait_the_fewer_runs_are_enough() -> None:
    claims = tuple(claim(number) for number in range(1, 400))
    found = estimate(now(claims, desks_of(4)), FIXED)
    assert point(found, "1-399") == 99 * 10 * MINUTE_MS


def test_who_is_called_by_no_class_is_told_the_wait_of_the_class_that_he_is_asked_about() -> None:
    """At a counter that is kept for others: a page would throw away every wait with a class that has no name."""
    here = now((), (desk("1"),))
    asked = here.newcomers[0]._replace(visitor_class="")
    found = estimate(replace(here, newcomers=(asked,)), FIXED, Calibration(), runs=RUNS)
    assert list(found.issued_now) == [("apples", "ordinary")]
