"""Numbers as printed, in order, never wrapping."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import ConfigureHall, Refusal, Refused
from server.domain.numbering import next_ordinal, number_text, ticket_id
from server.domain.persistent import SortedMap
from tests.server.domain.scene import Scene, issue
from tests.server.sample_halls import sample_hall, sample_service


@pytest.mark.parametrize(
    ("last", "ordinal", "text"),
    [
        (799, 1, "A001"),
        (799, 799, "A799"),
        (9, 7, "A007"),
        (999, 999, "A999"),
        (1000, 12, "A0012"),
        (12000, 5, "A00005"),
    ],
)
def test_three_digits_or_as_many_as_the_range_needs(last: int, ordinal: int, text: str) -> None:
    assert number_text(sample_service("apples", "A", 1, last), ordinal) == text


@pytest.mark.parametrize(
    ("first", "last", "last_used", "expected"),
    [(1, 799, 0, 1), (1, 799, 12, 13), (1, 799, 799, None), (1, 5, 12, None), (100, 200, 0, 100), (100, 200, 150, 151)],
)
def test_the_next_number_is_above_every_used_one_and_inside_the_range(
    first: int, last: int, last_used: int, expected: int | None
) -> None:
    assert next_ordinal(sample_service("apples", "A", first, last), last_used) == expected


def test_a_ticket_id_names_the_day() -> None:
    assert ticket_id(17, "A012") == "17-A012"


def test_a_used_up_range_refuses_and_does_not_wrap() -> None:
    scene = Scene(sample_hall((sample_service("apples", "A", 1, 2),)))
    scene.issue()
    assert scene.hall.numbers_left("apples")
    scene.issue()
    assert not scene.hall.numbers_left("apples")
    assert scene.refusal(issue()) == Refused(Refusal.NUMBERS_EXHAUSTED, "A: 2 was the last")


def test_a_longer_range_in_the_middle_of_the_day_goes_on_above() -> None:
    scene = Scene(sample_hall((sample_service("apples", "A", 1, 2),)))
    scene.issue()
    scene.issue()
    scene.do(ConfigureHall(sample_hall((sample_service("apples", "A", 1, 1_500),))))
    assert scene.issue() == "1-A0003"


def test_a_prefix_that_moves_to_another_service_goes_on_above() -> None:
    scene = Scene()
    assert [scene.issue("apples"), scene.issue("apples"), scene.issue("books")] == ["1-A001", "1-A002", "1-B001"]
    scene.do(ConfigureHall(sample_hall((sample_service("apples", "B"), sample_service("books", "A")))))
    assert [scene.issue("apples"), scene.issue("books")] == ["1-B002", "1-A003"]


services = st.tuples(st.sampled_from("AB"), st.integers(1, 30), st.integers(1, 1_100))


@given(st.lists(st.one_of(st.sampled_from(["apples", "books"]), st.tuples(services, services)), max_size=30))
def test_no_number_twice_a_day_whatever_the_configuration_does(steps: list[object]) -> None:
    """Also when two services are given one prefix, which the settings refuse."""
    scene = Scene()
    numbers: list[str] = []
    ordinals: SortedMap[str, int] = SortedMap()
    for step in steps:
        if isinstance(step, tuple):
            (a, a_first, a_last), (b, b_first, b_last) = step
            apples, books = sample_service("apples", a, a_first, a_last), sample_service("books", b, b_first, b_last)
            scene.do(ConfigureHall(sample_hall((apples, books))))
        elif scene.hall.numbers_left(str(step)):
            ticket = scene.ticket(scene.issue(str(step)))
            prefix, ordinal = ticket.number[0], int(ticket.number[1:])
            assert ordinal > (ordinals.get(prefix) or 0)
            ordinals = ordinals.put(prefix, ordinal)
            numbers.append(ticket.number)
    assert len(set(numbers)) == len(numbers)
