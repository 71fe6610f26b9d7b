"""Who may be here: how many connections strangers may hold, and which one goes when one more comes. Pure.

A newcomer is never refused. Who goes is the longest silent one of whoever holds most, and never anybody who is known:
so a clerk gets in from where an attacker sits too.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from server.edge.in_block import InBlock
from server.edge.throng import Throng

M = TypeVar("M", bound=Hashable)
Standing = Literal["unknown", "phone", "known"]
"""What the last that was heard of a connection says of it: nothing, a valid token of a ticket, or a valid session or
device."""

MOST_UNKNOWN = 1_000
"""Inside at once, however many descriptors there are: encrypted, each costs 50 KB."""
MOST = 65_536
"""Connections in all, of descriptors without end."""
FEWEST = 4
"""Strangers there is always room for, so that somebody can become known."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many connections there may be."""

    total: int
    strangers: int
    """Of those who are not known, phones and who still waits included."""
    phones: int
    unknown: int
    """Of those inside that are neither known nor phones."""
    leaving: int
    """Turned out and not gone yet, beside the total."""


def room_for(descriptors: int, in_use: int) -> Room:
    """`descriptors` are this process's limit, `in_use` those that it has open already. Some stay spare for the log, the
    store and what comes and goes; a quarter of the rest is for those who are known."""
    spare = min(64, max(8, descriptors // 8))
    total = min(MOST, max(8, descriptors - in_use - spare))
    strangers = total * 3 // 4
    return Room(
        total, strangers, phones=strangers * 7 // 8, unknown=min(MOST_UNKNOWN, strangers), leaving=min(16, spare // 2)
    )


class Crowd(Generic[M]):
    """Members are connections. Who must go is returned by what makes room for another, and is not here any more."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._places: dict[M, InBlock] = {}
        self._waiting: Throng[M] = Throng()
        """Whose turn to be let in has not come."""
        self._unknown: Throng[M] = Throng()
        self._phones: Throng[M] = Throng()
        self._known: set[M] = set()

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each kind."""
        return {
            "waiting": len(self._waiting),
            "unknown": len(self._unknown),
            "phones": len(self._phones),
            "known": len(self._known),
        }

    def arrive(self, member: M, place: InBlock) -> Sequence[M]:
        """One that waits. There is room for some however many are known: who is known begins as a stranger."""
        part = max(FEWEST, min(self._room.strangers, self._room.total - len(self._known)))
        gone = self.free(self._strangers() - part + 1)
        self._places[member] = place
        self._waiting.add(member, place)
        return gone

    def enter(self, member: M) -> Sequence[M]:
        """Waits no more."""
        self._waiting.leave(member)
        return self._let_in(member)

    def hear(self, member: M, place: InBlock, standing: Standing) -> Sequence[M]:
        """A whole request or greeting came over it, which says who speaks and from where (a proxy passes on what
        comes from many). Nothing happens for one that has gone."""
        if member not in self._places:
            return ()
        self._leave(member)
        self._places[member] = place
        if standing == "known":
            self._known.add(member)
            return ()
        if standing == "phone":
            full = len(self._phones) >= self._room.phones
            if not full or not self._phones.would_hold_most(place):
                gone = [self._go(self._phones)] if full else []
                self._phones.add(member, place)
                return gone
        return self._let_in(member)

    def detain(self, member: M) -> Sequence[M]:
        """It broke a rule: whatever it has shown, it is unknown, and the first of its source to go. Nothing happens for
        one that has gone."""
        if member not in self._places:
            return ()
        self._leave(member)
        gone = self._let_in(member)
        self._unknown.to_the_front(member)
        return gone

    def leave(self, member: M) -> None:
        """Has gone; may be said again."""
        self._leave(member)
        self._places.pop(member, None)

    def free(self, most: int) -> Sequence[M]:
        """So many strangers, or all that there are."""
        return [self._go(self._worst()) for _ in range(min(most, self._strangers()))]

    def _strangers(self) -> int:
        return len(self._waiting) + len(self._unknown) + len(self._phones)

    def _let_in(self, member: M) -> Sequence[M]:
        gone = [self._go(self._unknown)] if len(self._unknown) >= self._room.unknown else []
        self._unknown.add(member, self._places[member])
        return gone

    def _worst(self) -> Throng[M]:
        """Phones have shown a token, so they stay as long as anybody else is here."""
        if not (self._waiting or self._unknown):
            return self._phones
        return self._waiting if self._waiting.most >= self._unknown.most else self._unknown

    def _go(self, throng: Throng[M]) -> M:
        member = throng.first_to_go()
        self.leave(member)
        return member

    def _leave(self, member: M) -> None:
        for throng in (self._waiting, self._unknown, self._phones):
            throng.leave(member)
        self._known.discard(member)
