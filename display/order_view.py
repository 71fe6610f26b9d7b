"""View-model of the order monitor: the page as typed properties. No rule lives here."""

from __future__ import annotations

from PySide6.QtCore import Property, QAbstractListModel, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from display.counter_lines import CounterLine
from display.link_lines import Greeting
from display.order_page import CardRow, OrderPage
from display.order_sizes import OrderSizes
from display.phrase import Phrase
from display.strip_rows import ServiceRow
from display.ticker_words import NoticeRow
from screen.rows import RowModel

QML_IMPORT_NAME = "DisplayTypes"
QML_IMPORT_MAJOR_VERSION = 1

PHRASES = (
    "date",
    "hall",
    "title",
    "text",
    "board_title",
    "missed_title",
    "missed_more",
    "missed_rule",
    "waiting_title",
    "stale",
)


@QmlElement
@QmlUncreatable("made in Python")
class OrderView(QObject):  # type: ignore[operator]  # the stub of PySide6 forgets that QmlUncreatable is called
    """Texts and rows of `OrderPage`."""

    changed = Signal()
    ringsChanged = Signal()

    def __init__(self, parent: QObject, sizes: OrderSizes, *, calm: bool) -> None:
        super().__init__(parent)
        self._sizes = sizes
        self._calm = calm
        self._greetings = RowModel(Greeting, self)
        self._page = OrderPage("connecting")
        self._phrases = {name: Phrase(self) for name in PHRASES}
        self._cards = RowModel(CardRow, self)
        self._before = RowModel(CardRow, self)
        self._counters = RowModel(CounterLine, self)
        self._services = RowModel(ServiceRow, self)
        self._ticker = RowModel(NoticeRow, self)

    def show(self, page: OrderPage) -> None:
        """Takes a new page."""
        if page == self._page:
            return
        rang = page.rings != self._page.rings
        self._page = page
        for name, phrase in self._phrases.items():
            phrase.say(getattr(page, name))
        self.changed.emit()
        self._greetings.show(page.greetings)
        self._cards.show(page.cards[:1])
        self._before.show(page.cards[1:])
        self._counters.show(page.counters)
        self._services.show(page.services)
        self._ticker.show(page.ticker)
        if rang:
            self.ringsChanged.emit()

    @Property(OrderSizes, constant=True)
    def sizes(self) -> OrderSizes:
        return self._sizes

    @Property(bool, constant=True)
    def calm(self) -> bool:
        return self._calm

    @Property(QObject, constant=True)
    def greetings(self) -> QAbstractListModel:
        return self._greetings

    @Property(QObject, constant=True)
    def cards(self) -> QAbstractListModel:
        return self._cards

    @Property(QObject, constant=True)
    def before(self) -> QAbstractListModel:
        return self._before

    @Property(QObject, constant=True)
    def counters(self) -> QAbstractListModel:
        return self._counters

    @Property(QObject, constant=True)
    def services(self) -> QAbstractListModel:
        return self._services

    @Property(Phrase, constant=True)
    def date(self) -> Phrase:
        return self._phrases["date"]

    @Property(Phrase, constant=True)
    def hall(self) -> Phrase:
        return self._phrases["hall"]

    @Property(Phrase, constant=True)
    def title(self) -> Phrase:
        return self._phrases["title"]

    @Property(Phrase, constant=True)
    def text(self) -> Phrase:
        return self._phrases["text"]

    @Property(Phrase, constant=True)
    def boardTitle(self) -> Phrase:
        return self._phrases["board_title"]

    @Property(Phrase, constant=True)
    def missedTitle(self) -> Phrase:
        return self._phrases["missed_title"]

    @Property(Phrase, constant=True)
    def missedMore(self) -> Phrase:
        return self._phrases["missed_more"]

    @Property(Phrase, constant=True)
    def missedRule(self) -> Phrase:
        return self._phrases["missed_rule"]

    @Property(Phrase, constant=True)
    def waitingTitle(self) -> Phrase:
        return self._phrases["waiting_title"]

    @Property(str, notify=changed)
    def noticeTitle(self) -> str:
        return self._page.notice_title

    @Property(str, notify=changed)
    def noticeWidest(self) -> str:
        return self._page.notice_widest

    @Property(Phrase, constant=True)
    def stale(self) -> Phrase:
        return self._phrases["stale"]

    @Property(str, notify=changed)
    def phase(self) -> str:
        return self._page.phase

    @Property(int, notify=changed)
    def counterCount(self) -> int:
        """Of the rows of the board."""
        return len(self._page.counters)

    @Property(bool, notify=changed)
    def deserted(self) -> bool:
        return self._page.deserted

    @Property(bool, notify=changed)
    def old(self) -> bool:
        return self._page.old

    @Property(bool, notify=changed)
    def alone(self) -> bool:
        return self._page.alone

    @Property(str, notify=changed)
    def clock(self) -> str:
        return self._page.clock

    @Property(str, notify=changed)
    def missed(self) -> str:
        return self._page.missed

    @Property(QObject, constant=True)
    def ticker(self) -> QAbstractListModel:
        return self._ticker

    @Property(bool, notify=changed)
    def isStale(self) -> bool:
        return bool(self._page.stale.own)

    @Property(int, notify=changed)
    def cardCount(self) -> int:
        return len(self._page.cards)

    @Property(str, notify=changed)
    def cardShape(self) -> str:
        return self._page.fit.shape.value

    @Property(float, notify=changed)
    def cardNumber(self) -> float:
        return self._page.fit.number

    @Property(float, notify=changed)
    def cardCounter(self) -> float:
        return self._page.fit.counter

    @Property(float, notify=changed)
    def cardName(self) -> float:
        return self._page.fit.name

    @Property(float, notify=changed)
    def cardSecond(self) -> float:
        return self._page.fit.second

    @Property(float, notify=changed)
    def cardNameRoom(self) -> float:
        return self._page.fit.name_room

    @Property(float, notify=changed)
    def beforeNumber(self) -> float:
        return self._page.fit.before

    @Property(bool, notify=changed)
    def beforeNamed(self) -> bool:
        return self._page.fit.before_named

    @Property(str, notify=changed)
    def boardPlace(self) -> str:
        return self._page.board_place

    @Property(str, notify=changed)
    def stripPlace(self) -> str:
        return self._page.strip_place

    @Property(str, notify=changed)
    def noticeNow(self) -> str:
        return self._page.notice_now

    @Property(int, notify=ringsChanged)
    def rings(self) -> int:
        return self._page.rings

    @Property(bool, notify=changed)
    def wordFirst(self) -> bool:
        return self._page.word_first

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]  # the stubs forget names of types
    def emergency(self) -> list[str]:
        return list(self._page.emergency)
