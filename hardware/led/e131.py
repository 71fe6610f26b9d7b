"""E1.31 (streaming ACN) packets for panels of RGB dots, without any I/O.

After ANSI E1.31: three layers (root, framing, DMP), big-endian, at most 512 channels in a universe. A dot is
three channels and is never split: 170 dots in a universe, the rest in the universes after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

PORT = 5568
DISCOVERY_GROUP = "239.255.250.214"
"""Where sources tell which universes they send, on PORT, whatever port the universes have."""
DISCOVERY_EVERY_S = 10.0
REPEATS = 3
"""Packets with the same content that follow those of a change, before a source may slow down (6.6.1)."""
DOTS_IN_UNIVERSE = 170
LAST_UNIVERSE = 63_999
_UNIVERSES_IN_PAGE = 512

_ROOT = b"\x00\x10\x00\x00ASC-E1.17\x00\x00\x00"
_ENDED = 0x40


class Corner(Enum):
    """The corner of the panel where its first dot is."""

    TOP_LEFT = "top-left"
    TOP_RIGHT = "top-right"
    BOTTOM_LEFT = "bottom-left"
    BOTTOM_RIGHT = "bottom-right"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: 16 bytes that identify the program for as long as it lives, and a name (63 bytes at most)."""

    identity: bytes
    name: str
    priority: int = 100

    def __post_init__(self) -> None:
        """Refuse what the packet has no room for."""
        if len(self.identity) != 16:
            raise ValueError(f"a sender's identity is 16 bytes, not {len(self.identity)}")
        if len(self.name.encode()) > 63:
            raise ValueError(f"a sender's name is at most 63 bytes, not {len(self.name.encode())}")
        if not 0 <= self.priority <= 200:
            raise ValueError(f"priority is 0 to 200, not {self.priority}")


def packet(sender: Sender, universe: int, sequence: int, channels: bytes, *, ended: bool = False) -> bytes:
    """Return one packet. ``ended`` tells receivers that no more will come. Raises ValueError out of range."""
    if not 1 <= universe <= LAST_UNIVERSE:
        raise ValueError(f"universe is 1 to {LAST_UNIVERSE}, not {universe}")
    if len(channels) > 512:
        raise ValueError(f"{len(channels)} channels do not fit in a universe of 512")
    count = len(channels) + 1
    dmp = b"".join((_length(10 + count), b"\x02\xa1\x00\x00\x00\x01", count.to_bytes(2, "big"), b"\x00", channels))
    framing = b"".join(
        (
            _length(77 + len(dmp)),
            b"\x00\x00\x00\x02",
            sender.name.encode().ljust(64, b"\x00"),
            bytes([sender.priority, 0, 0, sequence & 0xFF, _ENDED if ended else 0]),
            universe.to_bytes(2, "big"),
        )
    )
    root = _length(22 + len(framing) + len(dmp)) + b"\x00\x00\x00\x04" + sender.identity
    return _ROOT + root + framing + dmp


def discovery_packet(sender: Sender, universes: Sequence[int]) -> bytes:
    """Return the packet that tells which universes ``sender`` sends. Raises ValueError for too many or wrong ones."""
    if len(universes) > _UNIVERSES_IN_PAGE:
        raise ValueError(f"{len(universes)} universes do not fit in one packet of {_UNIVERSES_IN_PAGE}")
    if not all(1 <= universe <= LAST_UNIVERSE for universe in universes):
        raise ValueError(f"universes are 1 to {LAST_UNIVERSE}")
    numbers = b"".join(universe.to_bytes(2, "big") for universe in sorted(universes))
    only_page = b"\x00\x00"
    listing = _length(8 + len(numbers)) + b"\x00\x00\x00\x01" + only_page + numbers
    framing = b"\x00\x00\x00\x02" + sender.name.encode().ljust(64, b"\x00") + bytes(4) + listing
    framing = _length(2 + len(framing)) + framing
    return _ROOT + _length(22 + len(framing)) + b"\x00\x00\x00\x08" + sender.identity + framing


def split_universes(colours: bytes, first: int = 1) -> list[tuple[int, bytes]]:
    """Split the colours of all dots (three bytes each) into universes from ``first`` on.

    Raises ValueError for half a dot, or when the universes run out.
    """
    if len(colours) % 3:
        raise ValueError(f"{len(colours)} bytes are no whole number of dots")
    size = DOTS_IN_UNIVERSE * 3
    parts = [colours[start : start + size] for start in range(0, len(colours), size)]
    if not 1 <= first <= LAST_UNIVERSE + 1 - len(parts):
        raise ValueError(f"{len(parts)} universes from {first} on do not fit in 1 to {LAST_UNIVERSE}")
    return [(first + index, part) for index, part in enumerate(parts)]


def universes_needed(dots: int) -> int:
    """Return how many universes so many dots take."""
    return -(-dots // DOTS_IN_UNIVERSE)


def wiring(width: int, height: int, corner: Corner, *, serpentine: bool) -> tuple[int, ...]:
    """Return, for each dot in the order of the cable, its place in the picture (row by row from top left).

    The cable runs along rows from ``corner``; with ``serpentine`` every second row runs back.
    """
    order: list[int] = []
    for line in range(height):
        y = line if corner in (Corner.TOP_LEFT, Corner.TOP_RIGHT) else height - 1 - line
        backwards = corner in (Corner.TOP_RIGHT, Corner.BOTTOM_RIGHT)
        if serpentine and line % 2:
            backwards = not backwards
        columns = range(width - 1, -1, -1) if backwards else range(width)
        order.extend(y * width + x for x in columns)
    return tuple(order)


def multicast_group(universe: int) -> str:
    """Return the multicast address on which a universe is sent."""
    return f"239.255.{universe >> 8}.{universe & 0xFF}"


def _length(size: int) -> bytes:
    return (0x7000 | size).to_bytes(2, "big")
