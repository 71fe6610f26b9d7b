"""A number that was sent to one counter is called there alone, as long as somebody may be called there for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import routing
from server.domain.commands import (
    CallNext,
    CloseCounter,
    ConfigureHall,
    Declined,
    OpenCounter,
    PauseCounter,
    PickTicket,
    Refusal,
    TransferTicket,
)
from server.domain.config import HallConfig
from server.domain.counter_states import PauseReason
from server.domain.events import TicketCalled, TicketPicked
from server.domain.fairness.policy import Preset, preset
from server.domain.tickets import PickReason
from server.translation.events import lines
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_counter, sample_hall

FIRST, SECOND = "1-A001", "1-A002"


def sent(config: HallConfig | None = None) -> Scene:
    """The first of two waits for apples at counter 2, which does them as a backup."""
    scene = Scene(config)
    assert (scene.issue(), scene.issue()) == (FIRST, SECOND)
    scene.transfer("", FIRST, "apples", at="2")
    return scene


def test_only_that_counter_calls_it_in_its_turn() -> None:
    scene = sent()
    assert scene.ticket(FIRST).for_counter == "2"
    assert scene.next("1") == SECOND
    assert scene.next("3") is None
    assert scene.next("2") == FIRST


def test_what_pages_are_told_is_what_is_called() -> None:
    scene = sent()
    told = {line.counter_id: (line.next, line.waiting) for line in lines(scene.hall, scene.now).counters}
    assert told == {"1": ((SECOND,), 1), "2": ((FIRST, SECOND), 2), "3": ((SECOND,), 1)}


def test_it_can_be_picked_elsewhere_with_a_reason() -> None:
    scene = sent()
    picked = PickTicket("1", FIRST, PickReason.OTHER)
    assert scene.do(picked) == (TicketPicked(FIRST, "1", PickReason.OTHER),)


@pytest.mark.parametrize(("counter_id", "passed"), [("2", (FIRST,)), ("1", ())])
def test_it_is_passed_by_who_is_picked_to_its_counter_and_to_no_other(counter_id: str, passed: tuple[str, ...]) -> None:
    scene = sent(replace(sample_hall(), routing=preset(Preset.PROMISE_FIRST)))
    scene.pick(counter_id, SECOND)
    assert scene.ticket(SECOND).passed == passed


def test_it_stays_that_counters_when_it_was_missed_and_until_it_is_sent_on() -> None:
    scene = sent()
    scene.next("2")
    scene.miss("2", FIRST)
    scene.restore(FIRST)
    assert scene.next("1") == SECOND
    scene.finish("1", SECOND)
    assert scene.next("1") is None
    scene.transfer("", FIRST, "apples")
    assert scene.next("1") == FIRST


def test_a_counter_that_is_closed_keeps_nobody_waiting_one_that_pauses_does() -> None:
    scene = sent()
    scene.do(PauseCounter("2", PauseReason.LUNCH, None))
    assert scene.ask(CallNext("1", 0)) == (TicketCalled(SECOND, "1"),)
    scene.do(CloseCounter("2"))
    assert scene.ask(CallNext("1", 0)) == (TicketCalled(FIRST, "1"),)
    scene.do(OpenCounter("2"))
    assert scene.ask(CallNext("1", 0)) == (TicketCalled(SECOND, "1"),)


@pytest.mark.parametrize(
    "counters",
    [
        (sample_counter("1", ("apples",)), sample_counter("2", ("books",))),
        (sample_counter("1", ("apples",)), sample_counter("3", ("books",))),
    ],
    ids=["does the service no more", "is gone"],
)
def test_a_counter_that_cannot_call_it_any_more_keeps_nobody_waiting(counters: tuple[object, ...]) -> None:
    scene = sent()
    scene.do(ConfigureHall(sample_hall(counters=counters)))  # type: ignore[arg-type]
    assert scene.next("1") == FIRST


def test_nobody_is_sent_to_a_counter_that_does_not_do_it() -> None:
    scene = sent()
    for counter_id, service_id in (("1", "books"), ("9", "books")):
        refused = scene.refusal(TransferTicket(FIRST, service_id, to_counter=counter_id))
        assert refused == Declined(Refusal.UNKNOWN_COUNTER, f"{counter_id} does not do {service_id}")


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["", "1", "2", "3"])), max_size=12), st.data())
def test_whoever_waits_is_called_by_somebody(moves: list[tuple[int, str]], data: st.DataObject) -> None:
    """Whichever counter is closed, and nobody who was sent elsewhere is called before the one who was not."""
    scene = Scene()
    tickets = [scene.issue("apples") for _ in range(6)]
    for which, at in moves:
        scene.transfer("", tickets[which], "apples", at=at)
    closed = data.draw(st.sets(st.sampled_from("123"), max_size=2))
    for counter_id in closed:
        scene.do(CloseCounter(counter_id))
    config = scene.hall.config
    assert config is not None
    open_ones = [one for one in config.counters if one.counter_id not in closed]
    reached = {ticket for counter in open_ones for ticket, _ in routing.in_order(scene.hall, counter, scene.now)}
    assert reached == set(tickets)
    for counter in open_ones:
        line = [ticket for ticket, _ in routing.in_order(scene.hall, counter, scene.now)]
        assert line == [one for one in scene.hall.line("apples") if one in line]
        assert all(routing.kept_for(scene.hall, scene.ticket(one)) in {"", counter.counter_id} for one in line)
