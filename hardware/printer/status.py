"""What a printer says: its reply bytes, told apart by their fixed bits, and the state they mean.

Pure and incremental. Bytes that fit no kind of reply are dropped, never guessed at. Source of the bits:
the ESC/POS command reference, DLE EOT, GS a, GS r and GS ( H.
"""

from dataclasses import dataclass, field
from enum import StrEnum

_BLOCK_STARTS = frozenset((0x37, 0x3D, 0x5F))
_BLOCK_CAP = 80
_FLOW_CONTROL = frozenset((0x11, 0x13))


@dataclass(frozen=True)
class RealTimeReply:
    """The byte that answers DLE EOT. It does not say to which question."""

    byte: int


@dataclass(frozen=True)
class QueuedReply:
    """The byte that answers GS r 1, once everything before the question was processed."""

    byte: int

    @property
    def is_paper_report(self) -> bool:
        """Whether the reserved bits are clear and each sensor's two bits agree: noise seldom does."""
        return self.byte in {0x00, 0x03, 0x0C, 0x0F}

    @property
    def paper_out(self) -> bool:
        return bool(self.byte & 0x0C)

    @property
    def paper_near_end(self) -> bool:
        return bool(self.byte & 0x03)


@dataclass(frozen=True)
class AutomaticReply:
    """Four bytes that the printer sends by itself when its state changes."""

    data: bytes


@dataclass(frozen=True)
class BlockReply:
    """A block, header included, closing 00 not: ``37 22 id`` for a printed job, ``37 25`` for a cleared buffer."""

    data: bytes

    @property
    def printed_id(self) -> bytes | None:
        return self.data[2:] if self.data[:2] == b"\x37\x22" and len(self.data) == 6 else None


Reply = RealTimeReply | QueuedReply | AutomaticReply | BlockReply


@dataclass
class ReplyParser:
    """Turns bytes, in pieces of any size, into replies. Never raises, never keeps more than 80 bytes."""

    _held: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> list[Reply]:
        """Take bytes and return the replies they complete, in order."""
        replies: list[Reply] = []
        for byte in data:
            if byte in _FLOW_CONTROL:
                continue
            if self._held:
                reply = self._continue(byte)
                if reply is not None:
                    replies.append(reply)
                if self._held or reply is not None:
                    continue
            replies += self._begin(byte)
        return replies

    def _begin(self, byte: int) -> list[Reply]:
        if byte in _BLOCK_STARTS or byte & 0x93 == 0x10:
            self._held.append(byte)
        elif byte & 0x93 == 0x12:
            return [RealTimeReply(byte)]
        elif byte & 0x90 == 0x00:
            return [QueuedReply(byte)]
        return []

    def _continue(self, byte: int) -> Reply | None:
        """Add a byte to the reply that is under way; on a byte that cannot belong to it, drop what was held."""
        if self._held[0] in _BLOCK_STARTS:
            if byte == 0x00:
                return BlockReply(self._taken())
            if 0x20 <= byte <= 0x7E and len(self._held) < _BLOCK_CAP:
                self._held.append(byte)
                return None
        elif byte & 0x90 == 0x00:
            self._held.append(byte)
            return AutomaticReply(self._taken()) if len(self._held) == 4 else None
        self._held.clear()
        return None

    def _taken(self) -> bytes:
        data = bytes(self._held)
        self._held.clear()
        return data


class BlockReason(StrEnum):
    """Why a printer does not print."""

    PAPER_OUT = "paper_out"
    COVER = "cover"
    CUTTER = "cutter"
    OFFLINE = "offline"
    BUSY = "busy"
    """Another host has it, or it has not yet closed our last link: it comes back by itself."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PrinterStatus:
    """A printer's state at one instant."""

    blocked: BlockReason | None
    """None: ready. UNKNOWN: it did not answer, which is never taken for ready."""
    paper_near_end: bool = False
    """A warning only: some metres are left."""

    @property
    def ready(self) -> bool:
        return self.blocked is None


UNKNOWN_STATUS = PrinterStatus(BlockReason.UNKNOWN)


def status_from_replies(printer: int, offline_cause: int, error: int, paper: int) -> PrinterStatus:
    """Read the four DLE EOT bytes, in the order of their questions 1 to 4.

    The cause that staff can see and mend comes first: an open cover often reports paper out as well.
    """
    near_end = bool(paper & 0x0C)
    blocked: BlockReason | None = None
    if offline_cause & 0x04:
        blocked = BlockReason.COVER
    elif paper & 0x60 or offline_cause & 0x20:
        blocked = BlockReason.PAPER_OUT
    elif error & 0x0C:
        blocked = BlockReason.CUTTER
    elif printer & 0x08 or offline_cause & 0x40 or error & 0x60:
        blocked = BlockReason.OFFLINE
    return PrinterStatus(blocked, near_end)
