"""What a hall answers about itself."""

from __future__ import annotations

from collections.abc import Callable

from server.domain.commands import ConfigureHall, OpenDay
from server.domain.hall import CALLS_KEPT, Call, CounterNow, Hall
from server.domain.tickets import Stage, TicketState
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_hall, sample_service


def test_an_empty_hall_knows_nothing() -> None:
    hall = Hall.empty(seq=41)
    assert (hall.seq, hall.day, hall.date, hall.config) == (41, 0, "", None)
    assert hall.tickets() == ()
    assert hall.ticket("1-A001") is None
    assert (hall.waiting("apples"), hall.line("apples"), len(hall.queue("apples"))) == (0, (), 0)
    assert hall.counter("1") == CounterNow(0)
    assert not hall.numbers_left("apples")


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


def test_calls_are_the_newest_first_one_for_each_ticket() -> None:
    scene = Scene()
    first, second = scene.issue("apples"), scene.issue("books")
    scene.next("1")
    scene.next("2")
    assert [call.ticket.ticket_id for call in scene.hall.calls] == [second, first]
    scene.recall("1", first)
    newest = Call(scene.hall.seq, scene.now - 1_000, "1", scene.ticket(first))
    assert scene.hall.calls[0] == newest
    assert [call.ticket.ticket_id for call in scene.hall.calls] == [first, second]


def test_a_call_holds_its_ticket_as_it_is_now_also_when_it_is_gone() -> None:
    """What a screen shows of a call follows the ticket, and never makes it a new call."""
    scene = Scene()
    ticket = scene.issue()
    scene.next("1")
    called = scene.hall.calls[0]
    states = [called.ticket.state]
    steps: tuple[Callable[[str, str], None], ...] = (scene.arrive, scene.finish)
    for step in steps:
        step("1", ticket)
        (call,) = scene.hall.calls
        states.append(call.ticket.state)
        assert (call.seq, call.at, call.counter_id) == (called.seq, called.at, "1")
    assert states == [TicketState.CALLED, TicketState.SERVING, TicketState.SERVED]
    assert scene.hall.calls[0].ticket.stage is Stage.GONE
    assert scene.hall.ticket(ticket) is None


def test_a_missed_and_restored_ticket_is_so_in_its_call_and_the_next_call_takes_its_place() -> None:
    scene = Scene()
    ticket = scene.issue()
    scene.next("1")
    first_seq = scene.hall.seq
    scene.miss("1", ticket)
    assert [call.ticket.state for call in scene.hall.calls] == [TicketState.MISSED]
    scene.restore(ticket)
    assert scene.hall.calls[0] == Call(first_seq, scene.hall.calls[0].at, "1", scene.ticket(ticket))
    assert scene.ticket(ticket).state is TicketState.WAITING
    scene.next("3")
    assert [(call.seq, call.counter_id) for call in scene.hall.calls] == [(scene.hall.seq, "3")]


def test_only_a_call_and_a_recall_move_the_call_seq() -> None:
    scene = Scene()
    ticket = scene.issue()
    assert scene.ticket(ticket).call_seq == 0
    scene.next("1")
    called = scene.hall.seq
    assert scene.ticket(ticket).call_seq == called
    scene.recall("1", ticket)
    recalled = scene.hall.seq
    assert scene.ticket(ticket).call_seq == recalled == called + 1
    scene.miss("1", ticket)
    scene.restore(ticket)
    assert scene.ticket(ticket).call_seq == recalled
    scene.next("1")
    scene.arrive("1", ticket)
    assert scene.ticket(ticket).call_seq == scene.hall.seq - 1 > recalled


def test_since_is_when_the_ticket_came_into_its_state() -> None:
    scene = Scene()
    ticket = scene.issue()
    began = [scene.ticket(ticket).since]
    steps: tuple[Callable[[], object], ...] = (
        lambda: scene.next("1"),
        lambda: scene.recall("1", ticket),
        lambda: scene.miss("1", ticket),
        lambda: scene.restore(ticket),
        lambda: scene.next("1"),
        lambda: scene.arrive("1", ticket),
    )
    for step in steps:
        scene.now += 59_000
        step()
        began.append(scene.ticket(ticket).since)
    issued, called, recalled, missed, restored, again, serving = began
    assert recalled == called, "a recall repeats the call: the visitor has been asked to come all along"
    assert [called, missed, restored, again, serving] == [issued + n * 60_000 for n in (1, 3, 4, 5, 6)]


def test_only_the_last_calls_are_kept_also_of_tickets_that_are_finished() -> None:
    scene = Scene()
    issued = [scene.issue() for _ in range(CALLS_KEPT + 3)]
    for ticket in issued:
        scene.next("1")
        scene.finish("1", ticket)
    assert [call.ticket.ticket_id for call in scene.hall.calls] == issued[: -CALLS_KEPT - 1 : -1]
    scene.do(OpenDay("2026-11-25"))
    assert scene.hall.calls == ()


def test_a_call_that_is_on_is_kept_however_many_were_made_since() -> None:
    scene = Scene()
    first, *others = [scene.issue() for _ in range(CALLS_KEPT + 5)]
    scene.next("2")
    for ticket in others:
        scene.next("1")
        scene.finish("1", ticket)
    kept = [call.ticket.ticket_id for call in scene.hall.calls]
    assert kept == [*others[: -CALLS_KEPT - 1 : -1], first]
    scene.arrive("2", first)
    last = scene.issue()
    scene.next("1")
    assert [call.ticket.ticket_id for call in scene.hall.calls] == [last, *others[:-CALLS_KEPT:-1]]


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
