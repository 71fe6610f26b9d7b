"""The table of a ticket's life is what happens: no verb is allowed that it forbids, none forbidden that it allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import CallNext, Declined, LaterTicket, Leaving, MoveTicket
from server.domain.events import Event, Fact, TicketCalled, TicketLapsed, TicketMoved
from server.domain.evolve import evolve
from server.domain.fairness.choices import Rule
from server.domain.hall import CounterNow, Hall
from server.domain.life import LIFE, CounterUse, Verb, allowed
from server.domain.tickets import STAGES, CancelReason, HoldReason, Outcome, PickReason, Stage, TicketState, VoidReason
from tests.server.asking import LATER_MINUTES, move
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_hall

GLOSSARY = Path(__file__).parents[3] / "docs" / "glossary.md"
TICKET = "1-A001"


def waiting(scene: Scene) -> None:
    scene.issue()


def called(scene: Scene) -> None:
    scene.issue()
    scene.next("1")


def serving(scene: Scene) -> None:
    called(scene)
    scene.arrive("1", TICKET)


def missed(scene: Scene) -> None:
    called(scene)
    scene.miss("1", TICKET)


def held(scene: Scene) -> None:
    serving(scene)
    scene.hold("1", TICKET)


def later(scene: Scene) -> None:
    scene.issue()
    scene.do(LaterTicket(TICKET, 20))


def served(scene: Scene) -> None:
    called(scene)
    scene.finish("1", TICKET)


ROAD_TO = {
    TicketState.WAITING: waiting,
    TicketState.CALLED: called,
    TicketState.SERVING: serving,
    TicketState.MISSED: missed,
    TicketState.HELD: held,
    TicketState.LATER: later,
    TicketState.SERVED: served,
}
AT_COUNTER = {TicketState.CALLED, TicketState.SERVING}
MEETINGS = [(verb, state) for verb in LIFE.verbs for state in ROAD_TO]


def names(meeting: Verb | TicketState) -> str:
    return meeting.name if isinstance(meeting, Verb) else meeting.value


def in_state(state: TicketState) -> Scene:
    """A scene whose only ticket came into the state by the hall's own rules, at counter 1 where that has to do."""
    scene = Scene()
    ROAD_TO[state](scene)
    ticket = scene.hall.ticket(TICKET)
    assert (TicketState.SERVED if ticket is None else ticket.state) is state
    assert scene.hall.counter("1").ticket_id == (TICKET if state in AT_COUNTER else None)
    return scene


def event_of(verb: Verb, scene: Scene, counter_id: str = "1") -> TicketMoved:
    """The verb's event for the scene's ticket, as this state would have it."""
    ticket = scene.hall.ticket(TICKET)
    said: Mapping[str, object] = {
        "ticket_id": TICKET,
        "counter_id": counter_id,
        "place": 1,
        "reason": HoldReason.PAPERS,
        "service_id": "apples",
        "note_code": "",
        "for_counter": "",
        "for_officer": "",
        "then": (),
        "outcome": Outcome.SERVED,
        "picked": PickReason.OTHER,
        "rule": Rule.IN_TURN,
        "passed": (),
        "cancelled": CancelReason.LEFT,
        "voided": VoidReason.BURST,
        "returns_at": scene.now + LATER_MINUTES * 60_000,
        "arrival_implied": ticket is not None and ticket.state is TicketState.CALLED,
    }
    return verb.event(**{field.name: said[field.name] for field in fields(verb.event)})  # type: ignore[arg-type]


def command_of(verb: Verb, hall: Hall, counter_id: str = "1", ticket_id: str = TICKET) -> CallNext | MoveTicket:
    assert verb.command is not None
    if issubclass(verb.command, CallNext):
        return CallNext(counter_id, hall.counter(counter_id).calls)
    return move(verb.command, counter_id, ticket_id)


def evolved(scene: Scene, event: Event) -> Hall:
    return evolve(scene.hall, Fact(scene.now, "somebody", "key-0001", event))


def test_the_table_speaks_of_every_event_and_command_once() -> None:
    assert sorted(verb.event.__name__ for verb in LIFE.verbs) == sorted(kind.__name__ for kind in get_args(TicketMoved))
    asked = [kind for verb in LIFE.verbs for kind in (verb.command, verb.beyond) if kind is not None]
    assert set(asked) == {CallNext, *get_args(MoveTicket)} == set(LIFE.of_command)
    assert len({verb.name for verb in LIFE.verbs}) == len(LIFE.verbs)
    assert STAGES.keys() == set(TicketState)
    assert ROAD_TO.keys() == {state for verb in LIFE.verbs for state in verb.states} | {TicketState.SERVED}


@pytest.mark.parametrize(("verb", "state"), MEETINGS, ids=names)
def test_what_the_table_forbids_cannot_have_happened(verb: Verb, state: TicketState) -> None:
    scene = in_state(state)
    event = event_of(verb, scene)
    if state not in verb.states:
        with pytest.raises(ValueError, match=TICKET):
            evolved(scene, event)
        return
    hall = evolved(scene, event)
    after = hall.ticket(TICKET)
    gone = STAGES[verb.leads_to] is Stage.GONE
    assert after is None if gone else after is not None and after.state is verb.leads_to
    assert hall.waiting("apples") == (STAGES[verb.leads_to] is Stage.IN_LINE)
    assert hall.seq == scene.hall.seq + 1


@pytest.mark.parametrize(("verb", "state"), [one for one in MEETINGS if one[0].command], ids=names)
def test_a_command_is_accepted_exactly_where_the_table_allows_its_verb(verb: Verb, state: TicketState) -> None:
    scene = in_state(state)
    decision = scene.ask(command_of(verb, scene.hall))
    if verb.command is CallNext:
        chosen = () if isinstance(decision, Declined) else decision
        assert bool(chosen) is (state in verb.states), "whoever is called, it is somebody who waits"
        return
    if state in verb.states:
        assert decision == (replace_place(event_of(verb, scene), decision),)
        return
    assert isinstance(decision, Declined)
    if state is TicketState.SERVED:
        assert decision.code == "unknown_ticket"
    elif verb.counter in {CounterUse.KEPT, CounterUse.FREED} and state not in AT_COUNTER:
        assert decision.code == "not_at_counter"
    elif verb.counter is CounterUse.TAKEN and state in AT_COUNTER:
        assert (decision.code, decision.ticket_id) == (f"still_{state}", TICKET)
    else:
        assert decision.code == verb.otherwise


def replace_place(event: TicketMoved, decision: object) -> TicketMoved:
    """The event with the place that the decision says, if it says one: places are not the table's business."""
    assert isinstance(decision, tuple)
    place = getattr(decision[0], "place", None)
    return event if place is None else replace(event, place=place)


def counter_after(verb: Verb, before: CounterNow) -> CounterNow:
    match verb.counter:
        case CounterUse.TAKEN:
            return CounterNow(before.calls + verb.rings, (TICKET,))
        case CounterUse.FREED | CounterUse.LEFT:
            return CounterNow(before.calls)
        case _:
            return before


@pytest.mark.parametrize(("verb", "state"), [one for one in MEETINGS if one[1] in one[0].states], ids=names)
def test_a_counter_is_taken_kept_freed_or_left(verb: Verb, state: TicketState) -> None:
    scene = in_state(state)
    before = scene.hall.counter("1")
    assert evolved(scene, event_of(verb, scene)).counter("1") == counter_after(verb, before)


@pytest.mark.parametrize(
    ("verb", "state"),
    [one for one in MEETINGS if one[0].counter is CounterUse.TAKEN and one[1] in one[0].states],
    ids=names,
)
def test_only_a_free_counter_can_be_taken(verb: Verb, state: TicketState) -> None:
    scene = in_state(state)
    second = scene.issue()
    assert isinstance(evolved(scene, event_of(verb, scene)), Hall), "free as it is, it can be"
    scene.happen(TicketCalled(second, "1"))
    with pytest.raises(ValueError, match=f"counter 1 has {second}"):
        evolved(scene, event_of(verb, scene))
    refused = scene.refusal(command_of(verb, scene.hall))
    assert (refused.code, refused.ticket_id) == ("still_called", second)


@pytest.mark.parametrize(
    ("verb", "state"),
    [one for one in MEETINGS if one[0].counter in {CounterUse.KEPT, CounterUse.FREED} and one[1] in one[0].states],
    ids=names,
)
def test_a_counter_is_kept_or_freed_only_by_the_ticket_that_is_there(verb: Verb, state: TicketState) -> None:
    scene = in_state(state)
    with pytest.raises(ValueError, match="counter 2 has nobody"):
        evolved(scene, event_of(verb, scene, counter_id="2"))
    if verb.command is None:
        return
    refused = scene.refusal(command_of(verb, scene.hall, counter_id="2"))
    assert (refused.code, refused.ticket_id) == ("not_at_counter", TICKET)


def test_a_ticket_that_lapses_leaves_only_the_counter_it_is_at() -> None:
    scene = in_state(TicketState.MISSED)
    second = scene.issue()
    assert scene.next("1") == second
    lapse = LIFE.of_event[TicketLapsed]
    assert evolved(scene, event_of(lapse, scene)).counter("1") == CounterNow(2, (second,))


acts = st.lists(
    st.one_of(
        st.tuples(st.just("issue"), st.sampled_from(["apples", "books"])),
        st.tuples(st.just("next"), st.sampled_from("123"), st.sampled_from([None, *Leaving])),
        st.tuples(st.just("move"), st.integers(0, 9), st.integers(0, 9)),
    ),
    max_size=40,
)


@given(acts, st.integers(0, 2))
def test_what_a_ticket_allows_is_what_the_hall_accepts(story: list[tuple[object, ...]], recall_limit: int) -> None:
    """Of every ticket, after every act, for every verb that somebody can ask."""
    scene = Scene(sample_hall(recall_limit=recall_limit))
    for kind, subject, *more in story:
        if kind == "issue":
            scene.issue(str(subject))
        elif kind == "next":
            command = CallNext(str(subject), scene.hall.counter(str(subject)).calls, more[0])  # type: ignore[arg-type]
            if not isinstance(scene.ask(command), Declined):
                scene.do(command)
        else:
            can = [move for moves in accepted(scene).values() for move in moves.values()]
            if can:
                scene.do(can[(int(str(subject)) * 10 + int(str(more[0]))) % len(can)])
        config = scene.hall.config
        assert config is not None
        free = any(scene.hall.counter(counter.counter_id).ticket_id is None for counter in config.counters)
        shut = set() if free else {verb.name for verb in LIFE.verbs if verb.counter is CounterUse.TAKEN}
        said = {
            ticket.ticket_id: {
                verb for verb, until in allowed(ticket, config).items() if until is None or scene.now <= until
            }
            - shut
            for ticket in scene.hall.tickets()
        }
        assert said == {ticket_id: set(moves) for ticket_id, moves in accepted(scene).items()}


def accepted(scene: Scene) -> dict[str, dict[str, MoveTicket]]:
    """For each live ticket the verbs whose command the hall accepts now, where the ticket is, with the command."""
    return {ticket.ticket_id: dict(_accepted(scene, ticket.ticket_id)) for ticket in scene.hall.tickets()}


def _accepted(scene: Scene, ticket_id: str) -> Iterator[tuple[str, MoveTicket]]:
    own = scene.ticket(ticket_id).counter_id or "1"
    free = next((one for one in "123" if scene.hall.counter(one).ticket_id is None), own)
    for verb in LIFE.verbs:
        if verb.command is not None:
            counter_id = free if verb.counter is CounterUse.TAKEN else own
            command = command_of(verb, scene.hall, counter_id, ticket_id)
            if not isinstance(command, CallNext) and not isinstance(scene.ask(command), Declined):
                yield verb.name, command
            if verb.beyond is not None:
                again = move(verb.beyond, counter_id, ticket_id)
                if not isinstance(scene.ask(again), Declined):
                    yield verb.again, again


def diagram() -> str:
    """The table as a Mermaid state diagram, as the glossary has it."""
    steps = [
        f"    {state} --> {verb.leads_to}: {verb.name}"
        for verb in LIFE.verbs
        for state in TicketState
        if state in verb.states
    ]
    reached = {verb.leads_to for verb in LIFE.verbs}
    ends = [f"    {state} --> [*]" for state in TicketState if state in reached and STAGES[state] is Stage.GONE]
    return "\n".join(["stateDiagram-v2", "    [*] --> waiting: issue", *steps, *ends])


def test_the_glossary_shows_the_table_as_it_is() -> None:
    text = GLOSSARY.read_text(encoding="utf-8")
    found = re.search(r"<!-- life -->\n```mermaid\n(.*?)\n```\n<!-- /life -->", text, re.DOTALL)
    assert found is not None, "the block between <!-- life --> and <!-- /life --> is missing"
    assert found.group(1) == diagram()
