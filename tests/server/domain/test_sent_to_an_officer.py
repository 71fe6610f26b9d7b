"""A number that was sent to an officer is called where that officer is at work now, and by nobody else in its turn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import routing
from server.domain.actors import Actor
from server.domain.commands import (
    CallNext,
    CloseCounter,
    Context,
    Declined,
    OpenCounter,
    OpenDay,
    PauseCounter,
    PickTicket,
    Refusal,
    ServeWithoutNumber,
    TransferTicket,
)
from server.domain.counter_states import PauseReason
from server.domain.decide import decide
from server.domain.events import TicketCalled, TicketLapsed, TicketPicked
from server.domain.tickets import PickReason
from server.translation.events import lines
from tests.server.domain.scene import Scene, token_hash
from tests.server.sample_halls import sample_counter, sample_hall

FIRST, SECOND = "1-A001", "1-A002"
CHEN, WANG = "chen", "wang"


def work(scene: Scene, officer: str, counter_id: str, service_id: str = "apples") -> None:
    """An act at the counter that changes nothing for a visitor."""
    before, scene.by = scene.by, str(Actor(officer, "pc"))
    scene.do(ServeWithoutNumber(counter_id, service_id))
    scene.by = before


def sent() -> Scene:
    """Chen is at work at counter 2, and the first of two waits for apples and for Chen."""
    counters = (
        sample_counter("1", ("apples",)),
        sample_counter("2", ("apples",)),
        sample_counter("3", ("books",)),
    )
    scene = Scene(sample_hall(counters=counters))
    assert (scene.issue(), scene.issue()) == (FIRST, SECOND)
    work(scene, CHEN, "2")
    scene.do(TransferTicket(FIRST, "apples", to_officer=CHEN))
    return scene


def called(scene: Scene, counter_id: str) -> str | None:
    """Who would be called there."""
    (event,) = decide(scene.hall, CallNext(counter_id, 0), Context(scene.now, token_hash)) or (None,)  # type: ignore[misc]
    return event.ticket_id if isinstance(event, TicketCalled) else None


def test_only_the_counter_where_the_officer_is_calls_it_also_when_they_move() -> None:
    scene = sent()
    assert (called(scene, "1"), called(scene, "2")) == (SECOND, FIRST)
    work(scene, CHEN, "1")
    assert (called(scene, "1"), called(scene, "2")) == (FIRST, SECOND)
    assert (scene.hall.counter("1").officer, scene.hall.counter("2").officer) == (CHEN, "")


def test_who_takes_over_a_counter_is_at_work_there_and_the_number_is_nobodys_turn() -> None:
    scene = sent()
    work(scene, WANG, "2")
    assert (called(scene, "1"), called(scene, "2")) == (SECOND, SECOND)
    assert routing.kept_for(scene.hall, scene.ticket(FIRST)) is None


def test_a_device_or_the_hall_itself_is_nobody_at_a_counter() -> None:
    scene = sent()
    for scene.by in ("device:pc", "author", "somebody"):
        scene.do(ServeWithoutNumber("2", "apples"))
        assert scene.hall.counter("2").officer == CHEN


def test_a_pause_keeps_it_a_closed_counter_or_another_service_makes_the_line_say_it() -> None:
    scene = sent()
    scene.do(PauseCounter("2", PauseReason.LUNCH, None))
    assert told(scene) == ({"1": ((SECOND,), 1), "2": ((FIRST, SECOND), 2), "3": ((), 0)}, ())
    scene.do(CloseCounter("2"))
    assert told(scene) == ({"1": ((SECOND,), 1), "2": ((SECOND,), 1), "3": ((), 0)}, (FIRST,))
    scene.do(OpenCounter("2"))
    assert called(scene, "2") == FIRST
    work(scene, CHEN, "3", "books")
    assert told(scene) == ({"1": ((SECOND,), 1), "2": ((SECOND,), 1), "3": ((), 0)}, (FIRST,))


def told(scene: Scene) -> tuple[object, tuple[str, ...]]:
    """Of each counter who is next and how many wait, and who waits for nobody who is there."""
    said = lines(scene.hall, scene.now)
    aside = {one.counter_id: one.aside for one in said.counters}
    assert aside == {"1": said.aside, "2": said.aside, "3": ()}, "the business of whoever does the service"
    return {one.counter_id: (one.next, one.waiting) for one in said.counters}, said.aside


def test_whoever_is_left_so_goes_back_into_the_common_line_or_is_picked_and_lapses_at_the_days_end() -> None:
    scene = sent()
    scene.do(CloseCounter("2"))
    assert scene.ask(PickTicket("1", FIRST, PickReason.OTHER)) == (TicketPicked(FIRST, "1", PickReason.OTHER),)
    assert TicketLapsed(FIRST) in scene.ask(OpenDay("2099-01-01"))  # type: ignore[operator]
    scene.do(TransferTicket(FIRST, "apples", counter_id="1"))
    assert called(scene, "1") == FIRST
    assert scene.ticket(FIRST).for_officer == ""


def test_a_new_day_knows_nobody_at_work() -> None:
    scene = sent()
    scene.do(OpenDay("2099-01-01"))
    assert scene.hall.at_work(CHEN) == ""


def test_it_stays_the_officers_when_it_was_missed_and_is_nobodys_for_the_next_service() -> None:
    scene = sent()
    scene.next("2")
    scene.miss("2", FIRST)
    scene.restore(FIRST)
    assert called(scene, "1") == SECOND
    number = scene.issue("apples", then=("books",))
    scene.do(TransferTicket(number, "apples", to_officer=CHEN))
    scene.pick("2", number)
    scene.finish("2", number)
    assert (scene.ticket(number).visit.service_id, scene.ticket(number).for_officer) == ("books", "")


@pytest.mark.parametrize(
    "asked",
    [
        TransferTicket(FIRST, "apples", to_officer=WANG),
        TransferTicket(FIRST, "books", to_officer=CHEN),
        TransferTicket(FIRST, "apples", to_officer=CHEN, to_counter="2"),
    ],
    ids=["is nowhere", "does it not there", "and a counter"],
)
def test_nobody_is_sent_to_an_officer_who_cannot_call_there(asked: TransferTicket) -> None:
    refused = sent().refusal(asked)
    assert isinstance(refused, Declined)
    assert refused.code is Refusal.UNKNOWN_OFFICER


@given(st.lists(st.tuples(st.sampled_from([CHEN, WANG, ""]), st.sampled_from("123")), max_size=10))
def test_an_officer_is_at_one_counter_and_a_number_in_one_line_or_said_to_be_in_none(
    acts: list[tuple[str, str]],
) -> None:
    scene = sent()
    for officer, counter_id in acts:
        work(scene, officer, counter_id, "books" if counter_id == "3" else "apples")
    there = {"2": CHEN}
    for officer, counter_id in acts:
        if officer:
            there = {one: who for one, who in there.items() if who != officer} | {counter_id: officer}
    assert {one: now.officer for one, now in scene.hall.counters.items() if now.officer} == there
    config = scene.hall.config
    assert config is not None
    reached = [one.counter_id for one in config.counters if FIRST in routing.first(scene.hall, one, 99, scene.now)]
    away = FIRST in lines(scene.hall, scene.now).aside
    assert len(reached) + away == 1
    assert reached == ([] if away else [scene.hall.at_work(CHEN)])
