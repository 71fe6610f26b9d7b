"""Who holds most, and who of those has been silent longest; whose turn it is."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.edge.in_block import InBlock, in_block
from server.edge.throng import Tally, Throng
from server.edge.turns import REST_EVERY, Lines, Turns

HERE, THERE = in_block("192.0.2.7"), in_block("198.51.100.7")


@pytest.mark.parametrize(
    ("address", "block", "source"),
    [
        ("192.0.2.7", "192.0.2.0/24", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.0/24", "192.0.2.7"),
        ("2001:db8:1:2ff:a::1", "2001:db8:1:200::/56", "2001:db8:1:2ff::/64"),
        ("fe80::1%eth0", "fe80::/56", "fe80::1"),
        ("::1", "::/56", "::1"),
        ("", "", ""),
    ],
)
def test_a_block_and_a_source(address: str, block: str, source: str) -> None:
    assert in_block(address) == InBlock(block, source)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), max_size=80))
def test_a_tally_counts_as_counting_does(steps: list[tuple[bool, int]]) -> None:
    tally: Tally[int] = Tally()
    counted: Counter[int] = Counter()
    for adds, what in steps:
        if adds:
            tally.add(what)
            counted[what] += 1
        elif counted[what]:
            tally.take(what)
            counted[what] -= 1
        assert tally.most == max(counted.values(), default=0)
        assert len(tally) == sum(1 for count in counted.values() if count)
        if tally:
            assert counted[tally.first()] == tally.most


def test_the_longest_silent_one_of_who_holds_most_goes_first() -> None:
    throng: Throng[str] = Throng()
    throng.add("guest", THERE)
    for name in "abc":
        throng.add(name, HERE)
    assert throng.first_to_go() == "a"
    throng.heard("a")
    assert throng.first_to_go() == "b"
    assert throng.leave("b")
    assert not throng.leave("b")
    assert throng.first_to_go() == "c"
    assert throng.leave("a")
    assert throng.first_to_go() == "guest"  # two blocks hold one each; this one came to it first


def test_in_a_block_it_is_the_address_that_holds_most() -> None:
    throng: Throng[str] = Throng()
    for number in range(60):
        throng.add(f"console {number}", in_block(f"192.0.2.{number + 10}"))
    for number in range(3):
        throng.add(f"flood {number}", HERE)
    throng.add("elsewhere", THERE)
    assert throng.first_to_go() == "flood 0"


def test_who_is_here_cannot_come_again() -> None:
    throng: Throng[str] = Throng()
    throng.add("a", HERE)
    with pytest.raises(ValueError, match="here already"):
        throng.add("a", THERE)


def test_would_hold_most() -> None:
    throng: Throng[int] = Throng()
    assert throng.would_hold_most(HERE)
    for number in range(3):
        throng.add(number, HERE)
    assert throng.would_hold_most(HERE)
    assert not throng.would_hold_most(THERE)
    assert not throng.would_hold_most(in_block("192.0.2.8"))
    throng.add(8, THERE)
    throng.add(9, THERE)
    assert throng.would_hold_most(THERE)


@given(st.lists(st.tuples(st.sampled_from(["add", "heard", "leave"]), st.integers(0, 30)), max_size=120))
def test_a_throng_is_what_a_list_of_all_says(steps: list[tuple[str, int]]) -> None:
    throng: Throng[int] = Throng()
    silent: list[int] = []
    from_where = {number: InBlock(f"block {number % 3}", f"source {number % 6}") for number in range(31)}
    for what, number in steps:
        if what == "add" and number not in silent:
            throng.add(number, from_where[number])
            silent.append(number)
        elif what == "heard" and number in silent:
            throng.heard(number)
            silent.append(silent.pop(silent.index(number)))
        elif what == "leave":
            assert throng.leave(number) == (number in silent)
            silent = [one for one in silent if one != number]
        assert len(throng) == len(silent)
        if silent:
            blocks = Counter(from_where[one].block for one in silent)
            goes = throng.first_to_go()
            block, source = from_where[goes]
            sources = Counter(from_where[one].source for one in silent if from_where[one].block == block)
            assert blocks[block] == max(blocks.values()) == throng.most
            assert sources[source] == max(sources.values())
            assert goes == next(one for one in silent if from_where[one].source == source)


def test_turns_go_round_the_blocks_and_in_a_block_round_its_sources() -> None:
    turns: Turns[str] = Turns()
    for number in range(4):
        turns.put(f"flood {number}", HERE)
    turns.put("neighbour", in_block("192.0.2.8"))
    turns.put("clerk", THERE)
    assert list(turns) == ["flood 0", "flood 1", "flood 2", "flood 3", "neighbour", "clerk"]
    taken = [turns.take() for _ in range(len(turns))]
    assert taken == ["flood 0", "clerk", "neighbour", "flood 1", "flood 2", "flood 3"]
    assert not turns


def test_who_has_left_gets_no_turn() -> None:
    turns: Turns[str] = Turns()
    turns.put("first", HERE)
    turns.put("second", HERE)
    turns.leave("first")
    turns.leave("first")
    assert turns.take() == "second"
    with pytest.raises(StopIteration):
        turns.take()


def test_who_comes_from_where_somebody_is_known_has_a_turn_before_the_rest_of_the_world() -> None:
    lines: Lines[str] = Lines()
    for number in range(250):
        lines.put(f"flood {number}", in_block(f"198.51.{number}.7"), known=False)
    assert lines.take() == "flood 0"
    lines.put("clerk", THERE, known=True)
    assert len(lines) == 250
    assert lines.take() == "clerk"
    assert lines.take() == "flood 1"


def test_the_rest_of_the_world_waits_for_no_flood_from_there() -> None:
    lines: Lines[str] = Lines()
    for number in range(250):
        lines.put(f"flood {number}", THERE, known=True)
    lines.put("newcomer", HERE, known=False)
    lines.put("another", HERE, known=False)
    taken = [lines.take() for _ in range(2 * REST_EVERY)]
    assert [taken.index("newcomer"), taken.index("another")] == [REST_EVERY - 1, 2 * REST_EVERY - 1]
    assert len(list(lines)) == len(lines) == 250 + 2 - 2 * REST_EVERY


def test_who_waited_with_nobody_else_there_owes_no_turn() -> None:
    lines: Lines[str] = Lines()
    for number in range(20):
        lines.put(f"console {number}", THERE, known=True)
    assert [lines.take() for _ in range(10)] == [f"console {number}" for number in range(10)]
    lines.put("newcomer", HERE, known=False)
    assert [lines.take() for _ in range(REST_EVERY)][-1] == "newcomer"


def test_who_has_left_either_line_gets_no_turn() -> None:
    lines: Lines[str] = Lines()
    lines.put("first", HERE, known=True)
    lines.put("second", HERE, known=False)
    lines.put("third", HERE, known=False)
    lines.leave("first")
    lines.leave("second")
    lines.leave("second")
    assert lines.take() == "third"
    with pytest.raises(StopIteration):
        lines.take()
