"""A ticket on a slow line gets the time that its bytes need, and tells how far it is."""

import pytest

from hardware.printer.job import JobStage, JobState
from tests.hardware.scripted_printer import WELL, ScriptedPrinter
from tests.hardware.simulated_conversation import (
    KNOWN_WELL,
    LAN,
    PREAMBLE,
    PRINTED,
    UNCERTAIN,
    driver,
    rest,
    ticket,
    when,
)


@pytest.mark.parametrize("baud", [9_600, 19_200])
def test_a_box_with_a_slow_line_gets_its_bytes_at_that_speed_and_progress_is_told(baud: int) -> None:
    printer = ScriptedPrinter()
    one = driver(printer, url=f"{LAN}?baud={baud}", knows=KNOWN_WELL)
    rest(one, printer, 1)
    told = ticket(one, printer)
    assert told.states[-1] == PRINTED
    line_s = 300 * 72 * 10 / baud
    assert line_s * 0.95 < told.ended_after_s < line_s * 1.3 + 2
    written = [state.written for state in told.states if state.total]
    assert len(written) > line_s / 2
    assert written == sorted(written)
    assert PREAMBLE not in printer.received


def test_a_box_whose_line_nobody_told_us_of_is_given_the_time_its_bytes_need() -> None:
    """Its answers stand behind the bytes; it is not asked louder, and its status does not change to and fro."""
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 1)
    seen = set()

    def slow() -> None:
        printer.change(0, answer_s=17.0, in_turn_s=17.0)
        printer.change(17.5, answer_s=0.01, in_turn_s=0.01)

    def act(state: JobState) -> None:
        seen.add(one.health.status.blocked)
        if state.stage is JobStage.SENDING:
            slow()

    told = ticket(one, printer, act=act)
    assert told.states[-1] == PRINTED
    assert seen == {None}
    assert PREAMBLE not in printer.received


def test_a_full_buffer_is_not_a_printer_that_does_not_answer() -> None:
    """A small buffer takes a few bytes at a time, and no question before them."""
    printer = ScriptedPrinter(kinds=frozenset(WELL), in_turn_s=4.0)
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 1)
    seen = []

    def act(state: JobState) -> None:
        seen.append(one.status().blocked)
        if state.stage is JobStage.SENDING and not state.written:
            printer.room = 4096
            for step in range(1, 8):
                printer.change(step, room=4096)
            printer.change(8, room=None)
        if state.stage is JobStage.AWAITING_CONFIRMATION:
            printer.change(0, kinds=frozenset())
            printer.change(3.5, kinds=frozenset(WELL))

    for _ in range(3):
        assert ticket(one, printer, act=act).states[-1] == PRINTED
        seen.append(one.status().blocked)
    assert set(seen) == {None}


def test_what_a_printer_lost_in_the_middle_of_a_slow_job_is_no_ticket() -> None:
    """It was switched off and on behind a box that went on sending, and answers the question at the end."""
    printer = ScriptedPrinter()
    one = driver(printer, url=f"{LAN}?baud=19200", knows=KNOWN_WELL)
    rest(one, printer, 1)

    def off_and_on() -> None:
        printer.change(4, kinds=frozenset(), in_turn_s=None)
        printer.change(7, kinds=frozenset(WELL), in_turn_s=0.01)

    assert ticket(one, printer, act=when(JobStage.SENDING, off_and_on)).states[-1] == UNCERTAIN
