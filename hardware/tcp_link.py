"""A TCP connection within one limit, however many addresses a name has and however many of them are dead.

The addresses are tried in turn, the next one as soon as one is refused or has taken its share of the time. Those
before it are not given up: the first that answers is taken. A share is long enough that one device with two
addresses, which can serve one caller only, is not called twice.
"""

import errno
import os
import select
import socket
import time
from collections.abc import Sequence
from contextlib import suppress

from hardware.lookup import LOOKUP, Lookup, Place

_LONGEST_SHARE_S = 1.0


def connect(host: str, port: int, deadline: float, lookup: Lookup = LOOKUP) -> socket.socket:
    """Return a connected, non-blocking socket. ``deadline`` is an instant of ``time.monotonic()``.

    Raises TimeoutError at the deadline, ConnectionRefusedError when a computer is there that takes no connection
    (and no other address answered), other OSErrors for names that are not known and networks without a way there.
    """
    return connect_to(lookup.places(host, port, deadline), deadline)


def connect_to(places: Sequence[Place], deadline: float) -> socket.socket:
    """Connect to the first of these places that answers. See `connect`."""
    begun = time.monotonic()
    share = min(_LONGEST_SHARE_S, max(0.0, deadline - begun) / len(places))
    waiting: dict[int, socket.socket] = {}
    faults: list[int] = []
    left = list(places)
    next_at = begun
    try:
        while True:
            now = time.monotonic()
            if left and (not waiting or now >= next_at):
                connection, fault = _begin(left.pop(0))
                if fault:
                    faults.append(fault)
                    connection.close()
                else:
                    waiting[connection.fileno()] = connection
                    next_at = now + share
            elif not waiting:
                raise _reason(faults)
            elif now >= deadline:
                raise _reason([*faults, errno.ETIMEDOUT])
            else:
                connected = _wait(waiting, min(deadline, next_at) if left else deadline, faults)
                if connected is not None:
                    return connected
    finally:
        for connection in waiting.values():
            _drop(connection)


def _begin(place: Place) -> tuple[socket.socket, int]:
    """Begin to connect; the error number, or 0 while it is on its way."""
    connection = socket.socket(place.family, place.kind, place.protocol)
    connection.setblocking(False)
    try:
        fault = connection.connect_ex(place.address)
    except BaseException:
        connection.close()
        raise
    return connection, 0 if fault == errno.EINPROGRESS else fault


def _wait(waiting: dict[int, socket.socket], until: float, faults: list[int]) -> socket.socket | None:
    """Wait for one to be connected and take it out; those that fail are closed, and their errors noted."""
    poll = select.poll()
    for descriptor in waiting:
        poll.register(descriptor, select.POLLOUT)
    for descriptor, _ in poll.poll(max(0.0, (until - time.monotonic()) * 1000)):
        connection = waiting.pop(descriptor)
        fault = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if not fault:
            return connection
        faults.append(fault)
        connection.close()
    return None


def _reason(faults: Sequence[int]) -> OSError:
    """The error that says most: a refusal tells that somebody is there."""
    fault = errno.ECONNREFUSED if errno.ECONNREFUSED in faults else faults[0]
    return OSError(fault, os.strerror(fault))


def _drop(connection: socket.socket) -> None:
    """Give a connection up at once, so that it does not hold the device."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()
