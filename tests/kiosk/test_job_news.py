"""Of a job nothing is told that its driver does not know."""

from __future__ import annotations

import pytest

from hardware.printer.job import JobStage, JobState
from hardware.printer.status import BlockReason
from kiosk.job_news import news_of
from kiosk.paper_news import Paper, PaperEnded, PaperHeld, PaperMoved, PaperNews

KEY = "key-0001"


@pytest.mark.parametrize(
    ("state", "news"),
    [
        (JobState(JobStage.QUEUED), None),
        (JobState(JobStage.CHECKING), None),
        (JobState(JobStage.WAITING, BlockReason.BUSY), PaperHeld(KEY, "busy", begun=False)),
        (JobState(JobStage.SENDING), PaperMoved(KEY)),
        (JobState(JobStage.SENDING, None, 500, 9_000), PaperMoved(KEY, 500, 9_000)),
        (JobState(JobStage.SENDING, BlockReason.UNKNOWN), PaperHeld(KEY, "unknown", begun=True)),
        (JobState(JobStage.AWAITING_CONFIRMATION), PaperMoved(KEY, whole=True)),
        (JobState(JobStage.AWAITING_CONFIRMATION, BlockReason.COVER), PaperHeld(KEY, "cover", begun=True)),
        (JobState(JobStage.PRINTED), PaperEnded(KEY, Paper.OUT)),
        (JobState(JobStage.SENT), PaperEnded(KEY, Paper.SENT)),
        (JobState(JobStage.BLOCKED, BlockReason.OFFLINE), PaperEnded(KEY, Paper.MISSING, "offline")),
        (JobState(JobStage.UNCERTAIN), PaperEnded(KEY, Paper.UNSURE, "unknown")),
    ],
)
def test_what_a_state_means(state: JobState, news: PaperNews | None) -> None:
    assert news_of(KEY, state) == news


@pytest.mark.parametrize("stage", JobStage)
def test_only_a_job_of_which_no_byte_went_out_is_missing(stage: JobStage) -> None:
    news = news_of(KEY, JobState(stage, BlockReason.PAPER_OUT))
    missing = isinstance(news, PaperEnded) and news.paper is Paper.MISSING
    assert missing == (stage is JobStage.BLOCKED)
    assert JobState(stage).ended == isinstance(news, PaperEnded), "every end is told, and nothing else as one"
