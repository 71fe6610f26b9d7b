"""What can be wrong with the emulated printer, and the bytes by which it says so."""

from collections.abc import Iterable
from enum import StrEnum


class Fault(StrEnum):
    """What can be wrong with a printer."""

    PAPER_OUT = "paper-out"
    PAPER_NEAR_END = "paper-near-end"
    COVER_OPEN = "cover-open"
    CUTTER = "cutter-error"
    OFFLINE = "offline"


HALTING = frozenset(Fault) - {Fault.PAPER_NEAR_END}

# Answers to DLE EOT 1 to 4 under each fault; several faults are joined bit by bit.
_REAL_TIME = {
    Fault.PAPER_OUT: (0x1A, 0x32, 0x12, 0x7E),
    Fault.PAPER_NEAR_END: (0x12, 0x12, 0x12, 0x1E),
    Fault.COVER_OPEN: (0x1A, 0x16, 0x12, 0x12),
    Fault.CUTTER: (0x1A, 0x52, 0x1A, 0x12),
    Fault.OFFLINE: (0x1A, 0x12, 0x12, 0x12),
}
_AUTOMATIC = {
    Fault.PAPER_OUT: (0x08, 0x00, 0x0F, 0x00),
    Fault.PAPER_NEAR_END: (0x00, 0x00, 0x03, 0x00),
    Fault.COVER_OPEN: (0x28, 0x00, 0x00, 0x00),
    Fault.CUTTER: (0x08, 0x08, 0x00, 0x00),
    Fault.OFFLINE: (0x08, 0x00, 0x00, 0x00),
}


def real_time_status(faults: Iterable[Fault], kind: int) -> int:
    """The answer to DLE EOT ``kind``."""
    answer = 0x12
    for fault in faults:
        answer |= _REAL_TIME[fault][kind - 1]
    return answer


def automatic_status(faults: Iterable[Fault]) -> bytes:
    """The four bytes that it sends by itself."""
    answer = [0x10, 0x00, 0x00, 0x00]
    for fault in faults:
        answer = [one | other for one, other in zip(answer, _AUTOMATIC[fault], strict=True)]
    return bytes(answer)
