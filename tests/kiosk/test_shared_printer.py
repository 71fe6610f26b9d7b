"""A printer that another host has: what the driver says of it, and what counts of that, in simulated time."""

from __future__ import annotations

import pytest

from hardware.printer.emulator.matrix import our_driver
from hardware.printer.emulator.personality import personality_named
from hardware.printer.emulator.simulated import SimulatedBench
from hardware.printer.status import BlockReason, PrinterStatus
from kiosk.printer_watch import BUSY_MS, PrinterWatch
from kiosk.readiness import Printer

POLL_S = 3.0
COMES = 20.0
ASKS = b"\x1b\x40"


def stay(name: str, stays_s: float) -> list[tuple[float, PrinterWatch]]:
    """What counted at each question of a kiosk while another host came, stayed and left."""
    bench = SimulatedBench(personality_named(name))
    printer, _ = our_driver(bench)
    bench.second_host(COMES, ASKS, stays_s)
    watch, counted = PrinterWatch(), []
    while bench.now() < COMES + stays_s + 60:
        status = printer.status()
        watch = watch.after(status, int(1000 * bench.now()))
        counted.append((bench.now(), watch))
        bench.pause(POLL_S)
    return counted


@pytest.mark.parametrize("name", ["usb-lp", "idle-closer", "serial-9600"])
def test_a_printer_that_another_host_keeps_is_said_to_be_kept_and_back_by_itself(name: str) -> None:
    counted = stay(name, 180.0)
    reasons = [watch.counts.blocked for _, watch in counted if watch.counts is not None]
    said = [reason for before, reason in zip([None, *reasons], reasons, strict=False) if reason is not before]
    assert said == [BlockReason.BUSY, None], "staff read the true word, and no other"
    since = next(instant for instant, watch in counted if watch.printer is Printer.OUT_OF_SERVICE)
    assert COMES + BUSY_MS / 1000 <= since <= COMES + 90


@pytest.mark.parametrize("name", ["epson-tm-t20", "generic-clone", "lan-box-19200", "tm-t88", "usb-lp"])
def test_a_printer_that_another_host_has_for_half_a_minute_is_in_service_all_along(name: str) -> None:
    """Whether it lets a second host connect and wait, or refuses it."""
    heard = [watch for instant, watch in stay(name, 30.0) if instant >= COMES - POLL_S]
    assert {(watch.printer, watch.counts) for watch in heard} == {(Printer.READY, PrinterStatus(None))}
    assert any(watch.quiet_since is not None for watch in heard), "it was asked in vain meanwhile"
