"""One connection for many jobs, where the printer allows it."""

from hardware.printer.driver import EscPosPrinter
from tests.hardware.scripted_printer import ScriptedPrinter
from tests.hardware.simulated_conversation import (
    KNOWN_WELL,
    PRINTED,
    driver,
    rest,
    ticket,
)


def keeping(printer: ScriptedPrinter) -> EscPosPrinter:
    one = driver(printer, knows=KNOWN_WELL)
    one._line._idle_s = 30.0  # as a profile says that keeps connections open
    return one


def test_a_connection_is_held_and_made_anew_when_the_printer_closed_it() -> None:
    printer = ScriptedPrinter()
    one = keeping(printer)
    rest(one, printer, 5)
    assert ticket(one, printer).states[-1] == PRINTED
    assert len(printer.opened) == 1
    printer.cut()
    assert ticket(one, printer, patience_s=None).states[-1] == PRINTED
    printer.cut()
    assert one.status().ready
    assert len(printer.opened) == 3


def test_an_idle_connection_is_closed_before_the_printer_does() -> None:
    printer = ScriptedPrinter()
    one = keeping(printer)
    rest(one, printer, 1)
    printer.pause(40)
    rest(one, printer, 1)
    assert len(printer.opened) == 2
