"""The time that a screen shows: the server's, carried by its link; and how far this PC's own clock is from it."""

from __future__ import annotations

from typing import Protocol

from program.clock import Clock
from wire.messages import DeviceReport

SKEW_MS = 120_000
"""A PC whose clock is off by more should be looked at: nothing that is shown goes by it, but its log does."""


class Heard(Protocol):
    """What is needed of the link (`screen.qtlink.QtLink`)."""

    def server_time(self) -> float | None: ...


class HallTime:
    """A `Clock`: the server's once it has been heard, this PC's own before, when nothing of a hall is shown yet."""

    def __init__(self, link: Heard, own: Clock) -> None:
        self._link = link
        self._own = own

    def now(self) -> int:
        """See Clock."""
        heard = self._link.server_time()
        return self._own.now() if heard is None else round(heard)

    def report(self, program: str) -> tuple[DeviceReport, ...]:
        """How this PC's clock is, for staff; nothing before the server's was heard. `program` is the reporter's id."""
        heard = self._link.server_time()
        if heard is None:
            return ()
        off = round(self._own.now() - heard)
        device = DeviceReport(device_id=f"{program}-clock", kind="clock", state="ok")
        if abs(off) <= SKEW_MS:
            return (device,)
        # In whole minutes, so that it is news only when it changed.
        detail = f"{abs(off) // 60_000} min {'fast' if off > 0 else 'slow'}"
        return (
            DeviceReport(device_id=device.device_id, kind="clock", state="warning", code="clock_off", detail=detail),
        )
