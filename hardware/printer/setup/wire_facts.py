"""What a printer's line tells by itself: which questions it answers, what halts it, and how fast the line is."""

from collections.abc import Sequence
from dataclasses import dataclass

from hardware.printer.answers import NOTHING_KNOWN, Answers
from hardware.printer.status import BlockReason

USUAL_SPEEDS = (115_200, 57_600, 38_400, 19_200, 9_600)
"""Line speeds that printers are set to, in bits a second, in the order they are tried."""
SLOW = USUAL_SPEEDS[-1]
"""What a line is taken for that is slow and cannot be measured."""
_BITS_PER_BYTE = 10
_NO_LINE_BAUD = 200_000
"""Faster than this is no serial line."""


@dataclass(frozen=True)
class WireFacts:
    """Found out at one look."""

    answers: Answers = NOTHING_KNOWN
    """Which questions it answers. A halted printer was not asked what it answers in turn."""
    blocked: BlockReason | None = BlockReason.UNKNOWN
    """What halts it, as far as its answers tell; None when they say that it is ready."""
    baud: int = 0
    """The speed of a serial line behind a network address, as measured; 0: there is none, or it cannot be told."""
    rests: bool = False
    """It took no new connection right after the last one was closed."""

    @property
    def heard(self) -> bool:
        """Whether it answers anything."""
        return bool(self.answers.yes)


SILENT = WireFacts()


def line_speed(padding: int, without_s: Sequence[float], with_s: float) -> int:
    """The usual speed that explains how much longer an answer took behind `padding` bytes than `without_s` without; 0
    when the line is faster than any serial one."""
    longer = with_s - min(without_s)
    if longer <= 0 or padding * _BITS_PER_BYTE / longer > _NO_LINE_BAUD:
        return 0
    measured = padding * _BITS_PER_BYTE / longer
    return min(USUAL_SPEEDS, key=lambda usual: abs(usual - measured) / usual)
