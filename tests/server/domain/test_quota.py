"""A service's quota: so many numbers in a business day, whatever becomes of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import ConfigureHall, Declined, OpenDay, Refusal
from server.domain.config import HallConfig
from tests.server.domain.scene import Scene, issue
from tests.server.sample_halls import sample_hall, sample_service


def hall(quota: int | None, last: int = 799) -> HallConfig:
    apples = replace(sample_service("apples", "A", last=last), quota=quota)
    return sample_hall((apples, sample_service("books", "B")))


def exhausted(scene: Scene, service_id: str = "apples") -> bool:
    """Whether nobody gets a number any more; who does, takes it."""
    answer = scene.ask(issue(service_id))
    if isinstance(answer, Declined):
        assert answer.code is Refusal.NUMBERS_EXHAUSTED
        return True
    scene.issue(service_id)
    return False


def test_who_comes_after_the_last_gets_no_number_and_the_others_services_go_on() -> None:
    scene = Scene(hall(2))
    scene.issue("apples")
    assert scene.hall.numbers_left("apples")
    scene.issue("apples")
    assert not scene.hall.numbers_left("apples")
    assert exhausted(scene)
    assert not exhausted(scene, "books")


def test_a_number_that_is_done_with_does_not_come_back() -> None:
    scene = Scene(hall(1))
    scene.issue("apples")
    scene.finish("1", scene.next("1") or "")
    assert exhausted(scene)


def test_a_quota_may_be_changed_in_the_middle_of_the_day() -> None:
    scene = Scene(hall(1))
    scene.issue("apples")
    scene.do(ConfigureHall(hall(2)))
    assert not exhausted(scene)
    assert exhausted(scene)
    scene.do(ConfigureHall(hall(1)))
    assert exhausted(scene)
    scene.do(ConfigureHall(hall(None)))
    assert not exhausted(scene)


def test_a_new_day_begins_at_none() -> None:
    scene = Scene(hall(1))
    scene.issue("apples")
    scene.do(OpenDay("2026-11-25"))
    assert not exhausted(scene)
    assert exhausted(scene)


@given(st.none() | st.integers(1, 6), st.integers(1, 6), st.integers(0, 8))
def test_no_more_are_given_than_quota_and_range_allow(quota: int | None, last: int, tried: int) -> None:
    scene = Scene(hall(quota, last))
    got = sum(not exhausted(scene) for _ in range(tried))
    most = last if quota is None else min(quota, last)
    assert got == min(tried, most)
    assert scene.hall.numbers_left("apples") is (got < most)
