"""A printer that only does not answer for a moment is not out of service."""

from __future__ import annotations

import pytest

from hardware.printer.status import BlockReason, PrinterStatus
from kiosk.printer_watch import BUSY_MS, SHARED_MS, SILENT_MS, PrinterWatch
from kiosk.readiness import Printer

READY, PAPER_OUT = PrinterStatus(None), PrinterStatus(BlockReason.PAPER_OUT)
QUIET = [
    (PrinterStatus(BlockReason.OFFLINE), SILENT_MS),
    (PrinterStatus(BlockReason.UNKNOWN), SHARED_MS),
    (PrinterStatus(BlockReason.BUSY), BUSY_MS),
]


def after(*found: PrinterStatus | int) -> PrinterWatch:
    """What counts after these states; an integer is the instant of those that follow."""
    watch, at = PrinterWatch(), 0
    for one in found:
        if isinstance(one, int):
            at = one
        else:
            watch = watch.after(one, at)
    return watch


@pytest.mark.parametrize(("quiet", "patience"), QUIET)
def test_silence_counts_when_it_lasts(quiet: PrinterStatus, patience: int) -> None:
    assert after(READY, 3_000, quiet, 3_000 + patience - 1, quiet).printer is Printer.READY
    silent = after(READY, 3_000, quiet, 3_000 + patience, quiet)
    assert (silent.printer, silent.counts) == (Printer.OUT_OF_SERVICE, quiet)
    assert after(READY, 3_000, quiet, 3_000 + patience, quiet, READY).printer is Printer.READY
    assert after(READY, quiet, 9_000, READY, quiet, 9_000 + patience - 1, quiet).printer is Printer.READY


def test_what_the_printer_says_itself_counts_at_once() -> None:
    assert after(READY, PAPER_OUT).printer is Printer.PAPER_OUT
    assert after(READY, PrinterStatus(BlockReason.COVER)).printer is Printer.COVER_OPEN
    assert after(PAPER_OUT, PrinterStatus(BlockReason.UNKNOWN)).printer is Printer.PAPER_OUT
    assert after(READY, PrinterStatus(BlockReason.CUTTER)).printer is Printer.OUT_OF_SERVICE


def test_a_printer_that_was_never_heard_is_not_called_ready() -> None:
    for quiet, _ in QUIET:
        patience = BUSY_MS if quiet.blocked is BlockReason.BUSY else SILENT_MS
        assert after(quiet, patience - 1, quiet).printer is Printer.UNASKED
        assert after(quiet, patience, quiet).printer is Printer.OUT_OF_SERVICE


def test_one_kind_of_silence_after_another_is_one() -> None:
    quiet = after(READY, *(part for at, (status, _) in enumerate(QUIET[1::-1]) for part in (at * SILENT_MS, status)))
    assert quiet.printer is Printer.OUT_OF_SERVICE
