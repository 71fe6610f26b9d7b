"""How the store is, as the author finds it by using it: said to health, staff and log.

After a fault only a rehearsal of a whole batch, written and flushed, proves that it is well again: where a small commit
still fits, the next one may not, and a heartbeat needs next to no room at all. So a fault is one line in the log, and
its end another, however long it lasts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import structlog

from server.storage.faults import StorageFault
from server.storage.room import DiskRoom
from server.troubles import Trouble

PART: Final = "store"
_MEBIBYTE: Final = 1024 * 1024

_log = structlog.get_logger()


class StoreState:
    """Changed on the author's thread only; `troubles` may be asked on any."""

    def __init__(self, hall_id: str) -> None:
        self._hall_id = hall_id
        self._fault: Trouble | None = None
        self._low: Trouble | None = None

    @property
    def well(self) -> bool:
        return self._fault is None

    def failed(self, fault: StorageFault) -> None:
        if self._fault is None:
            _log.error("store_unavailable", hall=self._hall_id, code=fault.kind, reason=str(fault))
        self._fault = Trouble(PART, fault.kind, _line(fault), blocks=True)

    def proved(self) -> None:
        """A whole batch was written and flushed, or nothing has failed before and a heartbeat was."""
        if self._fault is not None:
            self._fault = None
            _log.info("store_back", hall=self._hall_id)

    def room(self, room: DiskRoom | None) -> None:
        """`room` as of now; None where that is not ours to know."""
        if room is None or room.plenty:
            self._low = None
        elif room.low:
            detail = f"{room.free // _MEBIBYTE} of {room.size // _MEBIBYTE} MiB are left"
            self._low = Trouble(PART, "disk_low", detail, blocks=False)

    def troubles(self) -> Sequence[Trouble]:
        return [one for one in (self._fault, self._low) if one is not None]


def _line(fault: BaseException) -> str:
    return " ".join(str(fault).split())
