"""What a replay of a whole day needs beside that of the lines: times by counter, ways between two lines, patience, and
counters that do one thing in the morning and another in the afternoon."""

from __future__ import annotations

from dataclasses import replace

from server.domain.fairness.claims import Claim
from server.domain.fairness.policy import MINUTE_MS, Preset, preset
from server.domain.fairness.who_is_next import Waiting
from server.forecast.replay import Arrival, Post, Replayed, Takes, lasting, replay
from tests.server.forecast.halls import AT, FIRST_COME, claim, desk


def played(
    arrivals: tuple[Arrival, ...],
    posts: tuple[Post, ...],
    takes: Takes,
    *,
    follows: dict[str, Claim] | None = None,
    after: dict[str, int] | None = None,
    patience: dict[str, int] | None = None,
) -> Replayed:
    nobody = Waiting((), FIRST_COME, frozenset(one.desk.counter_id for one in posts))
    return replay(
        AT, posts, nobody, takes, arrivals=arrivals, follows=follows, after=after or {}, patience=patience or {}
    )


def comes(number: int, minute: int, service_id: str = "apples") -> Arrival:
    return Arrival(AT + minute * MINUTE_MS, claim(number, service_id))


def minutes(found: Replayed) -> dict[str, float]:
    return {ticket_id: (called - AT) / MINUTE_MS for ticket_id, called in found.called.items()}


def test_a_visitor_takes_as_long_as_he_does_at_that_counter() -> None:
    posts = (Post(desk("1"), AT), Post(desk("2"), AT))
    at_counter = {"1": 3 * MINUTE_MS, "2": 8 * MINUTE_MS}
    arrivals = tuple(comes(number, 0) for number in (1, 2, 3, 4))
    found = played(arrivals, posts, lambda _, counter_id: at_counter[counter_id])
    assert minutes(found) == {"1-001": 0, "1-002": 0, "1-003": 3, "1-004": 6}


def test_who_goes_on_comes_into_the_next_line_after_a_while() -> None:
    posts = (Post(desk("1", "apples"), AT), Post(desk("2", "books"), AT))
    lasts = {"1-001": 5 * MINUTE_MS, "1-002": MINUTE_MS}
    follows, after = {"1-001": claim(2, "books")}, {"1-002": 7 * MINUTE_MS}
    found = played((comes(1, 0),), posts, lasting(lasts), follows=follows, after=after)
    assert minutes(found) == {"1-001": 0, "1-002": 12}


def test_whose_patience_is_over_is_not_called_and_costs_nobody_anything() -> None:
    lasts = {"1-001": 10 * MINUTE_MS, "1-002": 10 * MINUTE_MS, "1-003": MINUTE_MS}
    arrivals = (comes(1, 0), comes(2, 1), comes(3, 2))
    post = (Post(desk("1"), AT),)
    found = played(arrivals, post, lasting(lasts), patience={"1-002": 9 * MINUTE_MS})
    assert minutes(found) == {"1-001": 0, "1-003": 10}
    found = played(arrivals, post, lasting(lasts), patience={"1-001": 0, "1-002": 9 * MINUTE_MS + 1})
    assert minutes(found) == {"1-001": 0, "1-002": 10, "1-003": 20}


def test_a_counter_that_does_something_else_from_then_on_has_one_visitor_at_a_time() -> None:
    noon = AT + 10 * MINUTE_MS
    posts = (Post(desk("1", "apples"), AT, until=noon), Post(desk("1", "books", backup=("apples",)), noon))
    lasts = {"1-001": 25 * MINUTE_MS, "1-002": 5 * MINUTE_MS, "1-003": MINUTE_MS}
    found = played((comes(1, 0), comes(2, 1), comes(3, 11, "books")), posts, lasting(lasts))
    assert found.called["1-001"] == AT
    assert min(found.called["1-002"], found.called["1-003"]) == AT + 25 * MINUTE_MS
    assert abs(found.called["1-002"] - found.called["1-003"]) >= MINUTE_MS


def test_how_often_somebody_was_passed_goes_on_with_him() -> None:
    """Passed once in the first line, twice in the next, he may be passed no more."""
    policy = replace(preset(Preset.PROMISE_FIRST), most_passed=2)
    posts = (Post(desk("1", "apples"), AT), Post(desk("2", "books"), AT + 10 * MINUTE_MS))
    first, *others = [claim(number, priority=number > 1)._replace(service_id="apples") for number in (1, 2)]
    books = [claim(number, "books", priority=True) for number in (3, 4)]
    nobody = Waiting((), policy, frozenset({"1", "2"}))
    found = replay(
        AT,
        posts,
        nobody,
        lambda *_: MINUTE_MS,
        arrivals=[Arrival(AT, one) for one in (first, *others, *books)],
        follows={"1-001": first._replace(ticket_id="1-005", service_id="books")},
    )
    assert minutes(found) == {"1-002": 0, "1-001": 1, "1-003": 10, "1-005": 11, "1-004": 12}
