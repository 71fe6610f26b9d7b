"""What becomes of those who wait, and of those who come, if counters go on calling by the rule: the estimate asks it a
hundred times with times that may be, what-if with times that were. Whom a counter calls is asked of
`server.domain.fairness` as the hall does; there is no second rule here. Instants and durations are ms.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from server.domain.fairness.claims import Claim, Desk
from server.domain.fairness.who_is_next import Waiting

Span = tuple[int, int]
"""From the first instant to before the second."""
Takes = Callable[[str, str], int]
"""By ticket id and counter id, from the call until the counter may call again."""
_NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Post:
    """A counter, and when somebody is there who may call."""

    desk: Desk
    free_at: int
    """Calls nobody before."""
    away: tuple[Span, ...] = ()
    """Calls nobody meanwhile; in order. Who is there is served to the end."""
    until: int | None = None
    """Calls nobody from then on; None: as long as somebody waits."""

    def calls_from(self, instant: int) -> int | None:
        """The first instant from this one on at which it may call; None: there is none."""
        instant = max(instant, self.free_at)
        for start, end in self.away:
            if start <= instant < end:
                instant = end
        return None if self.until is not None and instant >= self.until else instant


class Arrival(NamedTuple):
    """One who comes into line later."""

    at: int
    claim: Claim


def lasting(lasts: Mapping[str, int]) -> Takes:
    """So long each, by ticket id, at whatever counter."""
    return lambda ticket_id, _: lasts[ticket_id]


@dataclass(slots=True)
class Replayed:
    called: dict[str, int] = field(default_factory=dict)
    """By ticket id, when each was called; who never was is not in it."""
    counter: dict[str, str] = field(default_factory=dict)
    """By ticket id, where."""
    asked: dict[str, int] = field(default_factory=dict)
    """When each of those who were asked about would have been called."""


def replay(
    at: int,
    posts: Sequence[Post],
    waiting: Waiting,
    takes: Takes,
    *,
    arrivals: Iterable[Arrival] = (),
    follows: Mapping[str, Claim] | None = None,
    after: Mapping[str, int] = _NOTHING,
    patience: Mapping[str, int] = _NOTHING,
    asked: Iterable[Claim] = (),
    whole: bool = True,
) -> Replayed:
    """From the instant `at` on. `waiting` is used up: give a copy.

    `follows`: by ticket id, as what it goes on to wait when it has been served; `after`: by that one's id, how long
    after. `patience`: by id of one who comes later, how long it stands in line before it goes away uncalled. `asked`:
    as if each stood in line from `at` on, and nobody else of them. Unless `whole`, it ends when all who wait at `at`,
    and all who are asked about, have been called.

    Several counters that are free at once call one after the other, the one with fewest services first: so it takes who
    comes to a hall in which nobody waits. Of several posts of one counter none calls while somebody is there.
    """
    play = _Replay(
        at,
        posts,
        waiting,
        takes,
        arrivals=arrivals,
        follows=follows or {},
        after=after,
        patience=patience,
        asked=asked,
    )
    return play.run(whole=whole)


class _Replay:
    def __init__(
        self,
        at: int,
        posts: Sequence[Post],
        waiting: Waiting,
        takes: Takes,
        *,
        arrivals: Iterable[Arrival],
        follows: Mapping[str, Claim],
        after: Mapping[str, int],
        patience: Mapping[str, int],
        asked: Iterable[Claim],
    ) -> None:
        self._posts = sorted(posts, key=lambda post: len(post.desk.primary) + len(post.desk.backup))
        self._waiting = waiting
        self._takes = takes
        self._follows = follows
        self._after = after
        self._patience = patience
        self._passed: dict[str, int] = {}
        """By ticket id, how often each of those was passed who will go on."""
        self._leaving: list[tuple[int, str]] = []
        self._shared = len({post.desk.counter_id for post in posts}) < len(posts)
        self._engaged: dict[str, int] = {}
        """By counter, until when somebody is there; of those that have several posts alone."""
        self._came = {claim.ticket_id: claim for claim in waiting.claims()}
        self._left = len(self._came)
        self._first = frozenset(self._came)
        self._asked = {claim.ticket_id: claim for claim in asked}
        self._passes = {ticket_id: claim.passes for ticket_id, claim in self._asked.items()}
        self._asked_at = [[key for key, one in self._asked.items() if post.desk.may_call(one)] for post in self._posts]
        self._coming = [(max(at, one.at), order, one.claim) for order, one in enumerate(arrivals)]
        heapify(self._coming)
        self._orders = len(self._coming)
        self._free: list[tuple[int, int]] = []
        for rank in range(len(self._posts)):
            self._busy_until(rank, at)
        self._idle: list[int] = []
        self._done = Replayed()

    def run(self, *, whole: bool) -> Replayed:
        while (self._free or self._coming) and (whole or self._left or self._asked):
            now = self._next_instant()
            self._leave(now)
            fresh = self._arrive(now)
            if not self._release(now) and not fresh:
                continue
            self._call(now)
        return self._done

    def _next_instant(self) -> int:
        if not self._coming:
            return self._free[0][0]
        return min(self._coming[0][0], self._free[0][0]) if self._free else self._coming[0][0]

    def _arrive(self, now: int) -> bool:
        came = False
        while self._coming and self._coming[0][0] <= now:
            claim = heappop(self._coming)[2]
            self._came[claim.ticket_id] = claim
            self._waiting.add(claim)
            came = True
            if (patience := self._patience.get(claim.ticket_id)) is not None:
                heappush(self._leaving, (now + patience, claim.ticket_id))
        return came

    def _leave(self, now: int) -> None:
        """Whose patience is over. Nobody calls between two instants, so it is enough to look at each."""
        while self._leaving and self._leaving[0][0] <= now:
            ticket_id = heappop(self._leaving)[1]
            if ticket_id not in self._done.called:
                self._waiting.remove(ticket_id)

    def _release(self, now: int) -> bool:
        free = False
        while self._free and self._free[0][0] <= now:
            insort(self._idle, heappop(self._free)[1])
            free = True
        return free

    def _call(self, now: int) -> None:
        """Everybody who is free calls, or stays free when there is nobody for him."""
        still: list[int] = []
        for rank in self._idle:
            post = self._posts[rank]
            if post.calls_from(now) != now:
                self._busy_until(rank, now)
                continue
            if self._shared and (engaged := self._engaged.get(post.desk.counter_id, now)) > now:
                self._busy_until(rank, engaged)
                continue
            if self._asked_at[rank]:
                self._answer(rank, post.desk, now)
            choice = self._waiting.call(post.desk, now)
            if choice is None:
                still.append(rank)
                continue
            ticket_id = choice.ticket_id
            self._done.called[ticket_id] = now
            self._done.counter[ticket_id] = post.desk.counter_id
            self._left -= ticket_id in self._first
            if self._asked_at[rank]:
                self._pass(rank, self._came[ticket_id], now)
            end = now + self._takes(ticket_id, post.desk.counter_id)
            self._busy_until(rank, end)
            if self._shared:
                self._engaged[post.desk.counter_id] = end
            if self._follows:
                self._go_on(ticket_id, choice.passed, end)
        self._idle = still

    def _go_on(self, ticket_id: str, passed: tuple[str, ...], end: int) -> None:
        """Who has been called goes on when it is over; how often he was passed goes with him."""
        for one in passed:
            if one in self._follows:
                self._passed[one] = self._passed.get(one, 0) + 1
        following = self._follows.get(ticket_id)
        if following is None:
            return
        passes = self._came[ticket_id].passes + self._passed.pop(ticket_id, 0)
        if passes > following.passes:
            following = following._replace(passes=passes)
        self._orders += 1
        heappush(self._coming, (end + self._after.get(following.ticket_id, 0), self._orders, following))

    def _busy_until(self, rank: int, instant: int) -> None:
        calls_from = self._posts[rank].calls_from(instant)
        if calls_from is not None:
            heappush(self._free, (calls_from, rank))

    def _answer(self, rank: int, desk: Desk, now: int) -> None:
        """Whose turn this call would be, of those who are asked about."""
        pending = self._asked_at[rank] = [one for one in self._asked_at[rank] if one in self._asked]
        asked = [(self._asked[one], self._passes[one]) for one in pending]
        for ticket_id in self._waiting.next_of(asked, desk, now):
            self._done.asked[ticket_id] = now
            del self._asked[ticket_id]

    def _pass(self, rank: int, called: Claim, now: int) -> None:
        """Who came later than they, and was called where they could have been, has passed them."""
        came = (called.issued_at, called.issue_order)
        for ticket_id in self._asked_at[rank]:
            one = self._asked.get(ticket_id)
            if one is not None and (one.issued_at, one.issue_order) < came and (one.slot is None or now >= one.slot):
                self._passes[ticket_id] += 1
