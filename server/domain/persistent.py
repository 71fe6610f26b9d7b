"""A sorted map that never changes: every edit gives a new map that shares all but one path of nodes with the old.

A hall after each event is kept while the next one is decided, so an edit must not copy twenty thousand tickets. The
map is a B-tree of tuples: an edit copies one node of at most `WIDTH` entries on each level.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, Generic, Protocol, TypeVar

WIDTH = 32
"""Most entries of a node; a fuller one splits in two."""


class Ordered(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...


K = TypeVar("K", bound=Ordered)
V = TypeVar("V")


class _Leaf(Generic[K, V]):
    __slots__ = ("keys", "values")

    def __init__(self, keys: tuple[K, ...], values: tuple[V, ...]) -> None:
        self.keys = keys
        self.values = values

    @property
    def low(self) -> K:
        return self.keys[0]

    @property
    def size(self) -> int:
        return len(self.keys)

    def find(self, key: K) -> tuple[int, bool]:
        index = bisect_left(self.keys, key)
        return index, index < len(self.keys) and self.keys[index] == key

    def put(self, key: K, value: V) -> tuple[_Leaf[K, V], ...]:
        index, found = self.find(key)
        if found:
            return (_Leaf(self.keys, (*self.values[:index], value, *self.values[index + 1 :])),)
        keys = (*self.keys[:index], key, *self.keys[index:])
        values = (*self.values[:index], value, *self.values[index:])
        if len(keys) <= WIDTH:
            return (_Leaf(keys, values),)
        middle = len(keys) // 2
        return _Leaf(keys[:middle], values[:middle]), _Leaf(keys[middle:], values[middle:])

    def drop(self, key: K) -> _Leaf[K, V] | None:
        index, found = self.find(key)
        if not found:
            raise KeyError(key)
        if len(self.keys) == 1:
            return None
        return _Leaf(self.keys[:index] + self.keys[index + 1 :], self.values[:index] + self.values[index + 1 :])


class _Branch(Generic[K, V]):
    __slots__ = ("children", "lows", "size")

    def __init__(self, lows: tuple[K, ...], children: tuple[_Node[K, V], ...], size: int) -> None:
        self.lows = lows
        self.children = children
        self.size = size

    @property
    def low(self) -> K:
        return self.lows[0]

    def index(self, key: K) -> int:
        return bisect_right(self.lows, key, 1) - 1

    def put(self, key: K, value: V) -> tuple[_Branch[K, V], ...]:
        index = self.index(key)
        parts = self.children[index].put(key, value)
        if len(parts) == 1:
            return (self._with(index, parts[0]),)
        children = (*self.children[:index], *parts, *self.children[index + 1 :])
        if len(children) <= WIDTH:
            return (_branch(children),)
        middle = len(children) // 2
        return _branch(children[:middle]), _branch(children[middle:])

    def drop(self, key: K) -> _Branch[K, V] | None:
        index = self.index(key)
        left = self.children[index].drop(key)
        if left is not None:
            return self._with(index, left)
        if len(self.children) == 1:
            return None
        return _branch(self.children[:index] + self.children[index + 1 :])

    def _with(self, index: int, child: _Node[K, V]) -> _Branch[K, V]:
        """The same branch with another child at `index`."""
        old, low = self.children[index], child.low
        return _Branch(
            self.lows if low is self.lows[index] else (*self.lows[:index], low, *self.lows[index + 1 :]),
            (*self.children[:index], child, *self.children[index + 1 :]),
            self.size - old.size + child.size,
        )


_Node = _Leaf[K, V] | _Branch[K, V]


def _branch(children: tuple[_Node[K, V], ...]) -> _Branch[K, V]:
    return _Branch(tuple(child.low for child in children), children, sum(child.size for child in children))


class SortedMap(Generic[K, V]):
    """Keys in order, each with a value. Two maps are equal when their entries are, whatever edits led to them."""

    __slots__ = ("_root",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, entries: Iterable[tuple[K, V]] = ()) -> None:
        self._root: _Node[K, V] | None = None
        for key, value in entries:
            self._root = self._root_with(key, value)

    def get(self, key: K) -> V | None:
        """The key's value, None when it is not in the map."""
        node = self._root
        while isinstance(node, _Branch):
            node = node.children[bisect_right(node.lows, key, 1) - 1]
        if node is None:
            return None
        index = bisect_left(node.keys, key)
        return node.values[index] if index < len(node.keys) and node.keys[index] == key else None

    def put(self, key: K, value: V) -> SortedMap[K, V]:
        """A map in which the key has this value."""
        return _rooted(self._root_with(key, value))

    def drop(self, key: K) -> SortedMap[K, V]:
        """A map without the key. Raises KeyError when it is not there."""
        if self._root is None:
            raise KeyError(key)
        root: _Node[K, V] | None = self._root.drop(key)
        while isinstance(root, _Branch) and len(root.children) == 1:
            root = root.children[0]
        return _rooted(root)

    def first(self) -> tuple[K, V] | None:
        """The entry with the smallest key, None when the map is empty."""
        node = self._root
        while isinstance(node, _Branch):
            node = node.children[0]
        return None if node is None else (node.keys[0], node.values[0])

    def last(self) -> tuple[K, V] | None:
        """The entry with the largest key, None when the map is empty."""
        node = self._root
        while isinstance(node, _Branch):
            node = node.children[-1]
        return None if node is None else (node.keys[-1], node.values[-1])

    def last_upto(self, key: K) -> tuple[K, V] | None:
        """The entry with the largest key that is not above this one; None when all are."""
        node = self._root
        while isinstance(node, _Branch):
            node = node.children[node.index(key)]
        if node is None:
            return None
        index = bisect_right(node.keys, key) - 1
        return None if index < 0 else (node.keys[index], node.values[index])

    def items(self) -> Iterator[tuple[K, V]]:
        """Every entry, smallest key first."""
        return iter(()) if self._root is None else _items(self._root)

    def values(self) -> Iterator[V]:
        return (value for _, value in self.items())

    def _root_with(self, key: K, value: V) -> _Node[K, V]:
        if self._root is None:
            return _Leaf((key,), (value,))
        parts: tuple[_Node[K, V], ...] = self._root.put(key, value)
        return parts[0] if len(parts) == 1 else _branch(parts)

    def __len__(self) -> int:
        return 0 if self._root is None else self._root.size

    def __contains__(self, key: K) -> bool:
        return self.get(key) is not None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SortedMap):
            return NotImplemented
        return self._root is other._root or (len(self) == len(other) and list(self.items()) == list(other.items()))

    def __repr__(self) -> str:
        return f"SortedMap({list(self.items())!r})"


def _rooted(root: _Node[K, V] | None) -> SortedMap[K, V]:
    made: SortedMap[K, V] = SortedMap.__new__(SortedMap)
    made._root = root  # noqa: SLF001 - the one way to build a map from a node
    return made


def _items(node: _Node[K, V]) -> Iterator[tuple[K, V]]:
    if isinstance(node, _Leaf):
        yield from zip(node.keys, node.values, strict=True)
    else:
        for child in node.children:
            yield from _items(child)
