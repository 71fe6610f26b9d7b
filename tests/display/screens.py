"""Both screens in windows of any size, drawn offscreen, without a program around them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Self

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from display.board import Board, Moment
from display.content_layout import content_layout
from display.content_page import content_page
from display.content_sizes import ContentSizes
from display.content_view import ContentView
from display.legibility import Monitor
from display.order_layout import order_layout
from display.order_page import order_page
from display.order_sizes import OrderSizes
from display.order_view import OrderView
from display.windows import QML
from program.texts import read_catalog
from screen import SHARED_QML
from screen.placing import delete_now
from screen.typeface import use_typeface

CATALOG = read_catalog("display")


class Screens:
    """Order and content window of one size."""

    def __init__(
        self, app: QGuiApplication, width: int, height: int, *, shared: bool = False, calm: bool = False
    ) -> None:
        use_typeface(app)
        self._owner = QObject()
        self._app = app
        self.layout = order_layout(Monitor(width, height, 55.0, 15.0), shared=shared)
        monitor = Monitor(width, height, 55.0, 15.0 if shared else 6.0)
        guide = content_layout(monitor, self.layout.content if shared else None)
        self.order_view = OrderView(self._owner, OrderSizes(self._owner, self.layout), calm=calm)
        self.content_view = ContentView(self._owner, ContentSizes(self._owner, guide), calm=calm)
        self.engine = QQmlEngine()
        for folder in (QML, SHARED_QML):
            self.engine.addImportPath(str(folder))
        self.order = self._make("OrderWindow", view=self.order_view, content=self.content_view, shared=shared)
        self.content = self._make("ContentWindow", view=self.content_view)
        self.windows = [self.order] if shared else [self.order, self.content]
        for window in self.windows:
            window.setGeometry(0, 0, width, height)
            window.show()

    def draw(self, board: Board, now: Moment) -> None:
        self.order_view.show(order_page(board, now, self.layout, CATALOG))
        self.content_view.show(content_page(board, now, CATALOG))
        end = time.monotonic() + 5
        while True:
            self._app.processEvents()
            cards = list(items(self.order.contentItem(), "callCard"))
            if all(card.opacity() == 1 and card.property("settled") for card in cards):
                break
            assert time.monotonic() < end, "a card never came in"
            time.sleep(0.01)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for window in (self.order, self.content):
            window.close()
            delete_now(window)
        delete_now(self.engine)
        delete_now(self._owner)

    def _make(self, name: str, **properties: object) -> QQuickWindow:
        component = QQmlComponent(self.engine, self.engine)
        component.loadFromModule("Display", name)
        made = component.createWithInitialProperties(properties)
        assert isinstance(made, QQuickWindow), component.errorString()
        return made


def items(root: QQuickItem, name: str = "") -> Iterator[QQuickItem]:
    """Every visible item below, those with this objectName only."""
    for child in root.childItems():
        if child.isVisible():
            if not name or child.objectName() == name:
                yield child
            yield from items(child, name)


def faults(window: QQuickWindow) -> list[str]:
    """Texts that are cut, run out of their box, shrank too far, or stand outside the window or what clips them."""
    found = []
    for item in items(window.contentItem()):
        text = item.property("text")
        if item.property("truncated") is None or not text:
            continue
        label = f"{text!r} of {item.parentItem().objectName() or item.parentItem().metaObject().className()}"
        if item.property("truncated"):
            found.append(f"{label} is truncated")
        wraps = item.property("fits") is True
        width, height = item.property("contentWidth"), item.property("contentHeight")
        # A line is 1.45 em high and its letters 1.2 em at most: the rest is air.
        air = 0.25 * item.property("font").pixelSize()
        if wraps and (width > item.width() + 1 or height > item.height() + air + 1):
            found.append(f"{label}: {width:.0f}x{height:.0f} in {item.width():.0f}x{item.height():.0f}")
        if _moves(item):
            continue
        left, right, middle = (
            item.mapToScene(point)
            for point in (
                item.clipRect().topLeft(),
                item.clipRect().topRight(),
                item.clipRect().center(),
            )
        )
        inside = left.x() >= -1 and right.x() <= window.width() + 1 and 0 <= middle.y() <= window.height()
        if not inside:
            found.append(f"{label} stands outside the window: {left.x():.0f} to {right.x():.0f}, {middle.y():.0f}")
    return found


def _moves(item: QQuickItem | None) -> bool:
    """The ticker's texts run through a strip that clips them on purpose."""
    while item is not None:
        if item.clip():
            return True
        item = item.parentItem()
    return False
