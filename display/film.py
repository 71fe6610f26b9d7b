"""A video on the screen: ffmpeg's frames, drawn as they come. Qt's own player needs a graphics driver to be seen."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import Property, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from display.frames import Frames

QML_IMPORT_NAME = "DisplayTypes"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Film(QQuickPaintedItem):
    """Plays `source` from its beginning, again and again, as long as it is set, and anew when its `version` is another;
    nothing is drawn before the first frame. Its frames are made for the place that it has: where that becomes another,
    it begins again."""

    changed = Signal()
    _came = Signal()
    _placed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._source = ""
        self._version = ""
        self._playing: list[Frames] = []
        """One at most. Its thread and its process end with this item, however that goes."""
        self.destroyed.connect(partial(_stop, self._playing))
        self._place = (0, 0)
        """For which the frames are made."""
        self._picture = QImage()
        self._shown = 0
        self.setOpaquePainting(True)
        self._came.connect(self._draw, Qt.ConnectionType.QueuedConnection)
        # Once the layout has done with all of its steps: each would begin a process.
        self._placed.connect(self._begin, Qt.ConnectionType.QueuedConnection)

    @Property(str, notify=changed)
    def source(self) -> str:
        return self._source

    @source.setter  # type: ignore[no-redef]
    def source(self, path: str) -> None:
        if path == self._source:
            return
        self._source = path
        self._anew()

    @Property(str, notify=changed)
    def version(self) -> str:
        return self._version

    @version.setter  # type: ignore[no-redef]
    def version(self, version: str) -> None:
        if version == self._version:
            return
        self._version = version
        self._anew()

    def _anew(self) -> None:
        self._end()
        self._placed.emit()
        self.changed.emit()
        self.update()

    def geometryChange(self, new: QRectF | QRect, old: QRectF | QRect) -> None:
        super().geometryChange(new, old)
        if new.size() != old.size() and self._source:
            self._placed.emit()

    @Slot()
    def _begin(self) -> None:
        place = (int(self.width()), int(self.height()))
        if not self._source or min(place) < 2 or (self._frames is not None and self._place == place):
            return
        self._end()
        self._place = place
        frames = Frames(self._source, *place, self._came.emit)
        self._playing.append(frames)
        frames.start()

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
        frames = self._frames
        frame = frames.newest() if frames is not None else None
        if frame is None or frames is None:
            return
        width, height = frames.size
        if self._picture.isNull():
            self._picture = QImage(width, height, QImage.Format.Format_RGB32)
        cast("memoryview", self._picture.bits())[:] = frame
        self._shown += 1
        self.update()
        self.changed.emit()

    @property
    def _frames(self) -> Frames | None:
        return self._playing[0] if self._playing else None

    def _end(self) -> None:
        _stop(self._playing)
        self._picture = QImage()
        self._shown = 0


def _stop(playing: list[Frames], *_: object) -> None:
    while playing:
        playing.pop().stop()
