"""Who is next of those who wait: from where somebody is known before the rest of the world, then one block of addresses
after the other, in it one source after the other. Pure."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

from server.edge.in_block import InBlock

M = TypeVar("M", bound=Hashable)
REST_EVERY = 4
"""Of so many turns the rest of the world has one, however many come from where somebody is known."""


class Turns(Generic[M]):
    def __init__(self) -> None:
        self._places: dict[M, InBlock] = {}
        self._blocks: OrderedDict[str, OrderedDict[str, OrderedDict[M, None]]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[M]:
        """All who wait, as of now."""
        return iter(tuple(self._places))

    def put(self, member: M, place: InBlock) -> None:
        """Behind the others of its source."""
        self._places[member] = place
        sources = self._blocks.setdefault(place.block, OrderedDict())
        sources.setdefault(place.source, OrderedDict())[member] = None

    def take(self) -> M:
        """Whose turn it is; waits no more. Raises StopIteration when nobody waits."""
        block = next(iter(self._blocks))
        sources = self._blocks[block]
        source = next(iter(sources))
        member = next(iter(sources[source]))
        self._blocks.move_to_end(block)
        sources.move_to_end(source)
        self.leave(member)
        return member

    def leave(self, member: M) -> None:
        """Nothing happens to one that does not wait."""
        place = self._places.pop(member, None)
        if place is None:
            return
        sources = self._blocks[place.block]
        members = sources[place.source]
        del members[member]
        if not members:
            del sources[place.source]
        if not sources:
            del self._blocks[place.block]


class Lines(Generic[M]):
    """Two lines: of those who come from where somebody is known, and of everybody else."""

    def __init__(self) -> None:
        self._known: Turns[M] = Turns()
        self._rest: Turns[M] = Turns()
        self._in_a_row = 0
        """Turns that the known line had while others waited."""

    def __len__(self) -> int:
        return len(self._known) + len(self._rest)

    def __iter__(self) -> Iterator[M]:
        """All who wait, as of now."""
        yield from (*self._known, *self._rest)

    def put(self, member: M, place: InBlock, *, known: bool) -> None:
        """Behind the others of its source; `known` says that somebody is known from there."""
        (self._known if known else self._rest).put(member, place)

    def take(self) -> M:
        """Whose turn it is; waits no more. Raises StopIteration when nobody waits."""
        if self._known and (not self._rest or self._in_a_row < REST_EVERY - 1):
            self._in_a_row = self._in_a_row + 1 if self._rest else 0
            return self._known.take()
        self._in_a_row = 0
        return self._rest.take()

    def leave(self, member: M) -> None:
        """Nothing happens to one that does not wait."""
        self._known.leave(member)
        self._rest.leave(member)
