"""The visitor's way: one confirmed intent is one ticket, nobody is left standing, no ticket is left unsaid."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from kiosk.flow import begin, step
from kiosk.flow_effects import (
    AskTicket,
    Effect,
    PrintTicket,
    ReportLoose,
    ReportSettled,
    SettleKey,
)
from kiosk.flow_types import (
    AskingExpired,
    ClassToggled,
    Confirmed,
    Event,
    Finished,
    Flow,
    HallLearnt,
    Intent,
    LanguageChosen,
    LinkChanged,
    PrinterChanged,
    Retried,
    Screen,
    ServiceChosen,
    Tick,
    TicketGiven,
    TicketRefused,
    Touched,
    Trouble,
    VisitorsMet,
    WentBack,
)
from kiosk.open_intents import AGAIN_MS, SETTLE_AGAIN_MS
from kiosk.paper_news import Paper, PaperEnded
from kiosk.readiness import Link, Obstacle, Printer
from kiosk.timing import Timing
from tests.kiosk.sample_hall import EVERY, issued, sample_facts, visit

TIMING = Timing()
LANGUAGES = ("zh-TW", "en")
B = "benefit-again"
READY: tuple[Event, ...] = (
    HallLearnt(sample_facts(), LANGUAGES),
    LinkChanged(Link.UP),
    PrinterChanged(Printer.READY),
)


def play(*events: Event | int) -> tuple[Flow, list[Effect]]:
    """The flow after the events, and every effect; an integer moves the clock there and ticks."""
    flow, at = begin(LANGUAGES, 0), 0
    found: list[Effect] = []
    for one in (*READY, *events):
        event: Event = Tick() if isinstance(one, int) else one
        at = one if isinstance(one, int) else at
        flow, more = step(flow, event, at, TIMING)
        found.extend(more)
    return flow, found


ASKED: tuple[Event, ...] = (ServiceChosen(B), Confirmed("key-0001"))
GAVE_UP: tuple[Event | int, ...] = (*ASKED, TIMING.ask)


def asks(effects: list[Effect]) -> list[str]:
    return [effect.intent.key for effect in effects if isinstance(effect, AskTicket)]


def test_a_visit() -> None:
    flow, effects = play(*ASKED)
    assert flow.screen is Screen.ASKING
    flow, effects = play(*ASKED, TicketGiven("key-0001", issued()))
    assert flow.screen is Screen.PRINTING
    assert [type(effect) for effect in effects] == [AskTicket, PrintTicket]
    flow, _ = play(*ASKED, TicketGiven("key-0001", issued()), PaperEnded("key-0001", Paper.OUT))
    assert (flow.screen, flow.paper) == (Screen.DONE, Paper.OUT)
    flow, _ = play(*ASKED, TicketGiven("key-0001", issued()), PaperEnded("key-0001", Paper.OUT), TIMING.done)
    assert flow.screen is Screen.HOME


def test_the_intent_carries_class_and_language() -> None:
    _, effects = play(LanguageChosen("en"), ServiceChosen(B), ClassToggled("priority"), Confirmed("key-0001"))
    (ask,) = effects
    assert isinstance(ask, AskTicket)
    assert ask.intent == Intent("key-0001", visit(B, "en", visitor_class="priority"))
    assert ask.give_up_ms == TIMING.ask + TIMING.shown


def chosen_class(service_id: str, *events: Event) -> str:
    flow, _ = play(ServiceChosen(service_id), *events)
    assert flow.visit is not None
    return flow.visit.visitor_class


def test_one_class_is_chosen_at_a_time_and_only_where_it_makes_a_difference() -> None:
    priority, youth = ClassToggled("priority"), ClassToggled("youth")
    assert chosen_class("job-seeking", priority, youth) == "youth"
    assert chosen_class("job-seeking", youth, youth) == "ordinary"
    assert chosen_class("job-seeking", youth, ClassToggled("royal")) == "youth"
    assert chosen_class(B, youth) == "ordinary", "no counter there is kept for young people"
    facts = sample_facts()
    fewer = replace(facts, hall=msgspec.structs.replace(facts.hall, visitor_classes=()))
    assert chosen_class("job-seeking", youth, HallLearnt(fewer, LANGUAGES)) == "ordinary", "the hall has left it out"


def test_who_comes_for_what_is_done_for_some_alone_says_so_by_coming() -> None:
    assert chosen_class("youth") == "youth"
    assert chosen_class("youth", ClassToggled("priority")) == "priority"


def test_many_taps_are_one_ticket() -> None:
    _, effects = play(*ASKED, Confirmed("key-0002"), ServiceChosen(B), Confirmed("key-0003"), WentBack())
    assert asks(effects) == ["key-0001"]


def test_priority_is_not_kept_for_the_next_choice() -> None:
    flow, _ = play(ServiceChosen(B), ClassToggled("priority"), WentBack(), ServiceChosen(B))
    assert flow.visitor_class == "ordinary"


@pytest.mark.parametrize(
    ("news", "obstacle"),
    [
        (LinkChanged(Link.DOWN), Obstacle.NO_SERVER),
        (LinkChanged(Link.WRONG_HALL), Obstacle.WRONG_HALL),
        (LinkChanged(Link.PROTOCOL_TOO_OLD), Obstacle.PROTOCOL_TOO_OLD),
        (LinkChanged(Link.PROTOCOL_TOO_NEW), Obstacle.PROTOCOL_TOO_NEW),
        (LinkChanged(Link.REVOKED), Obstacle.REVOKED),
        (PrinterChanged(Printer.PAPER_OUT), Obstacle.PAPER_OUT),
        (PrinterChanged(Printer.COVER_OPEN), Obstacle.COVER_OPEN),
        (PrinterChanged(Printer.OUT_OF_SERVICE), Obstacle.NO_PRINTER),
        (PrinterChanged(Printer.UNASKED), Obstacle.STARTING),
        (HallLearnt(sample_facts(closed={"B": None}), LANGUAGES), Obstacle.SERVICE_CLOSED),
        (HallLearnt(sample_facts(used_up="B"), LANGUAGES), Obstacle.EXHAUSTED),
        (HallLearnt(sample_facts(closed=dict.fromkeys(EVERY)), LANGUAGES), Obstacle.HALL_CLOSED),
        (HallLearnt(sample_facts(used_up=EVERY), LANGUAGES), Obstacle.ALL_EXHAUSTED),
    ],
)
def test_what_stands_in_the_way_is_known_before_the_choice(news: Event, obstacle: Obstacle) -> None:
    flow, _ = play(news, ServiceChosen(B))
    assert flow.screen is Screen.HOME
    assert flow.obstacle(B) is obstacle
    flow, effects = play(ServiceChosen(B), news, Confirmed("key-0001"))
    assert flow.screen is Screen.CONFIRM
    assert not flow.can_confirm
    assert not effects


def test_nothing_can_be_chosen_before_the_hall_is_known() -> None:
    flow = begin(LANGUAGES, 0)
    assert flow.obstacle() is Obstacle.STARTING
    assert step(flow, ServiceChosen(B), 1, TIMING)[0].screen is Screen.HOME


def test_no_answer_says_what_to_do_and_a_late_ticket_is_shown_and_printed() -> None:
    flow, _ = play(*GAVE_UP)
    assert (flow.screen, flow.trouble) == (Screen.TROUBLE, Trouble.NO_ANSWER)
    flow, effects = play(*GAVE_UP, TicketGiven("key-0001", issued()))
    assert flow.screen is Screen.PRINTING
    assert isinstance(effects[-1], PrintTicket)
    assert not flow.unresolved


def test_try_again_is_the_same_intent() -> None:
    flow, effects = play(*GAVE_UP, Retried())
    assert flow.screen is Screen.ASKING
    assert asks(effects) == ["key-0001"]
    _, effects = play(*GAVE_UP, Retried(), AskingExpired("key-0001"))
    assert asks(effects) == ["key-0001", "key-0001"]
    _, effects = play(*ASKED, TicketRefused("key-0001", "overloaded"), Retried())
    assert asks(effects) == ["key-0001", "key-0001"]


def test_the_next_visitor_with_the_same_wish_takes_the_open_intent_over() -> None:
    flow, effects = play(*GAVE_UP, Finished(), ServiceChosen(B), Confirmed("key-0002"))
    assert asks(effects) == ["key-0001"]
    flow, effects = play(
        *GAVE_UP, Finished(), ServiceChosen(B), Confirmed("key-0002"), TicketGiven("key-0001", issued())
    )
    assert flow.screen is Screen.PRINTING
    for other in ((ServiceChosen(B), ClassToggled("priority")), (LanguageChosen("en"), ServiceChosen(B))):
        flow, effects = play(*GAVE_UP, Finished(), *other, Confirmed("key-0002"))
        assert asks(effects) == ["key-0001", "key-0002"]


def test_a_ticket_whose_visitor_has_gone_is_named_and_reported_never_printed() -> None:
    flow, effects = play(*GAVE_UP, Finished(), TicketGiven("key-0001", issued()))
    assert flow.screen is Screen.HOME
    assert flow.late_number == "B010"
    assert effects[-1] == ReportLoose("late_ticket", B, "B010", "key-0001", issued().ticket_id)
    assert not any(isinstance(effect, PrintTicket) for effect in effects)
    flow, _ = play(*GAVE_UP, Finished(), TicketGiven("key-0001", issued()), TIMING.ask + TIMING.late)
    assert not flow.late_number


def test_a_number_that_came_late_is_named_no_more_once_its_visitor_is_at_a_counter() -> None:
    late = (*GAVE_UP, Finished(), TicketGiven("key-0001", issued()))
    assert play(*late, VisitorsMet(frozenset({"another"})))[0].late_number == "B010"
    assert play(*late, VisitorsMet(frozenset({issued().ticket_id})))[0].late_number == ""


def test_a_key_the_link_gave_up_is_reported_and_still_recognised() -> None:
    _, effects = play(*GAVE_UP, Finished(), AskingExpired("key-0001"))
    assert effects[-2:] == [SettleKey("key-0001"), UNKNOWN]
    flow, effects = play(*GAVE_UP, Finished(), AskingExpired("key-0001"), TicketGiven("key-0001", issued()))
    assert effects[-1] == ReportLoose("late_ticket", B, "B010", "key-0001", issued().ticket_id)
    assert not flow.doubtful


UNKNOWN = ReportLoose("ticket_unknown", B, "", "key-0001")
UNSURE = [TicketRefused("key-0001", code) for code in ("unavailable", "a word of tomorrow")]


@pytest.mark.parametrize("unsure", UNSURE)
def test_an_answer_that_may_hide_a_ticket_is_none_and_its_key_is_asked_again(unsure: TicketRefused) -> None:
    """The words meanwhile are those of waiting: first a moment more, then what to do."""
    flow, effects = play(*ASKED, unsure)
    assert flow.screen is Screen.ASKING
    assert asks(effects) == ["key-0001", "key-0001"]
    assert isinstance(effects[-1], AskTicket)
    assert effects[-1].pause_ms == AGAIN_MS
    flow, effects = play(*ASKED, unsure, TIMING.ask, unsure)
    assert (flow.screen, flow.trouble) == (Screen.TROUBLE, Trouble.NO_ANSWER)
    assert asks(effects) == ["key-0001"] * 3
    flow, effects = play(*ASKED, unsure, TIMING.ask, unsure, TicketGiven("key-0001", issued()))
    assert flow.screen is Screen.PRINTING
    assert isinstance(effects[-1], PrintTicket)


@pytest.mark.parametrize("unsure", UNSURE)
def test_when_its_visitor_has_gone_its_key_is_cancelled_until_its_fate_is_known(unsure: TicketRefused) -> None:
    gone = (*ASKED, unsure, TIMING.ask, TIMING.ask + TIMING.shown, unsure)
    flow, effects = play(*gone)
    assert flow.screen is Screen.HOME
    assert effects[-2:] == [SettleKey("key-0001"), UNKNOWN]
    flow, effects = play(*gone, unsure, unsure)
    assert effects[-2:] == [SettleKey("key-0001", SETTLE_AGAIN_MS)] * 2
    flow, effects = play(*gone, unsure, TicketGiven("key-0001", issued()))
    assert effects[-1] == ReportLoose("late_ticket", B, "B010", "key-0001", issued().ticket_id)
    assert (flow.late_number, flow.doubtful) == ("B010", ())
    flow, effects = play(*gone, unsure, TicketRefused("key-0001", "cancelled"))
    assert effects[-1] == ReportSettled("key-0001")
    assert (flow.late_number, flow.doubtful) == ("", ())


def test_the_next_visitor_does_not_take_over_what_is_being_cancelled() -> None:
    _, effects = play(*GAVE_UP, Finished(), AskingExpired("key-0001"), ServiceChosen(B), Confirmed("key-0002"))
    assert asks(effects) == ["key-0001", "key-0002"]


def test_a_certain_refusal_after_a_doubt_ends_it() -> None:
    flow, effects = play(*ASKED, TicketRefused("key-0001", "unavailable"), TicketRefused("key-0001", "service_closed"))
    assert (flow.screen, flow.trouble) == (Screen.TROUBLE, Trouble.CLOSED)
    assert asks(effects) == ["key-0001", "key-0001"]


@pytest.mark.parametrize(
    ("code", "trouble", "again"),
    [
        ("service_closed", Trouble.CLOSED, False),
        ("numbers_exhausted", Trouble.EXHAUSTED, False),
        ("overloaded", Trouble.BUSY, True),
        ("too_many_numbers", Trouble.TOO_MANY, True),
        ("key_reused", Trouble.REFUSED, False),
        ("cancelled", Trouble.REFUSED, False),
        ("wrong_hall", Trouble.REFUSED, False),
        ("no_ticket", Trouble.REFUSED, False),
    ],
)
def test_a_refusal_says_that_there_is_no_number(code: str, trouble: Trouble, again: bool) -> None:
    flow, _ = play(*ASKED, TicketRefused("key-0001", code))
    assert (flow.screen, flow.trouble, flow.can_retry) == (Screen.TROUBLE, trouble, again)
    assert not flow.unresolved
    flow, _ = play(*ASKED, TicketRefused("key-0001", code), TIMING.shown)
    assert flow.screen is Screen.HOME


def test_a_ticket_that_left_the_hall_before_its_answer_is_shown_and_printed() -> None:
    gone = issued("B031")
    assert gone.ticket is None
    flow, effects = play(*ASKED, TicketGiven("key-0001", gone))
    assert flow.screen is Screen.PRINTING
    assert effects[-1] == PrintTicket(Intent("key-0001", visit()), gone)


def test_idle_counts_down_visibly_and_any_touch_stops_it() -> None:
    flow, _ = play(ServiceChosen(B), LanguageChosen("en"))
    assert flow.countdown(TIMING.idle - 1, TIMING) is None
    assert flow.countdown(TIMING.idle, TIMING) == 20
    assert flow.countdown(TIMING.idle + 19_001, TIMING) == 1
    touched, _ = step(flow, Touched(), TIMING.idle + 5_000, TIMING)
    assert touched.countdown(TIMING.idle + 5_000, TIMING) is None
    gone, _ = step(flow, Tick(), TIMING.idle + TIMING.countdown, TIMING)
    assert (gone.screen, gone.language) == (Screen.HOME, "zh-TW")


def test_home_returns_to_the_halls_language_when_idle() -> None:
    assert play(LanguageChosen("en"), TIMING.idle - 1)[0].language == "en"
    assert play(LanguageChosen("en"), TIMING.idle)[0].language == "zh-TW"


def test_language_can_be_changed_wherever_something_can_be_touched() -> None:
    for before in ((), (ServiceChosen(B),), GAVE_UP):
        assert play(*before, LanguageChosen("en"))[0].language == "en"
    assert play(*ASKED, LanguageChosen("en"))[0].language == "zh-TW"
    assert play(LanguageChosen("xx"))[0].language == "zh-TW"


def test_a_changed_hall_is_followed() -> None:
    facts = sample_facts()
    rest = tuple(one for one in facts.hall.services if one.service_id != B)
    without_b = replace(facts, hall=msgspec.structs.replace(facts.hall, services=rest))
    flow, _ = play(ServiceChosen(B), HallLearnt(without_b, ("en",)))
    assert (flow.screen, flow.language, flow.home_language) == (Screen.HOME, "en", "en")


def test_news_of_other_keys_change_nothing() -> None:
    before, _ = play(*ASKED)
    for event in (
        TicketGiven("other-key", issued()),
        TicketRefused("other-key", "service_closed"),
        AskingExpired("other-key"),
        PaperEnded("key-0001", Paper.OUT),
    ):
        assert step(before, event, 0, TIMING) == (before, ())


def test_an_answer_that_comes_twice_prints_once() -> None:
    given = TicketGiven("key-0001", issued())
    _, effects = play(*ASKED, given, given, PaperEnded("key-0001", Paper.OUT), given, TIMING.done, given)
    assert sum(isinstance(effect, PrintTicket) for effect in effects) == 1
