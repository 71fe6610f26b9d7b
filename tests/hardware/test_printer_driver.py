"""The driver against the emulated printer as a program of its own, over TCP and over a serial line."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from hardware.printer.answer_store import AnswerStore, MemoryAnswerStore
from hardware.printer.driver import EscPosPrinter, open_printer
from hardware.printer.escpos import without_chance_commands
from hardware.printer.job import JobStage, JobState
from hardware.printer.settings import PrinterSettings
from hardware.printer.status import BlockReason, PrinterStatus
from hardware.printer.ticket_layout import render_ticket
from tests.hardware.emulated_printer import PrinterProgram, printer_program
from tests.hardware.tickets import CHINESE, WITH_PAPERS

TICKET = render_ticket(CHINESE)
QUICK = PrinterSettings("tcp://127.0.0.1:1", profile="epson-80", job_timeout_s=2, stall_s=0.3, hold_s=8, poll_s=0.1)

pytestmark = pytest.mark.timeout(60)


@pytest.fixture(name="program", params=["tcp", "pty"])
def program_fixture(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PrinterProgram]:
    with printer_program(tmp_path / "receipts", kind=request.param) as program:
        yield program


@pytest.fixture(name="tcp")
def tcp_fixture(tmp_path: Path) -> Iterator[PrinterProgram]:
    with printer_program(tmp_path / "receipts") as program:
        yield program


def driver(
    program: PrinterProgram, settings: PrinterSettings = QUICK, answers: AnswerStore | None = None
) -> EscPosPrinter:
    return open_printer(replace(settings, url=program.url), answers=answers)


def is_ticket(receipt: Image.Image, ticket: Image.Image = TICKET) -> bool:
    """Whether the receipt is the ticket dot for dot, and white paper below it."""
    wanted = Image.new("1", receipt.size, 1)
    wanted.paste(without_chance_commands(ticket), (0, 0))
    return ImageChops.difference(receipt.convert("L"), wanted.convert("L")).getbbox() is None


class Watch:
    """Takes the states of a job, and does something when a stage is reached."""

    def __init__(self, stage: JobStage | None = None, action: Callable[[], object] = lambda: None) -> None:
        self.states: list[JobState] = []
        self._stage, self._action = stage, action

    def __call__(self, state: JobState) -> None:
        self.states.append(state)
        if state.stage is self._stage:
            self._stage = None
            self._action()

    @property
    def stages(self) -> list[str]:
        return [state.stage.value for state in self.states]

    def wait_for(self, state: JobState, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while state not in self.states:
            assert time.monotonic() < deadline, self.states
            time.sleep(0.01)


@pytest.mark.parametrize("profile", ["epson-80", "generic-80"])
def test_ticket_comes_out_dot_for_dot(program: PrinterProgram, profile: str) -> None:
    watch = Watch()
    end = driver(program, replace(QUICK, profile=profile)).print_ticket(TICKET, "B031", watch)
    assert end == JobState(JobStage.PRINTED)
    assert watch.stages == ["checking", "sending", "awaiting_confirmation", "printed"]
    (receipt,) = program.receipts()
    assert is_ticket(receipt)
    assert program.do("state")["unknown_commands"] == []


def test_tickets_one_after_another(program: PrinterProgram) -> None:
    printer, tickets = driver(program), [TICKET, render_ticket(WITH_PAPERS), TICKET]
    for number, ticket in enumerate(tickets):
        assert printer.print_ticket(ticket, f"job-{number}", Watch()).stage is JobStage.PRINTED
    receipts = program.receipts()
    assert len(receipts) == 3
    assert all(is_ticket(*pair) for pair in zip(receipts, tickets, strict=True))
    assert printer.health.printed == 3


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("state", PrinterStatus(None)),
        ("paper-near-end", PrinterStatus(None, paper_near_end=True)),
        ("paper-out", PrinterStatus(BlockReason.PAPER_OUT, paper_near_end=True)),
        ("cover-open", PrinterStatus(BlockReason.COVER)),
        ("cutter-error", PrinterStatus(BlockReason.CUTTER)),
        ("offline", PrinterStatus(BlockReason.OFFLINE)),
        ("garbage", PrinterStatus(None)),
    ],
)
def test_status(program: PrinterProgram, fault: str, expected: PrinterStatus) -> None:
    program.do(fault)
    assert driver(program).status() == expected


@pytest.mark.parametrize("fault", ["paper-out", "cover-open", "cutter-error", "offline"])
def test_nothing_is_sent_to_a_halted_printer(tcp: PrinterProgram, fault: str) -> None:
    tcp.do(fault)
    printer, watch = driver(tcp), Watch()
    blocked = printer.print_ticket(TICKET, "B031", watch)
    assert blocked.stage is JobStage.BLOCKED
    assert watch.stages == ["checking", "blocked"]
    tcp.do("clear")
    assert printer.print_ticket(TICKET, "B031", Watch()).stage is JobStage.PRINTED
    assert len(tcp.receipts()) == 1


def test_near_end_is_a_warning_only(tcp: PrinterProgram) -> None:
    tcp.do("paper-near-end")
    printer = driver(tcp)
    for count in (1, 2):
        assert printer.print_ticket(TICKET, f"job-{count}", Watch()).stage is JobStage.PRINTED
        assert printer.health.tickets_since_near_end == count


def test_printer_that_does_not_answer_any_more_is_unknown_within_the_deadline(tcp: PrinterProgram) -> None:
    answers = MemoryAnswerStore()
    assert driver(tcp, answers=answers).status().ready
    tcp.do("stall")
    printer = driver(tcp, answers=answers)
    start = time.monotonic()
    assert printer.status() == PrinterStatus(BlockReason.UNKNOWN)
    assert 0.9 < time.monotonic() - start < 20
    assert printer.print_ticket(TICKET, "B031", Watch()) == JobState(JobStage.BLOCKED, BlockReason.UNKNOWN)


def test_absent_printer_is_offline() -> None:
    printer = open_printer(QUICK)
    assert printer.status() == PrinterStatus(BlockReason.OFFLINE)
    assert printer.print_ticket(TICKET, "B031", Watch()) == JobState(JobStage.BLOCKED, BlockReason.OFFLINE)
    assert "127.0.0.1:1" in printer.health.last_error


def test_garbage_between_answers_is_dropped(program: PrinterProgram) -> None:
    program.do("garbage 7")
    assert driver(program).print_ticket(TICKET, "B031", Watch()).stage is JobStage.PRINTED
    assert len(program.receipts()) == 1


@pytest.mark.parametrize("fault", ["paper-out", "cover-open"])
@pytest.mark.parametrize("profile", ["epson-80", "generic-80"])
def test_job_caught_by_a_halt_comes_out_once_and_ends_printed(
    program: PrinterProgram, fault: str, profile: str
) -> None:
    reason = BlockReason.PAPER_OUT if fault == "paper-out" else BlockReason.COVER
    watch = Watch(JobStage.SENDING, lambda: program.do(fault))
    printer = driver(program, replace(QUICK, profile=profile))
    ends: list[JobState] = []
    work = threading.Thread(target=lambda: ends.append(printer.print_ticket(TICKET, "B031", watch)))
    work.start()
    watch.wait_for(JobState(JobStage.AWAITING_CONFIRMATION, reason))
    assert printer.status().blocked is reason
    assert program.receipts() == []
    program.do("clear")
    work.join(30)
    assert ends == [JobState(JobStage.PRINTED)]
    (receipt,) = program.receipts()
    assert is_ticket(receipt)


@pytest.mark.parametrize("rows", [1, 255, 256, 500, TICKET.height - 1])
def test_paper_that_ends_in_mid_ticket(tcp: PrinterProgram, rows: int) -> None:
    tcp.do(f"paper-out-after {rows}")
    watch = Watch()
    ends: list[JobState] = []
    printer = driver(tcp)
    work = threading.Thread(target=lambda: ends.append(printer.print_ticket(TICKET, "B031", watch)))
    work.start()
    watch.wait_for(JobState(JobStage.AWAITING_CONFIRMATION, BlockReason.PAPER_OUT))
    tcp.do("clear paper-out")
    work.join(30)
    assert ends == [JobState(JobStage.PRINTED)]
    assert len(tcp.receipts()) == 1


def test_printer_with_a_small_buffer_that_stops_in_mid_job_is_waited_for(tmp_path: Path) -> None:
    with printer_program(tmp_path / "receipts", kind="pty", options=("--buffer", "4096")) as program:
        program.do("paper-out-after 100")
        watch, ends = Watch(), list[JobState]()
        printer = driver(program)
        work = threading.Thread(target=lambda: ends.append(printer.print_ticket(TICKET, "B031", watch)))
        work.start()
        watch.wait_for(JobState(JobStage.SENDING, BlockReason.UNKNOWN))
        program.do("clear")
        work.join(30)
        assert ends == [JobState(JobStage.PRINTED)]
        assert len(program.receipts()) == 1


def test_job_that_is_held_too_long_is_uncertain_and_still_comes_out_only_once(tcp: PrinterProgram) -> None:
    printer = driver(tcp, replace(QUICK, hold_s=0.5, roll_s=0.5))
    end = printer.print_ticket(TICKET, "B031", Watch(JobStage.SENDING, lambda: tcp.do("paper-out")))
    assert end == JobState(JobStage.UNCERTAIN, BlockReason.PAPER_OUT)
    tcp.do("clear")
    tcp.wait_for("receipts", 1)
    assert is_ticket(tcp.receipts()[0])


def test_printer_that_stops_answering_after_the_job_is_uncertain(tcp: PrinterProgram) -> None:
    watch = Watch(JobStage.SENDING, lambda: tcp.do("stall"))
    start = time.monotonic()
    printer = driver(tcp, replace(QUICK, hold_s=1))
    assert printer.print_ticket(TICKET, "B031", watch) == JobState(JobStage.UNCERTAIN, BlockReason.UNKNOWN)
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("stage", [JobStage.SENDING, JobStage.AWAITING_CONFIRMATION])
def test_killed_printer_leaves_the_job_uncertain(tcp: PrinterProgram, stage: JobStage) -> None:
    def strike() -> None:
        tcp.do("stall")
        threading.Timer(0.3, tcp.kill).start()

    assert driver(tcp).print_ticket(TICKET, "B031", Watch(stage, strike)).stage in (
        {JobStage.UNCERTAIN} if stage is JobStage.SENDING else {JobStage.UNCERTAIN, JobStage.PRINTED}
    )


@pytest.mark.parametrize("count", [1, 9, 100, 9_000, 18_442, 25_000])
def test_link_cut_in_mid_job_is_uncertain_and_the_next_ticket_is_whole(tcp: PrinterProgram, count: int) -> None:
    printer = driver(tcp)
    assert printer.status().ready
    end = printer.print_ticket(TICKET, "one", Watch(JobStage.SENDING, lambda: tcp.do(f"drop-after {count}")))
    assert end.stage is JobStage.UNCERTAIN
    assert printer.print_ticket(TICKET, "two", Watch()).stage is JobStage.PRINTED
    *halves, whole = tcp.receipts()
    assert len(halves) <= 1
    assert is_ticket(whole)


def test_new_process_brings_the_printer_back_into_step(tcp: PrinterProgram) -> None:
    host, port = tcp.address["tcp"].split(":")
    with socket.create_connection((host, int(port))) as left_by_a_killed_kiosk:
        left_by_a_killed_kiosk.sendall(bytes.fromhex("1b 40 1d 76 30 00 48 00 00 01") + b"\xff" * 5000)
    tcp.wait_for("bytes_received", 5010)
    printer = driver(tcp)
    assert printer.print_ticket(TICKET, "B031", Watch()).stage is JobStage.PRINTED
    (receipt,) = tcp.receipts()
    assert is_ticket(receipt.crop((0, 256, 576, receipt.height)))


def test_power_cycle_while_the_job_is_held_is_uncertain(tcp: PrinterProgram) -> None:
    watch = Watch(JobStage.SENDING, lambda: tcp.do("paper-out"))
    ends: list[JobState] = []
    printer = driver(tcp)
    work = threading.Thread(target=lambda: ends.append(printer.print_ticket(TICKET, "B031", watch)))
    work.start()
    watch.wait_for(JobState(JobStage.AWAITING_CONFIRMATION, BlockReason.PAPER_OUT))
    tcp.do("power-cycle")
    work.join(30)
    assert ends[0].stage is JobStage.UNCERTAIN
    assert tcp.receipts() == []


def test_slow_serial_line_gets_the_time_its_bytes_need(tmp_path: Path) -> None:
    with printer_program(tmp_path / "receipts", kind="pty", options=("--baud-limit", "115200")) as program:
        printer = driver(program, replace(QUICK, job_timeout_s=0.5))
        assert printer.print_ticket(TICKET, "B031", Watch()).stage is JobStage.PRINTED


def test_state_that_cannot_be_stored_sends_nothing(tcp: PrinterProgram) -> None:
    def full_disk(state: JobState) -> None:
        if state.stage is JobStage.SENDING:
            raise OSError("no space left")

    printer = driver(tcp)
    assert printer.status().ready
    before = tcp.do("state")["bytes_received"]
    with pytest.raises(OSError, match="no space"):
        printer.print_ticket(TICKET, "B031", full_disk)
    assert tcp.do("state")["bytes_received"] - before == 4 * 3
    assert printer.print_ticket(TICKET, "B031", Watch()).stage is JobStage.PRINTED


def test_wrong_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="profile"):
        open_printer(replace(QUICK, profile="laser"))
    with pytest.raises(ValueError, match="tcp://HOST:PORT"):
        open_printer(replace(QUICK, url="lpt1"))
