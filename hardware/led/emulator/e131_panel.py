"""A panel of RGB dots that listens to E1.31, as the emulator plays it: packets in, colours out.

Written from the standard alone, sharing no code with the sender's encoder. A picture is taken over when all its
universes have come with one sequence number, so that no half picture is ever shown.
"""

import struct
from collections import Counter
from dataclasses import dataclass, field

HEIGHT = 16
DOTS_IN_UNIVERSE = 170
PATIENCE_S = 2.5
_ROOT = struct.Struct(">HH12sHI16s")
_FRAMING = struct.Struct(">HI64sBHBBH")
_DMP = struct.Struct(">HBBHHHB")
_FULL = 126


@dataclass(frozen=True)
class Wiring:
    """How the cable runs: from which side and end, and whether every second row runs back."""

    from_right: bool = False
    from_bottom: bool = False
    serpentine: bool = False

    def place(self, index: int, width: int) -> int:
        """Return where the dot of this number in the cable stands, row by row from top left."""
        line, along = divmod(index, width)
        back = self.from_right ^ (self.serpentine and line % 2 == 1)
        y = HEIGHT - 1 - line if self.from_bottom else line
        return y * width + (width - 1 - along if back else along)


@dataclass
class Panel:
    """The panel. ``now`` values are monotonic seconds."""

    width: int
    first_universe: int = 1
    wiring: Wiring = field(default_factory=Wiring)
    colours: bytes = b""
    source: str = ""
    priority: int = 0
    packets: int = 0
    pictures: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    heard: float = float("-inf")
    ended: bool = False
    _sender: bytes = b""
    _sequence: int = -1
    _parts: dict[int, bytes] = field(default_factory=dict)
    _last: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start dark."""
        self.colours = bytes(self.width * HEIGHT * 3)
        dots = range(self.width * HEIGHT)
        self._in_cable = sorted(dots, key=lambda index: self.wiring.place(index, self.width))

    @property
    def universes(self) -> int:
        """How many universes the panel listens to."""
        return -(-self.width * HEIGHT // DOTS_IN_UNIVERSE)

    def receive(self, packet: bytes, now: float) -> bool:
        """Take one packet; tell whether it completed a picture."""
        if fault := _fault(packet):
            self.errors[fault] += 1
            return False
        sender = packet[22:38]
        _, _, source, priority, _, sequence, options, universe = _FRAMING.unpack_from(packet, 38)
        if packet[125] != 0 or not 0 <= universe - self.first_universe < self.universes:
            self.errors["not ours"] += 1
            return False
        if sender != self._sender:
            self._last.clear()
            self._sender = sender
        self.packets += 1
        self.heard, self.source, self.priority = now, source.rstrip(b"\0").decode("utf-8", "replace"), priority
        if -20 < (sequence - self._last.get(universe, sequence - 1) + 128) % 256 - 128 <= 0:
            # The standard's rule: a packet that comes a little too late is not shown.
            self.errors["order"] += 1
            return False
        self._last[universe] = sequence
        self.ended = bool(options & 0x40)
        if self.ended:
            self.darken()
        return not self.ended and self._collect(universe, sequence, packet[126:])

    def darken(self) -> None:
        """Put all dots out."""
        self.colours = bytes(self.width * HEIGHT * 3)
        self._parts.clear()
        self._last.clear()

    def lost(self, now: float) -> bool:
        """Tell whether the source was given up: nothing came for 2.5 s. The dots then go dark."""
        if now - self.heard <= PATIENCE_S:
            return False
        self.darken()
        return True

    def _collect(self, universe: int, sequence: int, channels: bytes) -> bool:
        if sequence != self._sequence and self._parts:
            self.errors["incomplete"] += 1
            self._parts.clear()
        self._sequence = sequence
        self._parts[universe] = channels
        if len(self._parts) < self.universes:
            return False
        cable = b"".join(self._parts[self.first_universe + index] for index in range(self.universes))
        self._parts.clear()
        if len(cable) != self.width * HEIGHT * 3:
            self.errors["size"] += 1
            return False
        dots = [cable[place : place + 3] for place in range(0, len(cable), 3)]
        self.colours = b"".join(map(dots.__getitem__, self._in_cable))
        self.pictures += 1
        return True


def _fault(packet: bytes) -> str | None:
    """Name what is wrong with a packet's layers, None when nothing is."""
    if len(packet) < _FULL:
        return "short"
    preamble, postamble, name, root_length, root_vector, _ = _ROOT.unpack_from(packet, 0)
    if (preamble, postamble, name, root_vector) != (0x10, 0, b"ASC-E1.17\0\0\0", 4):
        return "root"
    framing_length, framing_vector = _FRAMING.unpack_from(packet, 38)[:2]
    dmp_length, vector, kind, first, step, count, _ = _DMP.unpack_from(packet, 115)
    lengths = ((root_length, 16), (framing_length, 38), (dmp_length, 115))
    if any(length >> 12 != 7 or length & 0xFFF != len(packet) - begin for length, begin in lengths):
        return "length"
    if (framing_vector, vector, kind, first, step) != (2, 2, 0xA1, 0, 1) or count != len(packet) - 125:
        return "layer"
    return None
