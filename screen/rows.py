"""List models whose rows are frozen dataclasses: a row changes, moves, comes or goes; the list is never reset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class Row(Protocol):
    """A frozen dataclass; its fields are the roles. `key` says which row is the same one as before."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def key(self) -> str: ...


class RowModel(QAbstractListModel):
    """Rows of one kind. `show` brings the list to the wanted rows by the fewest kinds of change a view understands."""

    def __init__(self, kind: type[Row], parent: QObject) -> None:
        super().__init__(parent)
        first = int(Qt.ItemDataRole.UserRole)
        self._roles = {first + place: field.name for place, field in enumerate(fields(kind))}
        self._rows: list[Row] = []

    def roleNames(self) -> dict[int, QByteArray]:  # Qt's name
        return {role: QByteArray(name.encode()) for role, name in self._roles.items()}

    def rowCount(self, parent: Index = ROOT) -> int:  # Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        name = self._roles.get(role)
        if name is None or not index.isValid() or index.row() >= len(self._rows):
            return None
        return getattr(self._rows[index.row()], name)

    def show(self, rows: Sequence[Row]) -> None:
        """Makes the list these rows, whose keys differ from each other."""
        wanted = {row.key for row in rows}
        for place in range(len(self._rows) - 1, -1, -1):
            if self._rows[place].key not in wanted:
                self.beginRemoveRows(ROOT, place, place)
                del self._rows[place]
                self.endRemoveRows()
        for place, row in enumerate(rows):
            self._put(place, row)

    def _put(self, place: int, row: Row) -> None:
        present = next((at for at, one in enumerate(self._rows) if one.key == row.key), None)
        if present is None:
            self.beginInsertRows(ROOT, place, place)
            self._rows.insert(place, row)
            self.endInsertRows()
            return
        if present != place:
            self.beginMoveRows(ROOT, present, present, ROOT, place)
            self._rows.insert(place, self._rows.pop(present))
            self.endMoveRows()
        self._change(place, row)

    def _change(self, place: int, row: Row) -> None:
        before = self._rows[place]
        changed = [role for role, name in self._roles.items() if getattr(before, name) != getattr(row, name)]
        if changed:
            self._rows[place] = row
            index = self.index(place)
            self.dataChanged.emit(index, index, changed)
