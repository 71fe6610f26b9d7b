"""How a screen's program checks the texts of a hall: off screen, its findings as lines of JSON on stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
from PySide6.QtGui import QGuiApplication

from program.log_records import last_word
from program.misfit import Misfit
from screen.typeface import use_typeface
from wire.errors import MalformedMessage
from wire.hall_file import read_hall
from wire.messages.hall import HallView


def check_hall(name: str, hall_file: Path, find: Callable[[HallView], Iterable[Misfit]]) -> int:
    """Writes what `find` finds, whatever it is; 78 when `hall_file` holds no hall. Makes the process' one application,
    whose `name` is the program's: settings of Qt that are read at its start are given here.
    """
    try:
        hall = read_hall(hall_file)
    except (OSError, MalformedMessage) as fault:
        last_word(f"{hall_file}: no hall can be read: {fault}")
        return os.EX_CONFIG
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"
    app = QGuiApplication([name])
    use_typeface(app)
    for misfit in find(hall):
        sys.stdout.buffer.write(msgspec.json.encode(misfit) + b"\n")
    sys.stdout.flush()
    return os.EX_OK
