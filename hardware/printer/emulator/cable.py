"""One host's end of the simulated cable: what it has sent and not yet been taken, what has come for it, how it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from hardware.printer.emulator.personality import Cable, Personality
from hardware.transport import TransportClosedError, TransportLostError, TransportTimeoutError

HELD_BY_THE_SYSTEM = {Cable.TCP: 65_536, Cable.SERIAL: 4_096, Cable.USB: 8_192}
"""Bytes that the host's system and the boxes on the way take, and the printer has not."""


class CableEnd(Protocol):
    """What a cable asks of the bench it lies on."""

    personality: Personality

    def now(self) -> float:
        """The clock."""

    def run(self, until: float, ready: Callable[[], bool]) -> None:
        """Let time pass."""

    def leave(self, cable: SimulatedCable) -> None:
        """The host is gone."""


class SimulatedCable:
    """A Transport on a bench."""

    def __init__(self, bench: CableEnd) -> None:
        self.to_printer = bytearray()
        self.stale = False
        """The printer's end is gone, and the host has not been told."""
        self._bench = bench
        self._to_host = bytearray()
        self._broken = ""
        self._ended = False
        """The printer's end was closed in good order: a read tells."""
        self._untaken = False
        """It was closed before the printer had taken all."""
        self._gone = False
        """Nobody is at the other end any more: a write finds that out."""
        self._closed = False

    def write(self, data: bytes, deadline: float) -> None:
        """See Transport."""
        written = 0
        while written < len(data):
            self._bench.run(deadline, lambda: self._writable)
            self._fail_if_broken(written)
            if not self._writable:
                raise TransportTimeoutError(f"the device took {written} of {len(data)} bytes in time", written)
            if self._gone:
                # The system takes them; that nobody is there shows at the next call.
                self._broken = "connection reset"
                return
            room = self._capacity - len(self.to_printer)
            self.to_printer += data[written : written + room]
            written += min(room, len(data) - written)
            self._bench.run(self._bench.now(), lambda: True)

    def read(self, deadline: float) -> bytes:
        """See Transport."""
        self._bench.run(deadline, lambda: bool(self._to_host or self._broken or self._ended))
        if self._to_host:
            data = bytes(self._to_host)
            self._to_host.clear()
            return data
        self._fail_if_broken(0)
        if self._ended:
            raise (TransportLostError if self._untaken else TransportClosedError)("the device closed the link")
        return b""

    def close(self, *, discard: bool = False) -> None:
        """See Transport. What the system holds is still delivered, unless it is discarded from a line or a device."""
        if self._closed:
            return
        self._closed = True
        if self.stale or (discard and self._bench.personality.cable is not Cable.TCP):
            self.to_printer.clear()
        self.drained()

    def hear(self, data: bytes) -> None:
        """Bytes have come from the printer."""
        self._to_host += data

    def drained(self) -> None:
        """The printer has taken bytes; a host that had closed is gone once all are taken."""
        if self._closed and not self.to_printer:
            self._bench.leave(self)

    def reset(self) -> None:
        """The connection breaks, and what was under way in it is lost."""
        self._broken = "connection reset"
        self.to_printer.clear()
        self._bench.leave(self)

    def closed_by_printer(self) -> None:
        """The printer ends the connection in good order."""
        self._ended = self._gone = True
        self._untaken = bool(self.to_printer)
        self.to_printer.clear()

    def go_stale(self) -> None:
        """The printer's end is gone without a word."""
        self.stale = True

    def found_gone(self) -> None:
        """The printer is back, and knows this connection no more: bytes that are on their way find that out."""
        if self.to_printer:
            self._broken = "connection reset"
        self.to_printer.clear()
        self._gone = True

    @property
    def _capacity(self) -> int:
        return HELD_BY_THE_SYSTEM[self._bench.personality.cable]

    @property
    def _writable(self) -> bool:
        return bool(self._broken) or self._gone or len(self.to_printer) < self._capacity

    def _fail_if_broken(self, written: int) -> None:
        if self._closed:
            raise TransportLostError("the link is closed", written)
        if self._broken:
            raise TransportLostError(self._broken, written)
