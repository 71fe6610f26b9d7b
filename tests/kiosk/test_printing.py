"""Printing away from the Qt thread, with a printer that does as it is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PIL import Image
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from structlog.testing import capture_logs

from hardware.printer.job import JobStage, JobState
from hardware.printer.status import BlockReason, PrinterStatus
from hardware.printer.ticket_content import TicketContent
from kiosk.printing import TicketPrinting
from kiosk.ticket_words import worded_ticket
from program.texts import read_catalog
from tests.kiosk.sample_hall import issued, sample_hall, visit

PRINTED = JobState(JobStage.PRINTED)


class ObedientPrinter:
    """A TicketPrinter for tests: prints at once, or waits at its gate, or fails."""

    def __init__(self) -> None:
        self.present = PrinterStatus(None)
        self.gate = threading.Event()
        self.gate.set()
        self.fault: Exception | None = None
        self.tickets: list[tuple[str, tuple[int, int]]] = []
        self.threads: set[str] = set()

    def status(self) -> PrinterStatus:
        self.threads.add(threading.current_thread().name)
        return self.present

    def print_ticket(
        self, image: Image.Image, job_id: str, on_state: object, *, until: float | None = None
    ) -> JobState:
        assert callable(on_state)
        self.threads.add(threading.current_thread().name)
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


def test_a_job_whose_visitor_was_told_otherwise_is_not_printed(
    printing: TicketPrinting, printer: ObedientPrinter, content: TicketContent, qtbot: QtBot
) -> None:
    printer.gate.clear()
    printing.put("key-0001", content, 10)
    dropped: list[str] = []
    printing.dropped.connect(dropped.append)
    printing.put("key-0002", content, 0.05)
    qtbot.wait(150)
    printer.gate.set()
    qtbot.waitUntil(lambda: dropped == ["key-0002"], timeout=10_000)
    assert [job for job, _ in printer.tickets] == ["key-0001"]


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
    qtbot: QtBot,
) -> None:
    dropped: list[str] = []
    printing.dropped.connect(dropped.append)
    printer.fault = ZeroDivisionError("planted")
    with capture_logs() as lines:
        printing.put("key-0001", content, 10)
        printing.put("key-0002", content, 10)
        qtbot.waitUntil(lambda: bool(printer.tickets), timeout=10_000)
    assert dropped == ["key-0001"]
    assert [job for job, _ in printer.tickets] == ["key-0002"]
    assert [(one["event"], one["work"], one["reason"]) for one in lines] == [
        ("work_failed", "print", "ZeroDivisionError: planted")
    ]
