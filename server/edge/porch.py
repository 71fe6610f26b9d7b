"""Where whoever comes to a port waits to be let in: accepted at once, so that nobody stands in the system's queue
behind an attacker, then let in at a pace, one source after the other.

On an encrypted port nobody is let in before his first byte, and letting in is the handshake: it costs the most of all
that a stranger can ask for. Whose first byte begins none has no turn; who comes from where somebody is known has one
before the rest of the world.
"""

from __future__ import annotations

import asyncio
import select
import socket as sockets
import ssl
from asyncio import AbstractEventLoop, TimerHandle
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import structlog

from server.edge.arrivals import Arrival, Arrivals
from server.edge.in_block import in_block
from server.edge.pace import Pace
from server.edge.records import Records
from server.edge.turns import Lines

BACKLOG = 4096
UNREAD_BYTES = 32 * 1024
"""That the system keeps of a connection before they are read; it doubles that. It would keep megabytes, also for those
who are read no more, and read as many in one turn."""
AT_ONCE = 8
"""Accepted in one turn on the loop; whoever comes together with hundreds costs nobody a longer one."""
PAUSE_S = 0.02
"""When the system has no descriptor for whoever comes next."""
TICK_S = 0.001
"""The loop's clock has no finer one: less would be asked for again and again."""
HANDSHAKE_S = 10.0
"""From the first byte to the last of a handshake; and so long may the first byte take."""
HANDSHAKE = b"\x16"
"""What every record of a handshake begins with (RFC 8446 section 5.1)."""
GOODBYE_S = 5.0
"""How long an encrypted connection may take to say that it has ended."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Doorway:
    """How fast a port lets in."""

    per_s: float
    burst: float

    def pace(self) -> Pace:
        return Pace(self.per_s, self.burst)


HALL = Doorway(per_s=100, burst=30)
"""Sixty consoles and their pages are back two seconds after a restart; the handshakes of an attack cost a fifth of a
core at most."""
PUBLIC = Doorway(per_s=200, burst=30)
"""Ten thousand phones are back within a minute."""
PLAIN = Doorway(per_s=1000, burst=100)
"""Without encryption there is no handshake."""


class Porch:
    """Of one port. Lives on the event loop."""

    def __init__(
        self,
        arrivals: Arrivals,
        listener: sockets.socket,
        protocol: Callable[[Arrival], asyncio.Protocol],
        tls: ssl.SSLContext | None,
        doorway: Doorway,
        *,
        handshake_s: float = HANDSHAKE_S,
    ) -> None:
        """`protocol` makes what speaks over a connection that is let in."""
        self._arrivals = arrivals
        self._listener = listener
        self._protocol = protocol
        self._tls = tls
        self._handshake_s = handshake_s
        self._pace = doorway.pace()
        self._turns: Lines[Arrival] = Lines()
        self._silent: dict[Arrival, TimerHandle] = {}
        """Of whom no byte has come."""
        self._entering: set[Arrival] = set()
        self._again: TimerHandle | None = None
        self._pause: TimerHandle | None = None
        self._loop: AbstractEventLoop

    def open(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._arrivals.begin()
        self._listener.setblocking(False)
        self._listener.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, UNREAD_BYTES)
        self._listener.listen(BACKLOG)
        self._loop.add_reader(self._listener, self._accept)

    def close(self) -> None:
        """Nobody comes in any more, and the port is given back."""
        self._loop.remove_reader(self._listener)
        for timer in (self._again, self._pause):
            if timer is not None:
                timer.cancel()
        self._listener.close()
        for arrival in (*self._silent, *self._turns, *self._entering):
            self._keep_out(arrival)
        self._arrivals.end()

    def _accept(self) -> None:
        for _ in range(min(AT_ONCE, self._arrivals.may_come())):
            try:
                socket, address = self._listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError:
                self._arrivals.no_descriptors()
                self._loop.remove_reader(self._listener)
                self._pause = self._loop.call_later(PAUSE_S, self._loop.add_reader, self._listener, self._accept)
                return
            self._take(socket, str(address[0]))

    def _take(self, socket: sockets.socket, address: str) -> None:
        socket.setblocking(False)
        came_from = in_block(address)
        arrival = Arrival(self._arrivals, came_from, socket, self._keep_out)
        self._arrivals.turn_out(self._arrivals.crowd.arrive(arrival, came_from))
        if self._tls is None:
            self._wait(arrival)
        else:
            self._silent[arrival] = self._loop.call_later(self._handshake_s, self._forget, arrival)
            self._loop.add_reader(socket, self._first_byte, arrival)

    def _first_byte(self, arrival: Arrival) -> None:
        self._hear_no_more(arrival)
        try:
            first = arrival.socket.recv(1, sockets.MSG_PEEK)
        except OSError:
            first = b""
        if first == HANDSHAKE:
            self._wait(arrival)
        else:
            self._forget(arrival)

    def _wait(self, arrival: Arrival) -> None:
        self._turns.put(arrival, arrival.place, known=self._arrivals.known_from(arrival.place))
        if self._again is None:
            self._let_next_in()

    def _let_next_in(self) -> None:
        """One, then everybody else has a turn on the loop: a handshake costs milliseconds."""
        self._again = None
        now = self._loop.time()
        if self._turns and self._pace.left(now) >= 1:
            arrival = self._turns.take()
            if _hung_up(arrival.socket):
                self._forget(arrival)
            else:
                self._pace.take(now)
                self._let_in(arrival)
        if self._turns:
            wait_s = self._pace.wait_s(now)
            self._again = self._loop.call_later(max(wait_s, TICK_S) if wait_s else 0.0, self._let_next_in)

    def _let_in(self, arrival: Arrival) -> None:
        self._arrivals.turn_out(self._arrivals.crowd.enter(arrival))
        arrival.task = task = self._loop.create_task(self._enter(arrival))
        self._entering.add(arrival)
        task.add_done_callback(partial(self._entered, arrival))

    async def _enter(self, arrival: Arrival) -> None:
        speaker = partial(self._protocol, arrival)
        if self._tls is None:
            arrival.transport, _ = await self._loop.connect_accepted_socket(speaker, arrival.socket)
        else:
            _, records = await self._loop.connect_accepted_socket(
                partial(Records, arrival, self._loop.time), arrival.socket
            )
            await records.encrypted(self._tls, self._handshake_s, GOODBYE_S, speaker)

    def _entered(self, arrival: Arrival, task: asyncio.Task[None]) -> None:
        """Or not: it may have been turned out before its task ran at all."""
        self._entering.discard(arrival)
        fault = None if task.cancelled() else task.exception()
        if fault is not None and not isinstance(fault, OSError):
            _log.error("connection_failed", exc_info=fault)
        if arrival.transport is None:
            arrival.socket.close()
        elif arrival.unwanted:
            arrival.transport.abort()
        arrival.task = None
        if not arrival.protocols:
            arrival.left()

    def _keep_out(self, arrival: Arrival) -> None:
        """Is not in, and shall not be. What is not encrypted is in before a task could be broken off."""
        if arrival.task is None:
            self._forget(arrival)
        elif self._tls is not None:
            arrival.task.cancel()
        else:
            arrival.unwanted = True

    def _forget(self, arrival: Arrival) -> None:
        """Who still waits."""
        self._hear_no_more(arrival)
        self._turns.leave(arrival)
        arrival.socket.close()
        arrival.left()

    def _hear_no_more(self, arrival: Arrival) -> None:
        timer = self._silent.pop(arrival, None)
        if timer is not None:
            timer.cancel()
            self._loop.remove_reader(arrival.socket)


def _hung_up(socket: sockets.socket) -> bool:
    """Whether the other side has closed it, whatever it said before; where the system cannot tell, it has not."""
    poll = select.poll()
    poll.register(socket, getattr(select, "POLLRDHUP", 0))
    return bool(poll.poll(0))
