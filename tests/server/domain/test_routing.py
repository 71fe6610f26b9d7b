"""Whom a counter calls next: first come, first served over all its services."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.domain.config import Counter
from server.domain.routing import first, select
from tests.server.domain.scene import Scene


def counter(scene: Scene, counter_id: str) -> Counter:
    assert scene.hall.config is not None
    found = scene.hall.config.counter(counter_id)
    assert found is not None
    return found


def chosen(scene: Scene, counter_id: str) -> str | None:
    choice = select(scene.hall, counter(scene, counter_id), scene.now)
    return None if choice is None else choice.ticket_id


def test_nobody_waits() -> None:
    scene = Scene()
    scene.issue("books")
    assert chosen(scene, "1") is None


def test_backup_services_count_as_much_as_primary_ones() -> None:
    scene = Scene()
    apples, books = scene.issue("apples"), scene.issue("books")
    assert chosen(scene, "2") == apples
    scene.next("1")
    assert chosen(scene, "2") == books


def test_of_two_at_one_instant_the_one_issued_first_is_next() -> None:
    scene = Scene()
    later, earlier = scene.issue("books"), scene.issue("apples")
    assert chosen(scene, "3") == later
    scene = Scene()
    scene.now = 0
    earlier = scene.issue("books")
    scene.now = 0
    scene.issue("apples")
    assert chosen(scene, "3") == earlier


def test_the_first_of_a_line_are_as_they_would_be_called() -> None:
    scene = Scene()
    issued = tuple(scene.issue(service) for service in ("books", "apples", "apples", "books"))
    assert first(scene.hall, counter(scene, "3"), 3, scene.now) == issued[:3]
    assert first(scene.hall, counter(scene, "1"), 3, scene.now) == issued[1:3]
    assert first(scene.hall, counter(scene, "3"), 9, scene.now) == issued


@given(st.lists(st.sampled_from(["apples", "books"]), max_size=60))
def test_repeated_calls_follow_the_order_of_issue(services: list[str]) -> None:
    scene = Scene()
    issued = [scene.issue(service) for service in services]
    called = []
    while (following := chosen(scene, "3")) is not None:
        assert scene.next("3") == following
        scene.finish("3", following)
        called.append(following)
    assert called == issued
