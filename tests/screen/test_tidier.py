from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from screen.tidier import FULL_EVERY, Tidier


class Circle:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def tidier(qtbot: QtBot) -> Iterator[Tidier]:
    parent = QObject()
    tidier = Tidier(parent)
    tidier.start()
    yield tidier
    tidier.stop()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_garbage_in_circles_goes_when_it_is_tidied(tidier: Tidier) -> None:
    assert not gc.isenabled()
    gone = weakref.ref(Circle())
    assert gone() is not None
    tidier.tidy()
    assert gone() is None


def test_old_circles_go_within_a_minute_of_rounds(tidier: Tidier) -> None:
    circle = Circle()
    gone = weakref.ref(circle)
    tidier.tidy()
    tidier.tidy()
    del circle
    for _ in range(FULL_EVERY):
        tidier.tidy()
    assert gone() is None
