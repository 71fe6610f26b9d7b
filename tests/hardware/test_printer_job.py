"""The print job never goes back to a stage in which it would be sent once more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.job import (
    QUEUED,
    Begin,
    Confirmed,
    DeadlinePassed,
    JobEvent,
    JobEventError,
    JobStage,
    JobState,
    LinkLost,
    Progress,
    Sent,
    Stalled,
    StatusRead,
    TriedAgain,
    Unproved,
    advance,
)
from hardware.printer.status import BlockReason, PrinterStatus

READY = StatusRead(PrinterStatus(None))
WAIT = TriedAgain(BlockReason.COVER)
PAPER_OUT = StatusRead(PrinterStatus(BlockReason.PAPER_OUT))


def run(*events: JobEvent) -> JobState:
    state = QUEUED
    for event in events:
        state = advance(state, event)
    return state


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((Begin(), READY, Sent(), Confirmed()), JobState(JobStage.PRINTED)),
        ((Begin(), PAPER_OUT), JobState(JobStage.BLOCKED, BlockReason.PAPER_OUT)),
        ((Begin(), PAPER_OUT, Begin(), READY), JobState(JobStage.SENDING)),
        ((Begin(), LinkLost()), JobState(JobStage.BLOCKED, BlockReason.OFFLINE)),
        ((Begin(), DeadlinePassed()), JobState(JobStage.BLOCKED, BlockReason.UNKNOWN)),
        ((Begin(), READY, LinkLost(0)), JobState(JobStage.BLOCKED, BlockReason.OFFLINE)),
        ((Begin(), READY, LinkLost(1)), JobState(JobStage.UNCERTAIN)),
        ((Begin(), READY, DeadlinePassed(9)), JobState(JobStage.UNCERTAIN)),
        ((Begin(), READY, DeadlinePassed(0)), JobState(JobStage.BLOCKED, BlockReason.UNKNOWN)),
        ((Begin(), READY, Stalled()), JobState(JobStage.SENDING, BlockReason.UNKNOWN)),
        ((Begin(), READY, Stalled(), Progress()), JobState(JobStage.SENDING)),
        ((Begin(), READY, Sent(), PAPER_OUT), JobState(JobStage.AWAITING_CONFIRMATION, BlockReason.PAPER_OUT)),
        ((Begin(), READY, Sent(), PAPER_OUT, READY, Confirmed()), JobState(JobStage.PRINTED)),
        ((Begin(), LinkLost(busy=True)), JobState(JobStage.BLOCKED, BlockReason.BUSY)),
        ((Begin(), WAIT), JobState(JobStage.WAITING, BlockReason.COVER)),
        ((Begin(), READY, WAIT), JobState(JobStage.WAITING, BlockReason.COVER)),
        ((Begin(), WAIT, WAIT, READY), JobState(JobStage.SENDING)),
        ((Begin(), WAIT, PAPER_OUT), JobState(JobStage.BLOCKED, BlockReason.PAPER_OUT)),
        ((Begin(), WAIT, LinkLost()), JobState(JobStage.BLOCKED, BlockReason.OFFLINE)),
        ((Begin(), READY, Sent(), Unproved()), JobState(JobStage.SENT)),
        ((Begin(), READY, Sent(), PAPER_OUT, READY, Unproved()), JobState(JobStage.SENT)),
        (
            (Begin(), READY, Sent(), PAPER_OUT, DeadlinePassed(9)),
            JobState(JobStage.UNCERTAIN, BlockReason.PAPER_OUT),
        ),
    ],
)
def test_ways_through(events: tuple[JobEvent, ...], expected: JobState) -> None:
    assert run(*events) == expected


@pytest.mark.parametrize(
    ("stage", "event"),
    [
        (JobStage.UNCERTAIN, Begin()),
        (JobStage.UNCERTAIN, Confirmed()),
        (JobStage.PRINTED, Begin()),
        (JobStage.SENDING, Confirmed()),
        (JobStage.QUEUED, Sent()),
        (JobStage.SENT, Begin()),
        (JobStage.SENDING, Unproved()),
        (JobStage.AWAITING_CONFIRMATION, TriedAgain(BlockReason.COVER)),
    ],
)
def test_impossible_events_are_our_fault(stage: JobStage, event: JobEvent) -> None:
    with pytest.raises(JobEventError, match=stage.value):
        advance(JobState(stage), event)


MAY_SEND = {JobStage.QUEUED, JobStage.CHECKING, JobStage.WAITING, JobStage.BLOCKED, JobStage.SENDING}
EVENTS = st.sampled_from(
    [
        Begin(),
        READY,
        PAPER_OUT,
        Stalled(),
        Progress(),
        Progress(5, 9),
        WAIT,
        Unproved(),
        Sent(),
        Confirmed(),
        *(LinkLost(written) for written in (0, 5)),
        *(DeadlinePassed(written) for written in (0, 5)),
    ]
)


def test_bytes_that_have_gone_out_do_not_wait() -> None:
    with pytest.raises(JobEventError):
        run(Begin(), READY, Progress(5, 9), WAIT)


def test_progress_is_told_and_changes_no_state() -> None:
    state = run(Begin(), READY, Progress(5, 9))
    assert (state.written, state.total) == (5, 9)
    assert state == JobState(JobStage.SENDING)
    assert run(Begin(), READY, Progress(5, 9), Stalled()).written == 5


@given(st.lists(EVENTS, max_size=30))
def test_a_job_that_went_out_is_never_begun_again(events: list[JobEvent]) -> None:
    """After the last byte was sent, or a link lost in mid-job, nothing leads back to a stage that sends."""
    state, gone_out = QUEUED, False
    for event in events:
        try:
            state = advance(state, event)
        except JobEventError:
            continue
        gone_out |= state.stage in {JobStage.AWAITING_CONFIRMATION, JobStage.UNCERTAIN, JobStage.SENT}
        assert not (gone_out and state.stage in MAY_SEND)
