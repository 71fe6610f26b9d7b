"""What a line says that is no printer's word: a break, noise, a flipped bit. The clock is simulated."""

from collections.abc import Mapping

import pytest

from hardware.printer.job import JobStage
from hardware.printer.status import BlockReason
from tests.hardware.scripted_printer import COVER, PAPER_OUT, WELL, ScriptedPrinter
from tests.hardware.simulated_conversation import KNOWN_WELL, PRINTED, driver, rest, ticket, when

BREAK = b"\x00"


@pytest.mark.parametrize("back_after_s", [None, 6.0])
def test_a_break_on_the_line_of_a_printer_that_died_is_no_proof(back_after_s: float | None) -> None:
    """Also when it comes back, having forgotten its job, and then answers again."""
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 1)

    def die() -> None:
        printer.change(0, kinds=frozenset(), in_turn_s=None)
        printer.later(0.3, lambda: printer.say(BREAK))
        if back_after_s is not None:
            printer.change(back_after_s, kinds=frozenset(WELL))

    told = ticket(one, printer, act=when(JobStage.SENDING, die))
    assert told.states[-1].stage is JobStage.UNCERTAIN


def test_a_report_that_comes_after_a_break_still_proves_the_job() -> None:
    """The printer was too busy to say that it lives."""
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 1)

    def be_busy() -> None:
        printer.change(0, kinds=frozenset(), in_turn_s=8.0)
        printer.later(0.3, lambda: printer.say(BREAK))
        printer.change(4, kinds=frozenset(WELL))

    told = ticket(one, printer, act=when(JobStage.SENDING, be_busy))
    assert told.states[-1] == PRINTED
    assert told.ended_after_s > 7


@pytest.mark.parametrize("state", [COVER, PAPER_OUT])
def test_a_state_that_one_round_alone_says_is_none(state: Mapping[int, int]) -> None:
    printer = ScriptedPrinter(state=state)
    one = driver(printer, knows=KNOWN_WELL)
    printer.change(0.045, state=WELL)
    assert one.status().ready
    printer.state = state
    assert not one.status().ready


@pytest.mark.parametrize("unasked", [4, 7])
def test_with_so_many_answers_that_nobody_asked_for_none_is_believed(unasked: int) -> None:
    printer = ScriptedPrinter(state=COVER)
    one = driver(printer, knows=KNOWN_WELL)
    printer.later(0.015, lambda: printer.say(b"\x0f" * unasked))
    printer.later(0.055, lambda: printer.say(b"\x0f" * unasked))
    assert one.status().blocked is BlockReason.UNKNOWN
