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
from display.content_layout import ContentLayout, content_layout
from display.content_page import content_page
from display.content_sizes import ContentSizes
from display.content_view import ContentView
from display.legibility import Monitor
from display.needs import USUAL, needs
from display.order_layout import OrderLayout, order_layout
from display.order_page import order_page
from display.order_sizes import OrderSizes
from display.order_view import OrderView
from display.windows import QML
from program.texts import Catalog, read_catalog
from screen import SHARED_QML
from screen.placing import delete_now
from screen.typeface import use_typeface
from tests.display.scene import told, visible

CATALOG = read_catalog("display")


class Screens:
    """Order and content window of one size; `draw` takes the layout from the hall that it draws."""

    def __init__(
        self,
        app: QGuiApplication,
        width: int,
        height: int,
        *,
        shared: bool = False,
        calm: bool = False,
        inch: float = 55.0,
        order_from_m: float = 15.0,
        content_from_m: float = 6.0,
        catalog: Catalog = CATALOG,
    ) -> None:
        use_typeface(app)
        self._owner = QObject()
        self._app = app
        self.calm = calm
        self._shared = shared
        self._catalog = catalog
        self._needs = USUAL
        self._monitors = (Monitor(width, height, inch, order_from_m), Monitor(width, height, inch, content_from_m))
        self.order_sizes = OrderSizes(self._owner, self._layouts()[0])
        self.content_sizes = ContentSizes(self._owner, self._layouts()[1])
        self.order_view = OrderView(self._owner, self.order_sizes, calm=calm)
        self.content_view = ContentView(self._owner, self.content_sizes, calm=calm)
        self.engine = QQmlEngine()
        for folder in (QML, SHARED_QML):
            self.engine.addImportPath(str(folder))
        self.order = self._make("OrderWindow", view=self.order_view, content=self.content_view, shared=shared)
        self.content = self._make("ContentWindow", view=self.content_view)
        self.windows = [self.order] if shared else [self.order, self.content]
        for window in self.windows:
            window.setGeometry(0, 0, width, height)
            window.show()

    @property
    def shared(self) -> bool:
        return self._shared

    def hang(
        self,
        width: int,
        height: int,
        inch: float,
        read_from_m: float,
        content_from_m: float | None = None,
        *,
        shared: bool = False,
    ) -> None:
        """The same windows on other monitors; without another distance the content's readers stand where those of the
        order do."""
        away = (read_from_m, content_from_m or read_from_m)
        self._monitors = (Monitor(width, height, inch, away[0]), Monitor(width, height, inch, away[1]))
        self._shared, self._needs = shared, USUAL
        self.order.setProperty("shared", shared)
        self.windows = [self.order] if shared else [self.order, self.content]
        for window in self.windows:
            window.setGeometry(0, 0, width, height)

    def draw(self, board: Board, now: Moment, catalog: Catalog | None = None) -> None:
        """Shows it, and waits until everything that comes has come."""
        self.show(board, now, catalog)
        end = time.monotonic() + 30
        looks = 0
        while looks < 2:  # what a card's last step has left to be laid out is laid out at the next
            self._app.processEvents()
            cards = list(items(self.order.contentItem(), "callCard"))
            before = list(items(self.order.contentItem(), "callBefore"))
            there = all(card.opacity() == 1 and card.property("settled") for card in cards)
            there = there and all(line.opacity() == (not line.property("fading")) for line in before)
            looks = looks + 1 if there else 0
            for window in self.windows:
                for item in visible(window.contentItem()):
                    item.ensurePolished()
            if not all(told(one, "status !== Image.Loading") for one in items(self.content.contentItem(), "picture")):
                looks = 0
            if not all(int(one.property("shown")) for one in items(self.content.contentItem(), "film")):
                looks = 0
            assert time.monotonic() < end, "a card, a picture or a video never came in"
            time.sleep(0.01 * (not looks))

    def show(self, board: Board, now: Moment, catalog: Catalog | None = None) -> None:
        self._catalog = catalog or self._catalog
        self._needs = needs(board.hall, self._catalog) if board.hall is not None else self._needs
        self.layout, self.guide = self._layouts()
        self.order_sizes.take(self.layout)
        self.content_sizes.take(self.guide)
        self.order_view.show(order_page(board, now, self.layout, self._catalog))
        self.content_view.show(content_page(board, now, self.guide, self._catalog))

    def _layouts(self) -> tuple[OrderLayout, ContentLayout]:
        order, content = self._monitors
        layout = order_layout(order, self._needs, shared=self._shared)
        return layout, content_layout(content, layout.content) if layout.content.width else content_layout(content)

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
