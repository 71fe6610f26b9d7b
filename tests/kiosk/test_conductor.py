"""Effects done in the world: what is asked, printed and told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from hardware.printer.job import JobStage, JobState
from hardware.printer.status import BlockReason, PrinterStatus
from kiosk.conductor import REPORT_EVERY_MS, Conductor
from kiosk.flow import begin
from kiosk.flow_types import Screen, Trouble
from kiosk.open_intents import AGAIN_MS
from kiosk.painter import Painter
from kiosk.paper_news import Paper
from kiosk.printing import TicketPrinting
from kiosk.readiness import Link
from kiosk.view_model import KioskView
from program.clock import ManualClock
from screen.hall_time import HallTime
from tests.kiosk.sample_hall import NOW, accepted, hall_at_work, visit
from tests.kiosk.test_printing import ObedientPrinter
from wire.messages import (
    Accepted,
    AnchorPrinted,
    DeviceReport,
    Fate,
    HallMoved,
    IssueTicket,
    PrintAnchor,
    Refused,
)
from wire.messages.commands import Command


@dataclass
class Line:
    """A link that only listens."""

    asked: list[tuple[Command, int | None]] = field(default_factory=list)
    told: list[Any] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    heard: float | None = None
    """The server's clock."""

    def ask(self, command: Command, give_up_ms: int | None = None) -> None:
        self.asked.append((command, give_up_ms))

    def cancel(self, key: str) -> None:
        self.cancelled.append(key)

    def tell(self, report: DeviceReport | AnchorPrinted) -> None:
        self.told.append(report)

    def server_time(self) -> float | None:
        return self.heard


@dataclass
class Stage:
    conductor: Conductor
    view: KioskView
    line: Line
    printing: TicketPrinting
    clock: list[int]


@pytest.fixture
def stage(qapp: QGuiApplication, painter: Painter) -> Stage:
    line, clock = Line(), [0]
    flow = begin(("zh-TW", "en"), 0)
    view = KioskView(painter.picture(flow, 0, NOW), lambda: "key-0001", qapp)
    printing = TicketPrinting(ObedientPrinter, 576, qapp)  # never started: jobs stay on the printing
    conductor = Conductor(
        flow=flow,
        painter=painter,
        view=view,
        link=line,
        printing=printing,
        time=HallTime(line, ManualClock(NOW - 7_200_000)),
        kiosk_id="kiosk-1",
        parent=qapp,
        monotonic=lambda: clock[0],
    )
    conductor.on_link("connected", "", "connected")
    conductor.on_message(hall_at_work().snapshot())
    conductor.on_condition(PrinterStatus(None))
    return Stage(conductor, view, line, printing, clock)


def confirm(stage: Stage) -> None:
    stage.view.choose_service("benefit-again")
    stage.view.confirm()


def test_a_pc_with_a_wrong_clock_shows_the_servers_time_and_is_reported(stage: Stage) -> None:
    stage.line.heard = NOW
    stage.conductor.tick()
    shown = (stage.view.property("time"), stage.view.property("date"))
    told = {report.device_id: report.code for report in stage.line.told}
    assert told["kiosk-1-clock"] == "clock_off"
    stage.line.heard = NOW + 86_400_000
    stage.conductor.tick()
    assert stage.view.property("time") == shown[0] == "09:14"
    assert stage.view.property("date") != shown[1]


def paper(stage: Stage) -> Paper:
    return stage.conductor.flow.paper


ASKED = IssueTicket(key="key-0001", visit=visit())


def test_a_confirmed_intent_becomes_one_command(stage: Stage) -> None:
    confirm(stage)
    stage.view.confirm()
    ((command, give_up),) = stage.line.asked
    assert command == msgspec.structs.replace(ASKED, patience_ms=40_000), "what nobody waits for is not made"
    assert give_up == 40_000


def test_the_server_is_asked_and_the_paper_begun_before_the_screen_that_says_so_is_drawn(stage: Stage) -> None:
    drawn: list[tuple[str, int, int]] = []

    def note() -> None:
        drawn.append((stage.view.property("screen"), len(stage.line.asked), stage.printing._jobs.qsize()))

    stage.view.changed.connect(note)
    confirm(stage)
    stage.conductor.on_answered("key-0001", accepted(ASKED))
    assert drawn == [("confirm", 0, 0), ("asking", 1, 0), ("printing", 1, 1)]


def test_answers_find_their_way(stage: Stage) -> None:
    confirm(stage)
    stage.conductor.on_answered("key-0001", accepted(ASKED))
    assert stage.conductor.flow.screen is Screen.PRINTING
    assert stage.conductor.flow.issued is not None
    assert stage.conductor.flow.issued.ticket is not None
    stage.conductor.on_job("key-0001", JobState(JobStage.AWAITING_CONFIRMATION, BlockReason.PAPER_OUT))
    stage.clock[0] = 5_000
    stage.conductor.tick()
    assert paper(stage) is Paper.UNSURE
    assert told(stage, "kiosk-1-printer") == ("warning", "uncertain", "B010")
    stage.conductor.on_job("key-0001", JobState(JobStage.PRINTED))
    assert paper(stage) is Paper.OUT
    assert told(stage, "kiosk-1-printer") == ("ok", "", "")


def told(stage: Stage, device: str) -> tuple[str, str, str]:
    """The newest report of a device."""
    report = next(one for one in reversed(stage.line.told) if one.device_id == device)
    return report.state, report.code, report.detail


def in_doubt(stage: Stage) -> None:
    """A visitor has gone with a number whose paper nobody knows of."""
    confirm(stage)
    stage.conductor.on_answered("key-0001", accepted(ASKED))
    stage.conductor.on_job("key-0001", JobState(JobStage.UNCERTAIN))
    stage.view.finish()
    assert stage.conductor.flow.screen is Screen.HOME
    assert told(stage, "kiosk-1-printer") == ("warning", "uncertain", "B010")


def test_a_proof_that_comes_when_the_visitor_has_gone_reaches_staff(stage: Stage) -> None:
    in_doubt(stage)
    stage.conductor.on_job("key-0001", JobState(JobStage.PRINTED))
    assert told(stage, "kiosk-1-printer") == ("ok", "", "")


def test_a_visitor_at_a_counter_lacks_nothing(stage: Stage) -> None:
    in_doubt(stage)
    ticket = accepted(ASKED).ticket
    assert ticket is not None
    for state, doubt in (("called", "uncertain"), ("serving", "")):
        moved = msgspec.structs.replace(ticket, state=state, stage=state)
        stage.conductor.on_message(HallMoved(seq=9, prev_seq=8, at=NOW, what="ticket_moved", tickets=(moved,)))
        assert told(stage, "kiosk-1-printer")[1] == doubt


def test_what_a_visitor_left_behind_unbegun_is_withdrawn(stage: Stage) -> None:
    confirm(stage)
    stage.conductor.on_answered("key-0001", accepted(ASKED))
    stage.conductor.on_job("key-0001", JobState(JobStage.WAITING, BlockReason.OFFLINE))
    stage.clock[0] = 5_000
    stage.conductor.tick()
    assert paper(stage) is Paper.AWAITED
    assert told(stage, "kiosk-1-printer") == ("warning", "uncertain", "B010")
    stage.view.finish()
    states: list[JobState] = []
    stage.printing.job.connect(lambda _key, state: states.append(state))
    stage.printing.start()
    deadline = time.monotonic() + 20
    while not states and time.monotonic() < deadline:
        QCoreApplication.processEvents()
    stage.printing.stop()
    assert states == [JobState(JobStage.BLOCKED)]
    stage.conductor.on_job("key-0001", states[0])
    assert told(stage, "kiosk-1-printer") == ("warning", "unprinted", "B010")


def test_one_unanswered_question_alarms_nobody(stage: Stage) -> None:
    for reason in (BlockReason.OFFLINE, BlockReason.BUSY, BlockReason.UNKNOWN):
        stage.clock[0] += 3_000
        stage.conductor.on_condition(PrinterStatus(reason))
        assert stage.conductor.flow.obstacle() is None, reason
    assert told(stage, "kiosk-1-printer") == ("ok", "", "")
    stage.clock[0] += 30_000
    stage.conductor.on_condition(PrinterStatus(BlockReason.OFFLINE))
    assert told(stage, "kiosk-1-printer") == ("trouble", "offline", "")
    stage.conductor.on_condition(PrinterStatus(None))
    assert told(stage, "kiosk-1-printer") == ("ok", "", "")


def test_that_the_printer_confirms_nothing_reaches_staff(stage: Stage) -> None:
    stage.conductor.on_confirms(False)
    assert told(stage, "kiosk-1-printer") == ("warning", "prints_unconfirmed", "")
    stage.conductor.on_confirms(True)
    assert told(stage, "kiosk-1-printer") == ("ok", "", "")


def test_an_answer_after_the_link_gave_up_is_named(stage: Stage) -> None:
    confirm(stage)
    stage.clock[0] = 10_000
    stage.conductor.tick()
    stage.view.finish()
    stage.conductor.on_answered("key-0001", Refused(code="expired", key="key-0001"))
    assert (stage.line.told[-1].code, stage.line.told[-1].detail) == ("ticket_unknown", "benefit-again")
    stage.conductor.on_message(accepted(ASKED))
    assert (stage.line.told[-1].code, stage.line.told[-1].detail) == ("late_ticket", "B010")
    assert "B010" in str(stage.view.property("late"))


def test_the_fate_of_a_cancelled_key_reaches_staff(stage: Stage) -> None:
    confirm(stage)
    stage.clock[0] = 10_000
    stage.conductor.tick()
    stage.view.finish()
    stage.conductor.on_answered("key-0001", Refused(code="unavailable", key="key-0001"))
    assert stage.line.cancelled == ["key-0001"]
    assert stage.line.told[-1].code == "ticket_unknown"
    stage.conductor.on_fate("key-0001", Fate(key="key-0001", fate="cancelled"))
    assert (stage.line.told[-1].state, stage.line.told[-1].code) == ("ok", "")


def test_a_cancelled_key_that_had_a_ticket_names_it(stage: Stage) -> None:
    confirm(stage)
    stage.clock[0] = 10_000
    stage.conductor.tick()
    stage.view.finish()
    stage.conductor.on_answered("key-0001", Refused(code="expired", key="key-0001"))
    stage.conductor.on_fate("key-0001", Fate(key="key-0001", fate="done", done=accepted(ASKED)))
    assert (stage.line.told[-1].code, stage.line.told[-1].detail) == ("late_ticket", "B010")
    assert "B010" in str(stage.view.property("late"))


def test_an_unsure_answer_is_asked_again_after_a_pause_and_not_once_it_has_ended(stage: Stage, qtbot: QtBot) -> None:
    confirm(stage)
    stage.conductor.on_answered("key-0001", Refused(code="unavailable", key="key-0001"))
    assert len(stage.line.asked) == 1
    qtbot.waitUntil(lambda: len(stage.line.asked) == 2, timeout=10_000)
    assert stage.line.asked[0] == stage.line.asked[1]
    stage.conductor.on_answered("key-0001", Refused(code="unavailable", key="key-0001"))
    stage.conductor.stop()
    qtbot.wait(AGAIN_MS + 100)
    assert len(stage.line.asked) == 2


def test_an_answer_for_a_ticket_that_has_left_the_hall_still_has_its_number(stage: Stage) -> None:
    hall = hall_at_work()
    first = accepted(ASKED, hall)
    assert first.ticket_id is not None
    hall.call(first.ticket_id, hall.config.counters[0].counter_id)
    hall.finish(first.ticket_id)
    assert first.ticket_id not in {ticket.ticket_id for ticket in hall.snapshot().tickets}
    confirm(stage)
    again = Accepted(
        key=first.key,
        what=first.what,
        seq=first.seq,
        ticket_id=first.ticket_id,
        number=first.number,
        people_ahead=first.people_ahead,
        token=first.token,
    )
    stage.conductor.on_answered("key-0001", again)
    assert stage.conductor.flow.screen is Screen.PRINTING
    assert stage.view.property("number") == "B010"


def test_an_acceptance_of_nothing_is_a_refusal(stage: Stage) -> None:
    confirm(stage)
    stage.conductor.on_answered("key-0001", Accepted(key="key-0001", what="nothing", seq=0))
    assert (stage.conductor.flow.screen, stage.conductor.flow.trouble) == (Screen.TROUBLE, Trouble.REFUSED)


@pytest.mark.parametrize("code", ["cancelled", "wrong_hall"])
def test_a_key_that_will_never_have_a_ticket_is_a_refusal(stage: Stage, code: str) -> None:
    confirm(stage)
    stage.conductor.on_answered("key-0001", Refused(code=code, key="key-0001"))
    assert (stage.conductor.flow.screen, stage.conductor.flow.trouble) == (Screen.TROUBLE, Trouble.REFUSED)
    assert not stage.conductor.flow.can_retry


def test_what_is_not_for_a_kiosk_is_let_pass(stage: Stage) -> None:
    confirm(stage)
    before = stage.conductor.flow
    for message in (hall_at_work().lines(), Fate(key="key-0001", fate="none"), Refused(code="a word of tomorrow")):
        stage.conductor.on_message(message)
    assert stage.conductor.flow == before


@pytest.mark.parametrize(
    ("told", "link"),
    [
        ([("lost", "unreachable")], Link.DOWN),
        ([("lost", "a word of tomorrow")], Link.DOWN),
        ([("a state of tomorrow", "")], Link.DOWN),
        ([("refused", "wrong_hall")], Link.WRONG_HALL),
        ([("refused", "protocol_too_old")], Link.PROTOCOL_TOO_OLD),
        ([("refused", "protocol_too_new")], Link.PROTOCOL_TOO_NEW),
        ([("refused", "revoked")], Link.REVOKED),
        ([("refused", "untrusted")], Link.UNTRUSTED),
        ([("refused", "not_enrolled")], Link.NOT_ENROLLED),
        ([("refused", "identity_taken")], Link.IDENTITY_TAKEN),
        ([("refused", "a word of tomorrow")], Link.DOWN),
        ([("refused", "wrong_hall"), ("connecting", "")], Link.WRONG_HALL),
        ([("refused", "wrong_hall"), ("lost", "closed")], Link.DOWN),
        ([("refused", "wrong_hall"), ("connected", "")], Link.UP),
        ([("lost", "closed"), ("connected", "")], Link.UP),
    ],
)
def test_the_link_is_followed_by_its_words(stage: Stage, told: list[tuple[str, str]], link: Link) -> None:
    assert stage.conductor.flow.link is Link.UP
    seen = []
    for state, reason in told:
        stage.conductor.on_link(state, reason, "a sentence for the log")
        seen.append(stage.conductor.flow.link)
    assert seen[-1] is link
    assert seen[0] is not Link.UP


def test_nothing_is_shown_or_told_once_it_has_ended(stage: Stage) -> None:
    """What the printer's threads told before they ended is delivered when the window is gone."""
    confirm(stage)
    stage.conductor.on_answered("key-0001", accepted(ASKED))
    flow = stage.conductor.flow

    def from_a_thread(tell: Callable[[], None]) -> None:
        thread = threading.Thread(target=tell)
        thread.start()
        thread.join()

    from_a_thread(lambda: stage.printing.job.emit("key-0001", JobState(JobStage.PRINTED)))
    from_a_thread(lambda: stage.printing.condition.emit(PrinterStatus(BlockReason.COVER)))
    stage.conductor.stop()
    stage.line.told.clear()
    shiboken6.delete(stage.view)
    QCoreApplication.processEvents()
    stage.conductor.tick()
    assert stage.conductor.flow == flow
    assert not stage.line.told


def test_what_a_thread_tells_is_delivered_while_it_runs(stage: Stage) -> None:
    confirm(stage)
    stage.conductor.on_answered("key-0001", accepted(ASKED))
    thread = threading.Thread(target=lambda: stage.printing.job.emit("key-0001", JobState(JobStage.PRINTED)))
    thread.start()
    thread.join()
    assert paper(stage) is Paper.COMING
    QCoreApplication.processEvents()
    assert paper(stage) is Paper.OUT


def test_reports_are_sent_on_change_and_every_thirty_seconds(stage: Stage) -> None:
    first = {report.device_id: report.state for report in stage.line.told}
    assert first == {"kiosk-1": "ok", "kiosk-1-printer": "ok"}
    stage.clock[0] = 1_000
    stage.line.told.clear()
    stage.conductor.tick()
    assert not stage.line.told
    stage.conductor.on_condition(PrinterStatus(BlockReason.COVER))
    assert [(report.state, report.code) for report in stage.line.told] == [("trouble", "cover")]
    stage.line.told.clear()
    stage.clock[0] = REPORT_EVERY_MS
    stage.conductor.tick()
    assert {report.device_id for report in stage.line.told} == {"kiosk-1", "kiosk-1-printer"}


def test_an_anchor_is_printed_between_visitors_and_its_asker_hears(stage: Stage) -> None:
    confirm(stage)
    stage.conductor.on_message(PrintAnchor(job="job-1", anchor="JIAOHAO1:X", at=NOW, patience_ms=12_000))
    assert anchors_put(stage) == 0
    ((ticket, _),) = stage.line.asked
    assert isinstance(ticket, IssueTicket)
    stage.conductor.on_answered(ticket.key, accepted(ticket))
    stage.conductor.on_job(ticket.key, JobState(JobStage.PRINTED))
    stage.view.finish()
    stage.clock[0] += 5_000
    stage.conductor.tick()
    assert stage.conductor.flow.screen is Screen.HOME
    assert anchors_put(stage) == 1
    stage.conductor.on_job("anchor:job-1", JobState(JobStage.PRINTED))
    assert [one for one in stage.line.told if isinstance(one, AnchorPrinted)] == [
        AnchorPrinted(job="job-1", outcome="printed")
    ]


def test_an_anchor_that_visitors_come_before_is_told_as_such(stage: Stage) -> None:
    confirm(stage)
    stage.conductor.on_message(PrintAnchor(job="job-1", anchor="JIAOHAO1:X", at=NOW, patience_ms=12_000))
    stage.clock[0] += 12_000
    stage.conductor.tick()
    assert AnchorPrinted(job="job-1", outcome="busy") in stage.line.told
    assert anchors_put(stage) == 0


def anchors_put(stage: Stage) -> int:
    """Of the jobs that stay on a printing that was never started."""
    jobs = list(stage.printing._jobs.queue)
    return sum(job is not None and job.key.startswith("anchor:") for job in jobs)
