"""Printing away from the Qt thread, with a printer that does as it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from structlog.testing import capture_logs

from hardware.printer.job import JobStage, JobState
from hardware.printer.settings import PrinterHealth
from hardware.printer.status import BlockReason, PrinterStatus
from hardware.printer.ticket_content import TicketContent
from kiosk.printing import TicketPrinting
from kiosk.ticket_filling import worded_ticket
from program.texts import read_catalog
from tests.kiosk.sample_hall import issued, sample_hall, visit

PRINTED = JobState(JobStage.PRINTED)


class ObedientPrinter:
    """A TicketPrinter for tests: prints at once, or waits at its gate, or fails."""

    def __init__(self) -> None:
        self.present = PrinterStatus(None)
        self.health = PrinterHealth(confirms=True)
        self.waits: list[JobState] = []
        """What holds a job up before its first byte."""
        self.gate = threading.Event()
        self.gate.set()
        self.fault: Exception | None = None
        self.tickets: list[tuple[str, tuple[int, int]]] = []
        self.threads: set[str] = set()
        self.untils: list[float | None] = []

    def status(self) -> PrinterStatus:
        self.threads.add(threading.current_thread().name)
        return self.present

    def print_ticket(
        self, image: Image.Image, job_id: str, on_state: object, *, until: float | None = None
    ) -> JobState:
        assert callable(on_state)
        self.threads.add(threading.current_thread().name)
        self.untils.append(until)
        for state in self.waits:
            on_state(state)
        on_state(JobState(JobStage.SENDING))
        assert self.gate.wait(10)
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        self.tickets.append((job_id, image.size))
        on_state(PRINTED)
        return PRINTED


@pytest.fixture
def printer() -> ObedientPrinter:
    return ObedientPrinter()


@pytest.fixture
def printing(printer: ObedientPrinter, qapp: QGuiApplication) -> Iterator[TicketPrinting]:
    one = TicketPrinting(lambda: printer, 576, poll_s=0.05)
    one.start()
    yield one
    printer.gate.set()
    one.stop()


@pytest.fixture
def content() -> TicketContent:
    return worded_ticket(sample_hall(), visit(), issued(), read_catalog("kiosk"))


def test_a_ticket_is_printed_on_a_thread_of_its_own(
    printing: TicketPrinting, printer: ObedientPrinter, content: TicketContent, qtbot: QtBot
) -> None:
    heard: list[tuple[str, JobState]] = []
    printing.job.connect(lambda key, state: heard.append((key, state)))
    printing.put("key-0001", content, 10)
    qtbot.waitUntil(lambda: ("key-0001", PRINTED) in heard, timeout=10_000)
    assert [job for job, _ in printer.tickets] == ["key-0001"]
    assert printer.tickets[0][1][0] == 576
    assert threading.current_thread().name not in printer.threads


@pytest.fixture
def heard(printing: TicketPrinting) -> list[tuple[str, JobState]]:
    """Every state of a job that was told."""
    told: list[tuple[str, JobState]] = []
    printing.job.connect(lambda key, state: told.append((key, state)))
    return told


ENDS = {JobStage.PRINTED, JobStage.UNCERTAIN, JobStage.BLOCKED}
BLOCKED, WAITING = JobState(JobStage.BLOCKED), JobState(JobStage.WAITING, BlockReason.BUSY)
Heard = list[tuple[str, JobState]]
DIRECT = Qt.ConnectionType.DirectConnection


def test_a_job_that_could_not_begin_in_time_is_not_printed(
    printing: TicketPrinting, printer: ObedientPrinter, content: TicketContent, heard: Heard, qtbot: QtBot
) -> None:
    printer.gate.clear()
    printing.put("key-0001", content, 10)
    printing.put("key-0002", content, 0.05)
    qtbot.wait(150)
    printer.gate.set()
    qtbot.waitUntil(lambda: ("key-0002", BLOCKED) in heard, timeout=10_000)
    assert [job for job, _ in printer.tickets] == ["key-0001"]
    assert ("key-0001", BLOCKED) not in heard


def test_a_job_is_tried_as_long_as_its_visitor_waits(
    printing: TicketPrinting, printer: ObedientPrinter, content: TicketContent, heard: Heard, qtbot: QtBot
) -> None:
    printer.waits = [WAITING]
    begun = time.monotonic()
    printing.put("key-0001", content, 45)
    qtbot.waitUntil(lambda: ("key-0001", PRINTED) in heard, timeout=10_000)
    assert ("key-0001", WAITING) in heard
    (until,) = printer.untils
    assert until is not None
    assert begun + 45 <= until <= time.monotonic() + 45


@pytest.mark.parametrize("before", [[WAITING], [JobState(JobStage.SENDING), WAITING]])
def test_a_job_whose_visitor_has_gone_is_not_begun(  # noqa: PLR0917 - fixtures
    printing: TicketPrinting,
    printer: ObedientPrinter,
    content: TicketContent,
    heard: Heard,
    qtbot: QtBot,
    before: list[JobState],
) -> None:
    """Also one whose first byte was refused before."""
    printer.waits = before
    printing.job.connect(lambda _key, state: printing.withdraw("key-0001") if state == WAITING else None, DIRECT)
    printing.put("key-0001", content, 45)
    qtbot.waitUntil(lambda: ("key-0001", BLOCKED) in heard, timeout=10_000)
    assert printer.tickets == []


def test_what_has_begun_is_printed_to_its_end(
    printing: TicketPrinting, printer: ObedientPrinter, content: TicketContent, heard: Heard, qtbot: QtBot
) -> None:
    printer.gate.clear()
    printing.put("key-0001", content, 45)
    qtbot.waitUntil(lambda: ("key-0001", JobState(JobStage.SENDING)) in heard, timeout=10_000)
    printing.withdraw("key-0001")
    printer.gate.set()
    qtbot.waitUntil(lambda: ("key-0001", PRINTED) in heard, timeout=10_000)
    assert [job for job, _ in printer.tickets] == ["key-0001"]


def test_nothing_is_kept_of_what_is_withdrawn_after_its_end(
    printing: TicketPrinting, printer: ObedientPrinter, content: TicketContent, heard: Heard, qtbot: QtBot
) -> None:
    def has_ended(key: str) -> bool:
        return key in {one for one, state in heard if state.stage in ENDS}

    printer.fault = RuntimeError("a fault of ours")
    for key in ("key-0001", "key-0002"):
        printing.put(key, content, 45)
        qtbot.waitUntil(partial(has_ended, key), timeout=10_000)
    printing.put("key-0003", content, 45)  # the one before it has ended altogether by then
    qtbot.waitUntil(lambda: ("key-0003", PRINTED) in heard, timeout=10_000)
    heard.clear()
    for key in ("key-0001", "key-0002"):
        printing.withdraw(key)
        printing.put(key, content, 45)
        qtbot.waitUntil(partial(has_ended, key), timeout=10_000)
        assert (key, PRINTED) in heard


def test_the_printers_state_is_followed_while_it_prints(
    printing: TicketPrinting, printer: ObedientPrinter, content: TicketContent, qtbot: QtBot
) -> None:
    heard: list[PrinterStatus] = []
    printing.condition.connect(heard.append)
    printer.gate.clear()
    printing.put("key-0001", content, 10)
    printer.present = PrinterStatus(BlockReason.PAPER_OUT)
    qtbot.waitUntil(lambda: printer.present in heard, timeout=10_000)


def test_a_job_that_outlives_its_desk_tells_nobody(
    printer: ObedientPrinter, content: TicketContent, qtbot: QtBot
) -> None:
    """As at the end of the program: the paper is still running when the printing is gone."""
    printing = TicketPrinting(lambda: printer, 576, poll_s=0.05)
    heard: list[JobState] = []
    printing.job.connect(lambda _key, state: heard.append(state))
    printing.start()
    printer.gate.clear()
    printing.put("key-0001", content, 10)
    qtbot.waitUntil(lambda: JobState(JobStage.SENDING) in heard, timeout=10_000)
    (thread,) = [one for one in threading.enumerate() if one.name == "print"]
    with capture_logs() as lines:
        printing.stop()
        shiboken6.delete(printing)
        printer.gate.set()
        thread.join(10)
    assert not thread.is_alive()
    assert [job for job, _ in printer.tickets] == ["key-0001"]
    assert lines == []


def test_a_fault_of_ours_is_logged_and_printing_goes_on(
    printing: TicketPrinting,
    printer: ObedientPrinter,
    content: TicketContent,
    heard: Heard,
    qtbot: QtBot,
) -> None:
    printer.fault = ZeroDivisionError("planted")
    with capture_logs() as lines:
        printing.put("key-0001", content, 10)
        printing.put("key-0002", content, 10)
        qtbot.waitUntil(lambda: bool(printer.tickets), timeout=10_000)
    assert [state for key, state in heard if key == "key-0001"][-1] == JobState(JobStage.UNCERTAIN)
    assert [job for job, _ in printer.tickets] == ["key-0002"]
    assert [(one["event"], one["work"], one["reason"]) for one in lines] == [
        ("work_failed", "print", "ZeroDivisionError: planted")
    ]
