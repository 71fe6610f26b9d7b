"""One sample of every message, with every field filled: what the golden files were written from."""

from __future__ import annotations

import msgspec

from wire import messages as m
from wire.messages.appointments import AppointmentView
from wire.messages.commands import (
    BackTicket,
    BookAppointment,
    CallGroup,
    CancelAppointment,
    CancelTicket,
    CheckIn,
    CloseCounter,
    CloseToday,
    EndEmergency,
    HandValue,
    HoldTicket,
    LaterTicket,
    OpenCounter,
    PauseCounter,
    PickTicket,
    RaiseEmergency,
    ReopenToday,
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
from wire.messages.events import CounterLine, ServiceLine
from wire.messages.hall import CounterView, GuideView, HallView, MessageView, PaperView, ServiceView, ValueEdit
from wire.messages.phone import PhoneAside, PhoneCall
from wire.messages.session import DeviceView
from wire.messages.tickets import CallView, CounterState, ServiceState, TicketView, Visit, WaitView
from wire.messages.waits import NewWait

AT = 1_795_395_600_000
KEY = "0123456789abcdef"

VISIT = Visit(service_id="benefit-again", channel="kiosk", language="zh-TW", visitor_class="priority")
TICKET = TicketView(
    ticket_id="1-B027",
    number="B027",
    visit=VISIT,
    state="called",
    stage="called",
    allows={"recall": None, "arrive": None, "undo": AT + 70_000},
    issued_at=AT,
    since=AT + 60_000,
    counter_id="3",
    called_at=AT + 60_000,
    recalls=1,
)
PAPER = PaperView(name={"zh-TW": "國民身分證"}, note={"zh-TW": "可用居留證"})
HALL = HallView(
    hall_id="yongkang",
    name={"zh-TW": "永康就業中心"},
    office={"zh-TW": "雲嘉南分署"},
    time_zone="Asia/Taipei",
    languages=("zh-TW", "en"),
    counter_noun={"zh-TW": "櫃檯"},
    services=(
        ServiceView(
            service_id="benefit-again",
            prefix="B",
            name={"zh-TW": "給付服務（再認定）"},
            short_name={"zh-TW": "給付再認定"},
            guide=GuideView(
                title={"zh-TW": "每月再認定怎麼辦"},
                steps=({"zh-TW": "把身分證交給承辦人"},),
                papers=(PAPER,),
                notice={"zh-TW": "今天是您的認定日嗎？"},
                legal_basis={"zh-TW": "就業保險法第 29 條"},
                fee={"zh-TW": "免費"},
                minutes=10,
            ),
        ),
    ),
    counters=(CounterView(counter_id="3", label="3", primary=("benefit-again",), backup=("benefit-first",)),),
    notices=(MessageView(text={"zh-TW": "服務免費"}),),
    missed_rule={"zh-TW": "過號請洽服務台"},
    recall_limit=2,
    phone_url="http://127.0.0.1:8765/t",
)
DEVICE = DeviceView(
    device_id="kiosk-1-printer",
    kind="ticket_printer",
    state="trouble",
    code="paper_out",
    detail="DLE EOT 4: 7e",
    since=AT,
    reported_by="kiosk-1",
)
SERVICE_STATE = ServiceState(
    service_id="benefit-again", waiting=9, open=True, opens_at=AT, closes_at=AT + 1, numbers_left=False
)
COUNTER = CounterState(counter_id="3", calls=7, tickets=("1-B027",))
ACCEPTED = m.Accepted(
    key=KEY,
    what="ticket_issued",
    seq=42,
    ticket_id="1-B027",
    number="B027",
    people_ahead=9,
    token="Zm9vYmFyYmF6cXV4MTIzNA",
    ticket=TICKET,
)

SAMPLES: tuple[msgspec.Struct, ...] = (
    m.Hello(protocol=2, role="display", name="display-1", hall_id="yongkang", last_seq=41),
    m.AskSnapshot(),
    m.Probe(),
    m.AskFate(key=KEY),
    m.CancelKey(key=KEY),
    m.DeviceReport(device_id="led", kind="led_sign", state="warning", code="offline", detail="no ACK"),
    m.AnchorPrinted(job="0123456789abcdef", outcome="printed"),
    m.FollowTicket(protocol=2, token="Zm9vYmFyYmF6cXV4MTIzNA"),
    m.GiveUpTicket(key=KEY),
    m.IssueTicket(key=KEY, visit=VISIT),
    m.CallNext(key=KEY, counter_id="3", after=7, present="served", patience_ms=4_000),
    UndoCall(key=KEY, counter_id="3", ticket_id="1-B027", patience_ms=4_000),
    CallGroup(key=KEY, counter_id="3", service_id="training", after=7, present="served", patience_ms=4_000),
    m.RecallTicket(key=KEY, counter_id="3", ticket_id="1-B027", patience_ms=4_000),
    m.ArriveTicket(key=KEY, counter_id="3", ticket_id="1-B027", patience_ms=4_000),
    m.FinishTicket(key=KEY, counter_id="3", ticket_id="1-B027", patience_ms=4_000),
    m.MissTicket(key=KEY, counter_id="3", ticket_id="1-B027", patience_ms=4_000),
    m.RestoreTicket(key=KEY, ticket_id="1-B027", patience_ms=4_000),
    CloseToday(key=KEY, reason="typhoon", patience_ms=4_000),
    ReopenToday(key=KEY, patience_ms=4_000),
    RaiseEmergency(key=KEY, kind="fire", words="集合地點：對面停車場", patience_ms=4_000),
    EndEmergency(key=KEY, patience_ms=4_000),
    SetByHand(
        key=KEY,
        what="counter_services",
        subject="3",
        value=HandValue(primary=("training",), backup=("benefit-first",)),
        reason="同仁請假",
        lasting=True,
    ),
    HoldTicket(key=KEY, counter_id="3", ticket_id="1-B027", reason="papers", patience_ms=4_000),
    ResumeTicket(key=KEY, counter_id="3", ticket_id="1-B027", patience_ms=4_000),
    BookAppointment(
        key=KEY,
        visit=msgspec.structs.replace(VISIT, channel="desk", slot=AT, officer="a1b2c3"),
        patience_ms=4_000,
    ),
    CancelAppointment(key=KEY, code="K7M-4XR", reason="asked", patience_ms=4_000),
    CheckIn(key=KEY, code="k7m-4xr", channel="kiosk", language="en", patience_ms=60_000),
    CancelTicket(key=KEY, ticket_id="1-B027", reason="left", patience_ms=4_000),
    VoidBurst(key=KEY, device_id="kiosk-1", since=AT, until=AT + 300_000, patience_ms=4_000),
    VoidTicket(key=KEY, ticket_id="1-B027", reason="no_paper", patience_ms=4_000),
    LaterTicket(key=KEY, ticket_id="1-B027", minutes=20, patience_ms=4_000),
    BackTicket(key=KEY, ticket_id="1-B027", patience_ms=4_000),
    PickTicket(key=KEY, counter_id="3", ticket_id="1-B027", reason="unwell", patience_ms=4_000),
    OpenCounter(key=KEY, counter_id="3", patience_ms=4_000),
    ServeWithoutNumber(key=KEY, counter_id="3", service_id="benefit-again", outcome="done_by_phone", patience_ms=4_000),
    SetAutoCall(key=KEY, counter_id="3", on=True, patience_ms=4_000),
    CloseCounter(key=KEY, counter_id="3", patience_ms=4_000),
    PauseCounter(key=KEY, counter_id="3", reason="lunch", back_at=AT + 1_800_000, patience_ms=4_000),
    TransferTicket(
        key=KEY, counter_id="3", ticket_id="1-B027", to_service="training", note_code="27", patience_ms=4_000
    ),
    TransferAgain(key=KEY, counter_id="3", ticket_id="1-B027", to_service="training", patience_ms=4_000),
    m.Welcome(protocol=2, oldest=2, server="0.1.0", hall_id="yongkang", at=AT, rights=("call_next", "issue_ticket")),
    m.Snapshot(
        seq=41,
        at=AT,
        hall=HALL,
        business_day=3,
        date="2026-11-23",
        services=(SERVICE_STATE,),
        counters=(COUNTER,),
        tickets=(TICKET,),
        calls=(CallView(seq=40, at=AT + 60_000, counter_id="3", ticket=TICKET),),
        devices=(DEVICE,),
    ),
    m.HallEdited(
        seq=42,
        prev_seq=41,
        edits=(
            ValueEdit(path=("services", 0, "guide", "deadline", "en"), value="7", start=7, end=5),
            ValueEdit(path=("recall_limit",), value=3),
        ),
    ),
    m.HallMoved(
        seq=42,
        prev_seq=41,
        at=AT,
        what="ticket_called",
        rings=True,
        tickets=(TICKET,),
        counters=(COUNTER,),
        waiting={"benefit-again": 9},
    ),
    m.Lines(
        seq=42,
        at=AT,
        counters=(
            CounterLine(counter_id="3", next=("1-B028",), waiting=9, longest_since=AT - 600_000, aside=("1-B019",)),
        ),
        services=(ServiceLine(service_id="benefit-again", next=("1-B028",), longest_since=AT - 600_000),),
        aside=("1-B019",),
    ),
    m.Waits(
        seq=42,
        at=AT,
        good_ms=60_000,
        issued_now=(
            NewWait(service_id="benefit-again", wait=WaitView(says="range", low=25, high=40)),
            NewWait(service_id="benefit-again", visitor_class="priority", wait=WaitView(says="next")),
        ),
        tickets={"1-B028": WaitView(says="range", low=0, high=10)},
    ),
    m.OpeningChanged(services=(SERVICE_STATE,)),
    m.DeviceChanged(device=DEVICE),
    m.Practice(
        seq=42,
        at=AT,
        tickets=(TICKET,),
        counters=(COUNTER,),
        waiting={"benefit-again": 1},
        lines=(CounterLine(counter_id="3", next=("1-B028",), waiting=1),),
        aside=("1-B019",),
    ),
    m.Appointments(
        seq=42,
        at=AT,
        date="2026-11-23",
        appointments=(
            AppointmentView(
                code="K7M4XR",
                visit=msgspec.structs.replace(VISIT, channel="desk", slot=AT, officer="a1b2c3"),
                state="booked",
                late_after=AT + 600_000,
                ticket_id="1-B027",
                concern="closed",
            ),
        ),
    ),
    m.Pulse(at=AT),
    ACCEPTED,
    m.Fate(key=KEY, fate="done", done=ACCEPTED),
    m.PrintAnchor(job="0123456789abcdef", anchor="JIAOHAO1:YONGKANG:…", at=AT, patience_ms=12_000),
    m.Refused(code="already_called", key=KEY, detail="the counter has called 8 times", ticket=TICKET),
    m.PhoneTicket(
        seq=42,
        number="B027",
        visit=VISIT,
        service_name={"zh-TW": "給付服務"},
        hall_name={"zh-TW": "永康就業中心"},
        state="called",
        stage="called",
        issued_at=AT,
        papers=(PAPER,),
        missed_rule={"zh-TW": "過號請洽服務台"},
        counter_noun={"zh-TW": "櫃檯"},
        time_zone="Asia/Taipei",
    ),
    m.PhoneBoard(
        seq=42,
        at=AT,
        lines={"benefit-again": ("B028", "B029")},
        calls=(PhoneCall(number="B027", counter="3", state="called", stage="called", seq=42),),
        aside=(PhoneAside(number="B019", state="missed"),),
    ),
)
