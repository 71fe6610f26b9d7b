"""Effects done in the world: what is asked, printed and told."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtGui import QGuiApplication

from hardware.printer.job import JobStage, JobState
from hardware.printer.status import BlockReason, PrinterStatus
from kiosk.conductor import REPORT_EVERY_MS, Conductor
from kiosk.flow import begin
from kiosk.flow_types import Paper, Screen
from kiosk.picture import Painter
from kiosk.printing import PrintDesk
from kiosk.view_model import KioskView
from tests.kiosk.sample_hall import NOW, issued, sample_snapshot
from tests.kiosk.test_printing import ObedientPrinter
from wire.clock import ManualClock
from wire.messages import Accepted, DeviceReport, IssueTicket, Refused
from wire.messages.commands import Command


@dataclass
class Line:
    """A link that only listens."""

    asked: list[tuple[Command, int | None]] = field(default_factory=list)
    told: list[DeviceReport] = field(default_factory=list)

    def ask(self, command: Command, give_up_ms: int | None = None) -> None:
        self.asked.append((command, give_up_ms))

    def tell(self, report: DeviceReport) -> None:
        self.told.append(report)


@dataclass
class Stage:
    conductor: Conductor
    view: KioskView
    line: Line
    clock: list[int]


@pytest.fixture
def stage(qapp: QGuiApplication, painter: Painter) -> Stage:
    line, clock = Line(), [0]
    flow = begin(("zh-TW", "en"), 0)
    view = KioskView(painter.picture(flow, 0, NOW), lambda: "key-0001", qapp)
    desk = PrintDesk(ObedientPrinter, 576, qapp)  # never started: jobs stay on the desk
    conductor = Conductor(
        flow=flow,
        painter=painter,
        view=view,
        link=line,
        desk=desk,
        clock=ManualClock(NOW),
        kiosk_id="kiosk-1",
        parent=qapp,
        monotonic=lambda: clock[0],
    )
    conductor.on_link("connected", "")
    conductor.on_message(sample_snapshot())
    conductor.on_condition(PrinterStatus(None))
    return Stage(conductor, view, line, clock)


def confirm(stage: Stage) -> None:
    stage.view.choose_service("benefit-again")
    stage.view.confirm()


def paper(stage: Stage) -> Paper:
    return stage.conductor.flow.paper


def accepted() -> Accepted:
    return Accepted(key="key-0001", seq=2, ticket=issued().ticket, people_ahead=4, token=issued().token)


def test_a_confirmed_intent_becomes_one_command(stage: Stage) -> None:
    confirm(stage)
    stage.view.confirm()
    ((command, give_up),) = stage.line.asked
    assert command == IssueTicket(key="key-0001", service_id="benefit-again", channel="kiosk", language="zh-TW")
    assert give_up == 40_000


def test_answers_find_their_way(stage: Stage) -> None:
    confirm(stage)
    stage.conductor.on_answered("key-0001", accepted())
    assert stage.conductor.flow.screen is Screen.PRINTING
    stage.conductor.on_job("key-0001", JobState(JobStage.AWAITING_CONFIRMATION, BlockReason.PAPER_OUT))
    assert paper(stage) is Paper.MISSING
    assert stage.line.told[-1].detail == "B031"
    stage.conductor.on_job("key-0001", JobState(JobStage.PRINTED))
    assert paper(stage) is Paper.OUT


def test_an_answer_after_the_link_gave_up_is_named(stage: Stage) -> None:
    confirm(stage)
    stage.clock[0] = 10_000
    stage.conductor.tick()
    stage.view.finish()
    stage.conductor.on_answered("key-0001", Refused(code="expired", key="key-0001"))
    assert (stage.line.told[-1].code, stage.line.told[-1].detail) == ("ticket_unknown", "benefit-again")
    stage.conductor.on_message(accepted())
    assert (stage.line.told[-1].code, stage.line.told[-1].detail) == ("late_ticket", "B031 benefit-again")
    assert "B031" in str(stage.view.property("late"))


def test_an_acceptance_without_a_ticket_is_a_refusal(stage: Stage) -> None:
    confirm(stage)
    stage.conductor.on_answered("key-0001", Accepted(key="key-0001", seq=0))
    assert stage.conductor.flow.screen is Screen.TROUBLE


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
