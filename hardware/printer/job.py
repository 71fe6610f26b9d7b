"""The life of one print job, as a pure state machine.

    queued ─► checking ─► sending ─► awaiting_confirmation ─► printed | sent
               │    ▲        └──────────────┴─► uncertain
               │    └─ waiting (tried again: no byte has gone out)
               └─► blocked

``printed`` is proved by the printer. ``sent``: handed over whole to a printer that proves nothing. ``uncertain``:
nobody knows.

A printer that runs out of paper keeps the job and prints it later by itself. So a job of which one byte
went out is never sent again: it waits, is confirmed, or becomes ``uncertain``.
Whoever keeps jobs stores every new state before acting on it.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from hardware.printer.status import BlockReason, PrinterStatus


class JobStage(StrEnum):
    """Where a job is."""

    QUEUED = "queued"
    CHECKING = "checking"
    WAITING = "waiting"
    """Not begun, for the reason said; it is tried again."""
    BLOCKED = "blocked"
    SENDING = "sending"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    PRINTED = "printed"
    SENT = "sent"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class JobState:
    """Stage of a job, and what holds it up: while it waits or is blocked, and while a halted printer has it.

    Two states are the same whatever their progress.
    """

    stage: JobStage
    reason: BlockReason | None = None
    written: int = field(default=0, compare=False)
    """While sending: bytes handed over so far. Said now and then where it takes time, never on a quick line."""
    total: int = field(default=0, compare=False)
    """While sending: bytes of the whole job; 0 before the first progress."""

    @property
    def ended(self) -> bool:
        """Whether the driver will not change it any more."""
        return self.stage in {JobStage.PRINTED, JobStage.SENT, JobStage.UNCERTAIN, JobStage.BLOCKED}


@dataclass(frozen=True)
class Begin:
    """The driver takes the job up: a queued one, or a blocked one again."""


@dataclass(frozen=True)
class StatusRead:
    """The printer's state became known, or became unknown."""

    status: PrinterStatus


@dataclass(frozen=True)
class Stalled:
    """The printer has stopped taking bytes for a while; why, it cannot say in mid-picture."""


@dataclass(frozen=True)
class Progress:
    """The printer takes bytes: ``written`` of ``total`` so far."""

    written: int = 0
    total: int = 0


@dataclass(frozen=True)
class Sent:
    """The last byte was handed over."""


@dataclass(frozen=True)
class Confirmed:
    """The printer said that the job is done."""


@dataclass(frozen=True)
class Unproved:
    """All that a printer without proofs can tell was heard: it has the whole job, and nothing halts it."""


@dataclass(frozen=True)
class TriedAgain:
    """No byte has gone out, for this reason, and another try will be made. Until it succeeds the job stays waiting."""

    reason: BlockReason


@dataclass(frozen=True)
class LinkLost:
    """The link broke, or could not be opened. ``written`` counts the job's bytes that had gone out."""

    written: int = 0
    busy: bool = False
    """Somebody else has the printer."""


@dataclass(frozen=True)
class DeadlinePassed:
    """The job's time is up."""

    written: int = 0


JobEvent = (
    Begin | StatusRead | Stalled | Progress | Sent | Confirmed | Unproved | TriedAgain | LinkLost | DeadlinePassed
)

QUEUED = JobState(JobStage.QUEUED)


class JobEventError(ValueError):
    """An event that cannot happen in a job's stage: a fault of the program, not of the printer."""


def advance(state: JobState, event: JobEvent) -> JobState:  # noqa: C901, PLR0911, PLR0912  one row per arrow
    """Return the state after ``event``; raise JobEventError when it cannot happen in this stage."""
    match state.stage, event:
        case (JobStage.QUEUED | JobStage.BLOCKED, Begin()):
            return JobState(JobStage.CHECKING)
        case (JobStage.CHECKING | JobStage.WAITING, StatusRead(status)):
            return JobState(JobStage.SENDING) if status.ready else JobState(JobStage.BLOCKED, status.blocked)
        case (JobStage.CHECKING | JobStage.WAITING | JobStage.SENDING, LinkLost(written=0, busy=busy)):
            return JobState(JobStage.BLOCKED, BlockReason.BUSY if busy else BlockReason.OFFLINE)
        case (JobStage.CHECKING | JobStage.WAITING | JobStage.SENDING, DeadlinePassed(written=0)):
            return JobState(JobStage.BLOCKED, BlockReason.UNKNOWN)
        case (JobStage.CHECKING | JobStage.WAITING | JobStage.SENDING, TriedAgain(reason)) if state.written == 0:
            return JobState(JobStage.WAITING, reason)
        case (JobStage.SENDING, Stalled()):
            return JobState(JobStage.SENDING, BlockReason.UNKNOWN, state.written, state.total)
        case (JobStage.SENDING, Progress(written, total)):
            return JobState(JobStage.SENDING, None, written, total)
        case (JobStage.SENDING, Sent()):
            return JobState(JobStage.AWAITING_CONFIRMATION)
        case (JobStage.AWAITING_CONFIRMATION, StatusRead(status)):
            return JobState(JobStage.AWAITING_CONFIRMATION, status.blocked)
        case (JobStage.AWAITING_CONFIRMATION, Confirmed()):
            return JobState(JobStage.PRINTED)
        case (JobStage.AWAITING_CONFIRMATION, Unproved()) if state.reason is None:
            return JobState(JobStage.SENT)
        case (JobStage.SENDING | JobStage.AWAITING_CONFIRMATION, LinkLost() | DeadlinePassed()):
            return JobState(JobStage.UNCERTAIN, state.reason)
        case _:
            raise JobEventError(f"{type(event).__name__} cannot happen to a job that is {state.stage.value}")
