"""The sorted map against a plain dict, and what an edit costs, counted in nodes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.persistent import WIDTH, SortedMap, _Branch, _Leaf, _Node

V = TypeVar("V")
MOST = 3_000
blocks = st.tuples(st.booleans(), st.integers(0, MOST), st.integers(1, 700), st.sampled_from([1, -1, 7]))
"""Puts or drops so many keys, from one on, in steps: few draws, deep trees."""


@given(st.lists(blocks, max_size=12))
def test_it_holds_what_a_dict_would(edits: list[tuple[bool, int, int, int]]) -> None:
    tree: SortedMap[int, str] = SortedMap()
    plain: dict[int, str] = {}
    for drops, start, count, step in edits:
        for key in (number % MOST for number in range(start, start + count * step, step)):
            if not drops:
                tree, plain[key] = tree.put(key, f"at {len(plain)}"), f"at {len(plain)}"
            elif key in plain:
                tree = tree.drop(key)
                del plain[key]
            else:
                with pytest.raises(KeyError, match=str(key)):
                    tree.drop(key)
    order = sorted(plain)
    assert list(tree.items()) == [(key, plain[key]) for key in order]
    assert list(tree.values()) == [plain[key] for key in order]
    assert len(tree) == len(plain)
    assert tree.first() == (min(plain.items()) if plain else None)
    for key in range(-1, MOST + 1, 13):
        assert tree.get(key) == plain.get(key)
        assert (key in tree) == (key in plain)
        below = [other for other in order if other <= key]
        assert tree.last_upto(key) == ((below[-1], plain[below[-1]]) if below else None)
    assert all(width(node) <= WIDTH for node in nodes(tree._root))


@given(st.permutations(range(200)), st.permutations(range(200)))
def test_equality_does_not_see_the_layout(one: list[int], other: list[int]) -> None:
    first = SortedMap((key, key) for key in one)
    second = SortedMap((key, key) for key in other)
    assert first == second
    assert first != second.put(7, 8)
    assert first != second.drop(7)


@given(st.sets(st.tuples(st.sampled_from("ABC"), st.integers(0, 400))), st.sampled_from("ABC"), st.integers(-1, 401))
def test_the_last_upto_a_key_is_the_one_after_which_nothing_comes_before_it(
    keys: set[tuple[str, int]], prefix: str, last: int
) -> None:
    """Laws, without a second implementation: it is in the map and not above the key, nothing lies between, and it
    depends on nothing above."""
    tree = SortedMap((key, None) for key in keys)
    asked = (prefix, last)
    found = tree.last_upto(asked)
    if found is None:
        assert all(key > asked for key in keys)
        assert tree.put(asked, None).last_upto(asked) == (asked, None)
        return
    key, _ = found
    assert key in keys
    assert key <= asked
    assert not [other for other in keys if key < other <= asked]
    assert tree.last_upto(key) == found
    assert SortedMap((other, None) for other in keys if other <= asked).last_upto(asked) == found
    assert (tree.drop(key).last_upto(asked) or (key,))[0] <= key


def test_an_edit_leaves_the_old_map_as_it_was() -> None:
    old = SortedMap((key, key) for key in range(1_000))
    old.put(500, 0)
    old.put(1_000, 0)
    old.drop(3)
    assert list(old.items()) == [(key, key) for key in range(1_000)]


def test_a_map_is_no_dict_and_shows_what_it_holds() -> None:
    assert SortedMap([("a", 1)]) != {"a": 1}
    assert repr(SortedMap([("b", 2), ("a", 1)])) == "SortedMap([('a', 1), ('b', 2)])"


def nodes(node: _Node[int, V] | None) -> Iterator[_Node[int, V]]:
    if node is not None:
        yield node
    if isinstance(node, _Branch):
        for child in node.children:
            yield from nodes(child)


def height(tree: SortedMap[int, int]) -> int:
    node, levels = tree._root, 1
    while isinstance(node, _Branch):
        node, levels = node.children[0], levels + 1
    return levels


def made_by(old: SortedMap[int, int], new: SortedMap[int, int]) -> list[_Node[int, int]]:
    known = {id(node) for node in nodes(old._root)}
    return [node for node in nodes(new._root) if id(node) not in known]


def width(node: _Node[int, V]) -> int:
    return len(node.keys) if isinstance(node, _Leaf) else len(node.children)


@pytest.mark.parametrize("size", [100, 1_000, 20_000])
def test_an_edit_makes_one_path_of_small_nodes(size: int) -> None:
    """At twenty thousand entries the tree is at most four levels high: an edit copies no more than that, twice when
    nodes split."""
    keys = list(range(0, 2 * size, 2))
    random.Random(size).shuffle(keys)
    tree = SortedMap((key, key) for key in keys)
    assert height(tree) <= 4
    assert all(width(node) <= WIDTH for node in nodes(tree._root))
    assert all(width(node) >= WIDTH // 2 for node in nodes(tree._root) if node is not tree._root), "split in the middle"
    for key in keys[:50]:
        for edited in (tree.put(key, -1), tree.drop(key), tree.put(key + 1, -1)):
            assert len(made_by(tree, edited)) <= 2 * height(tree)


@pytest.mark.parametrize(("inside", "levels"), [(10, 1), (1_000, 3)])
def test_a_queue_of_any_length_stays_as_low_as_what_is_in_it(inside: int, levels: int) -> None:
    """Ten thousand pass through, then it empties: nodes go with their last entry, and the root with its last but one
    child."""
    tree: SortedMap[int, int] = SortedMap()
    for key in range(10_000):
        tree = tree.put(key, key)
        if key >= inside:
            tree = tree.drop(key - inside)
        assert height(tree) <= levels
    for key in range(10_000 - inside, 9_999):
        tree = tree.drop(key)
    assert height(tree) == 1
    assert list(tree.items()) == [(9_999, 9_999)]
    assert tree.drop(9_999).first() is None
