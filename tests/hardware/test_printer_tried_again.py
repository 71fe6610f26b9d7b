"""Before its first byte a job is tried again for as long as its visitor waits."""

import pytest

from hardware.printer.job import JobStage, JobState
from hardware.printer.status import BlockReason
from tests.hardware.scripted_printer import COVER, PAPER_OUT, WELL, ScriptedPrinter
from tests.hardware.simulated_conversation import (
    KNOWN_WELL,
    LAN,
    PRINTED,
    driver,
    rest,
    ticket,
    when,
)


@pytest.mark.parametrize(
    ("trouble", "over", "reason"),
    [
        ({"state": COVER}, {"state": WELL}, BlockReason.COVER),
        ({"state": PAPER_OUT}, {"state": WELL}, BlockReason.PAPER_OUT),
        ({"missing": True}, {"missing": False}, BlockReason.OFFLINE),
        ({"refuses": True}, {"refuses": False}, BlockReason.BUSY),
        ({"kinds": frozenset()}, {"kinds": frozenset(WELL)}, BlockReason.UNKNOWN),
    ],
    ids=["cover", "paper", "missing", "taken", "silent"],
)
def test_a_job_waits_for_what_passes_and_says_so(
    trouble: dict[str, object], over: dict[str, object], reason: BlockReason
) -> None:
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 2)
    printer.change(0, **trouble)
    printer.change(4, **over)
    told = ticket(one, printer)
    assert told.states[:3] == [
        JobState(JobStage.CHECKING),
        JobState(JobStage.WAITING, reason),
        JobState(JobStage.SENDING),
    ]
    assert told.states[-1] == PRINTED
    assert 4 <= told.ended_after_s < 7


def test_a_job_is_given_up_when_its_visitor_has_gone() -> None:
    printer = ScriptedPrinter(state=COVER)
    one = driver(printer)
    told = ticket(one, printer, patience_s=10)
    assert told.states[-1] == JobState(JobStage.BLOCKED, BlockReason.COVER)
    assert 9 < told.ended_after_s <= 10
    assert len(printer.opened) == 1


def test_without_an_instant_a_job_is_tried_once() -> None:
    printer = ScriptedPrinter(state=COVER)
    told = ticket(driver(printer), printer, patience_s=None)
    assert told.states == [JobState(JobStage.CHECKING), JobState(JobStage.BLOCKED, BlockReason.COVER)]


def test_a_link_that_takes_no_byte_is_tried_again() -> None:
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 1)

    def full() -> None:
        printer.room = 0
        printer.change(9, room=None)

    told = ticket(one, printer, act=when(JobStage.SENDING, full))
    assert JobState(JobStage.WAITING, BlockReason.UNKNOWN) in told.states
    assert told.states[-1] == PRINTED


def test_who_stops_a_waiting_job_leaves_no_link_open() -> None:
    printer = ScriptedPrinter(state=COVER)
    one = driver(printer)

    def gone(state: JobState) -> None:
        if state.stage is JobStage.WAITING:
            raise LookupError("its visitor has gone")

    with pytest.raises(LookupError):
        ticket(one, printer, act=gone)
    printer.change(0, state=WELL)
    assert one.status().ready
    assert len(printer.opened) == 2


def test_another_host_on_the_link_is_no_trouble() -> None:
    """It prints for some seconds; what was known of the printer stands meanwhile. One that stays is never taken for a
    printer that is gone."""
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 2)
    printer.change(0, refuses=True)
    said = rest(one, printer, 100)
    assert [status.blocked for status in said[:2]] == [None, None]
    assert {status.blocked for status in said} == {None, BlockReason.BUSY}
    assert said[-1].blocked is BlockReason.BUSY
    printer.change(0, refuses=False)
    assert rest(one, printer, 1)[-1].ready


@pytest.mark.parametrize(("url", "said"), [(LAN, BlockReason.OFFLINE), ("usb:///dev/usb/lp0", BlockReason.BUSY)])
def test_where_nobody_was_ever_heard_only_a_device_that_is_there_is_busy(url: str, said: BlockReason) -> None:
    printer = ScriptedPrinter(refuses=True)
    assert {status.blocked for status in rest(driver(printer, url=url), printer, 30)} == {said}


def test_a_printer_that_fell_silent_with_a_whole_job_is_held_up_and_waited_for() -> None:
    """Its buffer is full and its paper out: it cannot say so."""
    printer = ScriptedPrinter()
    one = driver(printer, knows=KNOWN_WELL)
    rest(one, printer, 1)

    def fall_silent() -> None:
        printer.change(0, kinds=frozenset(), state=PAPER_OUT)
        printer.change(100, kinds=frozenset(WELL), state=WELL)

    told = ticket(one, printer, act=when(JobStage.AWAITING_CONFIRMATION, fall_silent))
    assert JobState(JobStage.AWAITING_CONFIRMATION, BlockReason.UNKNOWN) in told.states
    assert told.states[-1] == PRINTED
