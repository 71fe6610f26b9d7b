"""What a printer's state means for visitors and staff: one unanswered question is not yet a broken printer. Pure.

What the printer says itself (paper, cover, cutter) counts at once. What only its silence says (offline, no answer,
taken by another host) counts when it lasts: a printer that takes no new connection for some seconds after a close, or
is printing for another kiosk, would else put this one out of service and call staff for nothing. A ticket that is
wanted meanwhile waits.
"""

from __future__ import annotations

from dataclasses import dataclass

from hardware.printer.status import BlockReason, PrinterStatus
from kiosk.readiness import Printer

SILENT_MS = 10_000
"""Twice as long as a printer needs that is only slow to take a new connection."""
SHARED_MS = 40_000
"""Silence of a printer that was heard before, on a link that opens: many let a second host connect and wait, and
another host's ticket takes 28 s on a line of 9,600 baud."""
BUSY_MS = 60_000
"""Another host's ticket does not take so long: the printer is in the hands of a program that does not let go."""

_PATIENCE = {BlockReason.OFFLINE: SILENT_MS, BlockReason.UNKNOWN: SILENT_MS, BlockReason.BUSY: BUSY_MS}
_PRINTER = {
    None: Printer.READY,
    BlockReason.PAPER_OUT: Printer.PAPER_OUT,
    BlockReason.COVER: Printer.COVER_OPEN,
}


@dataclass(frozen=True)
class PrinterWatch:
    """The printer as it counts."""

    counts: PrinterStatus | None = None
    """None until it has spoken, or has been silent for too long: a new printer may be one that never speaks."""
    quiet_since: int | None = None
    """Monotonic, ms: since when only its silence speaks; None while it speaks itself."""

    def after(self, status: PrinterStatus, at: int) -> PrinterWatch:
        """With the state that was just found."""
        patience = _PATIENCE.get(status.blocked) if status.blocked is not None else None
        if patience is None:
            return PrinterWatch(status)
        if status.blocked is BlockReason.UNKNOWN and self.counts is not None:
            patience = SHARED_MS
        since = at if self.quiet_since is None else self.quiet_since
        known_bad = self.counts is not None and self.counts.blocked in _PATIENCE
        if known_bad or at - since >= patience:
            return PrinterWatch(status, since)
        return PrinterWatch(self.counts, since)

    @property
    def printer(self) -> Printer:
        """For visitors."""
        if self.counts is None:
            return Printer.UNASKED
        return _PRINTER.get(self.counts.blocked, Printer.OUT_OF_SERVICE)
