"""What moved, in one message for every verb; and what a screen needs no verb for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import pytest

from server.domain.appointments import AppointmentEnd
from server.domain.by_hand import HandValue, HandWhat
from server.domain.closing import ClosingReason
from server.domain.commands import (
    ArriveTicket,
    CallGroup,
    CallNext,
    CancelTicket,
    CloseCounter,
    CloseToday,
    ConfigureHall,
    CorrectTime,
    EndEmergency,
    FinishTicket,
    GiveUpTicket,
    HoldTicket,
    KeepWatch,
    LaterTicket,
    Leaving,
    MissTicket,
    MoveTicket,
    OpenCounter,
    OpenDay,
    PauseCounter,
    PickTicket,
    RaiseEmergency,
    RecallTicket,
    ReopenToday,
    RestoreTicket,
    ResumeTicket,
    ServeWithoutNumber,
    SetAutoCall,
    SetByHand,
    TransferTicket,
    UndoCall,
    VoidTicket,
)
from server.domain.config import HallConfig, Reserve
from server.domain.counter_states import PauseReason
from server.domain.emergency import EmergencyKind
from server.domain.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMissed,
    Event,
    HallChanged,
    TicketLapsed,
)
from server.domain.hall import Hall
from server.domain.tickets import CancelReason, Channel, HoldReason, PickReason, Visit, VoidReason
from server.storage.event_codec import event_word
from server.translation.events import NEXT_SHOWN, lines, moved
from server.translation.tickets import ticket_view
from tests.server.sample_halls import NOON, grouped, sample_counter, sample_hall, sample_service
from tests.server.translation.story import BEFORE, Story
from wire.messages.events import CounterLine, GroupLine, HallMoved, ServiceLine
from wire.messages.tickets import CounterState

SNAPSHOTS_BUSINESS = {*get_args(HallChanged), TicketLapsed}


def test_every_event_says_what_it_changed_and_nothing_else() -> None:
    story = Story()
    first = story.issue()
    issued = story.last()
    assert (issued.seq, issued.prev_seq, issued.at, issued.what) == (2, BEFORE, NOON, "ticket_issued")
    assert (issued.rings, issued.counters, issued.waiting) == (False, (), {"apples": 1})
    assert issued.tickets == (ticket_view(story.ticket(first), story.config),)
    story.now += 1_000
    story.do(CallNext("1", 0))
    called = story.last()
    assert (called.what, called.rings, called.at, called.waiting) == (
        "ticket_called",
        True,
        NOON + 1_000,
        {"apples": 0},
    )
    assert called.counters == (CounterState(counter_id="1", calls=1, tickets=(first,)),)
    assert [(one.state, one.stage, one.counter_id) for one in called.tickets] == [("called", "called", "1")]
    story.do(RecallTicket("1", first))
    recalled = story.last()
    assert (recalled.what, recalled.rings, recalled.counters, recalled.waiting) == ("ticket_recalled", True, (), {})
    assert [one.recalls for one in recalled.tickets] == [1]
    story.do(MissTicket("1", first))
    missed = story.last()
    assert (missed.what, missed.rings, missed.waiting) == ("ticket_missed", False, {})
    assert missed.counters == (CounterState(counter_id="1", calls=1),)
    assert [(one.state, one.stage) for one in missed.tickets] == [("missed", "aside")]
    story.do(RestoreTicket(first))
    restored = story.last()
    assert (restored.what, restored.rings, restored.counters) == ("ticket_restored", False, ())
    assert restored.waiting == {"apples": 1}
    assert [(one.state, one.stage, one.counter_id) for one in restored.tickets] == [("waiting", "in_line", None)]
    story.do(CallNext("1", 1))
    story.do(ArriveTicket("1", first))
    arrived = story.last()
    assert (arrived.what, arrived.rings, arrived.counters, arrived.waiting) == ("ticket_arrived", False, (), {})
    assert [(one.state, one.stage) for one in arrived.tickets] == [("serving", "serving")]
    story.do(HoldTicket("1", first, HoldReason.FORM))
    held = story.last()
    assert (held.what, held.rings, held.waiting) == ("ticket_held", False, {})
    assert held.counters == (CounterState(counter_id="1", calls=2),)
    assert [(one.state, one.stage, one.reason) for one in held.tickets] == [("held", "aside", "form")]
    story.do(ResumeTicket("2", first))
    resumed = story.last()
    assert (resumed.what, resumed.rings, resumed.waiting) == ("ticket_resumed", False, {})
    assert resumed.counters == (CounterState(counter_id="2", calls=0, tickets=(first,)),)
    assert [(one.state, one.stage, one.counter_id) for one in resumed.tickets] == [("serving", "serving", "2")]
    story.do(TransferTicket(first, "books", "2"))
    sent = story.last()
    assert (sent.what, sent.rings, sent.waiting) == ("ticket_transferred", False, {"books": 1})
    assert sent.counters == (CounterState(counter_id="2", calls=0),)
    assert [(one.visit.service_id, one.stage, one.counter_id) for one in sent.tickets] == [("books", "in_line", None)]
    story.do(TransferTicket(first, "apples"))
    back = story.last()
    assert (back.counters, back.waiting) == ((), {"apples": 1, "books": 0})
    story.do(CallNext("2", 0))
    story.do(FinishTicket("2", first))
    finished = story.last()
    assert (finished.what, finished.rings, finished.waiting) == ("ticket_finished", False, {})
    assert finished.counters == (CounterState(counter_id="2", calls=1),)
    assert [(one.state, one.stage, one.counter_id) for one in finished.tickets] == [("served", "gone", "2")]
    for command, state in (
        (PauseCounter("2", PauseReason.LUNCH, story.now + 60_000), ("paused", "lunch", story.now + 60_000)),
        (CloseCounter("2"), ("closed", None, None)),
        (OpenCounter("2"), ("open", None, None)),
    ):
        story.do(command)
        moved_to = story.last()
        assert (moved_to.rings, moved_to.tickets, moved_to.waiting) == (False, (), {})
        assert [(one.state, one.pause_reason, one.back_at) for one in moved_to.counters] == [state]
    _undone(story)
    _picked(story)
    _away(story)
    group = grouped_story()
    group.do(CallGroup("1", "apples", 0))
    together = group.last()
    assert (together.what, together.rings, together.waiting) == ("group_called", True, {"apples": 1})
    assert together.counters == (CounterState(counter_id="1", calls=1, tickets=("1-A001", "1-A002")),)
    assert [(one.number, one.state, one.counter_id) for one in together.tickets] == [
        ("A001", "called", "1"),
        ("A002", "called", "1"),
    ]
    story.published += group.published
    _ended(story)
    both = story.issue("books", then=("apples",))
    assert story.next("2") == both
    story.do(FinishTicket("2", both))
    gone_on = story.last()
    assert (gone_on.what, gone_on.rings, gone_on.waiting) == ("ticket_continued", False, {"apples": 1})
    assert gone_on.counters == (CounterState(counter_id="2", calls=story.hall.counter("2").calls),)
    assert [(one.visit.service_id, one.stage) for one in gone_on.tickets] == [("apples", "in_line")]
    assert story.next("1") == both
    story.do(FinishTicket("1", both))
    story.do(SetAutoCall("2", on=True))
    assert [one.auto_call for one in story.last().counters] == [True]
    story.do(ServeWithoutNumber("2", "apples"))
    assert ([one.without_number for one in story.last().counters], story.last().tickets) == ([1], ())
    _arranged(story)
    told = {type(one.fact.event) for one in story.published if moved(one, BEFORE)}
    assert told == set(get_args(Event)) - SNAPSHOTS_BUSINESS, "none was forgotten"


def _arranged(story: Story) -> None:
    """Nobody who watches the hall hears whose or when: only that something happened."""
    visit = Visit("apples", Channel.DESK, "en", slot=NOON, officer="officer-1")
    for after in (AppointmentCancelled("K7M4XR", AppointmentEnd.ASKED), AppointmentMissed("M7K4XR")):
        for event in (AppointmentBooked(after.code, visit), after):
            story.happen(event)
            said = HallMoved(seq=story.hall.seq, prev_seq=BEFORE, at=story.now, what=event_word(event), rings=False)
            assert story.last() == said


def grouped_story() -> Story:
    """Three who are called two at a time, and one who is called alone."""
    apples = grouped(sample_service("apples", "A"), 2, 20)
    story = Story(sample_hall((apples, sample_service("books", "B"))))
    for service_id in ("apples", "apples", "apples", "books"):
        story.issue(service_id)
    return story


def test_a_line_says_who_is_called_together_and_since_when_they_may_be() -> None:
    story = grouped_story()
    _, books, both = lines(story.hall, NOON).counters
    assert (books.next, books.waiting, books.groups[0].next) == (("1-B001",), 1, ("1-A001", "1-A002"))
    assert (both.next, both.waiting, both.longest_since) == (("1-B001",), 1, NOON)
    assert both.groups == (GroupLine(service_id="apples", size=2, next=("1-A001", "1-A002"), waiting=3, ready="size"),)
    story.do(CallGroup("3", "apples", 0))
    due = NOON + 20 * 60_000
    waits, ready = (lines(story.hall, now).counters[2].groups[0] for now in (due - 1, due))
    assert (waits.next, waits.ready, waits.ready_at) == (("1-A003",), None, due)
    assert (ready.next, ready.ready, ready.ready_at) == (("1-A003",), "age", None)


def test_settling_and_calling_are_two_messages_in_order() -> None:
    story = Story()
    first, second = story.issue(), story.issue()
    story.next("1")
    before = len(story.published)
    story.next("1", Leaving.MISSED)
    told = [moved(one, one.seq - 1) for one in story.published[before:]]
    assert [one.what for one in told if one] == ["ticket_missed", "ticket_called"]
    assert [one.tickets[0].ticket_id for one in told if one] == [first, second]
    assert [one.counters[0].tickets for one in told if one] == [(), (second,)]


def _picked(story: Story) -> None:
    for waiting in story.hall.line("apples"):
        story.do(PickTicket("3", waiting, PickReason.UNWELL))
        picked = story.last()
        assert (picked.what, picked.rings, picked.waiting) == ("ticket_picked", True, {"apples": 0})
        assert picked.counters[0].tickets == (waiting,)
        assert [(one.state, one.stage, one.counter_id) for one in picked.tickets] == [("called", "called", "3")]


def _away(story: Story) -> None:
    ticket_id = story.issue()
    waiting = len(story.hall.line("apples"))
    story.do(LaterTicket(ticket_id, 20))
    later = story.last()
    assert (later.what, later.rings, later.waiting, later.counters) == (
        "ticket_later",
        False,
        {"apples": waiting - 1},
        (),
    )
    assert [(one.state, one.stage, one.returns_at) for one in later.tickets] == [
        ("later", "aside", story.now + 20 * 60_000)
    ]
    told = lines(story.hall, story.now)
    assert ticket_id in told.aside
    assert ticket_id in told.counters[0].aside
    assert not any(ticket_id in one.next for one in told.counters)
    assert not any(ticket_id in one.next for one in told.services)
    story.now += 20 * 60_000
    story.do(KeepWatch())
    back = story.last()
    assert (back.what, back.rings, back.waiting) == ("ticket_back", False, {"apples": waiting})
    assert [(one.state, one.stage, one.returns_at) for one in back.tickets] == [("waiting", "in_line", None)]
    story.do(CancelTicket(ticket_id, CancelReason.LEFT))


def _ended(story: Story) -> None:
    ends: tuple[tuple[Callable[[str], MoveTicket], str, str], ...] = (
        (lambda ticket_id: CancelTicket(ticket_id, CancelReason.LEFT), "ticket_cancelled", "cancelled"),
        (GiveUpTicket, "ticket_given_up", "cancelled"),
        (lambda ticket_id: VoidTicket(ticket_id, VoidReason.OTHER), "ticket_voided", "void"),
    )
    for command, what, state in ends:
        waiting = len(story.hall.line("apples"))
        story.do(command(story.issue()))
        ended = story.last()
        assert (ended.what, ended.rings, ended.waiting, ended.counters) == (what, False, {"apples": waiting}, ())
        assert [(one.state, one.stage) for one in ended.tickets] == [(state, "gone")]


def _undone(story: Story) -> None:
    ticket_id = story.issue()
    story.do(CallNext("1", 2))
    story.do(UndoCall("1", ticket_id))
    undone = story.last()
    assert (undone.what, undone.rings, undone.waiting) == ("call_undone", False, {"apples": 1})
    assert undone.counters == (CounterState(counter_id="1", calls=3),)
    assert [(one.state, one.stage, one.counter_id) for one in undone.tickets] == [("waiting", "in_line", None)]


def _watchful(config: HallConfig) -> HallConfig:
    """Who waits for a minute waits too long; then counter 1 does books too, and counter 2 stands in for 3."""
    services = tuple(replace(one, alert_minutes=1) for one in config.services)
    one, two, three = config.counters
    counters = (replace(one, reserve=Reserve("books", 1)), replace(two, deputy_for=("3",)), three)
    return replace(config, services=services, counters=counters)


def test_the_lines_tell_who_waits_too_long_and_what_a_counter_does_for_others() -> None:
    story = Story(_watchful(sample_hall()))
    book = story.issue("books")
    story.do(CloseCounter("3"))
    calm = lines(story.hall, story.now)
    assert [one.too_long for one in calm.services] == ["", ""]
    assert [one.reserve for one in calm.counters] == [(), (), ()]
    story.now += 60_000
    story.do(KeepWatch())
    told = lines(story.hall, story.now)
    assert [one.too_long for one in told.services] == ["", book]
    assert [one.reserve for one in told.counters] == [("books",), (), ()]
    assert [one.stands_in_for for one in told.counters] == [(), ("3",), ()]
    assert told.counters[0].next == (book,)


def test_a_new_day_a_new_configuration_and_a_lapse_are_a_snapshots_business() -> None:
    story = Story()
    story.issue()
    story.next("1")
    story.issue()
    story.do(ConfigureHall(_watchful(sample_hall(recall_limit=0))))
    story.do(ConfigureHall(_watchful(sample_hall(recall_limit=1))))
    story.now += 60_000
    story.do(KeepWatch())
    story.do(SetByHand(HandWhat.SERVICE_CLOSED, "apples", HandValue()))
    story.do(CloseToday(ClosingReason.TYPHOON))
    story.do(ReopenToday())
    story.do(RaiseEmergency(EmergencyKind.FIRE))
    story.do(EndEmergency())
    story.do(CorrectTime(NOON, -60_000, "flat battery"))
    story.do(OpenDay("2026-11-25"))
    kinds = {type(one.fact.event) for one in story.published}
    assert kinds >= SNAPSHOTS_BUSINESS
    for one in story.published:
        assert (moved(one, BEFORE) is None) is (type(one.fact.event) in SNAPSHOTS_BUSINESS)


def test_lines_say_who_is_next_everywhere_in_the_halls_order() -> None:
    story = Story()
    apples, books = [], []
    for _ in range(3):
        apples.append(story.issue("apples"))
        story.now += 60_000
        books.append(story.issue("books"))
        story.now += 60_000
    told = lines(story.hall, story.now)
    mixed = (apples[0], books[0], apples[1], books[1], apples[2], books[2])
    assert (told.seq, told.at, told.aside) == (story.hall.seq, story.now, ())
    assert told.counters == (
        CounterLine(counter_id="1", next=tuple(apples), rules=("in_turn",) * 3, waiting=3, longest_since=NOON),
        CounterLine(counter_id="2", next=mixed, rules=("in_turn",) * 6, waiting=6, longest_since=NOON),
        CounterLine(counter_id="3", next=mixed, rules=("in_turn",) * 6, waiting=6, longest_since=NOON),
    )
    assert told.services == (
        ServiceLine(service_id="apples", next=tuple(apples), longest_since=NOON),
        ServiceLine(service_id="books", next=tuple(books), longest_since=NOON + 60_000),
    )
    hall = story.hall
    for counter in told.counters:
        story.hall = hall
        assert story.next(counter.counter_id) == counter.next[0], "and who is next is who is called"


def test_lines_name_only_as_many_as_a_page_shows_and_count_all() -> None:
    story = Story()
    issued = [story.issue() for _ in range(NEXT_SHOWN + 3)]
    told = lines(story.hall, NOON)
    assert told.counters[0].next == told.services[0].next == tuple(issued[:NEXT_SHOWN])
    assert told.counters[0].waiting == NEXT_SHOWN + 3


def test_an_empty_line_has_nobody_who_waits_longest() -> None:
    told = lines(Story().hall, NOON)
    assert told.counters[0] == CounterLine(counter_id="1")
    assert told.services[0] == ServiceLine(service_id="apples")


def test_longest_is_by_issue_and_not_by_place() -> None:
    """A restored ticket stands further back than it took its number."""
    story = Story()
    first = story.issue()
    story.next("1")
    story.do(MissTicket("1", first))
    story.now += 60_000
    second = story.issue()
    story.do(RestoreTicket(first))
    told = lines(story.hall, story.now)
    assert told.services[0] == ServiceLine(service_id="apples", next=(second, first), longest_since=NOON)


def test_who_is_aside_is_the_business_of_whoever_does_their_service_and_of_the_counter_that_had_them() -> None:
    counters = (sample_counter("1", ("apples",)), sample_counter("2", ("books",)), sample_counter("3", ("apples",)))
    story = Story(sample_hall(counters=counters))
    missed = []
    for counter_id, service_id in (("1", "apples"), ("2", "books"), ("3", "apples")):
        story.now += 1_000
        missed.append(story.issue(service_id))
        story.next(counter_id)
        story.do(MissTicket(counter_id, missed[-1]))
    first, book, last = missed
    told = lines(story.hall, story.now)
    assert told.aside == (last, book, first), "the latest first"
    assert [one.aside for one in told.counters] == [(last, first), (book,), (last, first)]
    pears = (*story.config.services, sample_service("pears", "C"))
    moved_on = (sample_counter("1", ("pears",)), *counters[1:])
    story.do(ConfigureHall(sample_hall(pears, moved_on)))
    assert lines(story.hall, story.now).counters[0].aside == (first,), "it had that one, whatever it does now"


def test_the_one_set_aside_last_stands_first_whoever_was_issued_first() -> None:
    story = Story()
    first, second = story.issue(), story.issue()
    for counter_id in ("1", "3"):
        story.next(counter_id)
    story.do(MissTicket("3", second))
    story.now += 1
    story.do(MissTicket("1", first))
    told = lines(story.hall, story.now)
    assert told.aside == told.counters[0].aside == (first, second)


def test_held_and_missed_stand_aside_together_and_who_resumes_leaves_it() -> None:
    story = Story()
    first, second = story.issue(), story.issue()
    story.next("1")
    story.next("3")
    story.do(MissTicket("3", second))
    story.now += 1
    story.do(ArriveTicket("1", first))
    story.do(HoldTicket("1", first, HoldReason.PAPERS))
    assert lines(story.hall, story.now).aside == (first, second)
    story.do(ResumeTicket("3", first))
    assert lines(story.hall, story.now).aside == (second,)


def test_two_set_aside_in_one_instant_stand_the_later_issued_first() -> None:
    story = Story()
    first, second = story.issue(), story.issue()
    for counter_id in ("1", "3"):
        story.next(counter_id)
    story.do(MissTicket("3", second))
    story.do(MissTicket("1", first))
    assert lines(story.hall, NOON).aside == (second, first)


def test_a_hall_without_configuration_has_no_lines() -> None:
    with pytest.raises(ValueError, match="no configuration"):
        lines(Hall.empty(), NOON)
