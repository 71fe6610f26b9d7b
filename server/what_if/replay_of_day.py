"""A day once more, by the replay that the estimate asks too: whom each counter calls when, if everybody comes as they
came and takes as long as is said."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from server.domain.fairness.claims import Claim, Desk
from server.domain.fairness.who_is_next import Waiting
from server.domain.routing import chosen_by
from server.forecast.replay import Arrival, Post, replay
from server.what_if.day import Arrival as Visitor
from server.what_if.day import Day, Leg, Presence


class Handling(NamedTuple):
    turn_ms: int
    """From when the counter could have called to the call."""
    took_ms: int
    """From the call until the counter is free."""


Handled = Callable[[int, str], Handling]
"""How long a leg takes, by its position among the day's, at a counter."""


@dataclass(frozen=True, slots=True)
class Stood:
    """One leg as it goes in a replay."""

    entered_at: int
    called_at: int | None = None
    gone_at: int | None = None

    def waited_ms(self, until: int, slot: int | None = None) -> int:
        """As a `Leg` has it."""
        ends = next((one for one in (self.called_at, self.gone_at) if one is not None), until)
        return max(0, ends - max(self.entered_at, slot or 0))


class DayPlan:
    """What is the same in every replay of a day."""

    def __init__(self, day: Day) -> None:
        self.until = day.until
        self._config = day.config
        self.legs: list[tuple[Visitor, Leg]] = [(visitor, leg) for visitor, _, leg in day.legs()]
        self.first = [number == 0 for _, number, _ in day.legs()]
        """Whether a leg is its visitor's first."""
        officers = _Officers(day)
        self.claims = [_claim(index, *self.legs[index], officers) for index in range(len(self.legs))]
        self.follows: dict[str, Claim] = {}
        self.after: dict[str, int] = {}
        self.patience: dict[str, int] = {}
        self.arrivals: list[Arrival] = []
        for index, (_, leg) in enumerate(self.legs):
            self._take(index, leg)

    def coming(self, presences: Sequence[Presence]) -> tuple[Sequence[Arrival], Mapping[str, Claim]]:
        """Who comes, and who goes on, where these counters are attended: nobody waits for one that calls him no more,
        since it is away for good then, or does something else."""
        if not any(one.only_at or one.officer_at for one in self.claims):
            return self.arrivals, self.follows
        last: dict[tuple[str, str], int] = {}
        for one in presences:
            for service_id in (*one.primary, *one.backup):
                last[one.counter_id, service_id] = max(one.end, last.get((one.counter_id, service_id), 0))

        def there(claim: Claim, counter_id: str) -> bool:
            return last.get((counter_id, claim.service_id), 0) > self.legs[int(claim.ticket_id)][1].entered_at

        def free(claim: Claim) -> Claim:
            if claim.officer_at and not there(claim, claim.officer_at):
                claim = claim._replace(officer_at="")
            if claim.only_at and not there(claim, claim.only_at):
                kind = self.legs[int(claim.ticket_id)][0].visitor_class
                claim = claim._replace(only_at="", visitor_class=chosen_by(self._config, claim.service_id, kind))
            return claim

        arrivals = [one._replace(claim=free(one.claim)) for one in self.arrivals]
        return arrivals, {key: free(claim) for key, claim in self.follows.items()}

    def slot(self, index: int) -> int | None:
        """The time of an appointment, before which nobody has waited."""
        return self.legs[index][0].slot if self.first[index] else None

    def _take(self, index: int, leg: Leg) -> None:
        claim = self.claims[index]
        if leg.together:
            return
        if leg.called_at is None and leg.gone_at is not None:
            self.patience[claim.ticket_id] = leg.gone_at - leg.entered_at
        _, before = self.legs[index - 1]
        if self.first[index] or before.together or before.called_at is None:
            self.arrivals.append(Arrival(leg.entered_at, claim))
            return
        self.follows[str(index - 1)] = claim
        self.after[claim.ticket_id] = max(0, leg.entered_at - before.called_at - (before.took_ms or 0))


def replayed(plan: DayPlan, day: Day, handled: Handled) -> Sequence[Stood | None]:
    """Each leg as it goes on this day; None for one that has not begun by its end. `day` is the plan's, or the same
    under another plan of counters or another policy.

    Whoever is called in a group is called as it happened.
    """
    handlings: dict[int, Handling] = {}

    def takes(ticket_id: str, counter_id: str) -> int:
        index = int(ticket_id)
        handlings[index] = handling = handled(index, counter_id)
        return handling.turn_ms + handling.took_ms

    posts = list(_posts(day.presences))
    arrivals, follows = plan.coming(day.presences)
    found = replay(
        min((post.free_at for post in posts), default=0),
        posts,
        Waiting((), day.policy, frozenset(post.desk.counter_id for post in posts)),
        takes,
        arrivals=arrivals,
        follows=follows,
        after=plan.after,
        patience=plan.patience,
    ).called
    stood: list[Stood | None] = []
    for index, (_, leg) in enumerate(plan.legs):
        key = str(index)
        entered_at = leg.entered_at
        if key in plan.after:
            chosen, handling = found.get(str(index - 1)), handlings.get(index - 1)
            if chosen is None or handling is None:
                stood.append(None)
                continue
            entered_at = chosen + handling.turn_ms + handling.took_ms + plan.after[key]
        if leg.together:
            stood.append(Stood(entered_at, leg.called_at, leg.gone_at))
            continue
        stood.append(_stood(entered_at, found.get(key), handlings.get(index), plan.patience.get(key), day.until))
    return stood


def _stood(
    entered_at: int, chosen: int | None, handling: Handling | None, patience: int | None, until: int
) -> Stood | None:
    if entered_at > until:
        return None
    called_at = None if chosen is None or handling is None else chosen + handling.turn_ms
    if called_at is not None and called_at <= until:
        return Stood(entered_at, called_at)
    gone_at = None if patience is None or chosen is not None else entered_at + patience
    return Stood(entered_at, None, None if gone_at is None or gone_at > until else gone_at)


def _claim(index: int, visitor: Visitor, leg: Leg, officers: _Officers) -> Claim:
    """Officers are where they were when he came into line."""
    claim = Claim(
        ticket_id=str(index),
        service_id=leg.service_id,
        issued_at=visitor.at,
        issue_order=visitor.order,
        reference=leg.place,
        priority=visitor.priority,
        slot=visitor.slot,
        only_at=leg.only_at,
        visitor_class=leg.visitor_class,
    )
    if leg.officer:
        return claim._replace(only_at=officers.at(leg.officer, leg.entered_at) or leg.only_at)
    return claim._replace(officer_at=officers.at(visitor.officer, leg.entered_at)) if visitor.officer else claim


class _Officers:
    """Who was at which counter."""

    def __init__(self, day: Day) -> None:
        self._moves: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for at, officer, counter_id in day.officers:
            self._moves[officer].append((at, counter_id))

    def at(self, officer: str, instant: int) -> str:
        moves = self._moves.get(officer, [])
        before = bisect_right(moves, instant, key=lambda move: move[0])
        return moves[before - 1][1] if before else ""


def _posts(presences: Sequence[Presence]) -> Iterator[Post]:
    """One for each counter and what it does: away between its presences."""
    by_desk: dict[Desk, list[Presence]] = defaultdict(list)
    for presence in presences:
        by_desk[presence.desk].append(presence)
    for desk, found in by_desk.items():
        found.sort(key=lambda one: one.start)
        away = tuple((one.end, then.start) for one, then in pairwise(found) if one.end < then.start)
        yield Post(desk, found[0].start, away, found[-1].end)
