"""Connections by where they come from: who holds most, and which of those has been silent longest. Pure; everything
costs the same however many there are.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

from server.edge.in_block import InBlock

M = TypeVar("M", bound=Hashable)
K = TypeVar("K", bound=Hashable)


class Tally(Generic[K]):
    """How many of each, and of which most."""

    def __init__(self) -> None:
        self._counts: dict[K, int] = {}
        self._with: dict[int, OrderedDict[K, None]] = {}
        """By count, in the order in which they came to it."""
        self.most = 0
        """How many there are of what there are most of."""

    def __len__(self) -> int:
        return len(self._counts)

    def of(self, what: K) -> int:
        return self._counts.get(what, 0)

    def add(self, what: K) -> None:
        count = self._counts.get(what, 0)
        self._move(what, count, count + 1)
        self.most = max(self.most, count + 1)

    def take(self, what: K) -> None:
        """Raises KeyError when there is none."""
        count = self._counts[what]
        self._move(what, count, count - 1)
        if self.most not in self._with:
            self.most = count - 1

    def first(self) -> K:
        """Of what there are most; of several, which has had so many for longest. Raises KeyError when there is none."""
        return next(iter(self._with[self.most]))

    def _move(self, what: K, old: int, new: int) -> None:
        if old:
            same = self._with[old]
            del same[what]
            if not same:
                del self._with[old]
        if new:
            self._counts[what] = new
            self._with.setdefault(new, OrderedDict())[what] = None
        else:
            del self._counts[what]


class Throng(Generic[M]):
    def __init__(self) -> None:
        self._places: dict[M, InBlock] = {}
        self._blocks: Tally[str] = Tally()
        self._sources: dict[str, Tally[str]] = {}
        """By block."""
        self._members: dict[str, OrderedDict[M, None]] = {}
        """By source, the longest silent one first."""

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, member: M) -> bool:
        return member in self._places

    @property
    def most(self) -> int:
        """How many the block has that has most."""
        return self._blocks.most

    def add(self, member: M, place: InBlock) -> None:
        """Who has just been heard. Raises ValueError for one that is here."""
        if member in self._places:
            raise ValueError("is here already")
        self._places[member] = place
        self._blocks.add(place.block)
        self._sources.setdefault(place.block, Tally()).add(place.source)
        self._members.setdefault(place.source, OrderedDict())[member] = None

    def heard(self, member: M) -> None:
        """Has said something just now. Raises KeyError for one that is not here."""
        self._members[self._places[member].source].move_to_end(member)

    def to_the_front(self, member: M) -> None:
        """Goes before the others of its source. Raises KeyError for one that is not here."""
        self._members[self._places[member].source].move_to_end(member, last=False)

    def leave(self, member: M) -> bool:
        """Whether it was here."""
        place = self._places.pop(member, None)
        if place is None:
            return False
        self._blocks.take(place.block)
        sources = self._sources[place.block]
        sources.take(place.source)
        if not sources:
            del self._sources[place.block]
        same = self._members[place.source]
        del same[member]
        if not same:
            del self._members[place.source]
        return True

    def first_to_go(self) -> M:
        """The longest silent one of the source that holds most in the block that holds most. Raises KeyError when
        nobody is here."""
        source = self._sources[self._blocks.first()].first()
        return next(iter(self._members[source]))

    def would_hold_most(self, place: InBlock) -> bool:
        """Whether one more from there would hold no less than who holds most."""
        block = self._blocks.first() if self._places else place.block
        if block != place.block:
            return self._blocks.of(place.block) + 1 >= self._blocks.most
        sources = self._sources.get(block, Tally())
        return sources.of(place.source) + 1 >= sources.most
