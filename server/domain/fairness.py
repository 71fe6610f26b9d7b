"""Whom a counter calls next among those who wait, why, and whom that passes. One rule for the press of *next*, for
every order that is shown, for the estimate and for what-if; it knows no hall, no clock and no log.

Everybody stands at a *reference*: when the number was taken, or the appointed time. Who is promised more stands before
it by a head start, and the smallest is next. Nobody is passed more than `Policy.most_passed` times: who has been is
next wherever he may be called. Instants and durations are ms.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Policy:
    """How much more is promised to whom, and where it ends."""

    priority_ms: int
    """Head start of a priority visitor."""
    appointment_ms: int
    """Head start of an appointment that was kept in time."""
    officer_ms: int
    """How far a visitor is drawn to the counter of his own officer, and held off from the others."""
    backup_ms: int
    """How far behind a visitor stands at a counter that does the service as a backup only."""
    early_ms: int
    """So long before its time an appointment may be called though others wait."""
    grace_ms: int
    """Checked in so long after its time at most, an appointment is kept."""
    most_passed: int
    """How often one who came earlier is passed by who came later, at most."""


class Preset(StrEnum):
    PROMISE_FIRST = "promise_first"
    BALANCED = "balanced"
    FIRST_COME = "first_come"


def preset(name: Preset) -> Policy:
    """Source: the hall's routing study; see docs/routing.md."""
    priority, appointment = {
        Preset.PROMISE_FIRST: (480, 480),
        Preset.BALANCED: (45, 60),
        Preset.FIRST_COME: (0, 0),
    }[name]
    return Policy(
        priority_ms=priority * MINUTE_MS,
        appointment_ms=appointment * MINUTE_MS,
        officer_ms=20 * MINUTE_MS,
        backup_ms=10 * MINUTE_MS,
        early_ms=10 * MINUTE_MS,
        grace_ms=10 * MINUTE_MS,
        most_passed=8,
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """One who waits, as far as his turn is concerned."""

    ticket_id: str
    service_id: str
    issued_at: int
    """When the number was taken; an appointment's, when it was checked in."""
    issue_order: int
    """Breaks ties of `issued_at`; no two have the same."""
    reference: int
    """Where he stands before any head start."""
    priority: bool = False
    slot: int | None = None
    """The appointed time of an appointment that was kept; None: it was none, or came too late."""
    officer_at: str = ""
    """Id of the counter where his own officer is; empty: at none, or he has none."""
    only_at: str = ""
    """Id of the counter that alone may call him; empty: any that does his service."""
    visitor_class: str = ""
    """Id of the class that he belongs to; a counter may be for some classes only."""
    passes: int = 0
    """How often he has been passed."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter, as far as whom it may call is concerned."""

    counter_id: str
    primary: frozenset[str]
    backup: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    """Whom it is for; empty: everybody."""

    def may_call(self, claim: Claim) -> bool:
        return (
            (claim.service_id in self.primary or claim.service_id in self.backup)
            and claim.only_at in {"", self.counter_id}
            and (not self.classes or claim.visitor_class in self.classes)
        )


class Rule(StrEnum):
    """By which rule one is next."""

    IN_TURN = "in_turn"
    """Has waited longest."""
    PRIORITY = "priority"
    APPOINTMENT = "appointment"
    """His time has come, or is close."""
    APPOINTMENT_EARLY = "appointment_early"
    """Before his time, since nobody else waits."""
    OFFICER = "officer"
    """His own officer is here."""
    PASSED = "passed"
    """Has been passed as often as anybody may be."""


@dataclass(frozen=True, slots=True)
class Choice:
    ticket_id: str
    rule: Rule
    passed: tuple[str, ...]
    """Ids of those who came earlier, could have been called here, and were not: each has been passed once more."""


def key(claim: Claim, desk: Desk, policy: Policy, open_counters: frozenset[str]) -> int:
    """The smallest is next at this counter."""
    head_start = max(
        policy.priority_ms if claim.priority else 0,
        policy.appointment_ms if claim.slot is not None else 0,
    )
    behind = 0 if claim.service_id in desk.primary else policy.backup_ms
    if claim.officer_at == desk.counter_id:
        behind -= policy.officer_ms
    elif claim.officer_at in open_counters:
        behind += policy.officer_ms
    return claim.reference - head_start + behind


_Entry = tuple[int, int, int, Claim]
"""Key, issued at, issue order: nothing after these is compared, as no two share the order."""


class Waiting:
    """Those who wait, to be asked by counter after counter: *next* asks once, an order that is shown and a replay ask
    until nobody is left. Changes in place."""

    def __init__(self, claims: Iterable[Claim], policy: Policy, open_counters: frozenset[str]) -> None:
        self._policy = policy
        self._open = open_counters
        self._claims: dict[str, Claim] = {}
        self._passes: dict[str, int] = {}
        self._protected: dict[str, Claim] = {}
        self._lines: dict[Desk, list[_Entry]] = {}
        for claim in claims:
            self.add(claim)

    def __len__(self) -> int:
        return len(self._claims)

    def passes(self, ticket_id: str) -> int:
        return self._passes[ticket_id]

    def add(self, claim: Claim) -> None:
        self._claims[claim.ticket_id] = claim
        self._passes[claim.ticket_id] = claim.passes
        if claim.passes >= self._policy.most_passed:
            self._protected[claim.ticket_id] = claim
        for desk, line in self._lines.items():
            if desk.may_call(claim):
                insort(line, self._entry(claim, desk))

    def remove(self, ticket_id: str) -> None:
        claim = self._claims.pop(ticket_id)
        del self._passes[ticket_id]
        self._protected.pop(ticket_id, None)
        for desk, line in self._lines.items():
            if desk.may_call(claim):
                line.remove(self._entry(claim, desk))

    def call(self, desk: Desk, now: int) -> Choice | None:
        """Who is next, taken out of those who wait, and whoever is passed has been; None: nobody whom it may call."""
        line = self._line(desk)
        found = self._protected_at(desk, now) or self._first(line, desk, now)
        if found is None:
            return None
        claim, rule = found
        self.remove(claim.ticket_id)
        came = (claim.issued_at, claim.issue_order)
        passed = []
        for _, issued_at, issue_order, other in line:
            if (issued_at, issue_order) < came and (other.slot is None or now >= other.slot):
                passed.append(other.ticket_id)
                count = self._passes[other.ticket_id] = self._passes[other.ticket_id] + 1
                if count >= self._policy.most_passed:
                    self._protected[other.ticket_id] = other
        return Choice(claim.ticket_id, rule, tuple(passed))

    def _entry(self, claim: Claim, desk: Desk) -> _Entry:
        return (key(claim, desk, self._policy, self._open), claim.issued_at, claim.issue_order, claim)

    def _line(self, desk: Desk) -> list[_Entry]:
        line = self._lines.get(desk)
        if line is None:
            line = sorted(self._entry(claim, desk) for claim in self._claims.values() if desk.may_call(claim))
            self._lines[desk] = line
        return line

    def _protected_at(self, desk: Desk, now: int) -> tuple[Claim, Rule] | None:
        due = [
            claim
            for claim in self._protected.values()
            if desk.may_call(claim) and (claim.slot is None or now >= claim.slot)
        ]
        if not due:
            return None
        return min(due, key=lambda claim: (claim.issued_at, claim.issue_order)), Rule.PASSED

    def _first(self, line: list[_Entry], desk: Desk, now: int) -> tuple[Claim, Rule] | None:
        for _, _, _, claim in line:
            if claim.slot is None or now >= claim.slot - self._policy.early_ms:
                return claim, self._rule(claim, line, desk)
        return (line[0][3], Rule.APPOINTMENT_EARLY) if line else None

    def _rule(self, claim: Claim, line: list[_Entry], desk: Desk) -> Rule:
        """What made him first: nothing, where he is who has stood longest too."""
        if all(claim.reference <= other.reference for _, _, _, other in line):
            return Rule.APPOINTMENT if claim.slot is not None else Rule.IN_TURN
        if claim.slot is not None and (not claim.priority or self._policy.appointment_ms >= self._policy.priority_ms):
            return Rule.APPOINTMENT
        if claim.priority and self._policy.priority_ms:
            return Rule.PRIORITY
        return Rule.OFFICER if claim.officer_at == desk.counter_id else Rule.IN_TURN


def choose(
    claims: Iterable[Claim], desk: Desk, policy: Policy, now: int, open_counters: frozenset[str] = frozenset()
) -> Choice | None:
    """Who is next at this counter if it called now; None: nobody whom it may call."""
    return Waiting(claims, policy, open_counters).call(desk, now)


def order(
    claims: Iterable[Claim], desk: Desk, policy: Policy, now: int, open_counters: frozenset[str] = frozenset()
) -> Iterator[Choice]:
    """Whom this counter would call, one after the other, if nothing else happened and no time passed."""
    waiting = Waiting(claims, policy, open_counters)
    while (choice := waiting.call(desk, now)) is not None:
        yield choice
