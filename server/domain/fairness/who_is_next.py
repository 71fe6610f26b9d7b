"""Those who wait, and the rule that says who of them is next."""

from __future__ import annotations

import sys
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from server.domain.fairness.choices import Choice, Rule, Together
from server.domain.fairness.claims import Claim, Desk
from server.domain.fairness.line import Arrival, Entry, Line
from server.domain.fairness.place_in_line import key, stand
from server.domain.fairness.policy import UNCOUNTED, Policy

ALL = sys.maxsize


class Waiting:
    """Those who wait, to be asked by counter after counter: *next* asks once, an order that is shown and a replay ask
    until nobody is left. Changes in place; a copy goes its own way."""

    def __init__(self, claims: Iterable[Claim], policy: Policy, open_counters: frozenset[str]) -> None:
        self._policy = policy
        self._open = open_counters
        self._claims = {claim.ticket_id: claim for claim in claims}
        self._passes = {claim.ticket_id: claim.passes for claim in self._claims.values()}
        self._lines: dict[Desk, Line] = {}
        self._entries_of_asked: dict[tuple[str, str], tuple[int, int, int]] = {}
        """Of those who are only asked about, by id and counter: the same in every copy."""
        self._plain: dict[str, list[Entry]] | None = None
        """By service, smallest key first, whose key is the same at every counter that does it as a primary one; None:
        not looked up since somebody came or went."""
        self._special: dict[str, list[Claim]] = {}
        """By service, the others; of the same age."""

    def copy(self) -> Waiting:
        new = Waiting((), self._policy, self._open)
        new._claims, new._passes = self._claims.copy(), self._passes.copy()
        new._lines = {desk: line.copy() for desk, line in self._lines.items()}
        new._entries_of_asked = self._entries_of_asked
        return new

    def __len__(self) -> int:
        return len(self._claims)

    def prepare(self, desks: Iterable[Desk]) -> None:
        """Lines these counters up once, for all copies to come."""
        for desk in desks:
            self._line(desk)

    def claims(self) -> tuple[Claim, ...]:
        return tuple(self._claims.values())

    def tells_apart(self, desk: Desk) -> bool:
        """Whether somebody waits who is called elsewhere, or in another order, at another counter that is for the same
        services and classes."""
        self._sort()
        return any(self._special.get(one) for one in (*desk.primary, *desk.backup))

    def in_order(self, desk: Desk, now: int, count: int = ALL) -> Iterator[tuple[str, Rule]]:
        """Ids and rules of the next so many whom `call` would give one after the other, if nothing else happened and no
        time passed; nobody is taken out.

        Whose turn it is since he has been passed so often is found without counting for each call: of those who lack
        as many passes, the first to come has been passed by all by whom another of them has.
        """
        entries = self._entries(desk)
        due = [one[3] for one in entries if one[3].slot is None or now >= one[3].slot - self._policy.early_ms]
        early = [one[3] for one in entries if one[3].slot is not None and now < one[3].slot - self._policy.early_ms]
        arrivals = sorted(entry[1:] for entry in entries)
        lacking = self._lacking(arrivals, now, count)
        called: set[str] = set()
        calls: list[tuple[int, int]] = []
        earliest = by_key = 0
        for _ in entries[:count]:
            claim, rule = _turn(lacking, called, calls), Rule.PASSED
            while arrivals[earliest][2].ticket_id in called:
                earliest += 1
            if claim is None:
                while by_key < len(due) and due[by_key].ticket_id in called:
                    by_key += 1
                if by_key < len(due):
                    claim = due[by_key]
                    rule = self._rule(claim, desk, first=claim is arrivals[earliest][2])
                else:
                    claim, rule = early[len(called) - len(due)], Rule.APPOINTMENT_EARLY
            yield claim.ticket_id, rule
            called.add(claim.ticket_id)
            insort(calls, (claim.issued_at, claim.issue_order))

    def passes(self, ticket_id: str) -> int:
        return self._passes[ticket_id]

    def add(self, claim: Claim) -> None:
        self._claims[claim.ticket_id] = claim
        self._passes[claim.ticket_id] = claim.passes
        self._plain = None
        for desk, line in self._lines.items():
            if desk.may_call(claim):
                line.add(self._entry(claim, desk), protected=self._protected(claim))

    def remove(self, ticket_id: str) -> None:
        protected = self._protected(self._claims.pop(ticket_id))
        del self._passes[ticket_id]
        self._plain = None
        for line in self._lines.values():
            line.remove(ticket_id, protected=protected)

    def call(self, desk: Desk, now: int) -> Choice | None:
        """Who is next, taken out of those who wait, and whoever is passed has been; None: nobody whom it may call."""
        line = self._line(desk)
        found = self._take(line, now)
        return found and Choice(found[0].ticket_id, found[1], self._pass(line, found[0], now))

    def call_together(self, desk: Desk, size: int, now: int) -> Together:
        """The same for so many at once, at most, as one call: it passes nobody twice."""
        line = self._line(desk)
        taken: list[Claim] = []
        while len(taken) < size and (found := self._take(line, now)) is not None:
            taken.append(found[0])
        last = max(taken, key=lambda one: (one.issued_at, one.issue_order), default=None)
        passed = () if last is None else self._pass(line, last, now)
        return Together(tuple(one.ticket_id for one in taken), passed)

    def pick(self, ticket_id: str, desk: Desk, now: int) -> tuple[str, ...]:
        """Called by hand to this counter, whatever the rule says; ids of those whom that passes. It alone may pass
        somebody oftener than `Policy.most_passed`."""
        claim = self._claims[ticket_id]
        self.remove(ticket_id)
        return self._pass(self._line(desk), claim, now)

    def next_of(self, asked: Iterable[tuple[Claim, int]], desk: Desk, now: int) -> list[str]:
        """Ids of those, out of some who do not wait here and whom this counter may call, who would be next if they
        did and had been passed so often: each for himself, as if there were none of the others."""
        line = self._line(desk)
        protected = self._protected_at(line, now)
        first = None if protected else self._first(line, now)
        found = []
        for one, passes in asked:
            if passes >= self._policy.most_passed and (one.slot is None or now >= one.slot):
                came = (one.issued_at, one.issue_order)
                is_next = protected is None or came < (protected[0].issued_at, protected[0].issue_order)
            elif protected is not None:
                is_next = False
            elif first is None:
                is_next = True
            else:
                early = one.slot is not None and now < one.slot - self._policy.early_ms
                others_early = first[1] is Rule.APPOINTMENT_EARLY
                mine = self._entries_of_asked.get((one.ticket_id, desk.counter_id))
                if mine is None:
                    mine = self._entries_of_asked[one.ticket_id, desk.counter_id] = self._entry(one, desk)[:3]
                before = mine < line.entry_of[first[0].ticket_id]
                is_next = others_early if early is not others_early else before
            if is_next:
                found.append(one.ticket_id)
        return found

    def _take(self, line: Line, now: int) -> tuple[Claim, Rule] | None:
        found = self._protected_at(line, now) or self._first(line, now)
        if found is not None:
            self.remove(found[0].ticket_id)
        return found

    def _pass(self, line: Line, claim: Claim, now: int) -> tuple[str, ...]:
        """Counts that it was called; ids of those whom it passed."""
        if self._policy.most_passed >= UNCOUNTED:
            return ()
        passed = tuple(one.ticket_id for one in line.came_before(claim, now))
        for ticket_id in passed:
            count = self._passes[ticket_id] = self._passes[ticket_id] + 1
            if count == self._policy.most_passed:
                for each in self._lines.values():
                    each.protect(ticket_id)
        return passed

    def _protected(self, claim: Claim) -> bool:
        return self._passes[claim.ticket_id] >= self._policy.most_passed

    def _entry(self, claim: Claim, desk: Desk) -> Entry:
        return (key(claim, desk, self._policy, self._open), claim.issued_at, claim.issue_order, claim)

    def _line(self, desk: Desk) -> Line:
        line = self._lines.get(desk)
        if line is None:
            entries = self._entries(desk)
            protected = sorted(entry[1:] for entry in entries if self._protected(entry[3]))
            line = self._lines[desk] = Line(desk, entries, protected)
        return line

    def _entries(self, desk: Desk) -> list[Entry]:
        """All whom it may call, smallest key first."""
        plain = self._sort()
        entries: list[Entry] = []
        for service_id in desk.primary:
            entries += plain.get(service_id, ())
        for service_id in desk.backup - desk.primary:
            behind = self._policy.backup_ms
            entries += [(one[0] + behind, one[1], one[2], one[3]) for one in plain.get(service_id, ())]
        if desk.classes:
            entries = [one for one in entries if desk.may_call(one[3])]
        for service_id in desk.primary | desk.backup:
            special = self._special.get(service_id, ())
            entries += [self._entry(claim, desk) for claim in special if desk.may_call(claim)]
        entries.sort()
        return entries

    def _sort(self) -> dict[str, list[Entry]]:
        if self._plain is None:
            plain: dict[str, list[Entry]] = {}
            self._plain, self._special = plain, {}
            for claim in self._claims.values():
                if claim.only_at or claim.officer_at:
                    self._special.setdefault(claim.service_id, []).append(claim)
                else:
                    entry = (stand(claim, self._policy), claim.issued_at, claim.issue_order, claim)
                    plain.setdefault(claim.service_id, []).append(entry)
            for entries in plain.values():
                entries.sort()
        return self._plain

    def _lacking(self, arrivals: list[Arrival], now: int, count: int) -> dict[int, list[Claim]]:
        """By how many passes they lack until it is their turn, those who may be passed now, the last to come first; for
        so many calls, nobody who lacks as many."""
        enough, passes = self._policy.most_passed - count, self._passes
        lacking: dict[int, list[Claim]] = {}
        if self._policy.most_passed >= UNCOUNTED:
            return lacking
        for _, _, claim in reversed(arrivals):
            known = passes[claim.ticket_id]
            if known > enough and (claim.slot is None or now >= claim.slot):
                lacking.setdefault(self._policy.most_passed - known, []).append(claim)
        return lacking

    def _protected_at(self, line: Line, now: int) -> tuple[Claim, Rule] | None:
        due = (claim for _, _, claim in line.protected if claim.slot is None or now >= claim.slot)
        claim = next(due, None)
        return None if claim is None else (claim, Rule.PASSED)

    def _first(self, line: Line, now: int) -> tuple[Claim, Rule] | None:
        for _, _, _, claim in line.entries:
            if claim.slot is None or now >= claim.slot - self._policy.early_ms:
                return claim, self._rule(claim, line.desk, first=claim is line.arrivals[0][2])
        return (line.entries[0][3], Rule.APPOINTMENT_EARLY) if line.entries else None

    def _rule(self, claim: Claim, desk: Desk, *, first: bool) -> Rule:
        """What made him next: nothing, where he is who came first too."""
        if claim.slot is not None and (
            first or not claim.priority or self._policy.appointment_ms >= self._policy.priority_ms
        ):
            return Rule.APPOINTMENT
        if first:
            return Rule.IN_TURN
        if claim.priority and self._policy.priority_ms:
            return Rule.PRIORITY
        drawn = claim.officer_at and claim.officer_at == desk.counter_id and self._policy.officer_ms
        return Rule.OFFICER if drawn else Rule.IN_TURN


def _turn(lacking: dict[int, list[Claim]], called: set[str], calls: list[tuple[int, int]]) -> Claim | None:
    """Who came first of those who have been passed often enough by these calls; None: nobody has."""
    found: Claim | None = None
    for passes, claims in lacking.items():
        while claims and claims[-1].ticket_id in called:
            claims.pop()
        if claims:
            claim = claims[-1]
            came = (claim.issued_at, claim.issue_order)
            enough = passes <= 0 or (len(calls) >= passes and len(calls) - bisect_left(calls, came) >= passes)
            if enough and (found is None or came < (found.issued_at, found.issue_order)):
                found = claim
    return found


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
