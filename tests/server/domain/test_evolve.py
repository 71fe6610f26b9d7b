"""What events make of a hall, which events cannot have happened, and what an event costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace

import pytest

from server.domain.commands import ConfigureHall, Leaving, OpenDay
from server.domain.events import (
    DayOpened,
    Event,
    Fact,
    HallConfigured,
    TicketArrived,
    TicketCalled,
    TicketFinished,
    TicketHeld,
    TicketIssued,
    TicketMissed,
    TicketRecalled,
    TicketRestored,
    TicketResumed,
)
from server.domain.evolve import evolve, replay
from server.domain.hall import CounterNow, Hall
from server.domain.persistent import SortedMap, _Branch, _Node
from server.domain.tickets import Channel, HoldReason, Ticket, TicketState, Visit
from server.domain.visitor_classes import PRIORITY
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NOON, sample_hall, sample_service


def fact(event: Event, at: int = NOON) -> Fact:
    return Fact(at, "somebody", "key-0001", event)


def after(hall: Hall, *events: Event) -> Hall:
    """A second between two events."""
    return replay((fact(event, NOON + number * 1_000) for number, event in enumerate(events)), hall)


HALL = sample_hall()
OPENED = evolve(Hall.empty(seq=10), fact(DayOpened(3, "2026-11-24", HALL)))
VISIT = Visit("apples", Channel.KIOSK, "en", PRIORITY)
ISSUED = TicketIssued(
    ticket_id="3-A001",
    number="A001",
    prefix="A",
    ordinal=1,
    visit=VISIT,
    place=NOON,
    token_hash="hash",
    people_ahead=0,
)
SECOND = replace(ISSUED, ticket_id="3-A002", number="A002", ordinal=2)
CALLED = TicketCalled("3-A001", "1")
ARRIVED = TicketArrived("3-A001", "1")
FINISHED = TicketFinished("3-A001", "1", arrival_implied=False)
MISSED = TicketMissed("3-A001", "1")
RESTORED = TicketRestored("3-A001", NOON + 600_000)
HELD = TicketHeld("3-A001", "1", HoldReason.FORM)
RESUMED = TicketResumed("3-A001", "2")


def test_the_life_of_a_ticket() -> None:
    hall = evolve(OPENED, fact(ISSUED))
    waiting = Ticket(
        ticket_id="3-A001",
        number="A001",
        visit=VISIT,
        state=TicketState.WAITING,
        issued_at=NOON,
        since=NOON,
        place=NOON,
        issue_order=1,
        token_hash="hash",
        taken_by="somebody",
        came=NOON,
    )
    assert hall.ticket("3-A001") == waiting
    hall = evolve(hall, fact(CALLED, NOON + 1))
    called = replace(
        waiting, state=TicketState.CALLED, counter_id="1", called_at=NOON + 1, since=NOON + 1, call_seq=hall.seq
    )
    assert hall.ticket("3-A001") == called
    hall = evolve(hall, fact(TicketRecalled("3-A001", "1"), NOON + 2))
    called = replace(called, called_at=NOON + 2, recalls=1, call_seq=hall.seq)
    assert hall.ticket("3-A001") == called
    assert hall.waiting("apples") == 0
    hall = evolve(hall, fact(MISSED, NOON + 3))
    assert hall.ticket("3-A001") == replace(called, state=TicketState.MISSED, since=NOON + 3)
    hall = evolve(hall, fact(RESTORED, NOON + 4))
    restored = replace(waiting, place=NOON + 600_000, since=NOON + 4, call_seq=called.call_seq)
    assert hall.ticket("3-A001") == restored
    assert hall.line("apples") == ("3-A001",)
    hall = evolve(hall, fact(CALLED, NOON + 5))
    call_seq = hall.seq
    hall = evolve(hall, fact(ARRIVED, NOON + 6))
    serving = replace(
        restored,
        state=TicketState.SERVING,
        counter_id="1",
        called_at=NOON + 5,
        since=NOON + 6,
        call_seq=call_seq,
    )
    assert hall.ticket("3-A001") == serving
    hall = evolve(hall, fact(HELD, NOON + 7))
    held = replace(serving, state=TicketState.HELD, since=NOON + 7, reason=HoldReason.FORM)
    assert (hall.ticket("3-A001"), hall.counter("1")) == (held, CounterNow(2))
    hall = evolve(hall, fact(RESUMED, NOON + 8))
    resumed = replace(held, state=TicketState.SERVING, since=NOON + 8, counter_id="2")
    assert (hall.ticket("3-A001"), hall.counter("2")) == (resumed, CounterNow(0, ("3-A001",)))
    hall = evolve(hall, fact(replace(FINISHED, counter_id="2"), NOON + 9))
    assert hall.ticket("3-A001") is None
    assert (hall.counter("1"), hall.counter("2")) == (CounterNow(2), CounterNow(0))
    assert hall.seq == 11 + 10


def test_a_first_day_may_have_any_number() -> None:
    """A start reads from the last day's first event on, whatever came before."""
    assert Hall(seq=11, day=3, date="2026-11-24", config=HALL, ends_by=HALL.day_rule) == OPENED


def test_a_new_configuration_leaves_tickets_alone() -> None:
    hall = after(OPENED, ISSUED, CALLED)
    other = sample_hall(recall_limit=7)
    assert evolve(hall, fact(HallConfigured(other))) == replace(hall, seq=hall.seq + 1, config=other)


@pytest.mark.parametrize(
    ("places", "line"),
    [
        ((NOON, NOON), ("3-A001", "3-A002")),
        ((NOON + 1, NOON), ("3-A002", "3-A001")),
        ((0, NOON - 600_000), ("3-A001", "3-A002")),
    ],
)
def test_a_tickets_place_is_what_its_event_says(places: tuple[int, int], line: tuple[str, str]) -> None:
    """Whatever the instants of the events: a rule that gives places another way tomorrow changes no old log."""
    first, second = places
    hall = after(OPENED, replace(ISSUED, place=first), replace(SECOND, place=second))
    assert [hall.ticket(one).place for one in ("3-A001", "3-A002")] == [first, second]  # type: ignore[union-attr]
    assert hall.line("apples") == line
    assert hall.newest_place == max(places)


def test_a_restored_tickets_place_is_what_its_event_says() -> None:
    hall = after(OPENED, ISSUED, SECOND, CALLED, MISSED, replace(RESTORED, place=NOON - 1))
    assert hall.line("apples") == ("3-A001", "3-A002")
    assert hall.newest_place == NOON, "a restored ticket stands where it stands, and moves nobody behind it"


@pytest.mark.parametrize(
    ("before", "event", "reason"),
    [
        ([], DayOpened(5, "2026-11-25", HALL), "cannot follow day 3"),
        ([], DayOpened(4, "2026-11-24", HALL), "cannot follow day 3"),
        ([ISSUED], DayOpened(4, "2026-11-25", HALL), "over 1 live tickets"),
        ([ISSUED], ISSUED, "issued before"),
        ([ISSUED], replace(ISSUED, ordinal=2), "issued before"),
        ([ISSUED], replace(ISSUED, ticket_id="3-A0001"), "issued before"),
        ([ISSUED, CALLED, ARRIVED, FINISHED], ISSUED, "issued before"),
        ([], CALLED, "3-A001 is not live"),
        ([ISSUED, CALLED], FINISHED, "was called"),
        ([ISSUED, CALLED, ARRIVED], replace(FINISHED, arrival_implied=True), "was serving"),
        ([ISSUED, CALLED, SECOND], TicketCalled("3-A002", "1"), "counter 1 has 3-A001"),
    ],
)
def test_an_event_that_cannot_have_happened_is_a_damaged_log(before: list[Event], event: Event, reason: str) -> None:
    hall = after(OPENED, *before)
    with pytest.raises(ValueError, match=reason):
        evolve(hall, fact(event))


def test_replaying_a_day_gives_the_same_bytes() -> None:
    scene = Scene()
    scene.issue()
    scene.do(OpenDay("2026-11-25"))
    first_seq, begun = scene.hall.seq, len(scene.facts) - 1
    for service in ("apples", "books", "apples"):
        scene.issue(service)
    scene.next("1")
    scene.do(ConfigureHall(sample_hall(recall_limit=0)))
    scene.next("1", Leaving.MISSED)
    replayed = replay(scene.facts[begun:], Hall.empty(first_seq - 1))
    assert replayed == scene.hall
    assert replayed.canonical() == scene.hall.canonical()


def _nodes(tree: SortedMap[object, object]) -> Iterator[object]:  # type: ignore[type-var]
    stack: list[_Node[object, object]] = [] if tree._root is None else [tree._root]  # type: ignore[type-var]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, _Branch):
            stack.extend(node.children)
        else:
            for value in node.values:
                if isinstance(value, SortedMap):
                    yield from _nodes(value)


def _fresh_nodes(before: Hall, after: Hall) -> int:
    """Nodes of all the hall's maps that the event made new."""

    def all_nodes(hall: Hall) -> dict[int, object]:
        maps = [value for field in fields(hall) if isinstance(value := getattr(hall, field.name), SortedMap)]
        return {id(node): node for one in maps for node in _nodes(one)}

    return len(all_nodes(after).keys() - all_nodes(before).keys())


def test_an_event_costs_no_more_with_twenty_thousand_tickets_than_with_ten() -> None:
    """Counted in copied nodes of at most 32 entries, not in time: three more levels in each of three trees (live,
    the line, used numbers), and a node of each that splits."""
    cost: dict[int, list[int]] = {}
    scene = Scene(sample_hall((sample_service("apples", "A", last=99_999),)))
    for size in (10, 20_000):
        while len(scene.hall.live) < size:
            scene.issue()
        steps: list[int] = []
        orders: list[Callable[[], object]] = [
            scene.issue,
            lambda: scene.next("1"),
            lambda: scene.next("1", Leaving.MISSED),
        ]
        for order in orders:
            before, facts = scene.hall, len(scene.facts)
            order()
            steps.append(_fresh_nodes(before, scene.hall) // (len(scene.facts) - facts))
        missed = next(t.ticket_id for t in scene.hall.live.values() if t.state is TicketState.MISSED)
        before = scene.hall
        scene.restore(missed)
        cost[size] = [*steps, _fresh_nodes(before, scene.hall)]
        scene.finish("1", str(scene.hall.counter("1").ticket_id))
    small, large = cost[10], cost[20_000]
    assert max(small) <= 8
    assert all(more <= few + 12 for few, more in zip(small, large, strict=True)), cost
