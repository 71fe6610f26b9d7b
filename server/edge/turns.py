"""Who is next of those who wait: one block of addresses after the other, in it one source after the other. Pure."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

from server.edge.whence import Whence

M = TypeVar("M", bound=Hashable)


class Turns(Generic[M]):
    def __init__(self) -> None:
        self._whence: dict[M, Whence] = {}
        self._blocks: OrderedDict[str, OrderedDict[str, OrderedDict[M, None]]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._whence)

    def __iter__(self) -> Iterator[M]:
        """All who wait, as of now."""
        return iter(tuple(self._whence))

    def put(self, member: M, whence: Whence) -> None:
        """Behind the others of its source."""
        self._whence[member] = whence
        sources = self._blocks.setdefault(whence.block, OrderedDict())
        sources.setdefault(whence.source, OrderedDict())[member] = None

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
        whence = self._whence.pop(member, None)
        if whence is None:
            return
        sources = self._blocks[whence.block]
        members = sources[whence.source]
        del members[member]
        if not members:
            del sources[whence.source]
        if not sources:
            del self._blocks[whence.block]
