"""Sizes of the order monitor as QML binds to them."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, QRectF, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from display.card_layout import both_words, line_gap, line_height
from display.order_layout import OrderLayout, Rect, missed_title_size

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

    @Property(float, notify=changed)
    def headerLine(self) -> float:
        return self._layout.header_line

    @Property(bool, notify=changed)
    def headerStacked(self) -> bool:
        return self._layout.header_stacked

    @Property(QRectF, notify=changed)
    def wholeArea(self) -> QRectF:
        """Of cards and board together."""
        return _rect(self._layout.cards).united(_rect(self._layout.board))

    @Property(QRectF, notify=changed)
    def cardsArea(self) -> QRectF:
        return _rect(self._layout.cards)

    @Property(QRectF, notify=changed)
    def aloneArea(self) -> QRectF:
        """Of the cards while the board has no row."""
        return _rect(self._layout.without_rows().cards)

    @Property(QRectF, notify=changed)
    def boardArea(self) -> QRectF:
        return _rect(self._layout.board)

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
    def least(self) -> float:
        return self._layout.least

    @Property(float, notify=changed)
    def heading(self) -> float:
        return self._layout.heading

    @Property(float, notify=changed)
    def body(self) -> float:
        return self._layout.body

    @Property(int, notify=changed)
    def boardLines(self) -> int:
        return self._layout.counters.lines

    @Property(float, notify=changed)
    def rowHeight(self) -> float:
        return self._layout.counters.row_height

    @Property(float, notify=changed)
    def boardColumn(self) -> float:
        return self._layout.counters.column

    @Property(float, notify=changed)
    def boardGap(self) -> float:
        return self._layout.counters.gap

    @Property(float, notify=changed)
    def boardNumber(self) -> float:
        return self._layout.counters.number

    @Property(float, notify=changed)
    def boardSaid(self) -> float:
        return self._layout.counters.said_sizes(self._layout.least)[0]

    @Property(float, notify=changed)
    def boardSaidSecond(self) -> float:
        return self._layout.counters.said_sizes(self._layout.least)[1]

    @Property(float, notify=changed)
    def boardEdge(self) -> float:
        return self._layout.counters.edge

    @Property(float, notify=changed)
    def boardEdgeAir(self) -> float:
        return self._layout.counters.edge_air

    @Property(float, notify=changed)
    def boardLift(self) -> float:
        return self._layout.counters.lift

    @Property(float, notify=changed)
    def labelRoom(self) -> float:
        return self._layout.counters.label_room

    @Property(float, notify=changed)
    def pointerRoom(self) -> float:
        return self._layout.counters.pointer

    @Property(float, notify=changed)
    def boardTitle(self) -> float:
        return self._layout.counters.title

    @Property(float, notify=changed)
    def missedNumber(self) -> float:
        return self._layout.counters.missed.number

    @Property(float, notify=changed)
    def missedMore(self) -> float:
        return self._layout.counters.missed.more

    @Property(float, notify=changed)
    def missedLine(self) -> float:
        return self._layout.counters.missed.line

    @Property(int, notify=changed)
    def missedLines(self) -> int:
        return self._layout.counters.missed.lines

    @Property(float, notify=changed)
    def missedNumbers(self) -> float:
        return self._layout.counters.missed.numbers

    @Property(float, notify=changed)
    def missedRule(self) -> float:
        return self._layout.counters.missed.own

    @Property(float, notify=changed)
    def missedSecond(self) -> float:
        return self._layout.counters.missed.second

    @Property(float, notify=changed)
    def missedHeight(self) -> float:
        return self._layout.counters.missed.height

    @Property(float, notify=changed)
    def missedTitle(self) -> float:
        return missed_title_size(self._layout)

    @Property(float, notify=changed)
    def lineHeight(self) -> float:
        return line_height(self._layout)

    @Property(bool, notify=changed)
    def lineBoth(self) -> bool:
        return both_words(line_height(self._layout), self._layout.least)

    @Property(float, notify=changed)
    def lineGap(self) -> float:
        return line_gap(self._layout)

    @Property(int, notify=changed)
    def stripColumns(self) -> int:
        return self._layout.services.columns

    @Property(int, notify=changed)
    def stripLines(self) -> int:
        return self._layout.services.lines

    @Property(float, notify=changed)
    def stripLine(self) -> float:
        return self._layout.services.line

    @Property(float, notify=changed)
    def stripLabel(self) -> float:
        return self._layout.services.label

    @Property(float, notify=changed)
    def stripWait(self) -> float:
        return self._layout.services.wait

    @Property(bool, notify=changed)
    def stripBoth(self) -> bool:
        return self._layout.services.both

    @Property(float, notify=changed)
    def badge(self) -> float:
        return self._layout.services.badge

    @Property(float, notify=changed)
    def badgeHeight(self) -> float:
        return self._layout.services.badge_height


def _rect(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.width, rect.height)
