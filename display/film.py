"""A video on the screen: ffmpeg's frames, drawn as they come. Qt's own player needs a graphics driver to be seen."""

from __future__ import annotations

from PySide6.QtCore import Property, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from display.frames import Frames

QML_IMPORT_NAME = "DisplayTypes"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Film(QQuickPaintedItem):
    """Plays `source` from its beginning, again and again, as long as it is set; nothing is drawn before the first
    frame."""

    changed = Signal()
    _came = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._source = ""
        self._frames: Frames | None = None
        self._picture = QImage()
        self._shown = 0
        self.setOpaquePainting(True)
        self._came.connect(self._draw, Qt.ConnectionType.QueuedConnection)

    @Property(str, notify=changed)
    def source(self) -> str:
        return self._source

    @source.setter  # type: ignore[no-redef]
    def source(self, path: str) -> None:
        if path == self._source:
            return
        self._source = path
        self._end()
        if path and self.width() >= 2 and self.height() >= 2:
            self._frames = Frames(path, int(self.width()), int(self.height()), self._came.emit)
            self._frames.start()
        self.changed.emit()
        self.update()

    @Property(int, notify=changed)
    def shown(self) -> int:
        """Frames drawn of this source."""
        return self._shown

    def paint(self, painter: QPainter) -> None:
        area = QRectF(0, 0, self.width(), self.height())
        painter.fillRect(area, Qt.GlobalColor.black)
        if self._picture.isNull():
            return
        painter.drawImage(area, self._picture)

    @Slot()
    def _draw(self) -> None:
        frame = self._frames.newest() if self._frames is not None else None
        if frame is None or self._frames is None:
            return
        width, height = self._frames.size
        self._picture = QImage(frame, width, height, width * 4, QImage.Format.Format_RGB32).copy()
        self._shown += 1
        self.update()
        self.changed.emit()

    def _end(self) -> None:
        if self._frames is not None:
            self._frames.stop()
        self._frames = None
        self._picture = QImage()
        self._shown = 0
