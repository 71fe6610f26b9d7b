"""What events make of a hall, which events cannot have happened, and what an event costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace

import pytest

from server.domain.commands import ConfigureHall, OpenDay, Outcome
from server.domain.events import (
    DayOpened,
    Event,
    HallConfigured,
    TicketArrived,
    TicketCalled,
    TicketFinished,
    TicketIssued,
    TicketLapsed,
    TicketMissed,
    TicketRecalled,
    TicketRestored,
)
from server.domain.evolve import evolve, replay
from server.domain.hall import Counts, Hall
from server.domain.persistent import SortedMap, _Branch, _Node
from server.domain.tickets import Channel, Ticket, TicketState, VisitorClass
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NOON, sample_hall, sample_service

HALL = sample_hall()
OPENED = evolve(Hall.empty(seq=10), DayOpened(NOON, 3, "2026-11-24", HALL))
ISSUED = TicketIssued(
    at=NOON,
    ticket_id="3-A001",
    number="A001",
    prefix="A",
    ordinal=1,
    service_id="apples",
    channel=Channel.KIOSK,
    visitor_class=VisitorClass.PRIORITY,
    language="en",
    token_hash="hash",
    people_ahead=0,
    issued_by="kiosk-1",
)
CALLED = TicketCalled(NOON + 1, "3-A001", "1")
ARRIVED = TicketArrived(NOON + 2, "3-A001", "1")
FINISHED = TicketFinished(NOON + 3, "3-A001", "1", arrival_implied=False)
MISSED = TicketMissed(NOON + 2, "3-A001", "1")
RESTORED = TicketRestored(NOON + 3, "3-A001", NOON + 600_000)


def test_the_life_of_a_ticket() -> None:
    hall = evolve(OPENED, ISSUED)
    waiting = Ticket(
        ticket_id="3-A001",
        number="A001",
        service_id="apples",
        state=TicketState.WAITING,
        visitor_class=VisitorClass.PRIORITY,
        channel=Channel.KIOSK,
        language="en",
        issued_at=NOON,
        place=NOON,
        issue_order=1,
        token_hash="hash",
    )
    assert hall.ticket("3-A001") == waiting
    hall = evolve(hall, CALLED)
    called = replace(waiting, state=TicketState.CALLED, counter_id="1", called_at=NOON + 1)
    assert hall.ticket("3-A001") == called
    hall = evolve(hall, TicketRecalled(NOON + 2, "3-A001", "1"))
    called = replace(called, called_at=NOON + 2, recalls=1)
    assert hall.ticket("3-A001") == called
    assert hall.waiting("apples") == 0
    hall = evolve(hall, MISSED)
    assert hall.ticket("3-A001") == replace(called, state=TicketState.MISSED)
    hall = evolve(hall, RESTORED)
    assert hall.ticket("3-A001") == replace(waiting, place=NOON + 600_000)
    assert hall.line("apples") == ("3-A001",)
    hall = replay([CALLED, ARRIVED], hall)
    assert hall.ticket("3-A001") == replace(
        waiting, state=TicketState.SERVING, place=NOON + 600_000, counter_id="1", called_at=NOON + 1
    )
    hall = evolve(hall, FINISHED)
    assert hall.ticket("3-A001") is None
    assert hall.count("apples") == Counts(issued=1, served=1, missed=1)
    assert hall.seq == 11 + 8


@pytest.mark.parametrize("before", [[], [CALLED], [CALLED, MISSED]])
def test_lapsed_from_waiting_called_and_missed(before: list[Event]) -> None:
    hall = replay([ISSUED, *before, TicketLapsed(NOON + 9, "3-A001")], OPENED)
    assert (len(hall.live), hall.waiting("apples"), hall.counter("1").ticket_id) == (0, 0, None)
    assert hall.count("apples").lapsed == 1


def test_a_first_day_may_have_any_number() -> None:
    """A start reads from the last day's first event on, whatever came before."""
    assert Hall(seq=11, day=3, date="2026-11-24", config=HALL) == OPENED


def test_a_new_configuration_leaves_tickets_alone() -> None:
    hall = replay([ISSUED, CALLED], OPENED)
    other = sample_hall((sample_service("books", "B"),), ())
    assert evolve(hall, HallConfigured(NOON, other)) == replace(hall, seq=hall.seq + 1, config=other)


def test_a_clock_set_back_gives_no_earlier_place() -> None:
    second = replace(ISSUED, ticket_id="3-A002", number="A002", ordinal=2, at=NOON - 1_000)
    hall = replay([ISSUED, second], OPENED)
    assert hall.line("apples") == ("3-A001", "3-A002")


@pytest.mark.parametrize(
    ("before", "event", "reason"),
    [
        ([], DayOpened(NOON, 5, "2026-11-25", HALL), "cannot follow day 3"),
        ([], DayOpened(NOON, 4, "2026-11-24", HALL), "cannot follow day 3"),
        ([ISSUED], DayOpened(NOON, 4, "2026-11-25", HALL), "over 1 live tickets"),
        ([ISSUED], ISSUED, "issued before"),
        ([ISSUED], replace(ISSUED, ordinal=2), "issued before"),
        ([ISSUED], replace(ISSUED, ticket_id="3-A0001"), "issued before"),
        ([], CALLED, "3-A001 is not live"),
        ([ISSUED], ARRIVED, "is waiting, not called"),
        ([ISSUED], MISSED, "is waiting, not called"),
        ([ISSUED], RESTORED, "is waiting, not missed"),
        ([ISSUED], TicketRecalled(NOON, "3-A001", "1"), "is waiting, not called"),
        ([ISSUED, CALLED], CALLED, "is called, not waiting"),
        ([ISSUED, CALLED], FINISHED, "is called, not serving"),
        ([ISSUED, CALLED], replace(ARRIVED, counter_id="2"), "is not at counter 2"),
        ([ISSUED, CALLED, ARRIVED], replace(FINISHED, arrival_implied=True), "is serving, not called"),
        ([ISSUED, CALLED, ARRIVED], TicketLapsed(NOON, "3-A001"), "is serving, not missed"),
        (
            [ISSUED, CALLED, replace(ISSUED, ticket_id="3-A002", number="A002", ordinal=2)],
            replace(CALLED, ticket_id="3-A002"),
            "counter 1 already has 3-A001",
        ),
    ],
)
def test_an_event_that_cannot_have_happened_is_a_damaged_log(before: list[Event], event: Event, reason: str) -> None:
    hall = replay(before, OPENED)
    with pytest.raises(ValueError, match=reason):
        evolve(hall, event)


def test_replaying_a_day_gives_the_same_bytes() -> None:
    scene = Scene()
    scene.issue()
    scene.do(OpenDay("2026-11-25"))
    first_seq, events = scene.hall.seq, scene.events
    begun = len(events) - 1
    for service in ("apples", "books", "apples"):
        scene.issue(service)
    scene.next("1")
    scene.do(ConfigureHall(sample_hall(recall_limit=0)))
    scene.next("1", Outcome.MISSED)
    replayed = replay(events[begun:], Hall.empty(first_seq - 1))
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
    """Counted in copied nodes of at most 32 entries, not in time: two more levels in each of two trees."""
    cost: dict[int, list[int]] = {}
    scene = Scene(sample_hall((sample_service("apples", "A", last=99_999),)))
    for size in (10, 20_000):
        while len(scene.hall.live) < size:
            scene.issue()
        steps: list[int] = []
        orders: list[Callable[[], object]] = [
            scene.issue,
            lambda: scene.next("1"),
            lambda: scene.next("1", Outcome.MISSED),
        ]
        for order in orders:
            before, events = scene.hall, len(scene.events)
            order()
            steps.append(_fresh_nodes(before, scene.hall) // (len(scene.events) - events))
        missed = next(t.ticket_id for t in scene.hall.live.values() if t.state is TicketState.MISSED)
        before = scene.hall
        scene.restore(missed)
        cost[size] = [*steps, _fresh_nodes(before, scene.hall)]
        scene.finish("1", str(scene.hall.counter("1").ticket_id))
    small, large = cost[10], cost[20_000]
    assert max(small) <= 8
    assert all(more <= few + 8 for few, more in zip(small, large, strict=True)), cost
