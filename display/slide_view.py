"""View-model of a slide: `Slide` as typed properties. No rule lives here."""

from __future__ import annotations

from PySide6.QtCore import Property, QAbstractListModel, QObject, QUrl, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from display.phrase import Phrase
from display.slide_page import NO_SLIDE, Slide, VacancyRow
from screen.rows import RowModel

QML_IMPORT_NAME = "DisplayTypes"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class SlideView(QObject):  # type: ignore[operator]  # the stub of PySide6 forgets that QmlUncreatable is called
    """Texts, rows and file of what is on between guides."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._slide = NO_SLIDE
        self._text = Phrase(self)
        self._answer = Phrase(self)
        self._label = Phrase(self)
        self._rows = RowModel(VacancyRow, self)

    def show(self, slide: Slide) -> None:
        if slide == self._slide:
            return
        self._slide = slide
        self._text.say(slide.text)
        self._answer.say(slide.answer)
        self._label.say(slide.label)
        self.changed.emit()
        self._rows.show(slide.rows)

    @Property(Phrase, constant=True)
    def text(self) -> Phrase:
        return self._text

    @Property(Phrase, constant=True)
    def answer(self) -> Phrase:
        return self._answer

    @Property(Phrase, constant=True)
    def label(self) -> Phrase:
        return self._label

    @Property(QObject, constant=True)
    def rows(self) -> QAbstractListModel:
        return self._rows

    @Property(str, notify=changed)
    def kind(self) -> str:
        return str(self._slide.kind)

    @Property(bool, notify=changed)
    def fills(self) -> bool:
        """It needs no bar above it."""
        return self._slide.file != ""

    @Property(QUrl, notify=changed)
    def picture(self) -> QUrl:
        if self._slide.kind != "picture":
            return QUrl()
        address = QUrl.fromLocalFile(self._slide.file)
        address.setFragment(self._slide.version)  # the same address would not be read again
        return address

    @Property(str, notify=changed)
    def film(self) -> str:
        return self._slide.file if self._slide.kind == "video" else ""

    @Property(str, notify=changed)
    def version(self) -> str:
        return self._slide.version

    @Property(float, notify=changed)
    def row(self) -> float:
        return self._slide.row

    @Property(float, notify=changed)
    def larger(self) -> float:
        return self._slide.larger

    @Property(str, notify=changed)
    def place(self) -> str:
        return self._slide.place
