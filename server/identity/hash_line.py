"""Who is next of those who wait for the one thread that hashes, and who goes when too many wait. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from enum import IntEnum
from typing import Generic, NamedTuple, TypeVar

from server.identity.throttle import block_of

OLDEST_EVERY = 4
"""One turn in so many is for whoever has waited longest, so that no standing keeps another from its turn for ever."""

M = TypeVar("M", bound=Hashable)
K = TypeVar("K", bound=Hashable)


class Standing(IntEnum):
    """Whose turn comes first. Each has places of its own."""

    KNOWN = 0
    """An enrolled counter, a session, a browser in which somebody signed in lately, the right one-time code."""
    NEAR = 1
    """Where somebody, whoever, signed in lately. It says nothing about the login that is tried."""
    STRANGE = 2


class Place(NamedTuple):
    standing: Standing
    block: str
    """Blocks have their turns one after the other, in a block its sources."""
    source: str


class HashLine(Generic[M]):
    def __init__(self, most: int) -> None:
        """`most`: how many of one standing wait."""
        self._most = most
        self._places: dict[M, Place] = {}
        """In the order of their coming."""
        self._since: dict[tuple[str, ...], int] = {}
        """By standing and block, and with its source: the turn that it had last, or when it came."""
        self._turn = 0
        self._given = 0

    def __len__(self) -> int:
        return len(self._places)

    def join(self, member: M, place: Place) -> M | None:
        """Who waits no longer, since there are too many of that standing: the newest of the source that has most, in
        the block that has most. It may be this one."""
        self._places[member] = place
        self._turn += 1
        for key in _keys(place):
            self._since.setdefault(key, self._turn)
        same = {one: at for one, at in self._places.items() if at.standing == place.standing}
        if len(same) <= self._most:
            return None
        block = _most((at.block for at in same.values()), place.block)
        source = _most((at.source for at in same.values() if at.block == block), place.source)
        out = [one for one, at in same.items() if (at.block, at.source) == (block, source)][-1]
        self.leave(out)
        return out

    def take(self) -> M | None:
        """Whose turn it is; waits no more. None when nobody waits."""
        if not self._places:
            return None
        self._turn += 1
        self._given += 1
        member = next(iter(self._places))
        if self._given % OLDEST_EVERY:
            member = min(self._places, key=self._rank)
        for key in _keys(self._places[member]):
            self._since[key] = self._turn
        self.leave(member)
        return member

    def leave(self, member: M) -> None:
        """Nothing happens to one that does not wait."""
        if self._places.pop(member, None) is not None:
            left = {key for place in self._places.values() for key in _keys(place)}
            self._since = {key: turn for key, turn in self._since.items() if key in left}

    def _rank(self, member: M) -> tuple[int, int, int]:
        place = self._places[member]
        of_block, of_source = _keys(place)
        return place.standing, self._since[of_block], self._since[of_source]


def known(who: str) -> Place:
    """`who`: the account, the device or the browser."""
    return Place(Standing.KNOWN, who, who)


def from_source(source: str, *, near: bool) -> Place:
    return Place(Standing.NEAR if near else Standing.STRANGE, block_of(source), source)


def _keys(place: Place) -> tuple[tuple[str, ...], tuple[str, ...]]:
    of_block = (place.standing.name, place.block)
    return of_block, (*of_block, place.source)


def _most(found: Iterable[K], newest: K) -> K:
    """Which there are most of; `newest` when it is one of those."""
    counts = Counter(found)
    return max(counts, key=lambda one: (counts[one], one == newest))
