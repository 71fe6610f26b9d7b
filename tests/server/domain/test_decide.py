"""Configuration, the business day, and issuing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.commands import (
    ArriveTicket,
    CallNext,
    ConfigureHall,
    Context,
    Declined,
    FinishTicket,
    IssueTicket,
    Leaving,
    MissTicket,
    OpenDay,
    RecallTicket,
    Refusal,
)
from server.domain.config import Interval, WeeklyHours
from server.domain.decide import decide
from server.domain.events import (
    DayOpened,
    HallConfigured,
    TicketArrived,
    TicketCalled,
    TicketFinished,
    TicketIssued,
    TicketLapsed,
    TicketMissed,
    TicketRecalled,
)
from server.domain.hall import CounterNow, Hall
from server.domain.tickets import Channel, TicketState, Visit
from server.domain.visitor_classes import ORDINARY, PRIORITY, VisitorClass
from tests.server.domain.scene import Scene, issue, token_hash
from tests.server.sample_halls import NEVER, NOON, both, sample_counter, sample_hall, sample_service

HALL = sample_hall()
ONLY_APPLES = sample_hall((sample_service("apples", "A"),), (sample_counter("1", ("apples",)),))


def test_the_first_configuration_opens_the_first_day() -> None:
    decision = decide(Hall.empty(seq=4), ConfigureHall(HALL), Context(NOON, token_hash))
    assert decision == (DayOpened(1, "2026-11-24", HALL),)


def test_before_four_in_the_morning_it_is_still_the_day_before() -> None:
    night = NOON - 9 * 3_600_000
    decision = decide(Hall.empty(), ConfigureHall(HALL), Context(night, token_hash))
    assert decision == (DayOpened(1, "2026-11-23", HALL),)


def test_the_same_configuration_changes_nothing() -> None:
    assert Scene(HALL).ask(ConfigureHall(sample_hall())) == ()


def test_another_configuration_is_a_fact_of_its_own() -> None:
    scene = Scene(HALL)
    assert scene.do(ConfigureHall(ONLY_APPLES)) == (HallConfigured(ONLY_APPLES),)
    assert scene.hall.config == ONLY_APPLES


def test_a_hall_without_a_configuration_takes_no_orders() -> None:
    with pytest.raises(ValueError, match="no configuration yet"):
        decide(Hall.empty(), issue(), Context(NOON, token_hash))


def test_a_ticket_of_a_dropped_service_waits_for_a_counter_that_still_names_it() -> None:
    scene = Scene(HALL)
    book = scene.issue("books")
    scene.do(ConfigureHall(replace(HALL, services=HALL.services[:1])))
    assert scene.refusal(issue("books")).code is Refusal.SERVICE_CLOSED
    assert scene.hall.config is not None
    assert scene.hall.config.counters == HALL.counters
    assert scene.next("2") == book


def test_a_ticket_of_a_dropped_service_that_nobody_calls_lapses_at_the_days_end() -> None:
    scene = Scene(HALL)
    book = scene.issue("books")
    scene.do(ConfigureHall(ONLY_APPLES))
    assert [ticket.ticket_id for ticket in scene.hall.tickets()] == [book]
    assert TicketLapsed(book) in scene.do(OpenDay("2026-11-25"))


def test_a_ticket_at_a_removed_counter_stays_there_until_it_is_settled() -> None:
    scene = Scene(HALL)
    first, second, third = (scene.issue() for _ in range(3))
    scene.next("2")
    scene.next("3")
    scene.do(ConfigureHall(ONLY_APPLES))
    assert scene.hall.counter("2") == CounterNow(1, (first,))
    assert scene.refusal(CallNext("2", 1, None)).code is Refusal.STILL_CALLED
    assert scene.do(RecallTicket("2", first)) == (TicketRecalled(first, "2"),)
    assert scene.do(ArriveTicket("2", first)) == (TicketArrived(first, "2"),)
    assert scene.do(CallNext("2", 1, Leaving.SERVED)) == (TicketFinished(first, "2", arrival_implied=False),)
    assert scene.refusal(CallNext("2", 1, None)).code is Refusal.UNKNOWN_COUNTER
    assert scene.do(MissTicket("3", second)) == (TicketMissed(second, "3"),)
    assert scene.refusal(FinishTicket("2", third)).code is Refusal.UNKNOWN_COUNTER
    scene.restore(second)
    assert scene.next("1") == third


def test_a_counter_that_comes_back_goes_on_with_its_calls() -> None:
    scene = Scene(HALL)
    first, second = scene.issue(), scene.issue()
    scene.next("2")
    scene.do(ConfigureHall(ONLY_APPLES))
    scene.finish("2", first)
    scene.do(ConfigureHall(HALL))
    assert scene.refusal(CallNext("2", 0, None)).code is Refusal.ALREADY_CALLED
    assert scene.next("2") == second


def test_the_days_end_settles_every_open_ticket_then_opens_the_next() -> None:
    scene = Scene(HALL)
    served, held, serving, called, missed, waiting = (scene.issue() for _ in range(6))
    scene.next("1")
    scene.finish("1", served)
    scene.next("1")
    scene.arrive("1", held)
    scene.hold("1", held)
    scene.next("1")
    scene.arrive("1", serving)
    scene.next("2")
    scene.next("3")
    scene.miss("3", missed)
    assert scene.do(OpenDay("2026-11-25")) == (
        TicketLapsed(waiting),
        TicketLapsed(held),
        TicketFinished(serving, "1", arrival_implied=False),
        TicketLapsed(called),
        TicketLapsed(missed),
        DayOpened(2, "2026-11-25", HALL),
    )
    assert scene.hall == Hall(seq=scene.hall.seq, day=2, date="2026-11-25", config=HALL, ends_by=HALL.day_rule)


@pytest.mark.parametrize("date", ["2026-11-24", "2026-11-23", "1970-01-01"])
def test_a_clock_that_goes_back_never_reopens_a_day(date: str) -> None:
    scene = Scene(HALL)
    scene.issue()
    assert scene.do(OpenDay(date)) == ()


def test_a_day_may_be_skipped() -> None:
    scene = Scene(HALL)
    assert scene.do(OpenDay("2026-12-01")) == (DayOpened(2, "2026-12-01", HALL),)


def test_an_issued_ticket_says_everything_about_itself() -> None:
    scene = Scene(HALL)
    scene.issue("apples")
    scene.issue("books")
    visit = Visit("apples", Channel.DESK, "en", PRIORITY)
    assert scene.ask(IssueTicket(visit)) == (
        TicketIssued(
            ticket_id="1-A002",
            number="A002",
            prefix="A",
            ordinal=2,
            visit=visit,
            place=scene.now,
            token_hash="hash of 1-A002",
            people_ahead=1,
        ),
    )


def test_people_ahead_are_those_who_wait_for_the_same_service() -> None:
    scene = Scene(HALL)
    scene.issue("books")
    for _ in range(3):
        scene.issue("apples")
    scene.next("1")
    (event,) = scene.do(issue("apples"))
    assert isinstance(event, TicketIssued)
    assert event.people_ahead == 2


def test_numbers_start_again_on_a_new_day_and_ids_do_not() -> None:
    scene = Scene(HALL)
    assert scene.issue() == "1-A001"
    scene.do(OpenDay("2026-11-25"))
    assert scene.issue() == "2-A001"


def test_an_unknown_service_is_refused() -> None:
    assert Scene(HALL).refusal(issue("pears")) == Declined(Refusal.UNKNOWN_SERVICE, "pears")


def test_a_language_the_hall_does_not_speak_is_refused() -> None:
    assert Scene(HALL).refusal(issue("apples", "fr")) == Declined(Refusal.UNKNOWN_LANGUAGE, "fr")


def test_a_class_of_visitors_that_the_hall_does_not_tell_apart_is_refused() -> None:
    asked = IssueTicket(Visit("apples", Channel.KIOSK, "en", "young"))
    assert Scene(HALL).refusal(asked) == Declined(Refusal.UNKNOWN_CLASS, "young")
    telling = replace(HALL, visitor_classes=(VisitorClass("young", both("young"), both("15 to 29")),))
    (issued,) = Scene(telling).do(asked)
    assert isinstance(issued, TicketIssued)
    for always in (PRIORITY, ORDINARY):
        assert Scene(telling).do(IssueTicket(Visit("apples", Channel.KIOSK, "en", always)))


def test_a_closed_service_gives_no_numbers_but_calls_those_it_gave() -> None:
    until_one = WeeklyHours(((Interval(0, 13 * 60),),) * 7)
    scene = Scene(
        sample_hall((sample_service("apples", "A", hours=until_one), sample_service("pears", "P", hours=NEVER)))
    )
    apple = scene.issue("apples")
    assert scene.refusal(issue("pears")) == Declined(Refusal.SERVICE_CLOSED, "pears")
    scene.now = NOON + 3_600_000
    assert scene.refusal(issue("apples")).code is Refusal.SERVICE_CLOSED
    assert scene.next("1") == apple
    assert scene.ticket(apple).state is TicketState.CALLED


def test_a_clock_set_back_lets_nobody_in_before_those_who_wait() -> None:
    scene = Scene(HALL)
    first = scene.issue()
    scene.now -= 2 * 3_600_000
    second = scene.issue()
    assert scene.hall.line("apples") == (first, second)
    assert scene.ticket(second).issued_at == scene.now - 1_000
    assert scene.do(CallNext("1", 0, None)) == (TicketCalled(first, "1"),)
