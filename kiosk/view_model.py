"""What QML sees of the kiosk: one object, typed properties, six lists; and where its touches go.

It holds no rule: a `Picture` comes in, touches go out as events of the flow.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QAbstractListModel, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.flow_types import (
    ClassToggled,
    Confirmed,
    Finished,
    GuideOpened,
    LanguageChosen,
    PageTurned,
    Retried,
    ServiceChosen,
    Touched,
    WentBack,
)
from kiosk.picture import ClassRow, FactRow, GuideRow, LanguageRow, PaperRow, Picture, ServiceRow
from screen.rows import RowModel

QML_IMPORT_NAME = "KioskTypes"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("the program makes its one view-model")
class KioskView(QObject):  # type: ignore[operator]  # the stubs of PySide6 6.11 do not know the decorator
    """The present picture, and the visitor's touches."""

    changed = Signal()
    texts_changed = Signal()
    """The language is another. Apart, since every label reads all texts anew, which takes longer than the rest."""
    touched = Signal(object)
    """A touch of the flow (`kiosk.flow_types.Touch`)."""

    def __init__(self, picture: Picture, new_key: Callable[[], str], parent: QObject | None = None) -> None:
        """`new_key` makes the key of a confirmed intent: 8 to 64 letters and digits, never the same twice."""
        super().__init__(parent)
        self._picture = picture
        self._new_key = new_key
        self._languages = RowModel(LanguageRow, self)
        self._services = RowModel(ServiceRow, self)
        self._facts = RowModel(FactRow, self)
        self._papers = RowModel(PaperRow, self)
        self._classes = RowModel(ClassRow, self)
        self._guide = RowModel(GuideRow, self)
        self._fill()

    def show(self, picture: Picture) -> None:
        """Draws this picture from now on."""
        if picture == self._picture:
            return
        before, self._picture = self._picture, picture
        self._fill()
        if picture.texts != before.texts:
            self.texts_changed.emit()
        self.changed.emit()

    def _fill(self) -> None:
        self._languages.show(self._picture.languages)
        self._services.show(self._picture.services)
        self._facts.show(self._picture.facts)
        self._papers.show(self._picture.papers)
        self._classes.show(self._picture.classes)
        self._guide.show(self._picture.guide)

    # Touches, called by QML

    @Slot(str)
    def choose_service(self, service_id: str) -> None:
        self.touched.emit(ServiceChosen(service_id))

    @Slot(str)
    def choose_language(self, language: str) -> None:
        self.touched.emit(LanguageChosen(language))

    @Slot(int)
    def turn_page(self, by: int) -> None:
        self.touched.emit(PageTurned(by))

    @Slot(str)
    def toggle_class(self, class_id: str) -> None:
        self.touched.emit(ClassToggled(class_id))

    @Slot()
    def open_guide(self) -> None:
        self.touched.emit(GuideOpened())

    @Slot()
    def confirm(self) -> None:
        self.touched.emit(Confirmed(self._new_key()))

    @Slot()
    def go_back(self) -> None:
        self.touched.emit(WentBack())

    @Slot()
    def retry(self) -> None:
        self.touched.emit(Retried())

    @Slot()
    def finish(self) -> None:
        self.touched.emit(Finished())

    @Slot()
    def touch(self) -> None:
        """Any touch, also beside a button: somebody is there."""
        self.touched.emit(Touched())

    # What is shown

    @Property("QVariantMap", notify=texts_changed)  # type: ignore[arg-type]  # the stubs forget names of types
    def texts(self) -> dict[str, str]:
        """Every fixed text of the present language by its key in the language file."""
        return self._picture.texts

    @Property(str, notify=changed)
    def screen(self) -> str:
        """home, confirm, guide, asking, printing, done or trouble."""
        return self._picture.screen

    @Property(str, notify=changed)
    def language(self) -> str:
        return self._picture.language

    @Property(str, notify=changed)
    def hall(self) -> str:
        return self._picture.hall

    @Property(str, notify=changed)
    def date(self) -> str:
        return self._picture.date

    @Property(str, notify=changed)
    def time(self) -> str:
        return self._picture.time

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._picture.title

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]  # the stubs forget names of types
    def emergency(self) -> list[str]:
        return list(self._picture.emergency)

    @Property(str, notify=changed)
    def body(self) -> str:
        return self._picture.body

    @Property(str, notify=changed)
    def late(self) -> str:
        return self._picture.late

    @Property(int, notify=changed)
    def places(self) -> int:
        return self._picture.places

    @Property(str, notify=changed)
    def page(self) -> str:
        return self._picture.page

    @Slot(int, int, result=str)
    def page_of(self, page: int, count: int) -> str:
        """Page 2 of 3: said of a list whose pages only its drawing knows."""
        return self._picture.texts["page_of"].format(page=page, pages=count)

    @Property(str, notify=changed)
    def prefix(self) -> str:
        return self._picture.prefix

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._picture.service

    @Property(str, notify=changed)
    def second(self) -> str:
        return self._picture.second

    @Property(str, notify=changed)
    def announced(self) -> str:
        return self._picture.announced

    @Property(str, notify=changed)
    def notice(self) -> str:
        return self._picture.notice

    @Property(str, notify=changed)
    def idle(self) -> str:
        """Counts down; empty while there is time."""
        return self._picture.idle

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._picture.number

    @Property(str, notify=changed)
    def ahead(self) -> str:
        return self._picture.ahead

    @Property(str, notify=changed)
    def qr(self) -> str:
        """A `data:` address, or empty."""
        return self._picture.qr

    @Property(bool, notify=changed)
    def nothing_to_bring(self) -> bool:
        return self._picture.nothing_to_bring

    @Property(bool, notify=changed)
    def more(self) -> bool:
        return self._picture.more

    @Property(bool, notify=changed)
    def blocked(self) -> bool:
        return self._picture.blocked

    @Property(bool, notify=changed)
    def alarm(self) -> bool:
        return self._picture.alarm

    @Property(bool, notify=changed)
    def priority(self) -> bool:
        return self._picture.priority

    @Property(bool, notify=changed)
    def can_confirm(self) -> bool:
        return self._picture.can_confirm

    @Property(int, notify=changed)
    def percent(self) -> int:
        """How much of the ticket is printed; -1: not shown."""
        return self._picture.percent

    @Property(bool, notify=changed)
    def paper_missing(self) -> bool:
        return self._picture.paper_missing

    @Property(bool, notify=changed)
    def can_retry(self) -> bool:
        return self._picture.can_retry

    @Property(QObject, constant=True)
    def languages(self) -> QAbstractListModel:
        return self._languages

    @Property(QObject, constant=True)
    def services(self) -> QAbstractListModel:
        return self._services

    @Property(QObject, constant=True)
    def facts(self) -> QAbstractListModel:
        return self._facts

    @Property(QObject, constant=True)
    def classes(self) -> QAbstractListModel:
        return self._classes

    @Property(QObject, constant=True)
    def guide(self) -> QAbstractListModel:
        return self._guide

    @Property(QObject, constant=True)
    def papers(self) -> QAbstractListModel:
        return self._papers
