"""What phones see: their own ticket, and the one board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from server.domain.commands import (
    ArriveTicket,
    CloseCounter,
    ConfigureHall,
    FinishTicket,
    HoldTicket,
    MissTicket,
    OpenCounter,
    PauseCounter,
    RecallTicket,
    ResumeTicket,
    TransferAgain,
    TransferTicket,
)
from server.domain.config import Counter, Guide
from server.domain.counter_states import PauseReason
from server.domain.hall import Hall
from server.domain.promise import Promise
from server.domain.tickets import HoldReason, Ticket
from server.translation.phone import phone_board, phone_ticket
from tests.server.sample_halls import NOON, both, sample_hall, sample_service
from tests.server.translation.story import Story
from wire.messages.phone import PhoneAside, PhoneCall, PhonePause
from wire.messages.tickets import WaitView
from wire.messages.waits import Waits


def test_the_board_has_lines_calls_and_who_is_aside() -> None:
    story = Story()
    for service in ("apples", "apples", "books", "apples"):
        story.issue(service)
    story.next("1")
    story.do(MissTicket("1", "1-A001"))
    assert story.next("1") == "1-A002"
    call_seq = story.hall.seq
    story.do(ArriveTicket("1", "1-A002"))
    board = phone_board(story.hall, NOON + 9)
    assert (board.seq, board.at) == (story.hall.seq, NOON + 9)
    assert board.lines == {"apples": ("A003",), "books": ("B001",)}
    assert board.calls == (
        PhoneCall(number="A002", counter="1", state="serving", stage="serving", seq=call_seq, prefix="A"),
    )
    assert board.aside == (PhoneAside(number="A001", state="missed"),)


def test_a_phone_is_told_that_its_number_was_sent_on_and_to_whom_but_no_name() -> None:
    story = Story()
    story.issue("apples")

    def sent(to_service: str, to_counter: str = "") -> tuple[bool, str, bool]:
        ticket = story.hall.ticket("1-A001")
        kind = TransferTicket if ticket is None or ticket.hops < 2 else TransferAgain
        story.do(kind("1-A001", to_service, to_counter=to_counter))
        ticket = story.hall.ticket("1-A001")
        assert ticket is not None
        told = phone_ticket(ticket, story.config, story.hall.seq)
        return told.kept, told.for_counter, told.for_officer

    assert sent("apples") == (False, "", False)
    assert sent("books") == (True, "", False)
    assert sent("books", "2") == (True, "2", False)
    assert sent("apples", "1") == (False, "1", False)
    ticket = story.hall.ticket("1-A001")
    assert ticket is not None
    told = phone_ticket(replace(ticket, for_counter="", for_officer="officer-7"), story.config, 9)
    assert (told.for_officer, told.for_counter) == (True, "")
    assert "officer-7" not in repr(told)


def test_a_phone_is_told_where_numbers_part_and_that_a_label_is_a_name() -> None:
    config = replace(
        sample_hall((sample_service("apples", "A1", 1, 799),)), counters=(Counter("desk", "服務台", ("apples",)),)
    )
    story = Story(config)
    story.issue()
    story.next("desk")
    (call,) = phone_board(story.hall, NOON).calls
    assert (call.number, call.prefix, call.counter, call.with_noun) == ("A1001", "A1", "服務台", False)
    ticket = story.hall.ticket("1-A1001")
    assert ticket is not None
    assert phone_ticket(ticket, config, 1).prefix == "A1"
    gone = replace(config, services=(sample_service("books", "B"),))
    assert phone_ticket(ticket, gone, 1).prefix == ""


def test_a_calls_seq_grows_with_every_call_and_recall_and_with_nothing_else() -> None:
    """By this a phone rings."""
    story = Story()
    story.issue()
    seqs = []
    for step in (
        lambda: story.next("1"),
        story.issue,
        lambda: story.do(RecallTicket("1", "1-A001")),
        lambda: story.do(ArriveTicket("1", "1-A001")),
    ):
        step()
        seqs.append(phone_board(story.hall, NOON).calls[0].seq)
    called, other, recalled, arrived = seqs
    assert called == other < recalled == arrived


def test_who_is_held_is_aside_and_who_resumes_is_at_that_counter_and_rings_no_phone() -> None:
    story = Story()
    story.issue()
    story.next("1")
    story.do(ArriveTicket("1", "1-A001"))
    (serving,) = phone_board(story.hall, NOON).calls
    story.do(HoldTicket("1", "1-A001", HoldReason.PAPERS))
    held = phone_board(story.hall, NOON)
    assert (held.calls, held.aside) == ((), (PhoneAside(number="A001", state="held"),))
    story.do(ResumeTicket("2", "1-A001"))
    resumed = phone_board(story.hall, NOON)
    assert [(call.number, call.counter, call.stage, call.seq) for call in resumed.calls] == [
        ("A001", "2", "serving", serving.seq)
    ]
    assert resumed.aside == ()


def test_calls_are_the_newest_first_also_of_one_instant() -> None:
    """Two counters that press in one batch of the author call at one instant."""
    story = Story()
    apple, book = story.issue("apples"), story.issue("books")
    assert story.next("2") == apple
    story.do(MissTicket("2", apple))
    assert story.next("2") == book
    assert [call.number for call in phone_board(story.hall, NOON).calls] == ["B001"]
    pear = story.issue("apples")
    assert story.next("1") == pear
    assert [call.number for call in phone_board(story.hall, NOON).calls] == ["A002", "B001"]
    story.do(RecallTicket("2", book))
    assert [call.number for call in phone_board(story.hall, NOON).calls] == ["B001", "A002"]


def test_a_ticket_tells_its_own_phone() -> None:
    story = Story()
    story.issue()
    phone = phone_ticket(story.ticket("1-A001"), story.config, 7)
    assert (phone.seq, phone.number, phone.state, phone.stage) == (7, "A001", "waiting", "in_line")
    assert (phone.visit.service_id, phone.visit.visitor_class, phone.issued_at) == ("apples", "priority", NOON)
    assert (phone.service_name["en"], phone.hall_name["en"]) == ("apples", "Sample hall")
    story.next("1")
    story.do(FinishTicket("1", "1-A001"))
    (gone,) = story.published[-1].tickets
    over = phone_ticket(gone, story.config, story.hall.seq)
    assert (over.state, over.stage) == ("served", "gone")


def test_a_ticket_outlives_its_service_and_counter() -> None:
    story = Story()
    story.issue()
    story.issue("books")
    story.next("1")
    story.do(ConfigureHall(sample_hall((sample_service("pears", "P"),), ())))
    board = phone_board(story.hall, NOON)
    assert board.lines == {"pears": (), "books": ("B001",), "apples": ()}
    assert [(call.number, call.counter) for call in board.calls] == [("A001", "1")]
    phone = phone_ticket(story.ticket("1-B001"), story.config, 1)
    assert phone.service_name == dict(both("books"))
    finished = phone_ticket(story.ticket("1-B001"), sample_hall((sample_service("pears", "P"),)), 1)
    assert finished.service_name == {"zh-TW": "books"}, "of one that nobody needs any more nothing is known"
    assert finished.papers == ()


def test_a_hall_without_configuration_has_no_board() -> None:
    with pytest.raises(ValueError, match="no configuration"):
        phone_board(Hall.empty(), NOON)


def test_the_board_names_the_counters_that_are_paused_with_what_they_do() -> None:
    story = Story()
    story.do(PauseCounter("2", PauseReason.LUNCH))
    story.do(PauseCounter("1", PauseReason.BREAK, NOON + 60_000))
    one, two = phone_board(story.hall, NOON).paused
    assert one == PhonePause(counter="1", services=("apples",), back_at=NOON + 60_000)
    assert (two.counter, two.services, two.back_at) == ("2", _does(story, "2"), None)
    story.do(OpenCounter("1"))
    story.do(CloseCounter("2"))
    assert phone_board(story.hall, NOON).paused == ()


def _does(story: Story, counter_id: str) -> tuple[str, ...]:
    counter = story.config.counter(counter_id)
    assert counter is not None
    return (*counter.primary, *counter.backup)


RANGE = WaitView(says="range", low=25, high=40)


def test_the_board_says_how_long_those_in_line_still_wait_by_number() -> None:
    story = Story()
    for _ in range(3):
        story.issue()
    story.next("1")
    waits = Waits(seq=3, at=NOON, good_ms=60_000, tickets=dict.fromkeys(("1-A001", "1-A002", "1-A009"), RANGE))
    board = phone_board(story.hall, NOON, waits)
    assert board.waits == {"A002": RANGE}, "who is called, unknown, or not named waits no time that can be said"
    assert board.waits_good_ms == 60_000
    assert phone_board(story.hall, NOON).waits == {}


def test_a_phone_learns_in_which_languages_its_guide_can_be_read() -> None:
    steps = Guide(steps=(both("first"),))
    for guide, languages in (
        (Guide(), ()),
        (steps, ("zh-TW", "en")),
        (replace(steps, languages=("zh-TW", "en", "vi")), ("zh-TW", "en", "vi")),
    ):
        story = Story(sample_hall((replace(sample_service("apples", "A"), guide=guide),)))
        assert phone_ticket(story.ticket(story.issue()), story.config, 1).guide == languages


def test_a_phone_learns_what_was_printed() -> None:
    story = Story()
    story.issue()
    told = replace(story.ticket("1-A001"), promise=Promise(1_860_000, 1_560_000, 2_280_000, made_at=NOON))
    assert phone_ticket(told, story.config, 1).promise == RANGE
    assert phone_ticket(story.ticket("1-A001"), story.config, 1).promise is None


@pytest.mark.parametrize(
    "since",
    [lambda told: replace(told, call_seq=7), lambda told: replace(told, hops=1)],
    ids=["called and back in line", "sent on"],
)
def test_what_was_told_of_one_wait_is_not_said_of_the_next(since: Callable[[Ticket], Ticket]) -> None:
    """Who missed the call, or waits for another service now, would read that it is nearly his turn."""
    story = Story()
    story.issue()
    told = replace(story.ticket("1-A001"), promise=Promise(1_860_000, 1_560_000, 2_280_000, made_at=NOON))
    assert phone_ticket(since(told), story.config, 1).promise is None


def test_a_phone_hears_the_appointed_time_and_not_whose_visitor_it_is() -> None:
    story = Story()
    ticket = story.ticket(story.issue())
    officer = replace(ticket, visit=replace(ticket.visit, slot=NOON, officer="officer-1"))
    told = phone_ticket(officer, story.config, 1)
    assert (told.visit.slot, told.visit.officer) == (NOON, "")
