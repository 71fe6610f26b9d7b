"""What must be true of every trial, whatever printer and whatever trouble: pure rules over its record."""

from collections.abc import Iterator

from hardware.printer.emulator.personality import ALL_KINDS
from hardware.printer.emulator.trial import Record, Ticket, Told, Trouble
from hardware.printer.job import JobStage
from hardware.printer.status import BlockReason

HARMLESS = frozenset({Trouble.NORMAL, Trouble.COVER, Trouble.SECOND_HOST})
"""Those that no ticket may suffer from."""
_ANSWER_WITHIN_S = 5.0
_FIRST_MEETING_S = 10.0
"""The same for a printer that leaves questions unanswered: at the first meeting that is waited for."""
_JOB_BYTES = 60_000
_TO_START_S = 10.0
_UNSAID_S = 3.0

_MAY_BE_TOLD = {
    Trouble.NORMAL: frozenset[BlockReason](),
    Trouble.COVER: frozenset({BlockReason.COVER, BlockReason.OFFLINE}),
    Trouble.SECOND_HOST: frozenset({BlockReason.BUSY}),
    Trouble.PAPER_OUT: frozenset({BlockReason.PAPER_OUT, BlockReason.OFFLINE, BlockReason.UNKNOWN}),
    Trouble.POWER: frozenset({BlockReason.OFFLINE, BlockReason.UNKNOWN, BlockReason.BUSY}),
    Trouble.LINK: frozenset({BlockReason.OFFLINE, BlockReason.UNKNOWN, BlockReason.BUSY}),
}
"""What staff may be told, each once."""
_OF_A_STRANGER = frozenset({BlockReason.UNKNOWN})
"""A printer that answers nothing is unknown until it is known to be one that answers nothing."""


def faults_of(record: Record) -> list[str]:
    """Every promise that was broken in a trial, in words; none when all held."""
    if record.stuck:
        return [f"the driver was stuck: {record.stuck}"]
    return [*_paper(record), *_words(record), *_told_once(record), *_times(record)]


def _paper(record: Record) -> Iterator[str]:
    for ticket in record.tickets:
        count = len(record.copies(ticket))
        if count > 1:
            yield f"{ticket.number} came out {count} times"
        if count == 0 and not _may_be_missing(record, ticket):
            yield f"{ticket.number} was lost"
        if record.spoilt(ticket) and record.personality.confirms:
            yield f"{ticket.number} came out with half a ticket hanging on it"
    rubbish = record.other_papers()
    if rubbish > (0 if _leaves_no_half(record) else 2):
        yield f"{rubbish} papers came out that are no ticket"


def _may_be_missing(record: Record, ticket: Ticket) -> bool:
    """Whether it is the world's fault alone that this ticket did not come out."""
    return ticket is record.tickets[0] and not _leaves_no_half(record)


def _leaves_no_half(record: Record) -> bool:
    forgot = record.trouble is Trouble.PAPER_OUT and record.personality.forgets_when_halted
    return not forgot and record.trouble not in {Trouble.POWER, Trouble.LINK}


def _words(record: Record) -> Iterator[str]:
    for ticket in record.tickets:
        papers = record.copies(ticket)
        stage = ticket.end.stage if ticket.end else None
        if stage is JobStage.PRINTED and not any(paper.instant <= ticket.ended for paper in papers):
            yield f"{ticket.number} was called printed, and no whole ticket had been cut"
        elif stage is JobStage.PRINTED and not record.personality.confirms:
            yield f"{ticket.number} was called printed by a printer that cannot prove it"
        elif stage is JobStage.SENT and record.personality.confirms:
            yield f"{ticket.number} was called sent, and its printer can prove more"
        elif stage is JobStage.BLOCKED and papers:
            yield f"{ticket.number} was called blocked, and it came out"
        elif stage is JobStage.BLOCKED and ticket is record.tickets[1]:
            yield f"{ticket.number} was called blocked long after the trouble"
        elif stage is JobStage.UNCERTAIN and (_leaves_no_half(record) or ticket is record.tickets[1]):
            yield f"{ticket.number} was called uncertain, and nothing had happened to it"
        elif stage is None:
            yield f"{ticket.number} never ended"


def _told_once(record: Record) -> Iterator[str]:
    """What the kiosk's own questions were answered is what staff are told; that a job waits is told its visitor."""
    reasons = [told.reason for told in record.statuses]
    begun = [
        one for before, one in zip([None, *reasons], reasons, strict=False) if one is not None and one is not before
    ]
    may = _MAY_BE_TOLD[record.trouble] | (frozenset() if record.personality.answers else _OF_A_STRANGER)
    for reason in dict.fromkeys(begun):
        if reason not in may:
            yield f"staff were told {reason.value} for nothing"
        elif begun.count(reason) > 1:
            yield f"staff were told {reason.value} {begun.count(reason)} times"
    if reasons and reasons[-1] is not None:
        yield f"the printer stays {reasons[-1].value}"


def _times(record: Record) -> Iterator[str]:
    line_s = _JOB_BYTES * 10 / record.personality.baud if record.personality.baud else 0.0
    stranger = not (record.personality.answers == ALL_KINDS and record.personality.confirms)
    if record.longest_status_s > (_FIRST_MEETING_S if stranger else _ANSWER_WITHIN_S) + line_s:
        yield f"a question for its state took {record.longest_status_s:.0f} s"
    for ticket in record.tickets:
        began = next((told.instant for told in ticket.told if _is(told, JobStage.SENDING)), ticket.ended)
        waited = any(_is(told, JobStage.WAITING) for told in ticket.told if told.instant <= began)
        if began - ticket.touched > _UNSAID_S and not waited:
            yield f"{ticket.number} waited {began - ticket.touched:.0f} s, and nobody was told"
        if record.trouble in HARMLESS and ticket.ended - began > _TO_START_S + line_s:
            yield f"{ticket.number} took {ticket.ended - began:.0f} s"


def _is(told: Told, stage: JobStage) -> bool:
    return told.job is not None and told.job.stage is stage
