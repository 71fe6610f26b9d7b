"""Who is next of those who wait: one block of addresses after the other, in it one source after the other. Pure."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

from server.edge.in_block import InBlock

M = TypeVar("M", bound=Hashable)


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
