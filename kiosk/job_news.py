"""What a print job's state means for its visitor. Pure.

A job is "missing" only when its driver says that no byte of it went out, and "out" only when the printer proved it.
"""

from __future__ import annotations

from hardware.printer.job import JobStage, JobState
from hardware.printer.status import BlockReason
from kiosk.paper_news import Paper, PaperEnded, PaperHeld, PaperMoved, PaperNews


def news_of(key: str, state: JobState) -> PaperNews | None:  # noqa: PLR0911 - one for each stage
    """The news of a job's state for the intent of this key; None when it is none yet."""
    code = str(state.reason or BlockReason.UNKNOWN)
    match state.stage:
        case JobStage.QUEUED | JobStage.CHECKING:
            return None
        case JobStage.WAITING:
            return PaperHeld(key, code, begun=False)
        case JobStage.SENDING | JobStage.AWAITING_CONFIRMATION if state.reason is not None:
            return PaperHeld(key, code, begun=True)
        case JobStage.SENDING:
            return PaperMoved(key, state.written, state.total)
        case JobStage.AWAITING_CONFIRMATION:
            return PaperMoved(key, whole=True)
        case JobStage.PRINTED:
            return PaperEnded(key, Paper.OUT)
        case JobStage.SENT:
            return PaperEnded(key, Paper.SENT)
        case JobStage.BLOCKED:
            return PaperEnded(key, Paper.MISSING, code)
        case JobStage.UNCERTAIN:
            return PaperEnded(key, Paper.UNSURE, code)
