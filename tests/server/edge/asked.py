"""One of everything that can be sent beside the conversation itself, in the shape that a hall takes."""

from __future__ import annotations

from collections.abc import Callable

from tests.server.edge.running import visit
from wire.messages import AnchorPrinted, AskFate, CancelKey, Command, DeviceReport, GiveUpTicket, KeyQuestion
from wire.messages.commands import (
    ArriveTicket,
    BookAppointment,
    CallGroup,
    CallNext,
    CancelAppointment,
    CancelTicket,
    CheckIn,
    CloseCounter,
    CloseToday,
    FinishTicket,
    HoldTicket,
    IssueTicket,
    MissTicket,
    OpenCounter,
    PauseCounter,
    PickTicket,
    RecallTicket,
    ReopenToday,
    RestoreTicket,
    ResumeTicket,
    ServeWithoutNumber,
    SetAutoCall,
    SetByHand,
    TransferAgain,
    TransferTicket,
    UndoCall,
    VoidBurst,
    VoidTicket,
)

Asked = Command | KeyQuestion | DeviceReport | AnchorPrinted | GiveUpTicket
ASKED: dict[type, Callable[[str, str], Asked]] = {
    IssueTicket: lambda key, channel: IssueTicket(key=key, visit=visit(channel=channel)),
    CallNext: lambda key, _: CallNext(key=key, counter_id="1", after=0),
    CallGroup: lambda key, _: CallGroup(key=key, counter_id="1", service_id="apples", after=0),
    RecallTicket: lambda key, _: RecallTicket(key=key, counter_id="1", ticket_id="1-A001"),
    ArriveTicket: lambda key, _: ArriveTicket(key=key, counter_id="1", ticket_id="1-A001"),
    FinishTicket: lambda key, _: FinishTicket(key=key, counter_id="1", ticket_id="1-A001"),
    MissTicket: lambda key, _: MissTicket(key=key, counter_id="1", ticket_id="1-A001"),
    RestoreTicket: lambda key, _: RestoreTicket(key=key, ticket_id="1-A001"),
    HoldTicket: lambda key, _: HoldTicket(key=key, counter_id="1", ticket_id="1-A001", reason="papers"),
    ResumeTicket: lambda key, _: ResumeTicket(key=key, counter_id="1", ticket_id="1-A001"),
    UndoCall: lambda key, _: UndoCall(key=key, counter_id="1", ticket_id="1-A001"),
    SetByHand: lambda key, _: SetByHand(key=key, what="service_closed", subject="apples"),
    CloseToday: lambda key, _: CloseToday(key=key, reason="typhoon"),
    ReopenToday: lambda key, _: ReopenToday(key=key),
    PickTicket: lambda key, _: PickTicket(key=key, counter_id="1", ticket_id="1-A001", reason="unwell"),
    OpenCounter: lambda key, _: OpenCounter(key=key, counter_id="1"),
    SetAutoCall: lambda key, _: SetAutoCall(key=key, counter_id="1", on=True),
    ServeWithoutNumber: lambda key, _: ServeWithoutNumber(key=key, counter_id="1", service_id="apples"),
    CloseCounter: lambda key, _: CloseCounter(key=key, counter_id="1"),
    PauseCounter: lambda key, _: PauseCounter(key=key, counter_id="1", reason="lunch"),
    TransferAgain: lambda key, _: TransferAgain(key=key, ticket_id="1-A001", to_service="apples"),
    TransferTicket: lambda key, _: TransferTicket(key=key, ticket_id="1-A001", to_service="apples"),
    BookAppointment: lambda key, channel: BookAppointment(key=key, visit=visit(channel=channel)),
    CancelAppointment: lambda key, _: CancelAppointment(key=key, code="K7M4XR", reason="asked"),
    CheckIn: lambda key, channel: CheckIn(key=key, code="K7M4XR", channel=channel or "kiosk"),
    CancelTicket: lambda key, _: CancelTicket(key=key, ticket_id="1-A001", reason="left"),
    VoidTicket: lambda key, _: VoidTicket(key=key, ticket_id="1-A001", reason="duplicate"),
    VoidBurst: lambda key, _: VoidBurst(key=key, device_id="kiosk-1", since=0, until=1),
    GiveUpTicket: lambda key, _: GiveUpTicket(key=key),
    AskFate: lambda key, _: AskFate(key=key),
    CancelKey: lambda key, _: CancelKey(key=key),
    DeviceReport: lambda _, __: DeviceReport(device_id="printer", kind="ticket_printer", state="ok"),
    AnchorPrinted: lambda _, __: AnchorPrinted(job="nobody-asked", outcome="printed"),
}
"""By kind; made with a key, and for a channel."""
