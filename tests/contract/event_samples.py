"""One event of each kind, in full: what the golden rows of the log mean."""

from __future__ import annotations

from server.domain.appointments import AppointmentEnd
from server.domain.by_hand import HandValue, HandWhat
from server.domain.closing import ClosingReason
from server.domain.config import Counter, Guide, HallConfig, Interval, NumberRange, Paper, Service, WeeklyHours
from server.domain.config_edits import Edit
from server.domain.counter_states import PauseReason
from server.domain.emergency import EmergencyKind
from server.domain.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMissed,
    AutoCallSet,
    ByHandSet,
    CallUndone,
    CounterClosed,
    CounterOpened,
    CounterPaused,
    DayOpened,
    EmergencyEnded,
    EmergencyRaised,
    Event,
    GroupCalled,
    HallClosedToday,
    HallConfigured,
    HallEdited,
    HallReopened,
    ServedWithoutNumber,
    TicketArrived,
    TicketBack,
    TicketCalled,
    TicketCancelled,
    TicketContinued,
    TicketFinished,
    TicketGivenUp,
    TicketHeld,
    TicketIssued,
    TicketLapsed,
    TicketLater,
    TicketMissed,
    TicketPicked,
    TicketRecalled,
    TicketRestored,
    TicketResumed,
    TicketTransferred,
    TicketVoided,
    TimeCorrected,
    WatchChanged,
)
from server.domain.tickets import (
    CancelReason,
    Channel,
    HoldReason,
    Outcome,
    PickReason,
    Visit,
    VoidReason,
)
from server.domain.visitor_classes import PRIORITY
from server.domain.watch import Watch, WatchWhat

AT = 1_795_395_300_123

CONFIG = HallConfig(
    hall_id="yongkang",
    name=(("zh-TW", "永康就業中心"), ("en", "Yongkang Employment Center")),
    office=(("zh-TW", "雲嘉南分署"), ("en", "Yunlin–Chiayi–Tainan Branch")),
    time_zone="Asia/Taipei",
    languages=("zh-TW", "en"),
    counter_noun=(("zh-TW", "櫃檯"), ("en", "Counter")),
    services=(
        Service(
            service_id="benefit-first",
            prefix="A",
            name=(("zh-TW", "給付服務（初次申請）"), ("en", "Benefits – first application")),
            short_name=(("zh-TW", "給付初次申請"), ("en", "First application")),
            guide=Guide(
                title=(("zh-TW", "初次申請怎麼辦"), ("en", "First application")),
                steps=((("zh-TW", "先辦求職登記"), ("en", "Register as a job seeker")),),
                papers=(
                    Paper(
                        name=(("zh-TW", "國民身分證"), ("en", "National ID card")),
                        note=(("zh-TW", "或居留證"), ("en", "Or residence permit")),
                    ),
                ),
                notice=(("zh-TW", "沒帶齊也可以先取號"), ("en", "Take a number anyway")),
                legal_basis=(("zh-TW", "就業保險法第 11 條"), ("en", "Employment Insurance Act, Article 11")),
                fee=(("zh-TW", "免費"), ("en", "Free of charge")),
                minutes=25,
            ),
            hours=WeeklyHours(((Interval(480, 1020),),) * 5 + ((),) * 2),
            numbers=NumberRange(1, 799),
            offline=NumberRange(801, 899),
        ),
    ),
    counters=(Counter(counter_id="1", label="1", primary=("benefit-first",), backup=()),),
    notices=((("zh-TW", "服務免費"), ("en", "All services are free")),),
    missed_rule=(("zh-TW", "過號請洽服務台"), ("en", "Ask at the reception desk")),
    recall_limit=3,
    restore_delay_minutes=15,
    day_starts_minute=300,
    phone_url="https://queue.example.tw/t",
)

_BOOKED = Visit("benefit-first", Channel.DESK, "en", slot=AT + 86_400_000, officer="officer-1")

SAMPLES: dict[str, Event] = {
    "day_opened": DayOpened(day=17, date="2026-11-23", config=CONFIG),
    "time_corrected": TimeCorrected(
        date="2026-11-23", since=AT, by_ms=-7_200_000, reason="電池沒電", used=(("A", 12, "16-A012"),)
    ),
    "hall_configured": HallConfigured(config=CONFIG),
    "hall_edited": HallEdited((Edit("services.0.guide.minutes", 30), Edit("3.fee.1.1", "Fee", end=10))),
    "by_hand_set": ByHandSet(
        what=HandWhat.EXTRA_COUNTER,
        subject="extra-1",
        value=HandValue(label="臨", primary=("benefit-first",)),
        reason="月底人多",
        lasting=True,
    ),
    "watch_changed": WatchChanged(watch=Watch(WatchWhat.RESERVE, "2", "benefit-first"), on=True),
    "hall_closed_today": HallClosedToday(reason=ClosingReason.TYPHOON),
    "hall_reopened": HallReopened(),
    "emergency_raised": EmergencyRaised(kind=EmergencyKind.FIRE, words="集合地點：對面停車場"),
    "emergency_ended": EmergencyEnded(),
    "appointment_booked": AppointmentBooked(code="K7M4XR", visit=_BOOKED),
    "appointment_cancelled": AppointmentCancelled(code="K7M4XR", reason=AppointmentEnd.ASKED),
    "appointment_missed": AppointmentMissed(code="K7M4XR"),
    "ticket_issued": TicketIssued(
        ticket_id="17-A012",
        number="A012",
        prefix="A",
        ordinal=12,
        visit=Visit("benefit-first", Channel.KIOSK, "en", PRIORITY),
        place=AT,
        token_hash="5e" * 32,
        people_ahead=3,
    ),
    "ticket_called": TicketCalled(ticket_id="17-A012", counter_id="1"),
    "call_undone": CallUndone(ticket_id="17-A012", counter_id="1"),
    "group_called": GroupCalled(counter_id="1", ticket_ids=("17-A012", "17-A013")),
    "ticket_recalled": TicketRecalled(ticket_id="17-A012", counter_id="1"),
    "ticket_arrived": TicketArrived(ticket_id="17-A012", counter_id="1"),
    "ticket_finished": TicketFinished(ticket_id="17-A012", counter_id="1", arrival_implied=True),
    "ticket_continued": TicketContinued(
        ticket_id="17-A012",
        counter_id="1",
        arrival_implied=True,
        outcome=Outcome.SERVED,
        service_id="benefit-again",
        then=("benefit-first",),
        place=AT,
    ),
    "ticket_missed": TicketMissed(ticket_id="17-A012", counter_id="1"),
    "ticket_restored": TicketRestored(ticket_id="17-A012", place=AT + 900_000),
    "ticket_held": TicketHeld(ticket_id="17-A012", counter_id="1", reason=HoldReason.PAPERS),
    "ticket_resumed": TicketResumed(ticket_id="17-A012", counter_id="2"),
    "ticket_picked": TicketPicked(ticket_id="17-A012", counter_id="1", picked=PickReason.UNWELL),
    "counter_opened": CounterOpened(counter_id="1"),
    "auto_call_set": AutoCallSet(counter_id="1", on=True),
    "served_without_number": ServedWithoutNumber(
        counter_id="1", service_id="benefit-first", outcome=Outcome.DONE_BY_PHONE
    ),
    "counter_closed": CounterClosed(counter_id="1"),
    "counter_paused": CounterPaused(counter_id="1", reason=PauseReason.LUNCH, back_at=AT + 1_800_000),
    "ticket_transferred": TicketTransferred(
        ticket_id="17-A012", counter_id="1", service_id="benefit-first", place=AT, note_code="27"
    ),
    "ticket_later": TicketLater(ticket_id="17-A012", returns_at=AT + 600_000),
    "ticket_back": TicketBack(ticket_id="17-A012"),
    "ticket_cancelled": TicketCancelled(ticket_id="17-A012", cancelled=CancelReason.LEFT),
    "ticket_given_up": TicketGivenUp(ticket_id="17-A012"),
    "ticket_voided": TicketVoided(ticket_id="17-A012", voided=VoidReason.NO_PAPER),
    "ticket_lapsed": TicketLapsed(ticket_id="17-A012"),
}
"""By type in the log; what the newest version of each type decodes to."""
