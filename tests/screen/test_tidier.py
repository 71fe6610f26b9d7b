from __future__ import annotations

import gc
import platform
import weakref
from collections.abc import Iterator
from pathlib import Path

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


def resident_mb() -> float:
    row = next(row for row in Path("/proc/self/status").read_text("utf-8").splitlines() if row.startswith("VmRSS:"))
    return int(row.split()[1]) / 1000


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives memory back when it is asked")
def test_memory_that_is_free_between_what_is_used_goes_back_within_a_minute_of_rounds(tidier: Tidier) -> None:
    pieces = [b"x" * (100_000 + number) for number in range(500)]
    used = pieces[::25]
    del pieces
    before = resident_mb()
    for _ in range(FULL_EVERY - 1):
        tidier.tidy()
    assert resident_mb() > before - 10
    tidier.tidy()
    assert resident_mb() < before - 25
    assert len(used) == 20
