"""The addresses of a computer's name, without waiting longer than the caller can.

The system's look-up cannot be broken off: without a name server it takes tens of seconds. It runs on a thread of its
own, one for each name. An answer that comes too late for whoever asked is kept for a while for who asks next.
"""

import errno
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

KEPT_S = 60.0
"""How long an answer waits for the next one to ask."""


@dataclass(frozen=True, slots=True)
class Place:
    """One address of a computer, as a socket takes it."""

    family: int
    kind: int
    protocol: int
    address: Any


GetAddrInfo = Callable[[str, int, int, int, int, int], Sequence[tuple[int, int, int, str, Any]]]
"""As `socket.getaddrinfo`: host, port, family, kind, protocol, flags."""


@dataclass
class _Question:
    """A look-up on its way, and what came of it."""

    done: threading.Event = field(default_factory=threading.Event)
    places: tuple[Place, ...] = ()
    error: Exception | None = None
    done_at: float = 0.0


class Lookup:
    """Looks names up. Safe to use from several threads."""

    def __init__(self, getaddrinfo: GetAddrInfo = socket.getaddrinfo) -> None:
        """Ask with ``getaddrinfo``, which may take as long as it likes."""
        self._getaddrinfo = getaddrinfo
        self._guard = threading.Lock()
        self._asked: dict[tuple[str, int, int], _Question] = {}
        self._last: dict[tuple[str, int, int], tuple[Place, ...]] = {}

    def places(self, host: str, port: int, deadline: float, kind: int = socket.SOCK_STREAM) -> tuple[Place, ...]:
        """Return at least one place, best first. ``deadline`` is an instant of ``time.monotonic()``.

        A name that was known is waited for half as long, and is then where it was last: there is time to connect.
        Raises TimeoutError at the deadline and OSError (mostly socket.gaierror) for a name that is not known.
        """
        if _numeric(host):
            return self._ask(host, port, kind, socket.AI_NUMERICHOST)
        name = (host, port, kind)
        question = self._question(name)
        last = self._last.get(name)
        if not question.done.wait(max(0.0, deadline - time.monotonic()) / (2 if last else 1)):
            if last:
                return last
            raise TimeoutError(errno.ETIMEDOUT, f"the name {host} was not looked up in time")
        with self._guard:
            if self._asked.get(name) is question:
                del self._asked[name]
        if question.error is not None:
            raise question.error
        with self._guard:
            self._last[name] = question.places
        return question.places

    def _question(self, name: tuple[str, int, int]) -> _Question:
        """The look-up that is on its way or has been answered lately, else a new one."""
        with self._guard:
            question = self._asked.get(name)
            stale = question is not None and question.done.is_set() and time.monotonic() - question.done_at > KEPT_S
            if question is None or stale:
                question = self._asked[name] = _Question()
                threading.Thread(target=self._answer, args=(name, question), name="look-up", daemon=True).start()
            return question

    def _answer(self, name: tuple[str, int, int], question: _Question) -> None:
        try:
            question.places = self._ask(*name, 0)
        except Exception as error:  # noqa: BLE001 - raised where it was asked
            question.error = error
        finally:
            question.done_at = time.monotonic()
            question.done.set()

    def _ask(self, host: str, port: int, kind: int, flags: int) -> tuple[Place, ...]:
        found = self._getaddrinfo(host, port, socket.AF_UNSPEC, kind, 0, flags)
        return tuple(Place(family, kind, protocol, address) for family, kind, protocol, _, address in found)


LOOKUP = Lookup()
"""The look-up of this program."""


def _numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
