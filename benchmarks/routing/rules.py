"""Who is next at a counter: by the hall's own rule, and by what other systems do, as far as reading them tells.

The others' rules exist here only. Each is given what favours it: it sees every skill of a counter, and its clerks never
choose.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from benchmarks.routing.reference_hall import Counter, Visitor, ms
from server.domain.fairness.claims import Claim, Desk
from server.domain.fairness.policy import Policy, Preset, preset
from server.domain.fairness.who_is_next import Waiting

GRACE_MS = ms(10)
"""An appointment is kept until so long after its time."""


@dataclass(frozen=True, slots=True)
class Waiter:
    visitor: Visitor
    leg: int
    joined: int
    """When this leg's wait began."""

    @property
    def number(self) -> int:
        return self.visitor.number

    @property
    def service(self) -> str:
        return self.visitor.legs[self.leg].service

    @property
    def kept_slot(self) -> int | None:
        slot = self.visitor.slot
        return slot if slot is not None and self.visitor.came <= slot + GRACE_MS else None


class Line(Protocol):
    """All who wait in the hall."""

    def add(self, waiter: Waiter) -> None: ...

    def call(self, counter: Counter, now: int) -> int | None:
        """Number of who is next there, taken out; None: nobody whom it may call."""

    def open(self, counters: frozenset[str]) -> None:
        """These counters are at work from now on, the others are not."""


class FairLine:
    """`server.domain.fairness`, the rule of the product."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._open: frozenset[str] = frozenset()
        self._claims: dict[int, Claim] = {}
        self._passes: dict[str, int] = {}
        self._waiting = Waiting((), policy, self._open)

    def add(self, waiter: Waiter) -> None:
        claim = claim_of(waiter)._replace(passes=self._passes.get(str(waiter.number), 0))
        self._claims[waiter.number] = claim
        self._waiting.add(claim)

    def call(self, counter: Counter, now: int) -> int | None:
        choice = self._waiting.call(desk_of(counter), now)
        if choice is None:
            return None
        for passed in choice.passed:
            self._passes[passed] = self._passes.get(passed, 0) + 1
        del self._claims[int(choice.ticket_id)]
        return int(choice.ticket_id)

    def open(self, counters: frozenset[str]) -> None:
        self._open = counters
        self._waiting = Waiting(self.claims(), self.policy, counters)

    def claims(self) -> list[Claim]:
        """Who waits, and how often each has been passed."""
        return [
            claim._replace(passes=self._passes.get(claim.ticket_id, 0)) if claim.ticket_id in self._passes else claim
            for claim in self._claims.values()
        ]


def claim_of(waiter: Waiter) -> Claim:
    """A second leg keeps the place of the first, but the officer of record was for the first."""
    visitor, slot = waiter.visitor, waiter.kept_slot
    return Claim(
        ticket_id=str(visitor.number),
        service_id=waiter.service,
        issued_at=visitor.came,
        issue_order=visitor.number,
        reference=visitor.came if slot is None else slot,
        priority=visitor.priority,
        slot=slot,
        officer_at=visitor.officer if waiter.leg == 0 else "",
    )


def desk_of(counter: Counter) -> Desk:
    return Desk(counter.name, frozenset(counter.skills))


Rank = Callable[[Waiter, int], tuple[int, ...]]
"""Of one who waits, at an instant: the smallest is next."""


class RankedLine:
    """A rule that looks at each by himself."""

    def __init__(self, rank: Rank) -> None:
        self.rank = rank
        self._waiting: dict[int, Waiter] = {}

    def add(self, waiter: Waiter) -> None:
        self._waiting[waiter.number] = waiter

    def call(self, counter: Counter, now: int) -> int | None:
        able = [waiter for waiter in self._waiting.values() if waiter.service in counter.skills]
        if not able:
            return None
        chosen = min(able, key=lambda waiter: (self.rank(waiter, now), waiter.number))
        return self._waiting.pop(chosen.number).number

    def open(self, counters: frozenset[str]) -> None:
        pass


def first_come(waiter: Waiter, _now: int) -> tuple[int, ...]:
    """Across all skills of the counter, by check-in; a second leg by the first check-in."""
    return (waiter.visitor.came,)


def strict(waiter: Waiter, _now: int) -> tuple[int, ...]:
    """By appointed time, then priority, then arrival in this line, without bound (after Novo SGA 2)."""
    slot = waiter.visitor.slot
    ahead = (1, 0) if slot is None else (0, slot)
    return (*ahead, not waiter.visitor.priority, waiter.joined)


def munich(waiter: Waiter, now: int) -> tuple[int, ...]:
    """Priority walk-ins, appointments that are due or nearly, walk-ins, other appointments (after ZMS, Munich). Who is
    forwarded stands at the end of the new line as a walk-in, with his priority."""
    slot = waiter.visitor.slot if waiter.leg == 0 else None
    if slot is None:
        return (0 if waiter.visitor.priority else 2, waiter.joined)
    return (1 if slot <= now + ms(2) else 3, slot)


def munich_kept(waiter: Waiter, now: int) -> tuple[int, ...]:
    """The same, had who is forwarded kept his place: to see what of a difference is that rule's alone."""
    return munich(Waiter(waiter.visitor, 0, waiter.visitor.came), now)


def promise_first(most_passed: int = 8) -> FairLine:
    return FairLine(replace(preset(Preset.PROMISE_FIRST), most_passed=most_passed))


def balanced() -> FairLine:
    return FairLine(preset(Preset.BALANCED))


RULES: dict[str, Callable[[], Line]] = {
    "promise-first": promise_first,
    "promise-first, K=12": lambda: promise_first(12),
    "balanced": balanced,
    "balanced, nobody's officer": lambda: FairLine(replace(preset(Preset.BALANCED), officer_ms=0)),
    "first-come": lambda: FairLine(preset(Preset.FIRST_COME)),
    "FCFS": lambda: RankedLine(first_come),
    "STRICT": lambda: RankedLine(strict),
    "ZMS": lambda: RankedLine(munich),
    "ZMS, place kept": lambda: RankedLine(munich_kept),
}
