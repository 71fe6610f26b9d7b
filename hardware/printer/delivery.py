"""Bringing one job to the printer: its bytes, and the wait for what proves that it came out."""

import logging
from collections.abc import Callable

from hardware.printer import escpos
from hardware.printer.answers import PROOFS, REAL_TIME, Acquaintance, Question
from hardware.printer.checkpoints import with_checkpoints
from hardware.printer.connection import PrinterConnection
from hardware.printer.inquiry import Inquiry
from hardware.printer.job import (
    QUEUED,
    Begin,
    Confirmed,
    JobEvent,
    JobState,
    Progress,
    Sent,
    Stalled,
    StatusRead,
    Unproved,
    advance,
)
from hardware.printer.line import PrinterLine
from hardware.printer.settings import PrinterSettings
from hardware.printer.status import BlockReason, PrinterStatus
from hardware.transport import TransportClosedError, TransportError, TransportTimeoutError

log = logging.getLogger(__name__)

OnState = Callable[[JobState], None]

_STEP_S = 0.5
"""Progress is told so often."""
_BUFFERED = 8192
"""Bytes that a system holds for a device, so that a slow line seems to stand still while they drain."""
_STRANGERS_PROOF_S = 6.0
"""How long the proof of a job is waited for that this printer may never give."""
_WATCH_S = 2.0
"""How long a printer that proves nothing is watched after its job, while the paper runs."""
_BETWEEN_CHECKPOINTS_S = 0.5
"""A power cut that a printer comes back from takes longer, so that a question is lost with the bytes."""
_SMALL_BUFFER = 4_000
"""A printer that forgets what it held, while more comes on a quick line, forgets no fewer bytes."""
_MOST_ON_THE_WAY_S = 60.0
"""Of the time that sending took, what may be needed again by bytes that are still on their way."""
_BY_STAFF = frozenset({BlockReason.PAPER_OUT, BlockReason.COVER})
"""What lasts until somebody comes."""
_PAPER_AFTER_TURN_S = 1.5
"""Between the report in its turn and the id from paper, of a printer that gives both."""


class Job:
    """A job on its way: its bytes, how many have gone out, and its state, told before it is acted on."""

    def __init__(self, on_state: OnState) -> None:
        self.data = self.identity = b""
        self.state = QUEUED
        self.written = 0
        self.asked: frozenset[Question] = frozenset()
        """What its last bytes ask, to prove it."""
        self.checkpoints = 0
        """Questions within it."""
        self._on_state = on_state
        self.tell(Begin())

    def load(self, picture: bytes, identity: bytes, known: Acquaintance, line: PrinterLine) -> None:
        """Take up its bytes, with the questions behind them that this printer answers or may answer."""
        self.checkpoints = 0
        on_paper = known.answers(Question.PRINTED) and not line.bytes_per_s
        if known.proved(Question.DONE) and (line.bytes_per_s or (known.proved(Question.EACH) and not on_paper)):
            most = int(line.bytes_per_s * _BETWEEN_CHECKPOINTS_S) or _SMALL_BUFFER // 2
            picture, self.checkpoints = with_checkpoints(picture, most)
        # One that does not know it prints the question for the id as text.
        asked = {
            Question.DONE: known.answers(Question.DONE) is not False,
            Question.PRINTED: known.answers(Question.PRINTED) and not self.checkpoints,
        }
        self.asked = frozenset(question for question, wanted in asked.items() if wanted)
        in_turn, printed = Question.DONE in self.asked, Question.PRINTED in self.asked
        self.identity = identity
        self.data = picture + escpos.confirmation(identity, in_turn=in_turn, printed=printed)

    @property
    def sent(self) -> bool:
        """Whether all of it was handed over."""
        return self.written >= len(self.data)

    def tell(self, event: JobEvent) -> JobState:
        """Take the step that ``event`` means."""
        state = advance(self.state, event)
        moved = (state.written, state.total) != (self.state.written, self.state.total)
        if state != self.state or (moved and state.total):
            self._on_state(state)
        self.state = state
        return state


class Delivery:
    """Delivers jobs to one printer. Methods raise TransportError when the link fails on the way."""

    def __init__(
        self,
        settings: PrinterSettings,
        *,
        line: PrinterLine,
        known: Acquaintance,
        inquiry: Inquiry,
        note: Callable[[PrinterStatus], object],
        now: Callable[[], float],
        pause: Callable[[float], None],
    ) -> None:
        """``note`` is told each state of the printer that becomes known meanwhile."""
        self._settings = settings
        self._line = line
        self._known = known
        self._inquiry = inquiry
        self._note = note
        self._now = now
        self._pause = pause

    def deliver(self, connection: PrinterConnection, job: Job) -> None:
        """Hand the job over, and see it through to its end: printed, or sent by a printer that proves nothing.

        A job that is being sent is ``sending`` already. Raises TransportTimeoutError when the time is up.
        """
        connection.begin_job()
        began = self._now()
        self._send(connection, job)
        if Question.DONE in job.asked:
            connection.expect_in_turn(1 + job.checkpoints)
        job.tell(Sent())
        try:
            self._see_through(connection, job, min(_MOST_ON_THE_WAY_S, self._now() - began))
        except TransportClosedError:
            # One that says nothing anyway has taken the whole job, and closes a link on which nothing more comes.
            if self._inquiry.speaks or job.state.reason is not None:
                raise
            self._conclude(job, PrinterStatus(None))

    def _send(self, connection: PrinterConnection, job: Job) -> None:
        """Hand the bytes over. A printer that stops in mid-picture cannot be asked why: it is waited for."""
        moved_at = told_at = self._now()
        give_up_at = moved_at + self._settings.job_timeout_s + self._line.seconds(len(job.data)) + self._settings.hold_s
        while not job.sent:
            if self._now() >= give_up_at:
                raise TransportTimeoutError("the printer took too long to take the job")
            at = self._now()
            step = self._step(job)
            try:
                connection.write(step, at + _STEP_S)
                moved = len(step)
            except TransportTimeoutError as error:
                moved = error.written
            except TransportError as error:
                job.written += error.written
                raise
            job.written += moved
            if moved:
                moved_at = self._now()
                if job.state.reason is not None or moved_at >= told_at + _STEP_S:
                    told_at = moved_at
                    job.tell(Progress(job.written, len(job.data)))
                self._pace(moved, at)
            elif self._now() >= moved_at + self._stall_s:
                self._stalled(job, moved_at)

    def _step(self, job: Job) -> bytes:
        """The bytes to hand over next: on a line that hides its slowness, as many as it takes in a moment."""
        end = job.written + max(1, int(self._line.bytes_per_s * _STEP_S / 2)) if self._line.paced else len(job.data)
        return job.data[job.written : end]

    def _pace(self, count: int, since: float) -> None:
        if self._line.paced:
            self._pause(max(0.0, since + count / self._line.bytes_per_s - self._now()))

    @property
    def _stall_s(self) -> float:
        return self._settings.stall_s + self._line.seconds(_BUFFERED)

    def _stalled(self, job: Job, since: float) -> None:
        """No byte has moved for too long."""
        if not job.written or self._now() >= since + self._stall_s + self._settings.hold_s:
            raise TransportTimeoutError("the printer stopped taking bytes")
        if job.state.reason is None:
            job.tell(Stalled())
            self._note(PrinterStatus(BlockReason.UNKNOWN))

    def _see_through(self, connection: PrinterConnection, job: Job, sending_s: float) -> None:
        """Wait for the proof, as long as this printer is likely to need. While it says what halts it, it has time."""
        began = self._now()
        patience_s = self._patience_s(job, sending_s)
        # What it has been handed may still be on a line that nobody told us is slow.
        last = began + max(patience_s, self._settings.job_timeout_s + sending_s)
        deadline = began + patience_s
        halted, silent, roll_until = False, False, 0.0
        while True:
            until = min(deadline, self._now() + self._settings.poll_s)
            if self._confirmed(connection, job, began, until, halted=halted):
                return
            asked = self._inquiry.at_work(connection)
            halted |= not asked.ready
            known = asked.blocked is not BlockReason.UNKNOWN
            awoke, silent = asked.ready and silent, not known
            if known:
                self._note(asked)
                if asked.blocked != job.state.reason:
                    job.tell(StatusRead(asked))
                    deadline = self._now() + (patience_s if asked.ready else self._settings.hold_s)
                    last = max(last, deadline)
                    roll_until = self._now() + self._settings.roll_s
                elif asked.blocked in _BY_STAFF:
                    # Should it fall silent, it has the time of a silent one from now on.
                    deadline = max(deadline, min(roll_until, self._now() + self._settings.hold_s))
                if awoke and self._now() < began + self._settings.hold_s:
                    # Its answers had stood behind bytes that it did not read, and so may the proof.
                    deadline = max(deadline, self._now() + _STRANGERS_PROOF_S + self._known.learnt.slowest_proof_s)
                connection.ask_again(deadline)
            if self._now() >= deadline:
                deadline = self._longer(connection, job, asked, last)
                if self._now() >= deadline:
                    if not self._confirmed(connection, job, began, self._now(), halted=halted):
                        self._conclude(job, asked)
                    return

    def _longer(self, connection: PrinterConnection, job: Job, asked: PrinterStatus, last: float) -> float:
        """The time is up: until when it is waited for all the same; now, when there is no reason to."""
        now = self._now()
        if asked.blocked is not BlockReason.UNKNOWN or job.state.reason is not None:
            return now
        if now < last:
            # Its answers may stand behind bytes that it has not yet read.
            return last
        if not connection.credible:
            return now
        # It halted with a full buffer, and cannot say so.
        self._note(asked)
        job.tell(StatusRead(asked))
        return now + self._settings.hold_s

    def _confirmed(self, connection: PrinterConnection, job: Job, began: float, until: float, *, halted: bool) -> bool:
        """Wait for a proof until an instant; whether there is one that can be believed, and the job has ended."""
        proof = connection.proof(job.identity if Question.PRINTED in job.asked else None, until)
        if proof is None or not self._believed(connection, job, proof):
            return False
        self._known.heard(proof, 0.0 if halted else self._now() - began)
        job.tell(Confirmed())
        return True

    def _patience_s(self, job: Job, sending_s: float) -> float:
        line_s = 0.0 if self._line.paced else self._line.seconds(min(len(job.data), _BUFFERED))
        if self._proves:
            slow = 3 * self._known.learnt.slowest_proof_s
            return max(self._settings.job_timeout_s, slow) + line_s + sending_s
        return (_STRANGERS_PROOF_S if self._known.confirms is not False else _WATCH_S) + line_s

    @property
    def _proves(self) -> bool:
        """Whether this printer has ever proved anything."""
        return any(self._known.proved(question) for question in PROOFS)

    def _believed(self, connection: PrinterConnection, job: Job, proof: Question) -> bool:
        """A report in its turn is a proof, while the printer lives; an id from paper that may follow is waited for.

        The report is one byte, as a line may give it that breaks in mid-ticket.
        """
        if proof is Question.PRINTED:
            return True
        if Question.PRINTED not in job.asked:
            lives = self._inquiry.still_lives(connection)
            if not lives:
                connection.disbelieve_report()
            return lives
        if connection.printed(job.identity, self._now() + _PAPER_AFTER_TURN_S + self._line.seconds(16)):
            self._known.heard(Question.PRINTED)
            return True
        if self._inquiry.at_work(connection).ready:
            self._known.unheard(Question.PRINTED, alive=True)
            return True
        return False

    def _conclude(self, job: Job, asked: PrinterStatus) -> None:
        """No proof came in time."""
        proves, alive = self._proves, asked.ready and any(self._known.proved(question) for question in REAL_TIME)
        if alive or not self._inquiry.speaks:
            within = job.checkpoints and not self._line.bytes_per_s
            for question in {Question.EACH} if within else job.asked:
                self._known.unheard(question, alive=alive)
        if proves or not asked.ready:
            raise TransportTimeoutError("the printer did not confirm the job")
        job.tell(Unproved())
