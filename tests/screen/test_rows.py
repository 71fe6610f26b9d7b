"""List models: the rows are right, and every change is told as what it is."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, Qt
from pytestqt.modeltest import ModelTester

from screen.rows import RowModel


@dataclass(frozen=True, slots=True)
class Fruit:
    key: str
    count: int = 0


def rows_of(model: QAbstractListModel) -> list[tuple[object, object]]:
    names = {bytes(name.data()): role for role, name in model.roleNames().items()}
    return [
        (model.index(row).data(names[b"key"]), model.index(row).data(names[b"count"]))
        for row in range(model.rowCount())
    ]


def test_roles_are_the_fields(qtmodeltester: ModelTester) -> None:
    owner = QObject()
    model = RowModel(Fruit, owner)
    model.show([Fruit("a", 1), Fruit("b", 2)])
    assert set(model.roleNames().values()) == {QByteArray(b"key"), QByteArray(b"count")}
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    assert model.data(model.index(0), Qt.ItemDataRole.DisplayRole) is None
    assert model.data(QModelIndex(), 256) is None
    assert model.data(model.index(7), 256) is None
    assert model.rowCount(model.index(0)) == 0


def test_a_new_call_on_top_is_one_insertion_and_touches_no_other_row() -> None:
    owner = QObject()
    model = RowModel(Fruit, owner)
    model.show([Fruit("b"), Fruit("a")])
    told: list[str] = []
    model.rowsInserted.connect(lambda _parent, first, last: told.append(f"insert {first} {last}"))
    model.rowsRemoved.connect(lambda _parent, first, last: told.append(f"remove {first} {last}"))
    model.rowsMoved.connect(lambda *_: told.append("move"))
    model.dataChanged.connect(lambda *_: told.append("change"))
    model.modelReset.connect(lambda: told.append("reset"))
    model.show([Fruit("c"), Fruit("b"), Fruit("a")])
    assert told == ["insert 0 0"]
    told.clear()
    model.show([Fruit("a", 5), Fruit("c"), Fruit("b")])
    assert told == ["move", "change"]
    told.clear()
    model.show([Fruit("a", 5), Fruit("b")])
    assert told == ["remove 1 1"]


def test_only_the_roles_that_differ_are_named() -> None:
    owner = QObject()
    model = RowModel(Fruit, owner)
    model.show([Fruit("a", 1)])
    named: list[list[int]] = []
    model.dataChanged.connect(lambda _first, _last, roles: named.append(list(roles)))
    model.show([Fruit("a", 2)])
    model.show([Fruit("a", 2)])
    assert [[bytes(model.roleNames()[role].data()) for role in roles] for roles in named] == [[b"count"]]


Lists = st.lists(st.tuples(st.sampled_from("abcdefg"), st.integers(0, 2)), unique_by=lambda pair: pair[0])


@given(st.lists(Lists, min_size=1, max_size=5))
@pytest.mark.usefixtures("qapp")
def test_any_list_after_any_other(lists: list[list[tuple[str, int]]]) -> None:
    owner = QObject()
    model = RowModel(Fruit, owner)
    for wanted in lists:
        model.show([Fruit(key, count) for key, count in wanted])
        assert rows_of(model) == wanted
