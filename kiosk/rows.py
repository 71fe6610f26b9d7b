"""A list of frozen rows for QML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtQml import QmlElement, QmlUncreatable

QML_IMPORT_NAME = "KioskTypes"
QML_IMPORT_MAJOR_VERSION = 1

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


@QmlElement
@QmlUncreatable("the program makes its lists")
class Rows(QAbstractListModel):  # type: ignore[operator]  # the stubs of PySide6 6.11 do not know the decorator
    """Rows of one dataclass; each field is a role of the same name. Rows are told apart by their place."""

    def __init__(self, row_type: type[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(field.name for field in fields(row_type))
        self._rows: tuple[Any, ...] = ()

    def show(self, rows: Sequence[Any]) -> None:
        """Shows these rows instead; views hear only of what differs."""
        fresh, old = tuple(rows), self._rows
        if len(fresh) < len(old):
            self.beginRemoveRows(QModelIndex(), len(fresh), len(old) - 1)
            self._rows = old[: len(fresh)]
            self.endRemoveRows()
        for place, (before, after) in enumerate(zip(old, fresh, strict=False)):
            changed = [role for role in self._roles() if self._field(before, role) != self._field(after, role)]
            if changed:
                self._rows = (*self._rows[:place], after, *self._rows[place + 1 :])
                self.dataChanged.emit(self.index(place, 0), self.index(place, 0), changed)
        if len(fresh) > len(old):
            self.beginInsertRows(QModelIndex(), len(old), len(fresh) - 1)
            self._rows = fresh
            self.endInsertRows()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in self._roles():
            return None
        return self._field(self._rows[index.row()], role)

    def roleNames(self) -> dict[int, QByteArray]:
        return {role: QByteArray(self._names[role - self._first()].encode()) for role in self._roles()}

    def _roles(self) -> range:
        return range(self._first(), self._first() + len(self._names))

    def _field(self, row: Any, role: int) -> Any:
        return getattr(row, self._names[role - self._first()])

    @staticmethod
    def _first() -> int:
        return int(Qt.ItemDataRole.UserRole) + 1
