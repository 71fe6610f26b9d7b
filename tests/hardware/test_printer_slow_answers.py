"""Printers whose answers come late, or beside other bytes: each is known for what it answers, and every ticket comes
out with true words. The clock is simulated."""

from dataclasses import replace

import pytest

from hardware.printer.answers import REAL_TIME
from hardware.printer.emulator.matrix import our_driver
from hardware.printer.emulator.personality import ALL_KINDS, Personality, personality_named
from hardware.printer.emulator.simulated import SimulatedBench
from hardware.printer.emulator.trial import Trouble, run_trial, ticket_picture
from hardware.printer.emulator.verdict import faults_of
from hardware.printer.job import JobStage, JobState
from hardware.printer.status import BlockReason
from tests.hardware.scripted_printer import COVER, WELL, ScriptedPrinter
from tests.hardware.simulated_conversation import (
    KNOWN_WELL,
    PREAMBLE,
    PRINTED,
    SENT,
    SILENT,
    driver,
    rest,
    ticket,
    when,
)

CLONE = personality_named("generic-clone")
LATE = (
    replace(CLONE, name="the same without a report", answers=frozenset({2, 4}), answer_s=0.7, paper_answer=False),
    replace(CLONE, name="chatty and late", answers=ALL_KINDS - {2}, answer_s=0.7, paper_answer=False,
            block_every_s=0.1),
    replace(CLONE, name="a late report beside late answers", answers=ALL_KINDS - {1}, answer_s=0.3,
            paper_answer_s=3.0),
)  # fmt: skip


@pytest.mark.parametrize("late", LATE, ids=lambda one: one.name)
def test_whatever_comes_late_is_known_for_what_it_is(late: Personality) -> None:
    assert faults_of(run_trial(late, Trouble.NORMAL, our_driver)) == []


def test_a_report_that_comes_while_something_else_is_asked_proves_the_job() -> None:
    """And the printer is not asked for it once more."""
    printer = ScriptedPrinter(kinds=frozenset({2, 3, 4}), in_turn_s=3.0, answer_s=0.3)
    one = driver(printer)
    rest(one, printer, 3)
    before = bytes(printer.received).count(b"\x1dr\x01")
    told = ticket(one, printer)
    assert told.states[-1] == PRINTED
    assert bytes(printer.received).count(b"\x1dr\x01") == before + 1


def test_one_byte_of_noise_makes_no_printer_that_answers() -> None:
    """Else one that says nothing would be out of service for as long as its silence counts as trouble."""
    printer = ScriptedPrinter(**SILENT)  # type: ignore[arg-type]
    one = driver(printer)
    printer.later(0.3, lambda: printer.say(b"\x12"))
    assert rest(one, printer, 4)[-1].ready
    assert ticket(one, printer).states[-1] == SENT


def test_a_proof_that_comes_with_the_last_answers_counts() -> None:
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 1)
    printer.change(0, in_turn_s=20.02)
    told = ticket(one, printer)
    assert told.states[-1] == PRINTED
    assert told.ended_after_s > 20


def test_one_that_speaks_again_just_before_its_time_is_up_is_given_some_for_its_proof() -> None:
    """Its answers stand behind bytes that it does not read while its paper is out."""
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 1)

    def halt() -> None:
        printer.change(0, kinds=frozenset(), in_turn_s=21.5)
        printer.change(19.2, kinds=frozenset(WELL))

    assert ticket(one, printer, act=when(JobStage.SENDING, halt)).states[-1] == PRINTED


def test_a_late_answer_among_unasked_bytes_is_not_taken_for_that_of_the_next_question() -> None:
    """An open cover would else be called a jammed cutter."""
    printer = ScriptedPrinter(state=COVER, answer_s=0.7, unasked=(bytes((0x10, 0, 0, 0)), 0.1))
    assert driver(printer, knows=KNOWN_WELL).status().blocked is BlockReason.COVER


def test_a_printer_that_was_off_for_a_moment_in_mid_ticket_is_not_believed() -> None:
    """On a quick serial line too: the question behind the ticket may come when it is on again."""
    bench = SimulatedBench(replace(personality_named("serial-9600"), baud=115_200, rows_s=2100.0))
    printer, width = our_driver(bench)
    for _ in range(3):
        printer.status()
        bench.pause(3)

    def told(state: JobState) -> None:
        if state.stage is JobStage.SENDING and not state.total:
            bench.power_off()
            bench.at(bench.now() + 1.5, bench.power_on)

    end = printer.print_ticket(ticket_picture("A001", width), "A001", told, until=bench.now() + 30)
    assert end.stage is JobStage.UNCERTAIN
    assert len(bench.receipts) < 2


def test_of_a_way_into_step_that_was_lost_another_goes_before_the_printer_counts_as_mute() -> None:
    """What came of a broken ticket is cut off with it."""
    printer = ScriptedPrinter(in_turn_s=None)
    one = driver(printer, knows=KNOWN_WELL)
    assert [status.ready for status in rest(one, printer, 4)] == [False, False, False, True]
    assert printer.received.count(PREAMBLE) == 2
    assert printer.received.count(PREAMBLE + b"\x1b@\x1bd\x05\x1dV\x01") == 1


def test_every_question_is_asked_twice_before_it_is_known_to_be_answered() -> None:
    printer = ScriptedPrinter()
    one = driver(printer)
    one.status()
    asked = [bytes(printer.received).count(bytes((0x10, 4, 1 + REAL_TIME.index(one)))) for one in REAL_TIME]
    assert asked == [2, 2, 2, 2]
