"""Lines, counters and rules at random, and a day of calls on them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from hypothesis import strategies as st

from server.domain.fairness.choices import Choice
from server.domain.fairness.claims import Claim, Desk
from server.domain.fairness.policy import Policy
from server.domain.fairness.who_is_next import Waiting

FULL = os.environ.get("JIAOHAO_FULL") == "1"
EXAMPLES = 10_000 if FULL else 200
SERVICES = ("a", "b", "c")
CLASSES = ("ordinary", "youth")
COUNTERS = ("1", "2", "3")
LAST = 120
"""Instants are so few that many meet."""

minutes = st.integers(0, LAST)
policies = st.builds(
    Policy,
    priority_ms=st.sampled_from([0, 20, 480]),
    appointment_ms=st.sampled_from([0, 30, 480]),
    officer_ms=st.sampled_from([0, 20]),
    backup_ms=st.sampled_from([0, 10]),
    early_ms=st.sampled_from([0, 10]),
    grace_ms=st.just(10),
    most_passed=st.integers(0, 4),
)
desks = st.builds(
    lambda counter_id, does, classes: Desk(
        counter_id,
        frozenset(one for one, how in zip(SERVICES, does, strict=True) if how == 2),
        frozenset(one for one, how in zip(SERVICES, does, strict=True) if how == 1),
        frozenset(classes),
    ),
    st.sampled_from(COUNTERS),
    st.tuples(*(st.sampled_from([0, 1, 2, 2]) for _ in SERVICES)),
    st.sampled_from([(), (), ("youth",)]),
)


@st.composite
def crowds(draw: st.DrawFn, most: int = 25) -> tuple[Claim, ...]:
    """In the order of coming; restored ones stand later than they came, appointments where their time is."""
    came = sorted(draw(st.lists(minutes, max_size=most)))
    found = []
    for order, at in enumerate(came, 1):
        kind = draw(st.sampled_from(["plain", "plain", "plain", "priority", "priority", "slot", "back", "sent", "own"]))
        slot = max(at - 10, draw(minutes)) if kind == "slot" else None
        found.append(
            Claim(
                f"t{order}",
                draw(st.sampled_from(SERVICES)),
                issued_at=at,
                issue_order=order,
                reference=slot if slot is not None else at + (10 if kind == "back" else 0),
                priority=kind == "priority" or draw(st.integers(0, 9)) == 0,
                slot=slot,
                officer_at=draw(st.sampled_from(COUNTERS)) if kind == "own" else "",
                only_at=draw(st.sampled_from(COUNTERS)) if kind == "sent" else "",
                visitor_class=draw(st.sampled_from(CLASSES)),
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class Call:
    """One press of *next*: what it met, and what came of it."""

    waiting: tuple[Claim, ...]
    """Everybody who waited, with their passes."""
    desk: Desk
    now: int
    choice: Choice | None

    @property
    def eligible(self) -> tuple[Claim, ...]:
        return tuple(one for one in self.waiting if self.desk.may_call(one))

    @property
    def called(self) -> Claim | None:
        chosen = self.choice
        return None if chosen is None else next(one for one in self.waiting if one.ticket_id == chosen.ticket_id)


@dataclass
class Day:
    """People come at their time; counters press one after the other, and keep pressing when nobody comes any more."""

    crowd: tuple[Claim, ...]
    desks: tuple[Desk, ...]
    presses: tuple[tuple[int, int], ...]
    """Minutes since the one before, and which desk."""
    policy: Policy
    calls: list[Call] = field(default_factory=list)
    passes: dict[str, int] = field(default_factory=dict)
    """Of everybody who came, as often as the choices say."""

    def run(self) -> Day:
        ahead, now = list(self.crowd), 0
        waiting = Waiting((), self.policy, frozenset(one.counter_id for one in self.desks))
        there: dict[str, Claim] = {}
        for later, which in (*self.presses, *((LAST, index) for index in range(len(self.desks)))):
            now += later
            while ahead and ahead[0].issued_at <= now:
                there[ahead[0].ticket_id] = ahead[0]
                self.passes[ahead[0].ticket_id] = 0
                waiting.add(ahead.pop(0))
            self._press(waiting, there, self.desks[which % len(self.desks)], now)
        for desk in self.desks:
            while self._press(waiting, there, desk, now):
                pass
        return self

    def _press(self, waiting: Waiting, there: dict[str, Claim], desk: Desk, now: int) -> bool:
        met = tuple(one._replace(passes=waiting.passes(one.ticket_id)) for one in there.values())
        choice = waiting.call(desk, now)
        self.calls.append(Call(met, desk, now, choice))
        if choice is None:
            return False
        del there[choice.ticket_id]
        for ticket_id in choice.passed:
            self.passes[ticket_id] += 1
            assert waiting.passes(ticket_id) == self.passes[ticket_id]
        return True


def days(rules: st.SearchStrategy[Policy] = policies) -> st.SearchStrategy[Day]:
    return st.builds(
        Day,
        crowds(),
        st.lists(desks, min_size=1, max_size=4).map(apart),
        st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3)), max_size=30).map(tuple),
        rules,
    ).map(Day.run)


def apart(found: Iterable[Desk]) -> tuple[Desk, ...]:
    """No two of one counter."""
    return tuple({one.counter_id: one for one in found}.values())
