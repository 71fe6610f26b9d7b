"""What the rule promises, kept by a hall: orders at random, through decide and evolve."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.commands import (
    CallNext,
    Command,
    Context,
    Declined,
    FinishTicket,
    IssueTicket,
    MissTicket,
    PickTicket,
    RestoreTicket,
    TransferTicket,
    UndoCall,
)
from server.domain.config import Counter, HallConfig
from server.domain.decide import decide
from server.domain.events import TicketFinished
from server.domain.evolve import replay
from server.domain.fairness.policy import MINUTE_MS, Policy
from server.domain.hall import Hall
from server.domain.routing import in_order, of_service
from server.domain.tickets import Channel, PickReason, Stage, Ticket, TicketState, Visit
from server.translation.events import lines
from server.translation.phone import phone_board
from tests.server.domain.random_lines import EXAMPLES
from tests.server.domain.scene import Scene, token_hash
from tests.server.sample_halls import sample_hall

HALLS = settings(max_examples=EXAMPLES, deadline=None)
SERVICES = ("apples", "books")
COUNTERS = ("1", "2", "3")
rules = st.builds(
    Policy,
    priority_ms=st.sampled_from([0, 20, 480]).map(lambda minutes: minutes * MINUTE_MS),
    appointment_ms=st.just(0),
    officer_ms=st.just(0),
    backup_ms=st.sampled_from([0, 10]).map(lambda minutes: minutes * MINUTE_MS),
    early_ms=st.just(0),
    grace_ms=st.just(0),
    most_passed=st.integers(0, 3),
)
Step = tuple[str, int, int]
"""What is done, to which of those it may be done to, minutes later."""
steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["issue"] * 4 + ["prior"] * 2 + ["next"] * 5 + ["finish"] * 3 + ["miss", "restore", "undo", "transfer"]
        ),
        st.integers(0, 50),
        st.integers(0, 15),
    ),
    max_size=60,
)


def order_of(scene: Scene, what: str, which: int) -> Command | None:
    """None where there is nobody to do it to."""
    counter_id, service_id = COUNTERS[which % 3], SERVICES[which % 2]
    live = sorted(scene.hall.live.values(), key=lambda one: one.issue_order)
    there = [one for one in live if one.stage is Stage.CALLED]
    missed = [one for one in live if one.state == "missed"]
    waiting = [one for one in live if one.stage is Stage.IN_LINE]
    command: Command | None = None
    if what in {"issue", "prior"}:
        visitor_class = "ordinary" if what == "issue" else "priority"
        command = IssueTicket(Visit(service_id, Channel.KIOSK, "en", visitor_class))
    elif what == "next":
        command = CallNext(counter_id, scene.hall.counter(counter_id).calls)
    elif what in {"finish", "miss", "undo"} and there:
        one = there[which % len(there)]
        kinds: dict[str, type[FinishTicket | MissTicket | UndoCall]]
        kinds = {"finish": FinishTicket, "miss": MissTicket, "undo": UndoCall}
        command = kinds[what](one.counter_id or "", one.ticket_id)
    elif what == "restore" and missed:
        command = RestoreTicket(missed[which % len(missed)].ticket_id)
    elif what == "transfer" and waiting:
        command = TransferTicket(waiting[which % len(waiting)].ticket_id, service_id)
    elif what == "pick" and waiting:
        command = PickTicket(counter_id, waiting[which % len(waiting)].ticket_id, PickReason.OTHER)
    return command


def played(rule: Policy, found: list[Step], config: HallConfig | None = None) -> Scene:
    """With the passes of everybody looked at after each step; what is refused is not done."""
    scene = Scene(replace(config or sample_hall(undo_seconds=86_400), routing=rule))
    for what, which, later in found:
        scene.now += later * MINUTE_MS
        command = order_of(scene, what, which)
        if command is not None and not isinstance(scene.ask(command), Declined):
            scene.do(command)
            assert all(0 <= one.passes <= rule.most_passed for one in scene.hall.live.values())
    return scene


@HALLS
@given(rules, steps)
def test_nobody_is_passed_more_often_and_the_same_log_is_the_same_hall(rule: Policy, found: list[Step]) -> None:
    scene = played(rule, found)
    assert replay(scene.facts, Hall.empty()).canonical() == scene.hall.canonical()
    again = played(rule, found)
    assert [fact.event for fact in again.facts] == [fact.event for fact in scene.facts], (
        "the same orders, the same calls"
    )


@HALLS
@given(rules, steps)
def test_what_is_shown_is_who_is_called(rule: Policy, found: list[Step]) -> None:
    """Console, wall and phones, if every counter kept pressing and no time passed."""
    scene = played(rule, found)
    hall, now = scene.hall, scene.now
    told, phones = lines(hall, now), phone_board(hall, now)
    for line in told.counters:
        called = pressed(hall, line.counter_id, now, len(line.next))
        assert [ticket.ticket_id for ticket in called] == list(line.next)
        assert [ticket.rule.value for ticket in called] == list(line.rules)
    for service in told.services:
        assert service.next == tuple(of_service(hall, service.service_id, now))[: len(service.next)]
        numbers = [one.split("-")[1] for one in of_service(hall, service.service_id, now)]
        assert list(phones.lines[service.service_id]) == numbers
    alone = tuple(one.ticket_id for one in pressed(hall, "1", now, 99))
    assert alone == tuple(of_service(hall, "apples", now)), "counter 1 does that service alone"


def pressed(hall: Hall, counter_id: str, now: int, times: int) -> list[Ticket]:
    """Whom *next* calls there one after the other, each finished at once."""
    scene = Scene(hall.config)
    scene.hall, scene.now = hall, now
    called = []
    there = hall.counter(counter_id).ticket_id
    if there is not None:
        gone(scene, counter_id, there)
    for _ in range(times):
        if not scene.do(CallNext(counter_id, scene.hall.counter(counter_id).calls)):
            break
        ticket = scene.ticket(scene.hall.counter(counter_id).ticket_id or "")
        called.append(ticket)
        gone(scene, counter_id, ticket.ticket_id)
        scene.now = now
    return called


def gone(scene: Scene, counter_id: str, ticket_id: str) -> None:
    called = scene.ticket(ticket_id).state is TicketState.CALLED
    scene.happen(TicketFinished(ticket_id, counter_id, arrival_implied=called))


def counter(scene: Scene, counter_id: str) -> Counter:
    found = scene.hall.config.counter(counter_id) if scene.hall.config else None
    assert found is not None
    return found


@HALLS
@given(rules, steps, st.permutations(COUNTERS))
def test_presses_at_one_moment_never_get_one_ticket(rule: Policy, found: list[Step], counters: list[str]) -> None:
    """Each clerk saw the same hall; a second press of one of them has seen a call less."""
    scene = played(rule, found)
    before, called = scene.hall, []
    for counter_id in (*counters, *counters):
        command = CallNext(counter_id, before.counter(counter_id).calls)
        decision = decide(scene.hall, command, Context(scene.now, token_hash))
        if isinstance(decision, Declined):
            continue
        for event in decision:
            scene.happen(event)
            called.append(event.ticket_id)  # type: ignore[union-attr]
    assert len(called) == len(set(called))
    assert all(scene.hall.counter(one).calls <= before.counter(one).calls + 1 for one in COUNTERS)


@HALLS
@given(rules, steps, st.integers(0, 50))
def test_forwarding_puts_nobody_behind_who_came_later(rule: Policy, found: list[Step], which: int) -> None:
    """With equal flags, and unless the later one has been passed by more."""
    scene = played(rule, found)
    waiting = sorted((one for one in scene.hall.live.values() if one.stage is Stage.IN_LINE), key=lambda one: one.came)
    if not waiting:
        return
    sent = waiting[which % len(waiting)]
    target = SERVICES[which % 2]
    scene.transfer("", sent.ticket_id, target)
    order = list(of_service(scene.hall, target, scene.now))
    for other in order:
        ticket = scene.ticket(other)
        equal = (
            ticket.visit.visitor_class == sent.visit.visitor_class
            and ticket.passes <= scene.ticket(sent.ticket_id).passes
        )
        if ticket.issue_order > sent.issue_order and equal:
            assert order.index(sent.ticket_id) < order.index(other)


@HALLS
@given(rules, steps, st.sampled_from(COUNTERS), st.booleans(), st.integers(0, 50))
def test_undo_takes_back_exactly_what_the_call_counted(
    rule: Policy, found: list[Step], counter_id: str, by_hand: bool, which: int
) -> None:
    scene = played(rule, found)
    here = scene.hall.counter(counter_id)
    if here.ticket_id is not None:
        gone(scene, counter_id, here.ticket_id)
    before = {one.ticket_id: one.passes for one in scene.hall.live.values()}
    order = [one for one, _ in in_order(scene.hall, counter(scene, counter_id), scene.now)]
    command = order_of(scene, "pick", which * 3 + int(counter_id) - 1) if by_hand else None
    command = replace(command, counter_id=counter_id) if isinstance(command, PickTicket) else None
    scene.do(command or CallNext(counter_id, here.calls))
    called = scene.hall.counter(counter_id).ticket_id
    if called is None:
        return
    scene.undo(counter_id, called)
    assert {one.ticket_id: one.passes for one in scene.hall.live.values()} == before
    now = scene.now - 1_000
    assert [one for one, _ in in_order(scene.hall, counter(scene, counter_id), now)] == order
