"""What was there for a part of a day: counters to which visitors had been sent, services that the file has lost."""

from __future__ import annotations

from dataclasses import replace

from server.domain.commands import CloseCounter, ConfigureHall
from server.domain.config import HallConfig
from server.what_if.answer import what_if, what_if_on
from server.what_if.changes import CounterPauses
from server.what_if.day_of_log import day_of_log
from tests.server.domain.scene import Scene
from tests.server.sample_halls import NOON, sample_counter, sample_hall
from tests.server.what_if.test_answer import NOON_MINUTE, of, waits
from tests.server.what_if.test_day_of_log import scene_at, served

MINUTE = 60_000
TWO = sample_hall(counters=(sample_counter("1", ("apples", "books")), sample_counter("2", ("apples", "books"))))


def without_books(config: HallConfig) -> HallConfig:
    counters = tuple(
        replace(one, primary=tuple(service for service in one.primary if service != "books")) for one in config.counters
    )
    services = tuple(one for one in config.services if one.service_id != "books")
    return replace(config, services=services, counters=counters)


def sent_to_the_second() -> tuple[Scene, str]:
    """Who is sent to counter 2, a minute after noon."""
    scene = Scene(TWO)
    ticket = scene_at(0, scene).issue("apples")
    assert scene_at(0, scene).next("1") == ticket
    scene_at(1, scene).transfer("1", ticket, "books", at="2")
    return scene, ticket


def test_who_waits_for_a_service_that_the_file_has_lost_is_called_as_the_hall_did() -> None:
    scene = Scene(replace(TWO, counters=TWO.counters[:1]))
    first, second = scene_at(0, scene).issue("books"), scene_at(0, scene).issue("books")
    scene_at(1, scene).do(ConfigureHall(without_books(scene.hall.configured or TWO)))
    served(scene, first, 2, 10)
    served(scene, second, 10, 20)
    day = day_of_log(scene.facts)
    assert waits(day, day) == [2, 10]


def test_a_service_that_the_file_has_lost_has_its_row() -> None:
    scene = Scene(replace(TWO, counters=TWO.counters[:1]))
    served(scene, scene_at(0, scene).issue("books"), 2, 10)
    scene_at(11, scene).do(ConfigureHall(without_books(scene.hall.configured or TWO)))
    served(scene, scene_at(20, scene).issue("apples"), 20, 30)
    answer = what_if(day_of_log(scene.facts), (), runs=1)
    assert [(one.service_id, one.unchanged.people) for one in answer.outlooks] == [("", 2), ("apples", 1), ("books", 1)]


def test_nobody_waits_for_a_counter_that_was_closed_after_he_had_been_sent_there() -> None:
    scene, ticket = sent_to_the_second()
    scene_at(5, scene).do(CloseCounter("2"))
    served(scene, ticket, 6, 16)
    day = day_of_log(scene.facts)
    assert waits(day, day) == [0, 5]


def test_a_call_that_was_undone_sends_nobody_elsewhere() -> None:
    scene, ticket = sent_to_the_second()
    scene_at(5, scene).do(CloseCounter("2"))
    assert scene_at(6, scene).next("1") == ticket
    scene.undo("1", ticket)
    (_, leg) = day_of_log(scene.facts).arrivals[0].legs
    assert (leg.only_at, leg.called_at) == ("2", None)


def test_nobody_waits_for_a_counter_that_the_plan_takes_away() -> None:
    scene, ticket = sent_to_the_second()
    other = scene_at(2, scene).issue("apples")
    assert scene_at(2, scene).next("2") == ticket
    served(scene, other, 3, 9)
    scene_at(30, scene).finish("2", ticket)
    served(scene, scene_at(40, scene).issue("apples"), 40, 41)
    answer = what_if(day_of_log(scene.facts), [CounterPauses("2", NOON_MINUTE)], runs=1)
    assert of(answer).changed.not_called == 0
    assert of(answer, "books").changed.longest_ms <= 10 * MINUTE


def test_on_a_day_to_come_nobody_waits_for_a_counter_at_which_nobody_is() -> None:
    scene, ticket = sent_to_the_second()
    served(scene, ticket, 2, 12, "2")
    other = Scene(replace(TWO, counters=TWO.counters[:1]))
    served(other, scene_at(0, other).issue("apples"), 0, 10)
    served(other, scene_at(60, other).issue("apples"), 60, 70)
    days = [day_of_log(scene.facts, NOON + 70 * MINUTE), day_of_log(other.facts, NOON + 70 * MINUTE)]
    answer = what_if_on("2026-12-01", days, (), runs=30)
    assert of(answer).unchanged.not_called == 0
