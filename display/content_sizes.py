"""Sizes of the content monitor as QML binds to them."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, QRectF, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from display.content_layout import ContentLayout
from display.order_layout import Rect

QML_IMPORT_NAME = "DisplayTypes"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class ContentSizes(QObject):  # type: ignore[operator]  # the stub of PySide6 forgets that QmlUncreatable is called
    """`ContentLayout`, in pixels."""

    changed = Signal()

    def __init__(self, parent: QObject, layout: ContentLayout) -> None:
        super().__init__(parent)
        self._layout = layout

    def take(self, layout: ContentLayout) -> None:
        if layout != self._layout:
            self._layout = layout
            self.changed.emit()

    @Property(QRectF, notify=changed)
    def bar(self) -> QRectF:
        return rect(self._layout.bar)

    @Property(QRectF, notify=changed)
    def footer(self) -> QRectF:
        return rect(self._layout.footer)

    @Property(bool, notify=changed)
    def stacked(self) -> bool:
        return self._layout.stacked

    @Property(bool, notify=changed)
    def brief(self) -> bool:
        return self._layout.brief

    @Property(float, notify=changed)
    def margin(self) -> float:
        return self._layout.margin

    @Property(float, notify=changed)
    def heading(self) -> float:
        return self._layout.heading

    @Property(float, notify=changed)
    def body(self) -> float:
        return self._layout.body

    @Property(float, notify=changed)
    def least(self) -> float:
        return self._layout.least

    @Property(float, notify=changed)
    def leastSecond(self) -> float:
        return self._layout.least_second


def rect(of: Rect) -> QRectF:
    return QRectF(of.x, of.y, of.width, of.height)
