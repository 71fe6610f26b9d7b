"""Whatever a printer answers, and however slowly: a job ends in a true state and in time. The clock is simulated."""

import pytest

from hardware.printer.answer_store import MemoryAnswerStore
from hardware.printer.answers import NOTHING_KNOWN, Answers, Question
from hardware.printer.job import JobStage, JobState
from hardware.printer.status import BlockReason
from tests.hardware.scripted_printer import PAPER_OUT, WELL, ScriptedPrinter
from tests.hardware.simulated_conversation import (
    ID_QUESTION,
    KNOWN_WELL,
    POLL_S,
    PREAMBLE,
    PRINTED,
    SENT,
    SILENT,
    UNCERTAIN,
    driver,
    rest,
    ticket,
    when,
)

# What a printer answers is learnt


@pytest.mark.parametrize(
    ("peculiar", "end", "confirms"),
    [
        ({}, PRINTED, True),
        ({"ids": True}, PRINTED, True),
        (SILENT, SENT, False),
        ({"kinds": frozenset({1, 4}), "in_turn_s": None}, SENT, False),
        ({"in_turn_s": None}, SENT, False),
        ({"in_turn_s": 3.0}, PRINTED, True),
        ({"in_turn_byte": 0x12}, SENT, False),
        ({"kinds": frozenset[int]()}, PRINTED, True),
        ({"answer_s": 0.7}, PRINTED, True),
        ({"unasked": (b"\x10\x00\x00\x00", 0.1)}, PRINTED, True),
        ({"unasked": (b"\xf5", 0.001)}, PRINTED, True),
    ],
    ids=["all", "ids", "silent", "1 and 4", "no GS r", "slow", "odd", "GS r alone", "late", "blocks", "noise"],
)
@pytest.mark.parametrize("profile", ["generic-80", "epson-80"])
def test_every_printer_prints_and_is_known_after_a_ticket(
    peculiar: dict[str, object], end: JobState, *, confirms: bool, profile: str
) -> None:
    printer = ScriptedPrinter(**peculiar)  # type: ignore[arg-type]
    one = driver(printer, profile=profile)
    said = rest(one, printer, 4)
    assert said[-1].ready
    assert ticket(one, printer).states[-1] == end
    second = ticket(one, printer)
    assert second.states[-1] == end
    assert second.ended_after_s < 8
    assert one.health.confirms is confirms
    assert (one.health.printed, one.health.sent) == ((2, 0) if end == PRINTED else (0, 2))


@pytest.mark.parametrize("profile", ["generic-80", "epson-80"])
def test_a_first_visitor_of_a_silent_printer_gets_a_ticket(profile: str) -> None:
    printer = ScriptedPrinter(kinds=frozenset(), in_turn_s=None)
    told = ticket(driver(printer, profile=profile), printer)
    assert told.states[-1] == SENT
    assert told.ended_after_s < 15
    assert PREAMBLE not in printer.received


def test_nothing_is_said_into_a_line_that_never_answers() -> None:
    """Not 18 kB, and in the end almost nothing."""
    printer = ScriptedPrinter(kinds=frozenset(), in_turn_s=None)
    one = driver(printer)
    rest(one, printer, 400)
    before = len(printer.received)
    rest(one, printer, 400)
    assert len(printer.received) - before < 50
    assert before < 500


@pytest.mark.parametrize("profile", ["generic-80", "epson-80"])
def test_a_ready_printer_is_asked_four_questions_and_nothing_else(profile: str) -> None:
    printer = ScriptedPrinter(ids=True)
    one = driver(printer, profile=profile)
    rest(one, printer, 2)
    before = len(printer.received)
    began = printer.time
    rest(one, printer, 20)
    assert len(printer.received) - before == 20 * 4 * 3
    assert printer.time - began < 62


def test_what_was_learnt_outlives_the_program() -> None:
    printer, store = ScriptedPrinter(kinds=frozenset({1, 4}), in_turn_s=None), MemoryAnswerStore()
    one = driver(printer, store=store)
    rest(one, printer, 2)
    (kept,) = store.kept.values()
    assert kept.yes == {Question.PRINTER, Question.PAPER}
    printer.received.clear()
    again = driver(printer, store=store)
    assert again.health.confirms is False
    before = printer.time
    assert again.status().ready
    assert printer.time - before < 0.1
    assert printer.received == b"\x10\x04\x01\x10\x04\x04"


def test_what_a_new_firmware_answers_is_learnt_back() -> None:
    printer = ScriptedPrinter(kinds=frozenset(), in_turn_s=None)
    one = driver(printer)
    rest(one, printer, 20)
    printer.change(0, kinds=frozenset(WELL), in_turn_s=0.1)
    assert ticket(one, printer).states[-1] == SENT
    rest(one, printer, 80)
    assert one.health.confirms
    assert ticket(one, printer).states[-1] == PRINTED


def test_a_printer_that_stops_proving_while_it_answers_all_else_is_soon_believed() -> None:
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL.with_yes(Question.DONE))
    rest(one, printer, 1)
    printer.change(0, in_turn_s=None)
    assert ticket(one, printer).states[-1] == UNCERTAIN
    rest(one, printer, 6)
    assert one.health.confirms is False
    assert ticket(one, printer).states[-1] == SENT
    # The second goes when it would else be believed with half a picture in it, and nothing more after that.
    assert printer.received.count(PREAMBLE) == 2


def test_silence_of_a_printer_that_has_answered_is_not_taken_for_ready() -> None:
    printer = ScriptedPrinter()
    one = driver(printer)
    rest(one, printer, 2)
    printer.change(0, kinds=frozenset(), in_turn_s=None)
    assert rest(one, printer, 100)[-1].blocked is BlockReason.UNKNOWN
    told = ticket(one, printer)
    assert told.states[-1] == JobState(JobStage.BLOCKED, BlockReason.UNKNOWN)
    printer.change(0, kinds=frozenset(WELL), in_turn_s=0.01)
    assert rest(one, printer, 2)[-1].ready


# A proof is a proof


def test_a_good_report_after_the_cut_is_proof_without_the_id_and_nothing_is_sent_behind_it() -> None:
    printer = ScriptedPrinter()
    one = driver(printer, profile="epson-80")
    rest(one, printer, 1)
    told = ticket(one, printer)
    assert told.states[-1] == PRINTED
    assert told.ended_after_s < 3
    after = len(printer.received)
    assert rest(one, printer, 20)[-1].ready
    assert PREAMBLE not in printer.received
    assert len(printer.received) - after == 20 * 12
    for _ in range(3):
        assert ticket(one, printer).states[-1] == PRINTED
    assert printer.received.count(ID_QUESTION) == 2


def test_the_usual_profile_never_asks_for_the_id() -> None:
    printer = ScriptedPrinter()
    one = driver(printer)
    rest(one, printer, 1)
    assert ticket(one, printer).states[-1] == PRINTED
    assert ID_QUESTION not in printer.received


def test_a_report_that_the_paper_is_out_proves_nothing() -> None:
    printer = ScriptedPrinter(in_turn_byte=0x0C)
    one = driver(printer, knows=KNOWN_WELL)
    told = ticket(one, printer, act=when(JobStage.AWAITING_CONFIRMATION, lambda: printer.change(5, in_turn_byte=0)))
    assert told.states[-1] == PRINTED
    assert told.ended_after_s > 5


def test_a_printer_that_states_its_paper_is_waited_for_though_it_proves_nothing() -> None:
    printer = ScriptedPrinter(in_turn_s=None)
    one = driver(printer, knows=Answers(KNOWN_WELL.yes - {Question.DONE}, frozenset({Question.DONE, Question.PRINTED})))

    def run_out() -> None:
        printer.change(0.5, state=PAPER_OUT)
        printer.change(60, state=WELL)

    told = ticket(one, printer, act=when(JobStage.AWAITING_CONFIRMATION, run_out))
    assert JobState(JobStage.AWAITING_CONFIRMATION, BlockReason.PAPER_OUT) in told.states
    assert told.states[-1] == SENT
    assert told.ended_after_s > 60


def test_a_link_that_breaks_leaves_the_job_uncertain_also_where_nothing_is_proved() -> None:
    printer = ScriptedPrinter(kinds=frozenset(), in_turn_s=None)
    one = driver(printer)
    rest(one, printer, 4)
    told = ticket(one, printer, act=when(JobStage.AWAITING_CONFIRMATION, printer.cut))
    assert told.states[-1] == UNCERTAIN
    rest(one, printer, 5)
    assert PREAMBLE not in printer.received
    # The next job of a printer that says nothing ends the picture that may be waited for.
    before = len(printer.received)
    assert ticket(one, printer).states[-1] == SENT
    assert printer.received[before:].startswith(PREAMBLE)
    before = len(printer.received)
    assert ticket(one, printer).states[-1] == SENT
    assert PREAMBLE not in printer.received[before:]


# Everything that reads has a deadline


@pytest.mark.parametrize(
    "unasked",
    [(b"\x10\x00\x00\x00", 0.1), (b"\x00", 0.01), (b"\x12", 0.01), (b"\xff" * 10, 0.01), (bytes(range(256)), 0.25)],
    ids=["blocks", "reports", "answers", "noise", "all bytes"],
)
@pytest.mark.parametrize("knows", [NOTHING_KNOWN, KNOWN_WELL], ids=["stranger", "known"])
@pytest.mark.parametrize("silent", [False, True])
def test_steady_bytes_hold_nothing_up(unasked: tuple[bytes, float], knows: Answers, *, silent: bool) -> None:
    printer = ScriptedPrinter(unasked=unasked)
    if silent:
        printer.change(0, kinds=frozenset(), in_turn_s=None)
    one = driver(printer, knows=knows)
    for _ in range(4):
        before = printer.time
        one.status()
        assert printer.time - before < 8
        printer.pause(POLL_S)
    assert ticket(one, printer).ended_after_s < 60


def test_among_noise_that_could_be_answers_none_is_believed() -> None:
    printer = ScriptedPrinter(unasked=(b"\x00\x12\x0f\x16", 0.004), kinds=frozenset(), in_turn_s=None)
    one = driver(printer, knows=KNOWN_WELL)
    assert rest(one, printer, 3)[-1].blocked is BlockReason.UNKNOWN
    assert ticket(one, printer).states[-1] == JobState(JobStage.BLOCKED, BlockReason.UNKNOWN)
