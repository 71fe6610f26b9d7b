"""Those whom one counter may call, kept in the orders that the rule asks for."""

from __future__ import annotations

from bisect import bisect_left, insort

from server.domain.fairness.claims import Claim, Desk

Entry = tuple[int, int, int, Claim]
"""Key, issued at, issue order: nothing after these is compared, as no two share the order."""
Arrival = tuple[int, int, Claim]
"""Issued at, issue order."""


class Line:
    """Those whom one counter may call: a call costs as many steps as it passes people."""

    __slots__ = ("arrivals", "desk", "entries", "entry_of", "protected")

    def __init__(self, desk: Desk, entries: list[Entry], protected: list[Arrival]) -> None:
        self.desk = desk
        self.entries = entries
        """Smallest key first."""
        self.entry_of = {entry[3].ticket_id: entry for entry in entries}
        self.arrivals: list[Arrival] = sorted(entry[1:] for entry in entries)
        self.protected = protected
        """Who is passed no more, by arrival."""

    def copy(self) -> Line:
        new = Line.__new__(Line)
        new.desk = self.desk
        new.entries, new.entry_of = self.entries.copy(), self.entry_of.copy()
        new.arrivals, new.protected = self.arrivals.copy(), self.protected.copy()
        return new

    def add(self, entry: Entry, *, protected: bool) -> None:
        self.entry_of[entry[3].ticket_id] = entry
        insort(self.entries, entry)
        insort(self.arrivals, entry[1:])
        if protected:
            insort(self.protected, entry[1:])

    def remove(self, ticket_id: str, *, protected: bool) -> None:
        entry = self.entry_of.pop(ticket_id, None)
        if entry is None:
            return
        del self.entries[bisect_left(self.entries, entry)]
        arrival = entry[1:]
        del self.arrivals[bisect_left(self.arrivals, arrival)]
        if protected:
            del self.protected[bisect_left(self.protected, arrival)]

    def protect(self, ticket_id: str) -> None:
        entry = self.entry_of.get(ticket_id)
        if entry is not None:
            insort(self.protected, entry[1:])

    def came_before(self, claim: Claim, now: int) -> list[Claim]:
        """Those who came earlier and whose time, if they have one, has come."""
        end = bisect_left(self.arrivals, (claim.issued_at, claim.issue_order))
        return [one for _, _, one in self.arrivals[:end] if one.slot is None or now >= one.slot]
