"""A printer in simulated time that answers what a test says, and no more."""

import heapq
import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hardware.transport import (
    Address,
    Transport,
    TransportBusyError,
    TransportLostError,
    TransportTimeoutError,
    TransportUnavailableError,
)

WELL: Mapping[int, int] = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
COVER: Mapping[int, int] = {1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}
PAPER_OUT: Mapping[int, int] = {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x7E}
_ASKED = re.compile(rb"\x10\x04([\x01-\x04])|\x1dr\x01|\x1d\(H\x06\x0000(....)", re.DOTALL)
_STUCK = 100_000


@dataclass
class ScriptedPrinter:
    """``now``, ``pause`` and ``open_link`` are what a driver gets. Only the driver's own calls let time pass."""

    kinds: frozenset[int] = frozenset(WELL)
    """Which of DLE EOT 1 to 4 it answers."""
    state: Mapping[int, int] = field(default_factory=lambda: WELL)
    in_turn_s: float | None = 0.01
    """After which ``GS r 1`` is answered; None: never."""
    in_turn_byte: int = 0x00
    ids: bool = False
    """Whether it knows ``GS ( H``."""
    answer_s: float = 0.01
    unasked: tuple[bytes, float] | None = None
    """What it says again and again by itself, and how often."""
    room: int | None = None
    """Bytes that it still takes; None: all."""
    at: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    time: float = 100.0
    received: bytearray = field(default_factory=bytearray)
    opened: list[float] = field(default_factory=list)
    refuses: bool = False
    missing: bool = False
    _number: "itertools.count[int]" = field(default_factory=itertools.count)
    _calls: int = 0
    _link: "_Link | None" = None

    def now(self) -> float:
        return self.time

    def pause(self, seconds: float) -> None:
        self.run(self.time + seconds)

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        heapq.heappush(self.at, (self.time + seconds, next(self._number), action))

    def change(self, seconds: float, **fields: object) -> None:
        """Let it become another after so many seconds."""

        def become() -> None:
            for name, value in fields.items():
                setattr(self, name, value)

        self.later(seconds, become)

    def run(self, until: float) -> None:
        """Let time pass up to an instant."""
        self._calls += 1
        assert self._calls < _STUCK, "the driver goes round and round"
        while self.at and self.at[0][0] <= until:
            instant, _, action = heapq.heappop(self.at)
            self.time = max(self.time, instant)
            action()
        self.time = max(self.time, until)

    def open_link(self, _address: Address, _within_s: float) -> Transport:
        self.run(self.time)
        if self.missing:
            raise TransportUnavailableError("nobody there")
        if self.refuses:
            raise TransportBusyError("refused")
        self.opened.append(self.time)
        self._link = _Link(self)
        if self.unasked is not None:
            self._speak(self._link)
        return self._link

    def cut(self) -> None:
        """Break the link."""
        if self._link is not None:
            self._link.broken = True

    def say(self, data: bytes) -> None:
        """Let the line say this once."""
        if self._link is not None:
            self._link.hear(data)

    def _speak(self, link: "_Link") -> None:
        if self.unasked is not None and link is self._link:
            said, every_s = self.unasked
            link.come += said
            self.later(every_s, lambda: self._speak(link))

    def take(self, link: "_Link", data: bytes) -> int:
        taken = data if self.room is None else data[: self.room]
        if self.room is not None:
            self.room -= len(taken)
        self.received += taken
        link.unread += taken
        end = 0
        for found in _ASKED.finditer(link.unread):
            end = found.end()
            self._answer(link, found)
        del link.unread[: max(end, len(link.unread) - 12)]
        return len(taken)

    def _answer(self, link: "_Link", found: re.Match[bytes]) -> None:
        if found[1] is not None:
            kind = found[1][0]
            if kind in self.kinds:
                self.later(self.answer_s, lambda: link.hear(bytes((self.state[kind],))))
        elif found[2] is not None:
            said = b"\x37\x22" + found[2] + b"\x00"
            if self.ids:
                self.later(self.answer_s, lambda: link.hear(said))
        elif self.in_turn_s is not None:
            self.later(self.in_turn_s, lambda: self._in_turn(link))

    def _in_turn(self, link: "_Link") -> None:
        """Answered when nothing halts it."""
        if self.state == WELL:
            link.hear(bytes((self.in_turn_byte,)))
        else:
            self.later(0.1, lambda: self._in_turn(link))


class _Link:
    def __init__(self, printer: ScriptedPrinter) -> None:
        self.printer = printer
        self.come = bytearray()
        self.unread = bytearray()
        self.broken = False
        self.closed = False

    def hear(self, data: bytes) -> None:
        self.come += data

    def write(self, data: bytes, deadline: float) -> None:
        self.printer.run(self.printer.time)
        taken = 0
        while True:
            if self.broken or self.closed:
                raise TransportLostError("gone", taken)
            taken += self.printer.take(self, data[taken:])
            if taken == len(data):
                return
            if self.printer.time >= deadline:
                raise TransportTimeoutError("full", taken)
            self.printer.run(min(deadline, self.printer.time + 0.05))

    def read(self, deadline: float) -> bytes:
        self.printer.run(self.printer.time)
        while not self.come:
            if self.broken or self.closed:
                raise TransportLostError("gone")
            if self.printer.time >= deadline:
                return b""
            following = self.printer.at[0][0] if self.printer.at else deadline
            self.printer.run(max(self.printer.time, min(deadline, following)))
        data = bytes(self.come)
        self.come.clear()
        return data

    def close(self, *, discard: bool = False) -> None:
        self.closed = True
