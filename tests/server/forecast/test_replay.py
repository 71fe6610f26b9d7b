"""The replay against what queueing theory knows, and against itself with one thing changed."""

from __future__ import annotations

from heapq import heapify, heapreplace

from hypothesis import given
from hypothesis import strategies as st

from server.domain.fairness.claims import Claim
from server.domain.fairness.policy import MINUTE_MS, Policy, Preset, preset
from server.forecast.replay import Arrival, Post
from tests.server.forecast.halls import (
    AT,
    IMPATIENT,
    PRESETS,
    claim,
    desk,
    desks_of,
    lines,
    minutes,
    mixed_desks,
    newcomer,
    played,
)


def kiefer_wolfowitz(free_at: list[int], comes: list[tuple[int, int]]) -> list[int]:
    """When each of those who come (instant, how long it lasts), in order, is called by equal counters: whoever is free
    first calls. The recursion of Kiefer and Wolfowitz (1955), as instants."""
    work = list(free_at)
    heapify(work)
    called = []
    for at, lasts in comes:
        start = max(at, work[0])
        called.append(start)
        heapreplace(work, start + lasts)
    return called


@given(
    st.lists(st.integers(0, 60).map(lambda one: AT + one * MINUTE_MS), min_size=1, max_size=5),
    st.lists(st.tuples(minutes, minutes), max_size=20),
    st.integers(0, 20),
)
def test_equal_counters_call_who_came_first_as_theory_says(
    free_at: list[int], comes: list[tuple[int, int]], already: int
) -> None:
    """Some wait already, the others come one after the other."""
    claims, arrivals, lasts = [], [], {}
    theory = []
    at = AT
    for number, (gap, how_long) in enumerate(comes, 1):
        if number > already:
            at += gap
        one = claim(number, ago_ms=AT - at if number > already else 10 * MINUTE_MS)
        lasts[one.ticket_id] = how_long
        theory.append((at, how_long))
        if number > already:
            arrivals.append(Arrival(at, one))
        else:
            claims.append(one)
    posts = tuple(Post(here, free) for here, free in zip(desks_of(len(free_at)), free_at, strict=True))
    found = played(tuple(claims), posts, lasts, arrivals=tuple(arrivals))
    assert [found.called[f"1-{number:03}"] for number in range(1, len(comes) + 1)] == kiefer_wolfowitz(free_at, theory)


@given(lines(), st.integers(1, 4), st.lists(minutes, min_size=14, max_size=14), st.sampled_from(PRESETS))
def test_another_equal_counter_makes_nobody_wait_longer(
    claims: tuple[Claim, ...], count: int, each: list[int], policy: Policy
) -> None:
    lasts = dict(zip((one.ticket_id for one in claims), each, strict=False))
    fewer = played(claims, tuple(Post(one, AT) for one in desks_of(count)), lasts, policy=policy)
    more = played(claims, tuple(Post(one, AT) for one in desks_of(count + 1)), lasts, policy=policy)
    assert all(more.called[one] <= fewer.called[one] for one in lasts)


@given(lines(), st.integers(1, 4), st.lists(minutes, min_size=14, max_size=14), st.data())
def test_who_leaves_makes_nobody_behind_him_wait_longer(
    claims: tuple[Claim, ...], count: int, each: list[int], data: st.DataObject
) -> None:
    lasts = dict(zip((one.ticket_id for one in claims), each, strict=False))
    posts = tuple(Post(one, AT) for one in desks_of(count))
    before = played(claims, posts, lasts)
    for gone in data.draw(st.lists(st.sampled_from(claims), max_size=1) if claims else st.just([])):
        after = played(tuple(one for one in claims if one is not gone), posts, lasts)
        assert all(after.called[one] <= before.called[one] for one in after.called)


@given(
    lines(),
    mixed_desks(),
    st.lists(minutes, min_size=15, max_size=15),
    st.sampled_from(PRESETS + IMPATIENT),
    st.sampled_from(["apples", "books"]),
    st.booleans(),
    st.lists(st.tuples(minutes, minutes, st.booleans()), max_size=8),
)
def test_who_is_only_asked_about_is_called_when_he_would_be_if_he_came(  # noqa: PLR0917 - one drawn hall
    claims: tuple[Claim, ...],
    desks: tuple[object, ...],
    each: list[int],
    policy: Policy,
    service_id: str,
    priority: bool,
    come: list[tuple[int, int, bool]],
) -> None:
    """And he changes nobody else's turn."""
    lasts = dict(zip((one.ticket_id for one in claims), each, strict=False))
    arrivals = []
    for place, (gap, how_long, first) in enumerate(come):
        one = claim(2_000 + place, service_id, priority=first, ago_ms=-gap)
        lasts[one.ticket_id] = how_long
        arrivals.append(Arrival(AT + gap, one))
    me = newcomer(service_id, priority=priority)
    posts = tuple(Post(one, AT) for one in desks)  # type: ignore[arg-type]
    asked = played(claims, posts, lasts, policy=policy, arrivals=tuple(arrivals), asked=(me,))
    came = played((*claims, me), posts, lasts | {me.ticket_id: MINUTE_MS}, policy=policy, arrivals=tuple(arrivals))
    alone = played(claims, posts, lasts, policy=policy, arrivals=tuple(arrivals))
    assert asked.asked.get(me.ticket_id) == came.called.get(me.ticket_id)
    assert asked.called == alone.called


def test_who_may_be_called_by_a_free_counter_waits_no_longer() -> None:
    found = played((claim(1, "books"),), (Post(desk("1", "books"), AT),), {"1-001": 1})
    assert found.called == {"1-001": AT}
    assert found.counter == {"1-001": "1"}


def test_the_counter_with_fewest_services_takes_who_comes() -> None:
    posts = (Post(desk("1", "apples", "books"), AT), Post(desk("2", "apples"), AT))
    found = played((), posts, {"1-001": 1}, arrivals=(Arrival(AT + 5, claim(1)),))
    assert found.counter == {"1-001": "2"}
    assert found.called == {"1-001": AT + 5}


def test_nobody_is_called_in_a_break_and_who_is_there_is_served_to_the_end() -> None:
    pause = (AT + 10 * MINUTE_MS, AT + 40 * MINUTE_MS)
    post = Post(desk("1"), AT, away=(pause,))
    lasts = {"1-001": 15 * MINUTE_MS, "1-002": MINUTE_MS}
    assert played((claim(1), claim(2)), (post,), lasts).called == {"1-001": AT, "1-002": pause[1]}


def test_who_comes_in_a_break_is_called_after_it() -> None:
    pause = (AT + 10 * MINUTE_MS, AT + 40 * MINUTE_MS)
    post = Post(desk("1"), AT, away=(pause,))
    found = played((), (post,), {"1-001": 1}, arrivals=(Arrival(AT + 20 * MINUTE_MS, claim(1)),))
    assert found.called == {"1-001": pause[1]}


def test_a_counter_calls_nobody_from_its_end_on() -> None:
    post = Post(desk("1"), AT, until=AT + 10 * MINUTE_MS)
    lasts = {"1-001": 15 * MINUTE_MS, "1-002": MINUTE_MS}
    assert played((claim(1), claim(2)), (post,), lasts).called == {"1-001": AT}


def test_a_number_goes_on_to_the_next_line_when_it_is_done_at_the_first() -> None:
    posts = (Post(desk("1", "apples"), AT), Post(desk("2", "books"), AT))
    following = claim(1, "books")
    follows = {"1-001": Claim("1-001+0", "books", following.issued_at, 1, following.reference)}
    found = played((claim(1),), posts, {"1-001": 5 * MINUTE_MS, "1-001+0": MINUTE_MS}, follows=follows)
    assert found.called["1-001+0"] == AT + 5 * MINUTE_MS
    assert found.counter["1-001+0"] == "2"


def test_priority_is_called_first_where_the_hall_promises_it() -> None:
    claims = (claim(1), claim(2, priority=True))
    lasts = {"1-001": MINUTE_MS, "1-002": MINUTE_MS}
    post = (Post(desk("1"), AT),)
    assert played(claims, post, lasts, policy=preset(Preset.PROMISE_FIRST)).called["1-002"] == AT
    assert played(claims, post, lasts).called["1-001"] == AT
