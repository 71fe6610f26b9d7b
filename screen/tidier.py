"""Collects garbage between frames instead of in the middle of one.

Python's automatic collector looks through everything the program has, 20 ms here, whenever enough objects were
made: as a rule while a call is being drawn, or a ticket on its way to the printer. What the program starts with is set
aside (`gc.freeze`), so that what is left to look through is small, and that is done once a second, when a pause of a
millisecond is seen by nobody.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

from program.free_memory import give_back

EVERY_MS = 1_000
FULL_EVERY = 60
"""Every so many rounds the oldest objects are looked through too: what leaks in circles is found within a minute. And
what the C library has left of pictures and frames of a video goes back to the system: between what is still used it
would keep 50 MB of free memory in the end, and more with each that finds no gap of its size."""


class Tidier(QObject):
    """Owns the collector from `start` until `stop`, which hands it back to Python."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._round = 0
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.tidy)

    def start(self) -> None:
        gc.collect()
        gc.freeze()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.enable()
        gc.unfreeze()

    @Slot()
    def tidy(self) -> None:
        self._round += 1
        whole = self._round % FULL_EVERY == 0
        gc.collect(2 if whole else 1)
        if whole:
            give_back()
