"""Printing away from the Qt thread: one thread prints, another asks the printer how it is.

Signals are emitted from those threads; Qt queues them to the thread of a receiving QObject.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PIL import Image
from PySide6.QtCore import QObject, Signal, SignalInstance

from hardware.printer.anchor_layout import AnchorContent, render_anchor
from hardware.printer.driver import TicketPrinter
from hardware.printer.job import JobStage, JobState
from hardware.printer.ticket_content import TicketContent, TicketLabels
from hardware.printer.ticket_layout import render_ticket
from hardware.printer.ticket_slip import Slip
from program.tending import tended_thread

POLL_S = 3.0
REHEARSED = TicketContent(
    hall="就業中心",
    number="A001",
    service="服務",
    labels=TicketLabels(people_ahead="人數", estimate="等候", issued_at="時間", papers="請準備"),
    people_ahead="1 人",
    issued_at="09:00",
    qr="http://127.0.0.1/t#0000000000000000000000",
    papers=("證件、照片、存摺、離職證明" * 4,) * 6,
    missed_rule="過號請洽服務台",
)
"""Drawn once at the start and thrown away: the first visitor does not wait for fonts to be read. Long, so that it is
tried in every style, down to the densest."""


_BEGUN = frozenset({JobStage.SENDING, JobStage.AWAITING_CONFIRMATION})
"""A byte may have gone out."""


@dataclass(frozen=True)
class _Job:
    key: str
    draw: Callable[[Slip | int], Image.Image]
    until: float
    """Monotonic instant, seconds."""


class _Withdrawn(Exception):
    """Its visitor has gone before a byte of it went out."""


class TicketPrinting(QObject):
    """A printer's two threads. `start` and `stop` it from the Qt thread."""

    condition = Signal(object)
    """A PrinterStatus, after every question and at once when a job's own state tells of it."""
    confirms = Signal(object)
    """Whether the printer proves that a ticket came out: True, False, or None while that is not known."""
    job = Signal(str, object)
    """Key of an intent and the JobState of its ticket, each change; its end, whatever ends it."""

    def __init__(
        self,
        open_printer: Callable[[], TicketPrinter],
        slip: Slip | int,
        parent: QObject | None = None,
        *,
        poll_s: float = POLL_S,
    ) -> None:
        """`open_printer` is called on the printing thread, since it may take a while; tickets are drawn for `slip`."""
        super().__init__(parent)
        self._open = open_printer
        self._slip = slip
        self._poll_s = poll_s
        self._jobs: queue.Queue[_Job | None] = queue.Queue()
        self._stopping = threading.Event()
        self._again = threading.Event()
        self._lock = threading.Lock()
        self._withdrawn: dict[str, bool] = {}
        """Of each job that has not ended, by key."""
        self._printer: TicketPrinter | None = None
        self._threads = (
            tended_thread("print", self._print_jobs, self._stopping),
            tended_thread("printer-status", self._poll, self._stopping),
        )
        self._opened = threading.Event()

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Takes no more jobs, tells nothing more, and joins the threads for a moment; a job in the printer is left to
        it.
        """
        self._stopping.set()
        self._again.set()
        self._opened.set()
        self._jobs.put(None)
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=1)

    def put(self, key: str, content: TicketContent, patience_s: float) -> None:
        """Prints a ticket. As long as no byte has gone out, it is tried for `patience_s`, and no longer: nobody would
        stand there to take it.
        """
        self._put(_Job(key, partial(render_ticket, content), time.monotonic() + patience_s))

    def put_anchor(self, key: str, content: AnchorContent, patience_s: float) -> None:
        """Prints an anchor, as `put` does a ticket; for a moment when no visitor is here."""
        self._put(_Job(key, partial(render_anchor, content), time.monotonic() + patience_s))

    def withdraw(self, key: str) -> None:
        """Its visitor has gone: unless it has begun, it is not printed any more. One that has ended is left alone."""
        with self._lock:
            if key in self._withdrawn:
                self._withdrawn[key] = True

    def _put(self, job: _Job) -> None:
        with self._lock:
            self._withdrawn[job.key] = False
        self._jobs.put(job)

    def _is_withdrawn(self, job: _Job) -> bool:
        with self._lock:
            return self._withdrawn.get(job.key, False)

    def _print_jobs(self) -> None:
        if self._printer is None:
            self._printer = self._open()
            render_ticket(REHEARSED, self._slip)
            self._opened.set()
        while (job := self._jobs.get()) is not None:
            try:
                self._print(self._printer, job)
            finally:
                with self._lock:
                    self._withdrawn.pop(job.key, None)

    def _print(self, printer: TicketPrinter, job: _Job) -> None:
        begun = False

        def told(state: JobState) -> None:
            nonlocal begun
            if state.stage is JobStage.WAITING:
                begun = False
            if not begun and self._is_withdrawn(job):
                raise _Withdrawn
            begun = begun or state.stage in _BEGUN
            self._tell(self.job, job.key, state)
            if state.reason is not None:
                self._again.set()

        if self._is_withdrawn(job) or time.monotonic() > job.until:
            self._tell(self.job, job.key, JobState(JobStage.BLOCKED))
            return
        try:
            printer.print_ticket(job.draw(self._slip), job.key, told, until=job.until)
        except _Withdrawn:
            self._tell(self.job, job.key, JobState(JobStage.BLOCKED))
        except Exception:
            self._tell(self.job, job.key, JobState(JobStage.UNCERTAIN if begun else JobStage.BLOCKED))
            raise
        self._again.set()

    def _tell(self, signal: SignalInstance, *what: object) -> None:
        """A job may outlive the printing, and an object that is gone has no signals."""
        if not self._stopping.is_set():
            signal.emit(*what)

    def _poll(self) -> None:
        self._opened.wait()
        printer = self._printer
        while printer is not None and not self._stopping.is_set():
            self._tell(self.condition, printer.status())
            self._tell(self.confirms, printer.health.confirms)
            self._again.wait(self._poll_s)
            self._again.clear()
