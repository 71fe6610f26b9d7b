"""For whom a counter is kept, and that nobody with a number is therefore called nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import IssueTicket, OpenCounter, TransferTicket
from server.domain.config import Counter, HallConfig
from server.domain.fairness.claims import Claim
from server.domain.fairness.policy import Preset, preset
from server.domain.routing import claim, first, newcomer
from server.domain.tickets import Channel, Visit
from server.domain.visitor_classes import VisitorClass
from tests.server.domain.scene import Scene
from tests.server.sample_halls import both, sample_counter, sample_hall

YOUNG = VisitorClass("young", both("Young people"), both("15 to 29"))
ELDERLY = VisitorClass("elderly", both("Elderly"), both("65 or over"), priority=True)
CLASSES = ("ordinary", "young", "elderly")


def hall_of(*counters: Counter) -> HallConfig:
    config = sample_hall(counters=counters)
    return replace(config, visitor_classes=(YOUNG, ELDERLY), routing=preset(Preset.PROMISE_FIRST))


def kept(counter_id: str, primary: tuple[str, ...], *classes: str, backup: tuple[str, ...] = ()) -> Counter:
    return replace(sample_counter(counter_id, primary, backup), classes=classes)


def comes(scene: Scene, visitor_class: str, service_id: str = "apples") -> str:
    (event,) = scene.do(IssueTicket(Visit(service_id, Channel.KIOSK, "en", visitor_class)))
    return str(getattr(event, "ticket_id", ""))


def line(scene: Scene, counter_id: str) -> list[str]:
    assert scene.hall.config is not None
    counter = scene.hall.config.counter(counter_id)
    assert counter is not None
    return list(first(scene.hall, counter, 99, scene.now))


def test_a_counter_that_is_kept_for_a_class_calls_nobody_else() -> None:
    scene = Scene(hall_of(sample_counter("1", ("apples", "books")), kept("2", ("apples",), "young")))
    ordinary, elderly, young = (comes(scene, one) for one in ("ordinary", "elderly", "young"))
    assert line(scene, "2") == [young]
    assert line(scene, "1") == [elderly, ordinary, young]
    assert scene.next("2") == young
    scene.finish("2", young)
    assert scene.next("2") is None


@pytest.mark.parametrize(("visitor_class", "priority"), [("young", False), ("elderly", True)])
def test_who_would_come_now_is_who_comes(visitor_class: str, priority: bool) -> None:
    scene = Scene(hall_of(sample_counter("1", ("apples",)), kept("2", ("apples",), "young")))
    comes(scene, "ordinary")
    visit = Visit("apples", Channel.KIOSK, "en", visitor_class)
    told = newcomer(scene.hall, visit, scene.now)
    assert told == Claim("", "apples", scene.now, 2, scene.now, priority, visitor_class=visitor_class)
    ticket = scene.ticket(comes(scene, visitor_class))
    assert claim(scene.hall, ticket) == told._replace(ticket_id=ticket.ticket_id)


def test_it_passes_nobody_whom_it_may_not_call() -> None:
    scene = Scene(hall_of(sample_counter("1", ("apples", "books")), kept("2", ("apples",), "young")))
    ordinary, young = comes(scene, "ordinary"), comes(scene, "young")
    assert scene.next("2") == young
    assert scene.ticket(ordinary).passes == 0


def test_nor_does_a_pick() -> None:
    scene = Scene(hall_of(sample_counter("1", ("apples", "books")), kept("2", ("apples",), "young")))
    ordinary, young, later = (comes(scene, one) for one in ("ordinary", "young", "young"))
    scene.pick("2", later)
    assert scene.ticket(later).passed == (young,)
    assert [scene.ticket(one).passes for one in (ordinary, young)] == [0, 1]


def test_whoever_has_a_number_for_what_is_done_for_others_alone_is_called_all_the_same() -> None:
    """As an older kiosk gives it, or a transfer; and a priority visitor of that age says one thing of himself only."""
    scene = Scene(hall_of(sample_counter("1", ("apples",)), kept("2", ("books",), "young", backup=("apples",))))
    ordinary, elderly = comes(scene, "ordinary", "books"), comes(scene, "elderly", "books")
    apple = comes(scene, "ordinary")
    assert line(scene, "2") == [elderly, ordinary]
    assert line(scene, "1") == [apple]


def test_whom_staff_sent_to_a_counter_it_calls() -> None:
    scene = Scene(hall_of(sample_counter("1", ("apples", "books")), kept("2", ("apples",), "young")))
    ordinary = comes(scene, "ordinary")
    assert scene.next("1") == ordinary
    scene.do(TransferTicket(ordinary, "apples", "1", to_counter="2"))
    assert line(scene, "1") == []
    assert line(scene, "2") == [ordinary]
    assert scene.next("2") == ordinary


SERVICES = ("apples", "books")
some_classes = st.lists(st.sampled_from(("young", "elderly")), unique=True).map(tuple)
some_counters = st.lists(
    st.tuples(st.sampled_from([("apples",), ("books",), ("apples", "books")]), some_classes), min_size=1, max_size=4
)


@given(some_counters, st.lists(st.tuples(st.sampled_from(SERVICES), st.sampled_from(CLASSES)), max_size=12))
def test_everybody_with_a_number_is_called_by_some_counter_and_the_lines_say_by_which(
    made: list[tuple[tuple[str, ...], tuple[str, ...]]], visitors: list[tuple[str, str]]
) -> None:
    counters = [kept(str(place), primary, *classes) for place, (primary, classes) in enumerate(made)]
    done = {one for counter in counters for one in counter.primary}
    scene = Scene(hall_of(*counters))
    waiting = {comes(scene, visitor_class, service) for service, visitor_class in visitors if service in done}
    assert {one for counter in counters for one in line(scene, counter.counter_id)} == waiting
    for counter in counters:
        scene.do(OpenCounter(counter.counter_id))
        told = line(scene, counter.counter_id)
        alone = {
            one for one in told if counter.classes and scene.ticket(one).visit.visitor_class not in counter.classes
        }
        for one in alone:
            service = scene.ticket(one).visit.service_id
            others = [other for other in counters if service in other.primary]
            assert all(other.classes and scene.ticket(one).visit.visitor_class not in other.classes for other in others)
        for expected in told:
            assert scene.next(counter.counter_id) == expected
            scene.finish(counter.counter_id, expected)
        assert scene.next(counter.counter_id) is None
