"""A number goes on to another line, from wherever it is: each with every reason to refuse it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import CallNext, ConfigureHall, Declined, Refusal, TransferAgain, TransferTicket
from server.domain.config import Note
from server.domain.events import TicketCalled, TicketTransferred
from server.domain.hall import CounterNow
from server.domain.life import allowed
from server.domain.tickets import Stage, TicketState
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NOON, both, sample_counter, sample_hall, sample_service

FIRST, SECOND = "1-A001", "1-A002"
MINUTE = 60_000
NOTED = sample_hall(notes=(Note("27", both("papers are there")),))


def waiting() -> Scene:
    scene = Scene(NOTED)
    assert (scene.issue(), scene.issue()) == (FIRST, SECOND)
    return scene


def called() -> Scene:
    scene = waiting()
    scene.next("1")
    return scene


def serving() -> Scene:
    scene = called()
    scene.arrive("1", FIRST)
    return scene


def held() -> Scene:
    scene = serving()
    scene.hold("1", FIRST)
    return scene


def missed() -> Scene:
    scene = called()
    scene.miss("1", FIRST)
    return scene


@pytest.mark.parametrize("road", [waiting, called, serving, held, missed], ids=lambda road: road.__name__)
def test_the_number_and_its_first_waiting_time_stay(road: object) -> None:
    scene: Scene = road()  # type: ignore[operator]
    before = scene.ticket(FIRST)
    later = scene.issue("books")
    events = scene.do(TransferTicket(FIRST, "books", "1", "27"))
    assert events == (TicketTransferred(FIRST, "1", "books", before.issued_at, "27"),)
    after = scene.ticket(FIRST)
    assert (after.number, after.issued_at, after.place) == ("A001", NOON + 1_000, NOON + 1_000)
    assert (after.state, after.stage, after.counter_id, after.called_at, after.recalls) == (
        TicketState.WAITING,
        Stage.IN_LINE,
        None,
        None,
        0,
    )
    assert after.visit == replace(before.visit, service_id="books")
    assert scene.hall.line("books") == (FIRST, later), "it stands where it would by its issue"
    assert scene.hall.line("apples") == (SECOND,)
    assert scene.hall.counter("1").free


def test_the_counter_is_free_and_the_next_one_comes() -> None:
    scene = serving()
    scene.transfer("1", FIRST, "books")
    assert scene.hall.counter("1") == CounterNow(1)
    assert scene.do(CallNext("1", 1)) == (TicketCalled(SECOND, "1"),)
    assert scene.do(CallNext("2", 0)) == (TicketCalled(FIRST, "2"),)


def test_a_restored_number_stands_by_its_issue_again() -> None:
    scene = missed()
    scene.restore(FIRST)
    assert scene.ticket(FIRST).place == NOON + 1_000 + 10 * MINUTE
    scene.transfer("", FIRST, "apples")
    assert scene.ticket(FIRST).place == NOON + 1_000
    assert scene.hall.line("apples") == (FIRST, SECOND)


def test_who_is_at_a_counter_is_sent_on_by_that_counter_alone() -> None:
    for scene, state in ((called(), "called"), (serving(), "serving")):
        for other in ("", "2", "3"):
            refused = scene.refusal(TransferTicket(FIRST, "books", other))
            assert refused == Declined(Refusal.NOT_AT_COUNTER, f"{FIRST} is {state}", FIRST)
    for scene in (waiting(), held(), missed()):
        for anywhere in ("", "1", "3"):
            assert not isinstance(scene.ask(TransferTicket(FIRST, "books", anywhere)), Declined)


def test_what_the_hall_does_not_have_is_refused() -> None:
    scene = called()
    assert scene.refusal(TransferTicket("1-Z999", "books")) == Declined(Refusal.UNKNOWN_TICKET, "1-Z999")
    assert scene.refusal(TransferTicket(FIRST, "pears", "1")) == Declined(Refusal.UNKNOWN_SERVICE, "pears")
    assert scene.refusal(TransferTicket(FIRST, "books", "9")) == Declined(Refusal.UNKNOWN_COUNTER, "9")
    assert scene.refusal(TransferTicket(FIRST, "books", "1", "28")) == Declined(Refusal.UNKNOWN_NOTE, "28")
    scene.finish("1", FIRST)
    assert scene.refusal(TransferTicket(FIRST, "books", "1")) == Declined(Refusal.UNKNOWN_TICKET, FIRST)


def test_a_service_that_is_withdrawn_takes_nobody_and_ends_when_its_last_is_sent_on() -> None:
    scene = waiting()
    scene.do(TransferTicket(SECOND, "books"))
    scene.do(ConfigureHall(sample_hall((sample_service("books", "B"),), (sample_counter("2", ("books",)),))))
    assert scene.hall.withdrawn == {"apples"}
    assert scene.refusal(TransferTicket(SECOND, "apples")) == Declined(Refusal.UNKNOWN_SERVICE, "apples")
    scene.transfer("", FIRST, "books")
    assert scene.hall.withdrawn == set()
    assert scene.hall.config is not None
    assert scene.hall.config.service("apples") is None
    assert scene.hall.line("books") == (FIRST, SECOND)


def test_a_counter_that_is_not_configured_any_more_sends_its_last_one_on_and_ends() -> None:
    scene = serving()
    scene.do(ConfigureHall(sample_hall(counters=(sample_counter("2", ("books", "apples")),))))
    assert scene.hall.config is not None
    assert scene.hall.config.counter("1") is not None
    scene.transfer("1", FIRST, "books")
    assert scene.hall.config.counter("1") is None


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["apples", "books"])), max_size=30))
def test_lines_are_in_the_order_of_issue_whatever_is_sent_where(moves: list[tuple[int, str]]) -> None:
    """And nobody is in two lines, or in none."""
    scene = Scene()
    tickets = [scene.issue(("apples", "books")[number % 2]) for number in range(6)]
    for which, service_id in moves:
        kind = TransferTicket if scene.ticket(tickets[which]).hops < 2 else TransferAgain
        scene.do(kind(tickets[which], service_id))
        lines = [scene.hall.line("apples"), scene.hall.line("books")]
        assert sorted(lines[0] + lines[1]) == sorted(tickets)
        assert all(list(line) == sorted(line, key=tickets.index) for line in lines)
        assert tickets[which] in scene.hall.line(service_id)


@given(st.lists(st.tuples(st.sampled_from(["apples", "books"]), st.booleans()), max_size=12))
def test_nobody_is_sent_on_a_third_time_without_the_right_of_a_supervisor(asked: list[tuple[str, bool]]) -> None:
    """Whatever clerks ask: two hops, and whatever supervisors add."""
    scene = waiting()
    by_right = 0
    for service_id, right in asked:
        kind = TransferAgain if right else TransferTicket
        hops = scene.ticket(FIRST).hops
        answer = scene.ask(kind(FIRST, service_id))
        if right is (hops >= 2):
            scene.do(kind(FIRST, service_id))
            by_right += right
            assert scene.ticket(FIRST).hops == hops + 1
        else:
            assert isinstance(answer, Declined)
            assert answer.code is (Refusal.NOT_NOW if right else Refusal.TRANSFER_LIMIT)
        assert scene.ticket(FIRST).hops <= 2 + by_right
        assert scene.hall.config is not None
        says = allowed(scene.ticket(FIRST), scene.hall.config).keys() & {"transfer", "transfer_again"}
        assert says == {"transfer" if scene.ticket(FIRST).hops < 2 else "transfer_again"}


def test_a_log_that_sent_somebody_on_more_often_means_what_it_meant_and_counts() -> None:
    """Of a hall that knew no limit."""
    scene = waiting()
    for service_id in ("books", "apples", "books", "apples"):
        scene.happen(TicketTransferred(FIRST, "", service_id, scene.ticket(FIRST).issued_at, ""))
    assert (scene.ticket(FIRST).hops, scene.hall.line("apples")) == (4, (FIRST, SECOND))
    assert scene.refusal(TransferTicket(FIRST, "books")) == Declined(
        Refusal.TRANSFER_LIMIT, "transfer is used up", FIRST
    )


def test_who_came_for_several_services_has_not_been_sent_on_by_going_on() -> None:
    scene = Scene(NOTED)
    assert scene.issue(then=("books",)) == FIRST
    scene.next("1")
    scene.finish("1", FIRST)
    assert (scene.ticket(FIRST).visit.service_id, scene.ticket(FIRST).hops) == ("books", 0)
