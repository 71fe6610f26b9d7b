"""Sizes of the order monitor as QML binds to them."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, QRectF, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from display.order_layout import OrderLayout, Rect

QML_IMPORT_NAME = "DisplayTypes"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class OrderSizes(QObject):  # type: ignore[operator]  # the stub of PySide6 forgets that QmlUncreatable is called
    """`OrderLayout`, in pixels."""

    changed = Signal()

    def __init__(self, parent: QObject, layout: OrderLayout) -> None:
        super().__init__(parent)
        self._layout = layout

    def take(self, layout: OrderLayout) -> None:
        if layout != self._layout:
            self._layout = layout
            self.changed.emit()

    @property
    def layout(self) -> OrderLayout:
        return self._layout

    @Property(QRectF, notify=changed)
    def header(self) -> QRectF:
        return _rect(self._layout.header)

    @Property(QRectF, notify=changed)
    def cardsArea(self) -> QRectF:
        return _rect(self._layout.cards)

    @Property(QRectF, notify=changed)
    def listArea(self) -> QRectF:
        return _rect(self._layout.list)

    @Property(QRectF, notify=changed)
    def contentArea(self) -> QRectF:
        return _rect(self._layout.content)

    @Property(QRectF, notify=changed)
    def strip(self) -> QRectF:
        return _rect(self._layout.strip)

    @Property(QRectF, notify=changed)
    def ticker(self) -> QRectF:
        return _rect(self._layout.ticker)

    @Property(float, notify=changed)
    def margin(self) -> float:
        return self._layout.margin

    @Property(float, notify=changed)
    def cardGap(self) -> float:
        return self._layout.card_gap

    @Property(float, notify=changed)
    def rowHeight(self) -> float:
        return self._layout.row_height

    @Property(float, notify=changed)
    def listNumber(self) -> float:
        return self._layout.list_number

    @Property(float, notify=changed)
    def listName(self) -> float:
        return self._layout.list_name

    @Property(float, notify=changed)
    def heading(self) -> float:
        return self._layout.heading

    @Property(float, notify=changed)
    def body(self) -> float:
        return self._layout.body

    @Property(int, notify=changed)
    def stripColumns(self) -> int:
        return self._layout.strip_columns

    @Property(int, notify=changed)
    def stripRows(self) -> int:
        return self._layout.strip_rows


def _rect(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.width, rect.height)
