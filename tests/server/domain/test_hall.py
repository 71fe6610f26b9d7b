"""What a hall answers about itself."""

from __future__ import annotations

from server.domain.commands import ConfigureHall, OpenDay
from server.domain.hall import CALLS_KEPT, Call, CounterNow, Counts, Hall
from server.domain.tickets import VisitorClass
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_counter, sample_hall, sample_service


def test_an_empty_hall_knows_nothing() -> None:
    hall = Hall.empty(seq=41)
    assert (hall.seq, hall.day, hall.date, hall.config) == (41, 0, "", None)
    assert hall.tickets() == ()
    assert hall.ticket("1-A001") is None
    assert (hall.waiting("apples"), hall.line("apples"), hall.head("apples")) == (0, (), None)
    assert (hall.counter("1"), hall.count("apples")) == (CounterNow(0, None), Counts())
    assert (hall.ahead_of("1-A001"), hall.last_ordinal("A"), hall.numbers_left("apples")) == (0, 0, False)


def test_tickets_stand_in_line_order_then_the_others_in_order_of_issue() -> None:
    scene = Scene()
    books = [scene.issue("books") for _ in range(2)]
    apples = [scene.issue("apples") for _ in range(5)]
    assert scene.next("1") == apples[0]
    scene.miss("1", apples[0])
    assert scene.next("1") == apples[1]
    assert scene.next("3") == books[0]
    assert [ticket.ticket_id for ticket in scene.hall.tickets()] == [
        *apples[2:],
        books[1],
        books[0],
        apples[0],
        apples[1],
    ]


def test_a_dropped_service_stands_after_those_configured() -> None:
    scene = Scene()
    apple, book = scene.issue("apples"), scene.issue("books")
    scene.do(ConfigureHall(sample_hall((sample_service("books", "B"),))))
    assert [ticket.ticket_id for ticket in scene.hall.tickets()] == [book, apple]
    assert not scene.hall.numbers_left("apples")


def test_ahead_of_counts_those_before_it_in_its_own_line() -> None:
    scene = Scene()
    scene.issue("books")
    first, second, third = (scene.issue("apples") for _ in range(3))
    assert [scene.hall.ahead_of(ticket) for ticket in (first, second, third)] == [0, 1, 2]
    assert scene.next("1") == first
    assert [scene.hall.ahead_of(ticket) for ticket in (first, second, third)] == [0, 0, 1]
    assert scene.hall.ahead_of("1-Z999") == 0


def test_calls_are_the_newest_first_one_for_each_ticket() -> None:
    scene = Scene()
    first, second = scene.issue("apples"), scene.issue("books")
    scene.next("1")
    scene.next("2")
    assert [call.ticket_id for call in scene.hall.calls] == [second, first]
    scene.recall("1", first)
    newest = Call(scene.hall.seq, first, "A001", "apples", "1", VisitorClass.ORDINARY, "zh-TW", scene.now - 1_000)
    assert scene.hall.calls[0] == newest
    assert [call.ticket_id for call in scene.hall.calls] == [first, second]


def test_only_the_last_calls_are_kept_also_of_tickets_that_are_finished() -> None:
    scene = Scene()
    issued = [scene.issue() for _ in range(CALLS_KEPT + 3)]
    for ticket in issued:
        scene.next("1")
        scene.finish("1", ticket)
    assert [call.ticket_id for call in scene.hall.calls] == issued[: -CALLS_KEPT - 1 : -1]


def test_counts_stay_when_tickets_are_gone() -> None:
    scene = Scene(sample_hall(counters=(sample_counter("1", ("apples",)), sample_counter("2", ("books",)))))
    served, missed = (scene.issue("apples") for _ in range(2))
    scene.issue("books")
    scene.next("1")
    scene.finish("1", served)
    for _ in range(2):
        assert scene.next("1") == missed
        scene.miss("1", missed)
        scene.restore(missed)
    assert scene.hall.count("apples") == Counts(issued=2, served=1, missed=2, lapsed=0)
    assert scene.hall.count("books") == Counts(issued=1)
    scene.do(OpenDay("2026-11-25"))
    assert scene.hall.count("apples") == Counts()


def test_equal_halls_have_equal_bytes_and_others_have_not() -> None:
    one, other = Scene(), Scene()
    assert one.hall == other.hall
    assert one.hall.canonical() == other.hall.canonical()
    one.issue()
    assert one.hall != other.hall
    assert one.hall.canonical() != other.hall.canonical()
    other.issue()
    assert one.hall == other.hall
    assert one.hall.canonical() == other.hall.canonical()
