"""The rule for who is next, on lines and counters at random: what is promised to everybody."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.fairness.choices import Choice, Rule
from server.domain.fairness.claims import Claim, Desk
from server.domain.fairness.policy import AS_THEY_COME, UNCOUNTED, Policy
from server.domain.fairness.who_is_next import Waiting, choose, order
from tests.server.domain.random_lines import (
    COUNTERS,
    EXAMPLES,
    Call,
    Day,
    apart,
    crowds,
    days,
    desks,
    minutes,
    policies,
)

MUCH = settings(max_examples=EXAMPLES, deadline=None)
OPEN = frozenset(COUNTERS)


def came(claim: Claim) -> tuple[int, int]:
    return claim.issued_at, claim.issue_order


def met(call: Call, claim: Claim) -> bool:
    """Whether it could have been passed then: not before the time of an appointment."""
    return claim.slot is None or call.now >= claim.slot


@MUCH
@given(days())
def test_nobody_is_passed_more_often_than_the_rule_says(day: Day) -> None:
    assert all(count <= day.policy.most_passed for count in day.passes.values())


def plainly(call: Call, policy: Policy, open_counters: frozenset[str]) -> Choice | None:
    """The rule said in the plainest way, as slow as that is: nothing is kept in order, everybody is looked at."""
    if not call.eligible:
        return None
    worn = [one for one in call.eligible if one.passes >= policy.most_passed and met(call, one)]
    due = [one for one in call.eligible if one.slot is None or call.now >= one.slot - policy.early_ms]
    if worn:
        chosen, rule = min(worn, key=came), Rule.PASSED
    else:
        chosen = min(due or call.eligible, key=lambda one: (stands(one, call.desk, policy, open_counters), came(one)))
        rule = why(chosen, call, policy) if due else Rule.APPOINTMENT_EARLY
    earlier = sorted((one for one in call.eligible if came(one) < came(chosen) and met(call, one)), key=came)
    return Choice(chosen.ticket_id, rule, tuple(one.ticket_id for one in earlier))


def stands(claim: Claim, desk: Desk, policy: Policy, open_counters: frozenset[str]) -> int:
    ahead = max(claim.priority * policy.priority_ms, (claim.slot is not None) * policy.appointment_ms)
    backup = policy.backup_ms if claim.service_id not in desk.primary else 0
    elsewhere = policy.officer_ms if claim.officer_at in open_counters - {desk.counter_id} else 0
    here = policy.officer_ms if claim.officer_at == desk.counter_id else 0
    return claim.reference - ahead + backup + elsewhere - here


def why(chosen: Claim, call: Call, policy: Policy) -> Rule:
    first = chosen == min(call.eligible, key=came)
    if chosen.slot is not None and (first or policy.appointment_ms >= chosen.priority * policy.priority_ms):
        return Rule.APPOINTMENT
    if not first and chosen.priority and policy.priority_ms:
        return Rule.PRIORITY
    return (
        Rule.OFFICER if not first and chosen.officer_at == call.desk.counter_id and policy.officer_ms else Rule.IN_TURN
    )


@MUCH
@given(days())
def test_every_call_is_the_one_that_the_rule_gives_when_it_is_said_plainly(day: Day) -> None:
    """Who, why, and whom it passes: who came earlier and could have been called."""
    open_counters = frozenset(one.counter_id for one in day.desks)
    for call in day.calls:
        assert call.choice == plainly(call, day.policy, open_counters)


@MUCH
@given(days(st.builds(replace, policies, most_passed=st.just(UNCOUNTED))))
def test_nobody_goes_before_by_more_than_all_head_starts_together(day: Day) -> None:
    rule = day.policy
    most = max(rule.priority_ms, rule.appointment_ms) + 2 * rule.officer_ms + rule.backup_ms
    for call in day.calls:
        for one in call.eligible if call.called else ():
            due = one.slot is None or call.now >= one.slot - rule.early_ms
            assert call.called is not None
            assert not due or call.called.reference <= one.reference + most


@MUCH
@given(days(st.just(replace(AS_THEY_COME, most_passed=3))), days(st.builds(replace, policies, most_passed=st.just(0))))
def test_without_head_starts_or_passes_it_is_first_come(plain: Day, strict: Day) -> None:
    """Without head starts by the reference; where nobody may be passed, by when they came, whatever is promised."""
    for call in plain.calls:
        if call.called is not None and call.choice is not None and call.choice.rule is not Rule.PASSED:
            due = [one for one in call.eligible if one.slot is None or call.now >= one.slot]
            assert call.called == min(due or call.eligible, key=lambda one: (one.reference, *came(one)))
    for call in strict.calls:
        due = [one for one in call.eligible if met(call, one)]
        if call.called is not None and due:
            assert call.called == min(due, key=came)


@MUCH
@given(days())
def test_a_counter_that_may_call_somebody_does(day: Day) -> None:
    for call in day.calls:
        assert (call.choice is None) is (not call.eligible)
    reached = {call.choice.ticket_id for call in day.calls if call.choice is not None}
    for claim in day.crowd:
        if any(desk.may_call(claim) for desk in day.desks):
            assert claim.ticket_id in reached, "whoever keeps calling comes to everybody"


@MUCH
@given(days())
def test_the_same_day_has_the_same_calls(day: Day) -> None:
    again = Day(day.crowd, day.desks, day.presses, day.policy).run()
    assert [call.choice for call in again.calls] == [call.choice for call in day.calls]
    for call in day.calls:
        shuffled = tuple(reversed(call.waiting))
        assert choose(shuffled, call.desk, day.policy, call.now, OPEN & {one.counter_id for one in day.desks}) == (
            call.choice
        ), "nor does it matter in which order they are told"


@MUCH
@given(crowds(), desks, policies, minutes, st.data())
def test_more_head_start_never_makes_ones_own_call_later(
    crowd: tuple[Claim, ...], desk: Desk, policy: Policy, now: int, data: st.DataObject
) -> None:
    mine = [one for one in crowd if desk.may_call(one)]
    if not mine:
        return
    one = data.draw(st.sampled_from(mine))
    more = one._replace(reference=one.reference - data.draw(st.integers(0, 60)))
    more = more._replace(priority=more.priority or data.draw(st.booleans()))
    others = [other for other in crowd if other is not one]
    assert turn([*others, more], more, desk, policy, now) <= turn([*others, one], one, desk, policy, now)


def turn(crowd: list[Claim], claim: Claim, desk: Desk, policy: Policy, now: int) -> int:
    return [one.ticket_id for one in order(crowd, desk, policy, now, OPEN)].index(claim.ticket_id)


@MUCH
@given(crowds(), desks, policies, minutes)
def test_of_equal_visitors_the_one_who_came_first_is_called_first(
    crowd: tuple[Claim, ...], desk: Desk, policy: Policy, now: int
) -> None:
    """However either has come into this line: forwarding keeps the reference and the coming."""
    called = [one.ticket_id for one in order(crowd, desk, policy, now, OPEN)]
    plain = [one for one in crowd if one.ticket_id in called and one.slot is None and one.reference == one.issued_at]
    for first in plain:
        for second in plain:
            if came(first) < came(second) and alike(first, second):
                assert called.index(first.ticket_id) < called.index(second.ticket_id)


def alike(one: Claim, other: Claim) -> bool:
    return (one.priority, one.officer_at, one.only_at, one.service_id) == (
        other.priority,
        other.officer_at,
        other.only_at,
        other.service_id,
    )


@MUCH
@given(crowds(), st.lists(desks, min_size=1, max_size=3), policies, minutes, st.lists(st.integers(0, 4), max_size=25))
def test_the_order_that_is_shown_is_that_of_repeated_calls(
    crowd: tuple[Claim, ...], found: list[Desk], policy: Policy, now: int, passes: list[int]
) -> None:
    known = tuple(
        one._replace(passes=min(count, policy.most_passed))
        for one, count in zip(crowd, [*passes, *[0] * len(crowd)], strict=False)
    )
    waiting = Waiting(known, policy, OPEN)
    for desk in found:
        told = list(waiting.in_order(desk, now))
        repeated = list(order(known, desk, policy, now, OPEN))
        assert told == [(one.ticket_id, one.rule) for one in repeated]
        for count in (0, 1, 3, 8):
            assert list(waiting.in_order(desk, now, count)) == told[:count]
        assert len(waiting) == len(known), "and nobody was taken out"


@MUCH
@given(crowds(), st.lists(st.tuples(desks, minutes), max_size=10), policies)
def test_a_copy_goes_its_own_way(crowd: tuple[Claim, ...], presses: list[tuple[Desk, int]], policy: Policy) -> None:
    waiting = Waiting(crowd, policy, OPEN)
    half = len(presses) // 2
    for desk, now in presses[:half]:
        waiting.call(desk, now)
    copy = waiting.copy()
    first = [waiting.call(desk, now) for desk, now in presses[half:]]
    assert [copy.call(desk, now) for desk, now in presses[half:]] == first


@MUCH
@given(crowds(), st.lists(desks, min_size=1, max_size=3).map(apart), policies, st.lists(minutes, max_size=6), st.data())
def test_who_is_only_asked_about_is_next_where_he_would_be_if_he_waited(
    crowd: tuple[Claim, ...], found: tuple[Desk, ...], policy: Policy, presses: list[int], data: st.DataObject
) -> None:
    """Each alone among those who wait, whoever of them has been called meanwhile."""
    known = [one._replace(passes=data.draw(st.integers(0, policy.most_passed))) for one in crowd]
    parts = [data.draw(st.booleans()) for _ in known]
    asked = [one for one, is_asked in zip(known, parts, strict=True) if is_asked]
    waiting = Waiting((one for one in known if one not in asked), policy, OPEN)
    if data.draw(st.booleans()):
        waiting.prepare(found)
    left = {one.ticket_id for one in known} - {one.ticket_id for one in asked}
    for now in presses:
        desk = data.draw(st.sampled_from(found))
        mine = [one for one in asked if desk.may_call(one)]
        there = [one._replace(passes=waiting.passes(one.ticket_id)) for one in waiting.claims()]
        choices = [(one.ticket_id, choose([*there, one], desk, policy, now, OPEN)) for one in mine]
        meant = [ticket_id for ticket_id, choice in choices if choice and choice.ticket_id == ticket_id]
        for each in (waiting, waiting.copy()):
            assert each.next_of([(one._replace(passes=0), one.passes) for one in mine], desk, now) == meant
        choice = waiting.call(desk, now)
        left -= {choice.ticket_id} if choice else set()
        assert {one.ticket_id for one in waiting.claims()} == left


@MUCH
@given(crowds(), desks, policies, minutes, st.integers(1, 4))
def test_a_group_is_the_next_so_many_and_passes_each_once(
    crowd: tuple[Claim, ...], desk: Desk, policy: Policy, now: int, size: int
) -> None:
    waiting = Waiting(crowd, policy, OPEN)
    group = waiting.call_together(desk, size, now)
    mine = [one for one in crowd if desk.may_call(one)]
    assert len(group.ticket_ids) == min(size, len(mine))
    last = max((came(one) for one in mine if one.ticket_id in group.ticket_ids), default=(0, 0))
    others = [one for one in mine if one.ticket_id not in group.ticket_ids]
    assert set(group.passed) == {
        one.ticket_id for one in others if came(one) < last and (one.slot is None or now >= one.slot)
    }
    assert all(waiting.passes(one.ticket_id) == (one.ticket_id in group.passed) for one in others)
    assert all(waiting.passes(one.ticket_id) <= policy.most_passed for one in others)
