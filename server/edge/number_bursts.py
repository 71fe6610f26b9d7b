"""Who has taken more numbers than anybody may in so short a while: staff are told, by the name of kiosk or counter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from server.edge.elapsed import elapsed_ms
from server.identity.principal import DEVICE_KINDS, Principal
from server.number_pace import taker
from server.troubles import Trouble

SHOWN_MS = 60_000
"""After the last number that was refused."""

MOST_NAMED = 3
"""A screen has no room for more."""

_DETAIL = "somebody takes more numbers than anybody may in so short a while; the others are refused"
"""Names nobody, since the log has it; who it is, its own line says by id."""

_log = structlog.get_logger()


class NumberBursts:
    """Lives on the event loop. Each is one trouble for as long as it goes on, with one line in the log."""

    def __init__(
        self,
        device_name: Callable[[str], str],
        began: Callable[[Principal], object],
        elapsed: Callable[[], int] = elapsed_ms,
    ) -> None:
        """`device_name` says what people call a device, "" for one of which nobody knows; `began` hears of each burst
        once, for the staff log; `elapsed` is a clock that never jumps, ms."""
        self._device_name = device_name
        self._began = began
        self._elapsed = elapsed
        self._bursting: dict[str, tuple[int, str]] = {}
        """By who takes: when the last number was refused, and the name to call it by."""

    def refuse(self, principal: Principal) -> None:
        """A number was refused to whoever this is."""
        self._forget()
        who = taker(principal.actor)
        if who not in self._bursting:
            _log.warning("numbers_burst", by=principal.actor, device=principal.device_id)
            self._began(principal)
        self._bursting[who] = (self._elapsed(), self._name(principal))

    def troubles(self) -> Sequence[Trouble]:
        self._forget()
        if not self._bursting:
            return ()
        names = ", ".join(sorted({name for _, name in self._bursting.values()})[:MOST_NAMED])
        return (Trouble("numbers", "numbers_burst", _DETAIL, blocks=False, name=names),)

    def _name(self, principal: Principal) -> str:
        """A person sits at a counter; where that is no device of the hall's, staff know the person."""
        if principal.role in DEVICE_KINDS:
            return principal.name
        return self._device_name(principal.device_id) or principal.name

    def _forget(self) -> None:
        now = self._elapsed()
        self._bursting = {who: one for who, one in self._bursting.items() if now - one[0] < SHOWN_MS}
