"""Numbers as printed, in order, never wrapping, never twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import ConfigureHall, Declined, Refusal
from server.domain.config import NumberRange, Service
from server.domain.events import TicketIssued
from server.domain.numbering import longest_number, next_ordinal, number_of, number_text, ticket_id
from server.domain.persistent import SortedMap
from server.domain.tickets import Channel, Visit
from tests.server.domain.scene import Scene, issue
from tests.server.sample_halls import sample_hall, sample_service


def used(*ordinals: int, prefix: str = "A") -> SortedMap[tuple[str, int], str]:
    return SortedMap(((prefix, ordinal), f"1-{prefix}{ordinal}") for ordinal in ordinals)


def offline(scene: Scene, service_id: str, ordinal: int | None = None) -> str:
    """A number that a kiosk gave while the server was away, and that has come into the log since; the next of its
    offline range, unless said. Returns the ticket's id."""
    assert scene.hall.config is not None
    service = scene.hall.config.service(service_id)
    assert service is not None
    if ordinal is None:
        ordinal = next_ordinal(service.prefix, service.offline, scene.hall.used)
    assert ordinal is not None
    number = number_text(service.prefix, ordinal, service.offline.last)
    new_id = ticket_id(scene.hall.day, number)
    visit = Visit(service_id, Channel.KIOSK, "zh-TW")
    scene.happen(
        TicketIssued(new_id, number, service.prefix, ordinal, visit, scene.now, "hash", scene.hall.waiting(service_id))
    )
    scene.now += 1_000
    return new_id


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
    assert number_text("A", ordinal, last) == text


@pytest.mark.parametrize(
    ("first", "last", "taken", "expected"),
    [
        (1, 799, (), 1),
        (1, 799, (12,), 13),
        (1, 799, (799,), None),
        (1, 5, (5, 12), None),
        (1, 5, (12,), 1),
        (100, 200, (), 100),
        (100, 200, (150,), 151),
        (100, 200, (7,), 100),
        (1, 799, (3, 801, 850), 4),
        (9, 8, (), None),
    ],
)
def test_the_next_number_is_above_every_used_one_of_its_range(
    first: int, last: int, taken: tuple[int, ...], expected: int | None
) -> None:
    assert next_ordinal("A", NumberRange(first, last), used(*taken)) == expected


def test_a_number_of_another_prefix_takes_none_away() -> None:
    numbers = NumberRange(1, 799)
    assert next_ordinal("B", numbers, used(700, prefix="A")) == 1
    assert next_ordinal("A", numbers, used(700, prefix="B")) == 1


def test_a_ticket_id_names_the_day_and_holds_the_number() -> None:
    assert ticket_id(17, "A012") == "17-A012"
    assert number_of("17-A012") == "A012"


def test_a_used_up_range_refuses_and_does_not_wrap() -> None:
    scene = Scene(sample_hall((sample_service("apples", "A", 1, 2),)))
    scene.issue()
    assert scene.hall.numbers_left("apples")
    scene.issue()
    assert not scene.hall.numbers_left("apples")
    assert scene.refusal(issue()) == Declined(Refusal.NUMBERS_EXHAUSTED, "A002 was the last")


def test_an_offline_number_neither_exhausts_the_range_nor_jumps_it() -> None:
    scene = Scene(sample_hall((sample_service("apples", "A", 1, 3), sample_service("books", "B"))))
    assert scene.issue() == "1-A001"
    assert offline(scene, "apples") == "1-A004"
    assert scene.issue() == "1-A002"
    assert offline(scene, "apples") == "1-A005"
    assert scene.hall.numbers_left("apples")
    assert scene.issue() == "1-A003"
    assert not scene.hall.numbers_left("apples")
    assert offline(scene, "apples") == "1-A006", "the offline range is its own"


def test_an_offline_number_stands_in_line_where_its_event_says_and_is_called() -> None:
    scene = Scene()
    first = scene.issue()
    away = offline(scene, "apples")
    second = scene.issue()
    assert scene.hall.line("apples") == (first, away, second)
    assert [scene.next("1", None)] == [first]
    scene.finish("1", first)
    assert scene.next("1") == away


def test_a_longer_range_in_the_middle_of_the_day_goes_on_above() -> None:
    scene = Scene(sample_hall((sample_service("apples", "A", 1, 2),)))
    scene.issue()
    scene.issue()
    scene.do(ConfigureHall(sample_hall((sample_service("apples", "A", 1, 1_500),))))
    assert scene.issue() == "1-A0003"


def test_a_range_that_takes_in_offline_numbers_gives_none_of_them_again() -> None:
    scene = Scene(sample_hall((sample_service("apples", "A", 1, 2),)))
    scene.issue()
    assert offline(scene, "apples") == "1-A003"
    scene.do(ConfigureHall(sample_hall((sample_service("apples", "A", 1, 9),))))
    assert scene.issue() == "1-A004"


def test_a_prefix_that_moves_to_another_service_goes_on_above() -> None:
    scene = Scene()
    assert [scene.issue("apples"), scene.issue("apples"), scene.issue("books")] == ["1-A001", "1-A002", "1-B001"]
    scene.do(ConfigureHall(sample_hall((sample_service("apples", "B"), sample_service("books", "A")))))
    assert [scene.issue("apples"), scene.issue("books")] == ["1-B002", "1-A003"]


def test_a_text_on_paper_under_another_prefix_is_not_given_again() -> None:
    """Such prefixes cannot stand beside each other in the settings, but one can follow the other within a day."""
    scene = Scene(sample_hall((sample_service("apples", "A", 1001, 1002),)))
    assert [scene.issue(), scene.issue()] == ["1-A1001", "1-A1002"]
    scene.do(ConfigureHall(sample_hall((sample_service("apples", "A1", 1, 4),))))
    assert [scene.issue(), scene.issue()] == ["1-A1003", "1-A1004"]
    assert not scene.hall.numbers_left("apples")
    scene.do(ConfigureHall(sample_hall((sample_service("apples", "A", 1001, 1999),))))
    assert scene.issue() == "1-A1005"
    scene.do(ConfigureHall(sample_hall((sample_service("apples", "A1", 5, 5),))))
    assert scene.refusal(issue()).code is Refusal.NUMBERS_EXHAUSTED, "the only one left is on paper"


def test_the_same_ordinal_under_another_prefix_is_another_number() -> None:
    scene = Scene(sample_hall((sample_service("apples", "A1", 1, 1_500),)))
    assert scene.issue() == "1-A10001"
    scene.do(ConfigureHall(sample_hall((sample_service("apples", "A", 1001, 1999),))))
    assert scene.issue() == "1-A1001"


def test_two_services_with_one_prefix_keep_to_their_own_ranges() -> None:
    scene = Scene(sample_hall((sample_service("apples", "", 1001, 1899), sample_service("books", "", 2001, 2899))))
    given_out = [scene.issue(service) for service in ("apples", "books", "apples", "books")]
    assert given_out == ["1-1001", "1-2001", "1-1002", "1-2002"]


bases = st.sampled_from([("", 1_101), ("1", 101), ("11", 1), ("A", 1_001), ("A1", 1), ("A0", 1), ("1A", 1)])
spans = st.builds(lambda base, start: (base[0], base[1] + start, 2), bases, st.integers(0, 2))


@given(st.lists(st.one_of(st.sampled_from(["apples", "books"]), st.tuples(spans, spans)), min_size=5, max_size=40))
def test_no_text_twice_a_day_whatever_becomes_of_the_prefixes(story: list[object]) -> None:
    scene = Scene()
    given_out: list[str] = []
    for step in story:
        if isinstance(step, tuple):
            made = [
                sample_service(service_id, prefix, first, first + more)
                for service_id, (prefix, first, more) in zip(("apples", "books"), step, strict=True)
            ]
            scene.do(ConfigureHall(sample_hall(tuple(made))))
        elif scene.hall.numbers_left(str(step)):
            given_out.append(number_of(scene.issue(str(step))))
    assert len(set(given_out)) == len(given_out)


ordinals = st.tuples(st.integers(1, 30), st.integers(1, 1_100), st.integers(1, 30))


def configured(service_id: str, prefix: str, ordinals: tuple[int, int, int]) -> Service:
    """Its offline range somewhere above or below, as long as the two do not meet."""
    first, last, offline_first = ordinals
    service = sample_service(service_id, prefix, first, last)
    return service if offline_first >= first else replace(service, offline=NumberRange(offline_first, first - 1))


services = st.tuples(st.sampled_from("AB"), ordinals)
steps = st.one_of(
    st.tuples(st.sampled_from(["issue", "offline"]), st.sampled_from(["apples", "books"])),
    st.tuples(st.just("configure"), st.tuples(services, services)),
)


@given(st.lists(steps, max_size=40))
def test_no_number_twice_a_day_whatever_the_configuration_does(story: list[tuple[str, object]]) -> None:
    """Also when two services are given one prefix, which the settings refuse. Within a range numbers only rise, and
    whether any are left is what an issue finds."""
    scene = Scene()
    given_out: list[tuple[str, int]] = []
    for kind, subject in story:
        if isinstance(subject, tuple):
            a, b = subject
            scene.do(ConfigureHall(sample_hall((configured("apples", *a), configured("books", *b)))))
            continue
        service_id = str(subject)
        assert scene.hall.config is not None
        service = scene.hall.config.service(service_id)
        assert service is not None
        numbers = service.offline if kind == "offline" else service.numbers
        inside = [one for prefix, one in given_out if prefix == service.prefix and numbers.first <= one <= numbers.last]
        if next_ordinal(service.prefix, numbers, scene.hall.used) is None:
            assert numbers.last in inside or numbers.first > numbers.last
            assert kind == "offline" or scene.refusal(issue(service_id)).code is Refusal.NUMBERS_EXHAUSTED
            continue
        assert kind == "offline" or scene.hall.numbers_left(service_id)
        ticket = scene.ticket(offline(scene, service_id) if kind == "offline" else scene.issue(service_id))
        prefix, ordinal = ticket.number[0], int(ticket.number[1:])
        assert numbers.first <= ordinal <= numbers.last
        assert ordinal == max([numbers.first - 1, *inside]) + 1
        given_out.append((prefix, ordinal))
    assert len(set(given_out)) == len(given_out)


def test_the_longest_number_is_the_last_of_either_range() -> None:
    service = sample_service("apples", "A")
    assert longest_number(service) == "A799"
    online = replace(service, numbers=NumberRange(1, 1999), offline=NumberRange(800, 899))
    assert longest_number(online) == "A1999"
    assert longest_number(replace(service, numbers=NumberRange(1, 12), offline=NumberRange(8000, 8099))) == "A8099"
    assert longest_number(replace(service, numbers=NumberRange(5, 4), offline=NumberRange(7, 9))) == "A009"
    assert longest_number(replace(service, numbers=NumberRange(5, 4), offline=NumberRange(7, 6))) == "A"
