"""Which sockets speak for which session or device: they end with it, and a device is here once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence

import structlog

from server.edge.elapsed import elapsed_ms
from server.edge.ports import Refusals
from server.edge.socket import HallSocket
from server.identity.principal import STAFF_ROLES, Principal
from server.troubles import Trouble
from wire.errors import Close

ANSWERS_WITHIN_S = 2.0
"""A program that is alive answers a ping at once; one whose PC lost its power never does, and must not keep its own
next start out."""
LOOK_EVERY_S = 60.0
"""How often each socket is asked for whom it speaks, beside what is told of ends: an end that nobody could tell, since
the store was away, is found."""
SHOWN_MS = 90_000
"""How long a second program with one identity stays a trouble: it tries again every 30 s at most."""

_log = structlog.get_logger()


class TakenIdentities:
    """Devices of which a second program was refused; a trouble for as long as it tries."""

    def __init__(self, refusals: Refusals, elapsed: Callable[[], int] = elapsed_ms) -> None:
        """`refusals` hears of each once; `elapsed` is a clock that never jumps, ms."""
        self._refusals = refusals
        self._elapsed = elapsed
        self._refused: dict[str, tuple[int, Trouble]] = {}
        """Device id → when that was last."""

    def refuse(self, principal: Principal, source: str) -> None:
        """`source` is where the second one comes from."""
        if principal.device_id not in self._refused:
            _log.warning("identity_taken", device=principal.device_id, name=principal.name, source=source)
            self._refusals.note("device_twice", source, principal.device_id)
        sentence = f"{principal.name}: a second program has its identity, at {source}"
        trouble = Trouble("devices", "identity_taken", sentence, blocks=False, name=principal.name)
        self._refused[principal.device_id] = (self._elapsed(), trouble)

    def troubles(self) -> Sequence[Trouble]:
        now = self._elapsed()
        self._refused = {of: one for of, one in self._refused.items() if now - one[0] < SHOWN_MS}
        return tuple(trouble for _, trouble in self._refused.values())


class Presence:
    """Lives on the event loop."""

    def __init__(self, refusals: Refusals) -> None:
        """`refusals` hears of a second program with an identity that is here."""
        self.taken = TakenIdentities(refusals)
        self._here: dict[HallSocket, Principal] = {}
        self._again: dict[HallSocket, Callable[[], Principal]] = {}
        self._holders: dict[str, HallSocket] = {}
        """Device id → the socket of its program."""

    def enter(self, socket: HallSocket, principal: Principal, again: Callable[[], Principal]) -> None:
        """`again` says who that is now."""
        self._here[socket] = principal
        self._again[socket] = again

    def leave(self, socket: HallSocket) -> None:
        principal = self._here.pop(socket)
        del self._again[socket]
        if self._holders.get(principal.device_id) is socket:
            del self._holders[principal.device_id]

    @property
    def count(self) -> int:
        return len(self._here)

    def connected(self, device_id: str) -> bool:
        """Whether a program of this device is here, or at a counter somebody signed in."""
        return any(one.device_id == device_id for one in self._here.values())

    def send(self, device_id: str, frames: bytes) -> bool:
        """Gives whole frames to the program of a device; False when none is here, or it does not read."""
        holder = self._holders.get(device_id)
        if holder is None or not holder.ready:
            return False
        holder.write(frames)
        return True

    def ended(self, ids: Collection[str]) -> None:
        """Sessions and devices that are no more: their sockets close, and say why."""
        for socket, principal in list(self._here.items()):
            if principal.session_id in ids or principal.device_id in ids:
                _part(socket, principal)

    def look_again(self) -> None:
        """Closes the sockets of whoever is no longer who they were, whether or not anybody said so."""
        for socket, principal in list(self._here.items()):
            if one_and_the_same(principal) != one_and_the_same(self._again[socket]()):
                _part(socket, principal)

    async def watch(self, every_s: float = LOOK_EVERY_S) -> None:
        """Looks again for as long as the server runs."""
        while True:
            await asyncio.sleep(every_s)
            self.look_again()

    async def claim(self, socket: HallSocket, source: str) -> bool:
        """Whether the device that this socket speaks for is here once: whoever was here before keeps it as long as it
        answers; else it goes, and this one has it. `source` is where this one comes from."""
        principal = self._here[socket]
        while (first := self._holders.get(principal.device_id)) is not None:
            answered = await first.answers(ANSWERS_WITHIN_S)
            if self._holders.get(principal.device_id) is not first:
                continue
            if answered and first.open:
                self.taken.refuse(principal, source)
                return False
            first.drop(Close.IDENTITY_TAKEN, "another program came with this identity")
            break
        if socket.open:
            self._holders[principal.device_id] = socket
        return True


def one_and_the_same(principal: Principal) -> tuple[str, str, str]:
    """Equal for whoever still is who opened a socket."""
    return principal.role, principal.actor, principal.session_id


def _part(socket: HallSocket, principal: Principal) -> None:
    if principal.role in STAFF_ROLES:
        socket.drop(Close.SIGNED_OUT, "signed out")
    else:
        socket.drop(Close.REVOKED, "revoked")
