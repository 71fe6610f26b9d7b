"""A text in two languages, as QML binds to it: `view.title.own`, `view.title.second`."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from display.words import NOTHING, Line

QML_IMPORT_NAME = "DisplayTypes"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in Python")
class Phrase(QObject):  # type: ignore[operator]  # the stub of PySide6 forgets that QmlUncreatable is called
    """`own` is the hall's first language, `second` the one whose turn it is, empty when there is none."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._line = NOTHING

    def say(self, line: Line) -> None:
        if line != self._line:
            self._line = line
            self.changed.emit()

    @Property(str, notify=changed)
    def own(self) -> str:
        return self._line.own

    @Property(str, notify=changed)
    def second(self) -> str:
        return self._line.second
