"""Whatever a printer answers, and however slowly: a job ends in a true state and in time. The clock is simulated."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from hardware.printer.answer_store import AnswerStore, MemoryAnswerStore, place
from hardware.printer.answers import ALL, NOTHING_KNOWN, Answers, Question
from hardware.printer.driver import EscPosPrinter
from hardware.printer.job import JobStage, JobState
from hardware.printer.settings import PrinterSettings
from hardware.printer.status import BlockReason, PrinterStatus
from tests.hardware.scripted_printer import COVER, PAPER_OUT, WELL, ScriptedPrinter

TICKET = Image.new("1", (576, 300), 0)
POLL_S = 3.0
LAN = "tcp://192.0.2.7:9100"
PREAMBLE = bytes(18_432)
ID_QUESTION = b"\x1d(H"
PRINTED, SENT, UNCERTAIN = JobState(JobStage.PRINTED), JobState(JobStage.SENT), JobState(JobStage.UNCERTAIN)
SILENT = {"kinds": frozenset[int](), "in_turn_s": None}
KNOWN_WELL = ALL.with_no(Question.PRINTED)


class Told:
    """Takes the states of a job, with the instants."""

    def __init__(self, printer: ScriptedPrinter, act: Callable[[JobState], object] = lambda _state: None) -> None:
        self._printer, self._act = printer, act
        self._began = printer.time
        self.states: list[JobState] = []
        self.ended_after_s = 0.0

    def __call__(self, state: JobState) -> None:
        self.states.append(state)
        self.ended_after_s = self._printer.time - self._began
        self._act(state)


def driver(
    printer: ScriptedPrinter,
    *,
    url: str = LAN,
    profile: str = "generic-80",
    knows: Answers | None = None,
    store: AnswerStore | None = None,
) -> EscPosPrinter:
    """``knows``: what was learnt of it before."""
    if store is None:
        store = MemoryAnswerStore()
        if knows is not None:
            store.save(place(url, profile), knows)
    settings = PrinterSettings(url, profile)
    return EscPosPrinter(settings, answers=store, open_link=printer.open_link, now=printer.now, pause=printer.pause)


def rest(one: EscPosPrinter, printer: ScriptedPrinter, polls: int) -> list[PrinterStatus]:
    """Ask as a kiosk does while nobody comes."""
    said = []
    for _ in range(polls):
        said.append(one.status())
        printer.pause(POLL_S)
    return said


def ticket(
    one: EscPosPrinter,
    printer: ScriptedPrinter,
    patience_s: float | None = 30.0,
    act: Callable[[JobState], object] = lambda _state: None,
) -> Told:
    told = Told(printer, act)
    until = None if patience_s is None else printer.time + patience_s
    end = one.print_ticket(TICKET, "A001", told, until=until)
    assert told.states[-1] == end
    assert end.ended
    return told


def when(stage: JobStage, action: Callable[[], object]) -> Callable[[JobState], None]:
    """Do it once, when a job comes to a stage."""
    left = [action]

    def act(state: JobState) -> None:
        if state.stage is stage and left:
            left.pop()()

    return act


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
    assert printer.received.count(PREAMBLE) == 1


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


# Before the first byte a job is tried again


@pytest.mark.parametrize(
    ("trouble", "over", "reason"),
    [
        ({"state": COVER}, {"state": WELL}, BlockReason.COVER),
        ({"state": PAPER_OUT}, {"state": WELL}, BlockReason.PAPER_OUT),
        ({"missing": True}, {"missing": False}, BlockReason.OFFLINE),
        ({"refuses": True}, {"refuses": False}, BlockReason.BUSY),
        ({"kinds": frozenset()}, {"kinds": frozenset(WELL)}, BlockReason.UNKNOWN),
    ],
    ids=["cover", "paper", "missing", "taken", "silent"],
)
def test_a_job_waits_for_what_passes_and_says_so(
    trouble: dict[str, object], over: dict[str, object], reason: BlockReason
) -> None:
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 2)
    printer.change(0, **trouble)
    printer.change(4, **over)
    told = ticket(one, printer)
    assert told.states[:3] == [
        JobState(JobStage.CHECKING),
        JobState(JobStage.WAITING, reason),
        JobState(JobStage.SENDING),
    ]
    assert told.states[-1] == PRINTED
    assert 4 <= told.ended_after_s < 7


def test_a_job_is_given_up_when_its_visitor_has_gone() -> None:
    printer = ScriptedPrinter(state=COVER)
    one = driver(printer)
    told = ticket(one, printer, patience_s=10)
    assert told.states[-1] == JobState(JobStage.BLOCKED, BlockReason.COVER)
    assert 9 < told.ended_after_s <= 10
    assert len(printer.opened) == 1


def test_without_an_instant_a_job_is_tried_once() -> None:
    printer = ScriptedPrinter(state=COVER)
    told = ticket(driver(printer), printer, patience_s=None)
    assert told.states == [JobState(JobStage.CHECKING), JobState(JobStage.BLOCKED, BlockReason.COVER)]


def test_a_link_that_takes_no_byte_is_tried_again() -> None:
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 1)

    def full() -> None:
        printer.room = 0
        printer.change(9, room=None)

    told = ticket(one, printer, act=when(JobStage.SENDING, full))
    assert JobState(JobStage.WAITING, BlockReason.UNKNOWN) in told.states
    assert told.states[-1] == PRINTED


def test_who_stops_a_waiting_job_leaves_no_link_open() -> None:
    printer = ScriptedPrinter(state=COVER)
    one = driver(printer)

    def gone(state: JobState) -> None:
        if state.stage is JobStage.WAITING:
            raise LookupError("its visitor has gone")

    with pytest.raises(LookupError):
        ticket(one, printer, act=gone)
    printer.change(0, state=WELL)
    assert one.status().ready
    assert len(printer.opened) == 2


def test_another_host_on_the_link_is_no_trouble() -> None:
    """It prints for some seconds; what was known of the printer stands meanwhile. One that stays is never taken for a
    printer that is gone."""
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 2)
    printer.change(0, refuses=True)
    said = rest(one, printer, 100)
    assert [status.blocked for status in said[:2]] == [None, None]
    assert {status.blocked for status in said} == {None, BlockReason.BUSY}
    assert said[-1].blocked is BlockReason.BUSY
    printer.change(0, refuses=False)
    assert rest(one, printer, 1)[-1].ready


@pytest.mark.parametrize(("url", "said"), [(LAN, BlockReason.OFFLINE), ("usb:///dev/usb/lp0", BlockReason.BUSY)])
def test_where_nobody_was_ever_heard_only_a_device_that_is_there_is_busy(url: str, said: BlockReason) -> None:
    printer = ScriptedPrinter(refuses=True)
    assert {status.blocked for status in rest(driver(printer, url=url), printer, 30)} == {said}


def test_a_printer_that_fell_silent_with_a_whole_job_is_held_up_and_waited_for() -> None:
    """Its buffer is full and its paper out: it cannot say so."""
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 1)

    def fall_silent() -> None:
        printer.change(0, kinds=frozenset(), state=PAPER_OUT)
        printer.change(100, kinds=frozenset(WELL), state=WELL)

    told = ticket(one, printer, act=when(JobStage.AWAITING_CONFIRMATION, fall_silent))
    assert JobState(JobStage.AWAITING_CONFIRMATION, BlockReason.UNKNOWN) in told.states
    assert told.states[-1] == PRINTED


# One connection where the printer allows it


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


# Slow lines


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


# The way back into step


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
