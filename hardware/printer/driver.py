"""The ticket printer as the rest of the system sees it, and its ESC/POS driver.

One short connection for each job and each status question: a printer that kept an old connection half
open takes no new one. All time limits are of the monotonic clock.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from PIL import Image

from hardware.printer import escpos
from hardware.printer.answer_store import AnswerStore, MemoryAnswerStore
from hardware.printer.connection import PrinterConnection
from hardware.printer.job import (
    QUEUED,
    Begin,
    Confirmed,
    DeadlinePassed,
    JobEvent,
    JobStage,
    JobState,
    LinkLost,
    Progress,
    Sent,
    Stalled,
    StatusRead,
    advance,
)
from hardware.printer.profile import PrinterProfile, profile_named
from hardware.printer.settings import PrinterHealth, PrinterSettings
from hardware.printer.status import UNKNOWN_STATUS, BlockReason, PrinterStatus
from hardware.transport import (
    Address,
    Transport,
    TransportError,
    TransportTimeoutError,
    TransportUnavailableError,
    open_transport,
    parse_address,
)

log = logging.getLogger(__name__)

_SETTLE_S = 0.2

OnState = Callable[[JobState], None]
OpenLink = Callable[[Address, float], Transport]
"""Opens a link within so many seconds; raises TransportUnavailableError."""


class TicketPrinter(Protocol):
    """Puts tickets on paper. Safe to use from several threads; one job at a time."""

    def status(self) -> PrinterStatus:
        """Return the printer's state, within about 5 s; while a job is printed, what is known of it."""

    def print_ticket(
        self, image: Image.Image, job_id: str, on_state: OnState, *, until: float | None = None
    ) -> JobState:
        """Print a picture of mode "1" as one ticket and return how that ended.

        ``on_state`` is told each new state before it is acted on, so that it can be stored first; what it
        raises stops the job there. It is also told how far a job has come that takes its time. As long as no byte has
        gone out, a job that cannot begin is tried again until the instant ``until`` (monotonic, s), and said to be
        ``waiting``; without ``until`` it is tried once. The end is ``printed`` (proved); ``sent`` (this printer proves
        nothing); ``blocked`` (nothing went out, may be tried again at will); or ``uncertain`` (may have been printed,
        never to be sent again without a person).
        """


def open_printer(settings: PrinterSettings, *, answers: AnswerStore | None = None) -> "EscPosPrinter":
    """Return the driver for a printer, ready to print without delay. Nothing is sent yet.

    ``answers`` keeps what is learnt of it. Raises ValueError for an address or a profile that is not understood.
    """
    printer = EscPosPrinter(settings, answers=answers)
    escpos.warm_up()
    return printer


class _Job:
    """A job on its way: its state, told before it is acted on, and how much of it has gone out."""

    def __init__(self, on_state: OnState) -> None:
        self.state = QUEUED
        self.written = 0
        self.sent = False
        self._on_state = on_state

    def tell(self, event: JobEvent) -> JobState:
        """Take the step that ``event`` means."""
        state = advance(self.state, event)
        if state != self.state:
            self._on_state(state)
            self.state = state
        return state


class EscPosPrinter:
    """A TicketPrinter that speaks ESC/POS."""

    def __init__(
        self,
        settings: PrinterSettings,
        *,
        answers: AnswerStore | None = None,
        open_link: OpenLink = open_transport,
        now: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """``answers`` keeps what is learnt of the printer. The others are its only ways to the world: ``open_link``
        makes a link whose deadlines are instants of ``now``, in seconds, and ``pause`` lets seconds pass.
        """
        self.settings = settings
        self._answers = answers or MemoryAnswerStore()
        self._open_link = open_link
        self._now = now
        self._pause = pause
        self.profile: PrinterProfile = profile_named(settings.profile)
        self.address: Address = parse_address(settings.url)
        self.health = PrinterHealth()
        self._line = threading.Lock()
        # A new process does not know how the last one left the printer.
        self._out_of_step = True
        self._half_ticket = False

    @property
    def width(self) -> int:
        """Dots across the paper."""
        return self.profile.width_dots

    def status(self) -> PrinterStatus:
        """See TicketPrinter."""
        if not self._line.acquire(blocking=False):
            return self.health.status
        try:
            connection = self._connect()
            try:
                return self._ask(connection)
            finally:
                connection.close()
        except TransportError as error:
            return self._note_failure(error)
        finally:
            self._line.release()

    def print_ticket(
        self,
        image: Image.Image,
        job_id: str,
        on_state: OnState,
        *,
        until: float | None = None,  # noqa: ARG002  taken up by what is built on this
    ) -> JobState:
        """See TicketPrinter."""
        identity = escpos.process_id(job_id)
        data = escpos.encode_job(image, self.profile, identity)
        with self._line:
            job = _Job(on_state)
            job.tell(Begin())
            try:
                connection = self._connect()
            except TransportError as error:
                self._note_failure(error)
                return job.tell(LinkLost())
            try:
                self._print(connection, data, identity, job)
            except TransportTimeoutError as error:
                self.health.last_error = str(error)
                job.tell(DeadlinePassed(job.written))
            except TransportError as error:
                self._note_failure(error)
                job.tell(LinkLost(job.written))
            finally:
                self._end(connection, job)
            log.info("job %s: %s", job_id, job.state)
            return job.state

    def _connect(self) -> PrinterConnection:
        transport = self._open_link(self.address, self.settings.connect_timeout_s)
        return PrinterConnection(transport, self.settings.status_timeout_s)

    def _ask(self, connection: PrinterConnection) -> PrinterStatus:
        """Ask for the printer's state; when it may be out of step, bring it back."""
        if self._half_ticket:
            # Before any question: its bytes could be taken for the size of a picture.
            return self._note(self._into_step(connection))
        status = connection.ask_status()
        if self._out_of_step and status.blocked in {None, BlockReason.UNKNOWN}:
            wait_s = self.settings.status_timeout_s
            if status.ready and connection.answers_in_turn(time.monotonic() + wait_s, settle_s=_SETTLE_S):
                self._out_of_step = False
            else:
                status = self._into_step(connection)
        return self._note(status)

    def _into_step(self, connection: PrinterConnection) -> PrinterStatus:
        """End a picture that is waited for, and let answers to earlier jobs come in and be dropped."""
        preamble = escpos.resync_preamble(self.profile, cut=self._half_ticket)
        wait_s = self.settings.resync_timeout_s + self._line_seconds(len(preamble))
        connection.write(preamble, time.monotonic() + wait_s)
        self._half_ticket = False
        in_step = connection.answers_in_turn(time.monotonic() + wait_s, settle_s=_SETTLE_S)
        self._out_of_step = not in_step
        status = connection.ask_status()
        return UNKNOWN_STATUS if status.ready and not in_step else status

    def _line_seconds(self, count: int) -> float:
        """How long ``count`` bytes take on a serial line, with a half more in reserve; 0 elsewhere."""
        if not self.address.baud:
            return 0.0
        return 1.5 * count * self.address.bits_per_byte / self.address.baud

    def _sending_s(self, count: int) -> float:
        return self.settings.job_timeout_s + self._line_seconds(count)

    def _print(self, connection: PrinterConnection, data: bytes, identity: bytes, job: "_Job") -> None:
        status = self._ask(connection)
        job.tell(StatusRead(status))
        if job.state.stage is JobStage.SENDING:
            self._send(connection, data, job)
            self._await_confirmation(connection, identity, job)

    def _send(self, connection: PrinterConnection, data: bytes, job: "_Job") -> None:
        """Hand the job over. A printer that stops in mid-picture cannot be asked why: it is waited for."""
        deadline = time.monotonic() + self._sending_s(len(data))
        while job.written < len(data):
            try:
                connection.write(data[job.written :], min(deadline, time.monotonic() + self.settings.stall_s))
                job.written = len(data)
            except TransportTimeoutError as error:
                job.written += error.written
                if error.written and job.state.reason is not None:
                    job.tell(Progress(job.written, len(data)))
                    deadline = time.monotonic() + self._sending_s(len(data) - job.written)
                elif not error.written and job.state.reason is None and job.written:
                    job.tell(Stalled())
                    self.health.status = UNKNOWN_STATUS
                    deadline = time.monotonic() + self.settings.hold_s
                if time.monotonic() >= deadline or not job.written:
                    raise
            except TransportError as error:
                job.written += error.written
                raise
        job.sent = True
        job.tell(Sent())

    def _await_confirmation(self, connection: PrinterConnection, identity: bytes, job: "_Job") -> None:
        """Wait until the printer says that the job is done. While it says what halts it, it is given time."""
        wanted = identity if self.profile.answers_process_id else None
        patience = self._sending_s(job.written)
        deadline = time.monotonic() + patience
        while True:
            if connection.wait_for_confirmation(wanted, min(deadline, time.monotonic() + self.settings.poll_s)):
                job.tell(Confirmed())
                return
            if time.monotonic() >= deadline:
                raise TransportTimeoutError("the printer did not confirm the job", job.written)
            status = self._note(connection.ask_status(keep=True))
            if status.blocked is not BlockReason.UNKNOWN and status.blocked != job.state.reason:
                job.tell(StatusRead(status))
                deadline = time.monotonic() + (patience if status.ready else self.settings.hold_s)

    def _end(self, connection: PrinterConnection, job: "_Job") -> None:
        """Close, and remember whether the printer may wait for the rest of a picture."""
        done = job.state.stage in {JobStage.PRINTED, JobStage.BLOCKED}
        connection.close(discard=not done)
        if job.state.stage is JobStage.PRINTED:
            self.health.printed += 1
            near_end = self.health.status.paper_near_end
            self.health.tickets_since_near_end = self.health.tickets_since_near_end + 1 if near_end else 0
        elif not done:
            self._out_of_step = True
            # Bytes that were handed over may be lost all the same, unless the printer spoke after them.
            held_whole = job.sent and job.state.reason not in {None, BlockReason.UNKNOWN}
            self._half_ticket = job.written > 0 and not held_whole

    def _note(self, status: PrinterStatus) -> PrinterStatus:
        if status.blocked is not BlockReason.UNKNOWN:
            self.health.answered_at = time.monotonic()
        if status.blocked is not self.health.status.blocked:
            log.info("printer: %s", status.blocked or "ready")
        self.health.status = status
        return status

    def _note_failure(self, error: TransportError) -> PrinterStatus:
        """A link that cannot be opened is an offline printer; one that does not answer is an unknown one."""
        self.health.last_error = str(error)
        offline = isinstance(error, TransportUnavailableError)
        return self._note(PrinterStatus(BlockReason.OFFLINE) if offline else UNKNOWN_STATUS)
