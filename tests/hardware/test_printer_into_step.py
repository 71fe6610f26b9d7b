"""The way back into step with a printer that was left in the middle of a picture."""

from dataclasses import replace

from hardware.printer.job import JobStage
from hardware.printer.settings import PrinterSettings
from hardware.printer.status import BlockReason
from tests.hardware.scripted_printer import ScriptedPrinter
from tests.hardware.simulated_conversation import (
    KNOWN_WELL,
    LAN,
    PREAMBLE,
    UNCERTAIN,
    driver,
    rest,
    ticket,
    when,
)


def test_one_preamble_and_no_second_while_it_is_unanswered() -> None:
    printer = ScriptedPrinter(in_turn_s=None)
    one = driver(printer, knows=KNOWN_WELL)
    assert {status.blocked for status in rest(one, printer, 3)} == {BlockReason.UNKNOWN}
    printer.change(0, in_turn_s=0.05)
    assert rest(one, printer, 1)[-1].ready
    assert printer.received.count(PREAMBLE) == 1


def test_a_preamble_that_is_not_taken_goes_on_where_it_stood() -> None:
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 1)

    def cut() -> None:
        printer.room = 5000
        printer.change(1, room=0)
        printer.later(1, printer.cut)

    assert ticket(one, printer, act=when(JobStage.SENDING, cut)).states[-1] == UNCERTAIN
    printer.received.clear()
    for _ in range(10):
        printer.room = 1000
        one.status()
        printer.pause(10)
    assert len(printer.received) <= 10_000
    assert set(printer.received) == {0}
    printer.room = None
    assert rest(one, printer, 1)[-1].ready
    assert printer.received.count(0, 0, 18_432) == 18_432
    assert len(printer.received) < 18_432 + 100


def test_settings_stay_a_guess_until_the_printer_was_asked() -> None:
    printer = ScriptedPrinter()
    assert driver(printer, profile="epson-80").health.confirms is None
    assert replace(PrinterSettings(LAN)).url == LAN
