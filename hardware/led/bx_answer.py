"""What a BX font card answers: accepted, refused and why, or its status."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Packet:
    """One undamaged frame: addresses, kind of card, and the data field."""

    to: int
    sender: int
    device: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Ack:
    """The card did what it was told."""


@dataclass(frozen=True, slots=True)
class Nak:
    """The card refused; ``error`` is the protocol's number."""

    error: int

    @property
    def reason(self) -> str:
        """The error in words."""
        return ERRORS.get(self.error, f"error {self.error}")


@dataclass(frozen=True, slots=True)
class Status:
    """What the card says of itself.

    ``areas`` are the numbers of the dynamic areas it holds, None where the card's layout does not tell.
    """

    on: bool
    areas: tuple[int, ...] | None


Answer = Ack | Nak | Status

ERRORS = {
    0: "no error",
    1: "unknown command group",
    2: "unknown command",
    3: "the card is busy",
    4: "out of memory",
    5: "wrong checksum",
    6: "no such file",
    7: "flash memory fails",
    8: "file download failed",
    9: "wrong file name",
    10: "wrong file type",
    11: "wrong file checksum",
    12: "the card lacks the font",
    13: "other kind of card",
    14: "wrong date format",
    15: "the file exists",
    16: "wrong block number",
}
"""CmdError of the vendor's protocol."""

_FIXED = 5 + 1 + 1 + 8 + 1 + 4
_TAIL = 16 + 12


def parse_answer(packet: Packet) -> Answer | None:
    """Read a packet as an answer; None when it is nothing a host asks for."""
    data = packet.data
    if len(data) < 5:
        return None
    match data[0], data[1]:
        case 0xA0, 0x00:
            return Ack() if data[2] == 0 else Nak(data[2])
        case 0xA0, 0x01:
            return Nak(data[2])
        case 0xA1, 0x02 if data[2]:
            return Nak(data[2])
        case 0xA1, 0x02 if len(data) >= _FIXED:
            return Status(data[5] == 1, _areas(data))
    return None


def _areas(data: bytes) -> tuple[int, ...] | None:
    """Find the list of dynamic areas: BX-5K1 leaves out the two bytes about the special area before it."""
    for start in (_FIXED + 2, _FIXED):
        if len(data) > start and len(data) == start + 1 + data[start] + _TAIL:
            return tuple(data[start + 1 : start + 1 + data[start]])
    return None
