"""Every connection of this process from its first byte to its last: who it is taken for, and who is turned out when
the room for strangers is full (`server.edge.crowd`). They come in over a port's `server.edge.porch`.
"""

from __future__ import annotations

import asyncio
import os
import resource
import socket as sockets
from asyncio import Task, TimerHandle, Transport
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from program.steady import steady_ms
from server.edge.acquainted import Acquainted
from server.edge.counted_line import CountedLine
from server.edge.crowd import Crowd, Room, Standing, room_for
from server.edge.hang_ups import HangUps
from server.edge.in_block import InBlock, in_block
from server.troubles import Trouble

ARRIVAL = "jiaohao.arrival"
"""Key in the ASGI scope's `state` under which a connection's `Arrival` is found."""
FREED_AT_ONCE = 8
"""Strangers that go when there are no descriptors left."""
DETAINED_S = 10.0
"""Whoever broke a rule and does not hang up is neither read nor cut for so long."""
LAST_WORDS_S = 0.05
"""What was written to them has so long to reach the system, which sends it on by itself."""


@dataclass(eq=False, slots=True)
class Arrival:
    """One connection."""

    arrivals: Arrivals
    place: InBlock
    """Where whoever it speaks for is: behind a proxy not where it came from."""
    socket: sockets.socket
    keep_out: Callable[[Arrival], None]
    """Ends it while it is not in."""
    task: Task[None] | None = None
    """Lets it in."""
    transport: Transport | None = None
    """Since it is in."""
    unwanted: bool = False
    """Whether it goes as soon as it is in."""
    protocols: int = 0
    """How many speak over it now: one, or none before and after."""
    standing: Standing = "unknown"
    heard: int = 0
    """How often something was said over it."""
    detained: sockets.socket | None = None
    """Its connection when nothing speaks over it any more, though it is not closed."""
    came_from: InBlock = field(init=False)
    _detention: TimerHandle | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.came_from = self.place

    def turn_out(self) -> None:
        """At once, whatever it is doing. `left` follows where something was begun."""
        if self.detained is not None:
            self.release()
        elif self.transport is not None:
            self.transport.abort()
        else:
            self.keep_out(self)

    def detain(self, transport: Transport) -> bool:
        """It broke a rule, and was told so. What comes of it is not read any more and costs nothing; its end comes
        late, since whoever is cut comes back at once, and each new handshake costs more than all that was refused.
        Its place is that of a stranger, the first of its source to make room. False, and nothing happens, for somebody
        known, and for what is closing: it is to be closed as ever. What is not encrypted may be read before whoever
        lets it in has heard that it is: `transport` is what it is read from."""
        if self._detention is not None:
            return True
        if self.standing == "known" or transport.is_closing():
            return False
        self.transport = transport
        self._detention = asyncio.get_running_loop().call_later(LAST_WORDS_S, self._fall_silent)
        self.arrivals.detain(self)
        return True

    def _fall_silent(self) -> None:
        """The system keeps the connection; all that this process had for it goes, a quarter of a megabyte under TLS."""
        if self.transport is None or self.transport.is_closing():
            return
        try:
            self.detained = self.socket.dup()
        except OSError:
            self.transport.abort()
            return
        self.transport.abort()
        self.arrivals.hang_ups.watch(self.detained, self.release)
        self._detention = asyncio.get_running_loop().call_later(self.arrivals.detained_s, self.release)

    def release(self) -> None:
        """Ends what is detained."""
        if self.detained is not None:
            self.arrivals.hang_ups.forget(self.detained)
            self.detained.close()
            self.detained = None
            self.left()

    def left(self) -> None:
        """Nothing speaks over it any more; may be said again. What it held shall not wait for the garbage collector."""
        self.task = self.transport = None
        if self.detained is None:
            if self._detention is not None:
                self._detention.cancel()
                self._detention = None
            self.arrivals.leaving.discard(self)
            self.arrivals.detained.discard(self)
            self.arrivals.crowd.leave(self)


def detain(state: Mapping[str, Any], transport: Transport) -> bool:
    """`Arrival.detain` of the connection of this state; False under a server without `Arrivals`."""
    arrival = state.get(ARRIVAL)
    return isinstance(arrival, Arrival) and arrival.detain(transport)


def heard(state: Mapping[str, Any]) -> None:
    """Something was said over the connection of this state. Nothing under a server without `Arrivals`."""
    arrival = state.get(ARRIVAL)
    if isinstance(arrival, Arrival):
        arrival.heard += 1


def standing(scope: Mapping[str, Any], now: Standing, *, source: str = "") -> None:
    """The connection of this scope has just been heard, and what it said speaks for somebody who is `now` that.
    `source` is the address that it came from, where a proxy says so. Nothing under a server without `Arrivals`."""
    arrival = scope.get("state", {}).get(ARRIVAL)
    if isinstance(arrival, Arrival):
        arrival.arrivals.hear(arrival, now, source)


class Arrivals:
    """One for a process, whatever ports it has, since its descriptors are one. Lives on the event loop."""

    def __init__(self, room: Room | None = None, *, detained_s: float = DETAINED_S) -> None:
        """`room`: by default what the system gives this process, as of `begin`."""
        self._room = room
        self.detained_s = detained_s
        self.detained: set[Arrival] = set()
        """Who broke a rule and is not gone yet."""
        self.hang_ups = HangUps()
        self._crowd: Crowd[Arrival] | None = None
        self.leaving: set[Arrival] = set()
        """Turned out, and not gone yet: the system takes a turn of the loop to close them."""
        self._acquainted = Acquainted()
        self._turned_out = CountedLine("strangers_turned_out")
        self._no_descriptors = CountedLine("no_descriptors")

    def begin(self) -> None:
        """Before the first connection, when everything else is open. May be said again."""
        if self._crowd is None:
            self._room = self._room or room_of_this_process()
            self._crowd = Crowd(self._room)

    @property
    def crowd(self) -> Crowd[Arrival]:
        if self._crowd is None:
            raise RuntimeError("has not begun")
        return self._crowd

    def may_come(self) -> int:
        """How many more may be accepted before the loop has closed those who leave; one in any case."""
        if self._room is None:
            raise RuntimeError("has not begun")
        return max(1, self._room.leaving - len(self.leaving))

    def hear(self, arrival: Arrival, now: Standing, source: str) -> None:
        """See `standing`. Somebody known has been heard from where they are, and over a proxy from it too. Nothing
        happens for one that is detained."""
        if arrival in self.detained:
            return
        if source and source != arrival.place.source:
            arrival.place = in_block(source)
        if now == "known":
            for place in {arrival.came_from, arrival.place}:
                self._acquainted.note(place.source, steady_ms() / 1000)
        arrival.standing = now
        self.turn_out(self.crowd.hear(arrival, arrival.place, now))

    def known_from(self, place: InBlock) -> bool:
        """Whether somebody known was heard from that source lately, on whatever port."""
        return self._acquainted.knows(place.source, steady_ms() / 1000)

    def detain(self, arrival: Arrival) -> None:
        """See `Arrival.detain`."""
        self.detained.add(arrival)
        self.turn_out(self.crowd.detain(arrival))

    def end(self) -> None:
        """Nobody comes any more."""
        for one in tuple(self.detained):
            one.release()
        self.hang_ups.close()

    def turn_out(self, strangers: Sequence[Arrival]) -> None:
        """Those whom the crowd has no room for any more."""
        for one in strangers:
            self._turned_out.note(block=one.place.block)
            self.leaving.add(one)
            one.turn_out()

    def no_descriptors(self) -> None:
        """There is none left for whoever comes. Known connections go on; strangers make room."""
        self._no_descriptors.note(**self.crowd.counts)
        self.turn_out(self.crowd.free(FREED_AT_ONCE))

    def troubles(self) -> Sequence[Trouble]:
        block = self._turned_out.lately.get("block")
        if block is None:
            return ()
        detail = f"more strangers come than there is room for; first those from {block} are turned out"
        return (Trouble("arrivals", "strangers_turned_out", detail, blocks=False),)


def room_of_this_process() -> Room:
    """By its limit of descriptors, and those that are open now."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = 2**20 if soft == resource.RLIM_INFINITY else soft
    try:
        in_use = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - counts, and needs no paths
    except OSError:
        in_use = 64
    return room_for(limit, in_use)
