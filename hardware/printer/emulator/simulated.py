"""The emulated printer in simulated time: a whole day at a counter in a second, without a socket or a thread.

What a driver does to its link (open, read, write, pause) is what lets time pass here, up to the instant at which the
call would have returned. Faults and a second host happen at instants of the same clock.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from hardware.printer.emulator.cable import SimulatedCable
from hardware.printer.emulator.machine import EmulatedPrinter
from hardware.printer.emulator.personality import Cable, Personality
from hardware.printer.emulator.port import Admission, Port
from hardware.printer.emulator.sensors import Fault
from hardware.transport import Address, Transport, TransportBusyError, TransportUnavailableError

CONNECT_S = 3.0
_NO_END = float("inf")
_SPINS = 5_000
"""So many calls without any time passing are a loop that a real clock would not end either."""
_TRIES_AGAIN_S = 0.3
_CHUNK_S = 0.01
_NETWORK = 1_000_000
"""Bytes a second where the line is not the slow part."""


class StuckError(Exception):
    """The driver went on and on: it passed the bench's last instant, or asked without letting time pass."""


@dataclass(frozen=True)
class Receipt:
    """A piece of paper that was cut off, and when."""

    instant: float
    picture: Image.Image


class SimulatedBench:
    """One printer, its cable, its clock, and what happens to them. For one thread."""

    def __init__(self, personality: Personality, *, ends_at: float = 3_600.0) -> None:
        """At the instant ``ends_at`` of ``now`` whoever still waits for something is stuck."""
        self.personality = personality
        self.receipts: list[Receipt] = []
        self.opened = 0
        """Connections that were let in."""
        self.printer = EmulatedPrinter(personality, self._keep)
        self._port = Port(personality)
        self._now = 0.0
        self._ends_at = ends_at
        self._schedule: list[tuple[float, int, Callable[[], None]]] = []
        self._planned = 0
        self._awaited: list[tuple[Callable[[], bool], Callable[[], None]]] = []
        self._spins = 0
        self._line_free_at = 0.0
        self._unplugged = False

    @property
    def url(self) -> str:
        """An address of the kind a hall would write for it."""
        baud = f"?baud={self.personality.baud}" if self.personality.baud else ""
        return {
            Cable.TCP: f"tcp://192.0.2.7:9100{baud}",
            Cable.SERIAL: f"serial:///dev/ttyS0{baud}",
            Cable.USB: "usb:///dev/usb/lp0",
        }[self.personality.cable]

    def now(self) -> float:
        """The clock, in seconds."""
        return self._now

    def pause(self, seconds: float) -> None:
        """Let time pass."""
        self.run(self._now + max(0.0, seconds))

    def at(self, instant: float, action: Callable[[], None]) -> None:
        """Do something at an instant of ``now``."""
        self._planned += 1
        heapq.heappush(self._schedule, (instant, self._planned, action))

    def open_link(self, _address: Address | str, connect_timeout_s: float = CONNECT_S) -> Transport:
        """Connect to the printer, whatever the address, as ``open_transport`` would."""
        self._count_spin()
        lost = self._unplugged or (not self.printer.powered and not self.personality.cable_outlives_power)
        if lost and self.personality.cable is not Cable.SERIAL:
            if self.personality.cable is Cable.TCP:
                self.pause(connect_timeout_s)
            raise TransportUnavailableError("timed out")
        cable = SimulatedCable(self)
        admission = self._port.come(cable, self._now)
        if admission is Admission.REFUSED:
            raise TransportBusyError("refused")
        if admission is Admission.IN:
            self.let_in(cable)
        return cable

    def when(self, condition: Callable[[], bool], action: Callable[[], None]) -> None:
        """Do something once, as soon as a condition holds."""
        self._awaited.append((condition, action))

    def let_in(self, cable: SimulatedCable) -> None:
        self.opened += 1
        cable.hear(self.printer.greet(self._now))

    def leave(self, cable: SimulatedCable) -> None:
        """A host is gone."""
        following = self._port.leave(cable, self._now)
        if isinstance(following, SimulatedCable):
            self.let_in(following)

    def set_fault(self, fault: Fault) -> None:
        self._say(self.printer.set_fault(fault, self._now))

    def clear(self, fault: Fault | None = None) -> None:
        self._say(self.printer.clear(fault, self._now))

    def power_off(self) -> None:
        """Switch it off. A host of a network printer is told nothing; a USB device is gone."""
        self.printer.power_off()
        if (inside := self._inside) is not None and not self.personality.cable_outlives_power:
            if self.personality.cable is Cable.TCP:
                inside.go_stale()
            elif self.personality.cable is Cable.USB:
                inside.reset()

    def power_on(self) -> None:
        """Switch it on; it knows nothing of earlier connections."""
        self.printer.power_on()
        if (inside := self._inside) is not None and inside.stale:
            inside.found_gone()
            self.leave(inside)

    def cut_link(self, seconds: float) -> None:
        """Break the cable for a while: a connection ends with an error; bytes on a serial line are lost."""
        self._unplugged = True
        self.at(self._now + seconds, self._plug_in)
        if (inside := self._inside) is not None and self.personality.cable is not Cable.SERIAL:
            inside.reset()

    def _plug_in(self) -> None:
        self._unplugged = False

    def second_host(self, instant: float, data: bytes, stays_s: float) -> None:
        """Another host connects at an instant, as soon as it is let in; it sends ``data`` and stays for so long."""
        self.at(instant, lambda: self._second_comes(data, stays_s))

    def _second_comes(self, data: bytes, stays_s: float) -> None:
        cable = SimulatedCable(self)
        admission = self._port.come(cable, self._now)
        if admission is Admission.REFUSED:
            self.at(self._now + _TRIES_AGAIN_S, lambda: self._second_comes(data, stays_s))
            return
        cable.to_printer += data
        self.at(self._now + stays_s, cable.close)
        if admission is Admission.IN:
            self.let_in(cable)

    def run(self, until: float, ready: Callable[[], bool] = lambda: False) -> None:
        """Let time pass until an instant, or until ``ready``."""
        self._count_spin()
        while True:
            self._settle()
            if ready():
                return
            following = min(until, self._next_instant())
            if following > self._ends_at:
                raise StuckError(f"still waiting at {self._ends_at:g} s")
            if following > self._now:
                self._spins = 0
            self._now = max(self._now, following)
            self._do_what_is_due()
            if self._now >= until:
                self._settle()
                return

    def _next_instant(self) -> float:
        inside = self._inside
        instants = [self._schedule[0][0] if self._schedule else None, self.printer.next_event, self._port.closes_at]
        if inside is not None and inside.to_printer and self._line_free_at > self._now:
            instants.append(self._line_free_at)
        return min((instant for instant in instants if instant is not None), default=_NO_END)

    def _do_what_is_due(self) -> None:
        while self._schedule and self._schedule[0][0] <= self._now:
            heapq.heappop(self._schedule)[2]()
        for one in [one for one in self._awaited if one[0]()]:
            self._awaited.remove(one)
            one[1]()
        closes_at = self._port.closes_at
        if closes_at is not None and closes_at <= self._now and (inside := self._inside) is not None:
            inside.closed_by_printer()
            self.leave(inside)

    def _settle(self) -> None:
        """Move what can be moved at this instant: bytes along the cable, answers back."""
        self._say(self.printer.advance(self._now))
        while (inside := self._inside) is not None and inside.to_printer and not inside.stale:
            count = min(len(inside.to_printer), self.printer.room, max(1, round(self._bytes_s * _CHUNK_S)))
            if count == 0 or self._line_free_at > self._now:
                return
            self._line_free_at = self._now + count / self._bytes_s
            data = bytes(inside.to_printer[:count])
            del inside.to_printer[:count]
            self._port.heard(self._now)
            if not self._unplugged:
                self._say(self.printer.receive(data, self._now))
            inside.drained()

    def _say(self, data: bytes) -> None:
        if data and (inside := self._inside) is not None and not self._unplugged:
            inside.hear(data)

    @property
    def _bytes_s(self) -> float:
        return self.personality.baud / 10 if self.personality.baud else _NETWORK

    @property
    def _inside(self) -> SimulatedCable | None:
        inside = self._port.inside
        return inside if isinstance(inside, SimulatedCable) else None

    def _count_spin(self) -> None:
        self._spins += 1
        if self._spins > _SPINS:
            raise StuckError(f"{_SPINS} calls in a row at {self._now:g} s, and no time has passed")

    def _keep(self, picture: Image.Image) -> None:
        self.receipts.append(Receipt(self._now, picture))
