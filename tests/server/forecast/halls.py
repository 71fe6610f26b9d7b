"""Halls for replays: so many counters, those who wait, and how long each lasts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from server.domain.fairness.claims import Claim, Desk
from server.domain.fairness.policy import MINUTE_MS, Policy, Preset, preset
from server.domain.fairness.who_is_next import Waiting
from server.forecast.now import Now, Seat, ServiceNow
from server.forecast.replay import Arrival, Post, Replayed, lasting, replay

AT = 1_795_395_600_000
SERVICES = ("apples", "books", "cakes")
FIRST_COME = preset(Preset.FIRST_COME)
PRESETS = tuple(preset(one) for one in Preset)
IMPATIENT = tuple(replace(one, most_passed=most) for one in PRESETS for most in (1, 2))
"""Nobody is passed more often than once or twice."""


def claim(number: int, service_id: str = "apples", *, priority: bool = False, ago_ms: int | None = None) -> Claim:
    """Number 1 came first; each a minute before the next."""
    came = AT - (60 - number) * MINUTE_MS if ago_ms is None else AT - ago_ms
    return Claim(
        f"1-{number:03}",
        service_id,
        issued_at=came,
        issue_order=number,
        reference=came,
        priority=priority,
        visitor_class="priority" if priority else "ordinary",
    )


def desk(counter_id: str, *primary: str, backup: tuple[str, ...] = ()) -> Desk:
    return Desk(counter_id, frozenset(primary or SERVICES), frozenset(backup))


def desks_of(count: int) -> tuple[Desk, ...]:
    return tuple(desk(str(number)) for number in range(1, count + 1))


def now(
    claims: tuple[Claim, ...] = (),
    desks: tuple[Desk, ...] = (),
    *,
    policy: Policy = FIRST_COME,
    minutes: int | None = 10,
    closes_at: int | None = None,
    **more: object,
) -> Now:
    given: dict[str, object] = {
        "at": AT,
        "seq": 42,
        "day": 17,
        "date": "2026-11-23",
        "midnight": AT - 9 * 60 * MINUTE_MS,
        "policy": policy,
        "open_counters": frozenset(one.counter_id for one in desks),
        "seats": tuple(Seat(one) for one in desks),
        "services": tuple(ServiceNow(one, minutes, closes_at) for one in SERVICES),
        "claims": claims,
        "newcomers": tuple(newcomer(one, priority=first) for one in SERVICES for first in (False, True)),
    }
    return Now(**(given | more))  # type: ignore[arg-type]


def newcomer(service_id: str, *, priority: bool = False) -> Claim:
    word = "priority" if priority else "ordinary"
    return claim(1_000, service_id, priority=priority, ago_ms=0)._replace(ticket_id=f"{service_id}/{word}")


def played(
    claims: tuple[Claim, ...],
    posts: tuple[Post, ...],
    lasts: dict[str, int],
    *,
    policy: Policy = FIRST_COME,
    arrivals: tuple[Arrival, ...] = (),
    asked: tuple[Claim, ...] = (),
    follows: dict[str, Claim] | None = None,
) -> Replayed:
    everybody = Waiting(claims, policy, frozenset(one.desk.counter_id for one in posts))
    return replay(AT, posts, everybody, lasting(lasts), arrivals=arrivals, asked=asked, follows=follows)


minutes = st.integers(1, 40).map(lambda one: one * MINUTE_MS)
skills = st.sets(st.sampled_from(SERVICES), min_size=1).map(frozenset)


@st.composite
def lines(draw: st.DrawFn, most: int = 14) -> tuple[Claim, ...]:
    """Those who wait, in the order in which they came."""
    count = draw(st.integers(0, most))
    return tuple(
        claim(number + 1, draw(st.sampled_from(SERVICES)), priority=draw(st.booleans())) for number in range(count)
    )


@st.composite
def mixed_desks(draw: st.DrawFn) -> tuple[Desk, ...]:
    """Counters that do this and that."""
    count = draw(st.integers(1, 4))
    return tuple(Desk(str(number + 1), draw(skills), draw(skills | st.just(frozenset()))) for number in range(count))
