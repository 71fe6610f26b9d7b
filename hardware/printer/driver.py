"""The ticket printer as the rest of the system sees it, and its ESC/POS driver.

Printers differ most in what they answer. What this one answers is learnt, kept, and decides what is asked and waited
for; no silence holds a job or a question up beyond its deadline. All time limits are of the monotonic clock.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from PIL import Image

from hardware.printer import escpos
from hardware.printer.answer_store import AnswerStore, MemoryAnswerStore, place
from hardware.printer.answers import NOTHING_KNOWN, Acquaintance
from hardware.printer.connection import PrinterConnection
from hardware.printer.delivery import Delivery, Job, OnState
from hardware.printer.inquiry import Inquiry
from hardware.printer.job import DeadlinePassed, JobEvent, JobStage, JobState, LinkLost, StatusRead, TriedAgain, advance
from hardware.printer.line import OpenLink, PrinterLine
from hardware.printer.profile import PrinterProfile, profile_named
from hardware.printer.settings import PrinterHealth, PrinterSettings
from hardware.printer.status import UNKNOWN_STATUS, BlockReason, PrinterStatus
from hardware.transport import (
    Address,
    TransportBusyError,
    TransportError,
    TransportLostError,
    TransportTimeoutError,
    TransportUnavailableError,
    open_transport,
    parse_address,
)

log = logging.getLogger(__name__)

_UNHEARD = StatusRead(UNKNOWN_STATUS)
_AGAIN_S = 0.5
"""Between two tries of a job of which no byte has gone out."""
_PATIENT_S = 10.0
"""So long a job that waits keeps a connection on which nothing is answered: it may be the next in a queue of hosts."""
_GRACE_S = 8.0
"""For so long after its last answer a printer that cannot be reached is taken to be what it was: another host may have
it, or it takes no new connection so soon after the last."""
_TAKEN_S = 20.0
"""The same where somebody is there who takes no caller now."""


class TicketPrinter(Protocol):
    """Puts tickets on paper. Safe to use from several threads; one job at a time."""

    @property
    def health(self) -> PrinterHealth:
        """What is known of the printer."""

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
        self.profile: PrinterProfile = profile_named(settings.profile)
        self.address: Address = parse_address(settings.url)
        self._now = now
        self._pause = pause
        self._store = answers or MemoryAnswerStore()
        self._place = place(settings.url, settings.profile)
        self._known = Acquaintance(self.profile.first_guess, self._store.load(self._place) or NOTHING_KNOWN)
        self._kept = self._known.learnt
        self.health = PrinterHealth(confirms=self._known.confirms)
        self._one_at_a_time = threading.Lock()
        self._line = PrinterLine(
            self.address,
            open_link,
            now,
            connect_s=settings.connect_timeout_s,
            idle_s=self.profile.idle_close_s if self.profile.keep_open else 0.0,
        )
        self._inquiry = Inquiry(settings, self.profile, self._line, self._known, now)
        self._delivery = Delivery(
            settings,
            line=self._line,
            known=self._known,
            inquiry=self._inquiry,
            note=self._note,
            now=now,
            pause=pause,
        )

    @property
    def width(self) -> int:
        """Dots across the paper."""
        return self.profile.width_dots

    def status(self) -> PrinterStatus:
        """See TicketPrinter."""
        if not self._one_at_a_time.acquire(blocking=False):
            return self.health.status
        try:
            self._ask(at_rest=True)
            self._line.leave()
            return self.health.status
        finally:
            self._keep()
            self._one_at_a_time.release()

    def print_ticket(
        self, image: Image.Image, job_id: str, on_state: OnState, *, until: float | None = None
    ) -> JobState:
        """See TicketPrinter."""
        picture, identity = escpos.encode_ticket(image, self.profile), escpos.process_id(job_id)
        with self._one_at_a_time:
            job = Job(on_state)
            try:
                while (connection := self._begin(job, until)) is not None:
                    job.load(self._inquiry.lead() + picture, identity, self._known, self._line)
                    if self._deliver(connection, job, until):
                        break
            except BaseException:
                self._interrupted(job)
                self._line.drop(discard=True)
                raise
            finally:
                self._keep()
            log.info("job %s: %s", job_id, job.state)
            return job.state

    def _ask(self, *, at_rest: bool) -> tuple[PrinterConnection | None, JobEvent]:
        """Reach the printer and ask how it is; no connection where that failed, which is closed then."""
        held = self._line.holds
        try:
            connection = self._line.open()
            status = self._inquiry.status(connection, at_rest=at_rest)
        except TransportError as error:
            self._line.drop()
            if held and isinstance(error, TransportLostError):
                # One that was held may have been closed by the printer meanwhile, which says nothing about it.
                return self._ask(at_rest=at_rest)
            return None, self._failure(error, 0)
        if status == UNKNOWN_STATUS:
            self._note_silence()
        else:
            self._note(status)
        return connection, StatusRead(status)

    def _begin(self, job: Job, until: float | None) -> PrinterConnection | None:
        """Reach a printer that is ready, for a job that is sending then; None when the job has ended instead."""
        patient_until = self._now() + _PATIENT_S
        while True:
            connection, found = self._ask(at_rest=False)
            ready = isinstance(found, StatusRead) and found.status.ready
            if ready or not self._again(job, found, until):
                job.tell(found)
                if not ready:
                    self._line.leave()
                return connection if ready else None
            if found != _UNHEARD or self._now() >= patient_until:
                patient_until = self._now() + _PATIENT_S
                if found == _UNHEARD:
                    self._line.drop()

    def _again(self, job: Job, failure: JobEvent, until: float | None) -> bool:
        """Whether there is time for another try of a job of which nothing has gone out; it is told, and time passes."""
        if until is None or job.written or self._now() + _AGAIN_S >= until:
            return False
        job.tell(TriedAgain(advance(job.state, failure).reason or BlockReason.UNKNOWN))
        self._pause(_AGAIN_S)
        return True

    def _deliver(self, connection: PrinterConnection, job: Job, until: float | None) -> bool:
        """Bring the job to the printer; false when no byte went out, and it is to be tried again."""
        try:
            self._delivery.deliver(connection, job)
        except TransportError as error:
            self._line.drop(discard=True)
            failure = self._failure(error, job.written)
            if self._again(job, failure, until):
                return False
            self._interrupted(job)
            job.tell(failure)
            return True
        self._inquiry.clean()
        self._line.leave()
        self._count(job)
        return True

    def _interrupted(self, job: Job) -> None:
        """Remember whether the printer may wait for the rest of a picture."""
        if job.written and not job.state.ended:
            # Bytes that were handed over may be lost all the same, unless the printer spoke after them.
            held_whole = job.sent and job.state.reason not in {None, BlockReason.UNKNOWN}
            self._inquiry.doubtful(half=not held_whole)

    def _count(self, job: Job) -> None:
        if job.state.stage is JobStage.PRINTED:
            self.health.printed += 1
        else:
            self.health.sent += 1
        near_end = self.health.status.paper_near_end
        self.health.tickets_since_near_end = self.health.tickets_since_near_end + 1 if near_end else 0

    def _failure(self, error: TransportError, written: int) -> JobEvent:
        """What the end of a link means to a job."""
        self._note_failure(error)
        if isinstance(error, TransportTimeoutError):
            return DeadlinePassed(written)
        return LinkLost(written, busy=self._taken(error))

    def _keep(self) -> None:
        """Store what was learnt since."""
        self.health.confirms = self._known.confirms
        if self._known.learnt != self._kept:
            self._kept = self._known.learnt
            self._store.save(self._place, self._kept)

    # What is known of the printer

    def _note(self, status: PrinterStatus) -> PrinterStatus:
        """The printer answered, or its silence is known to say nothing."""
        if status.blocked is not BlockReason.UNKNOWN:
            self.health.answered_at = self._now()
        return self._say(status)

    def _note_silence(self) -> PrinterStatus:
        return self.health.status if self._heard_within(_GRACE_S) else self._say(UNKNOWN_STATUS)

    def _note_failure(self, error: TransportError) -> PrinterStatus:
        """A link that cannot be opened is an offline printer, or for as long as somebody is there who takes no caller
        a busy one; one that does not answer is an unknown one."""
        self.health.last_error = str(error)
        if not isinstance(error, TransportTimeoutError | TransportBusyError):
            self._known.lost()
        if isinstance(error, TransportLostError):
            self._inquiry.link_failed()
        if not isinstance(error, TransportUnavailableError):
            return self._note_silence()
        taken = self._taken(error)
        if self._heard_within(_TAKEN_S if taken else _GRACE_S):
            return self.health.status
        return self._say(PrinterStatus(BlockReason.BUSY if taken else BlockReason.OFFLINE))

    def _taken(self, error: TransportError) -> bool:
        """Whether another host has it. Where a network address refuses that was never heard, none may be there."""
        known = self.address.scheme != "tcp" or self.health.answered_at is not None
        return known and isinstance(error, TransportBusyError)

    def _heard_within(self, seconds: float) -> bool:
        return self.health.answered_at is not None and self._now() < self.health.answered_at + seconds

    def _say(self, status: PrinterStatus) -> PrinterStatus:
        if status.blocked is not self.health.status.blocked:
            log.info("printer: %s", status.blocked or "ready")
        self.health.status = status
        return status
