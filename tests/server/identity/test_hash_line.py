"""Who hashes next, and who goes when too many wait."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.identity.hash_line import OLDEST_EVERY, HashLine, Place, Standing, from_source, known


def strange(source: str) -> Place:
    return from_source(source, near=False)


def near(source: str) -> Place:
    return from_source(source, near=True)


def line(*members: tuple[str, Place], most: int = 64) -> HashLine[str]:
    made = HashLine[str](most)
    for member, place in members:
        assert made.join(member, place) is None
    return made


def order(waiting: HashLine[str]) -> list[str]:
    found = []
    while (member := waiting.take()) is not None:
        found.append(member)
    return found


def test_the_known_come_first_then_those_from_a_known_source() -> None:
    waiting = line(("s", strange("198.51.100.1")), ("n", near("192.0.2.1")), ("k", known("counter")))
    assert order(waiting) == ["k", "n", "s"]


def test_blocks_have_their_turns_one_after_the_other_and_in_a_block_its_sources() -> None:
    crowd = [(f"a{one}", strange("198.51.100.1")) for one in range(2)]
    waiting = line(*crowd, ("b", strange("198.51.100.2")), ("c", strange("203.0.113.1")))
    assert order(waiting) == ["a0", "c", "b", "a1"]


def test_one_turn_in_a_few_is_for_whoever_waits_longest() -> None:
    waiting = line(("s", strange("198.51.100.1")))
    given = []
    for number in range(OLDEST_EVERY):
        assert waiting.join(f"k{number}", known("counter")) is None
        given.append(waiting.take())
    assert given == [*(f"k{number}" for number in range(OLDEST_EVERY - 1)), "s"]


def test_each_standing_has_places_of_its_own() -> None:
    waiting = line(*[(f"s{one}", strange(f"198.51.{one}.1")) for one in range(3)], most=3)
    assert waiting.join("n", near("192.0.2.1")) is None
    assert waiting.join("k", known("counter")) is None
    assert waiting.join("s3", strange("203.0.113.1")) == "s3"
    assert len(waiting) == 5


def test_the_newest_of_the_source_that_has_most_makes_room() -> None:
    crowd = [("a0", strange("198.51.100.1")), ("a1", strange("198.51.100.2")), ("a2", strange("198.51.100.2"))]
    waiting = line(*crowd, ("b", strange("203.0.113.1")), most=4)
    assert waiting.join("c", strange("192.0.2.1")) == "a2"
    assert waiting.join("a3", strange("198.51.100.2")) == "a3"
    waiting.leave("c")
    waiting.leave("c")
    assert order(waiting) == ["a0", "b", "a1"]


PLACES = st.builds(Place, st.sampled_from(Standing), st.sampled_from("ab"), st.sampled_from("xyz"))


@given(st.lists(st.one_of(PLACES, st.none()), max_size=60))
def test_whoever_joins_is_given_a_turn_or_told_and_nothing_is_kept_of_those_who_left(
    steps: list[Place | None],
) -> None:
    waiting, inside = HashLine[int](3), set[int]()
    for number, place in enumerate(steps):
        if place is None:
            member = waiting.take()
            assert (member in inside) if inside else (member is None)
            inside.discard(-1 if member is None else member)
        else:
            out = waiting.join(number, place)
            inside.add(number)
            inside.discard(-1 if out is None else out)
        assert len(waiting) == len(inside)
    while waiting.take() is not None:
        pass
    assert waiting._since == {}
