"""PySide6 6.12.0 lost references to True and None; Python 3.11 has no immortal objects and aborts. This finds it out.

The counting runs in a process of its own: the fault would end this one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

PROBE = """
import gc, json, sys
from PySide6.QtCore import QCoreApplication, QObject, Property, Signal, Slot

class Thing(QObject):
    happened = Signal(bool)
    changed = Signal()

    @Property(bool, notify=changed)
    def well(self):
        return True

    @Slot(bool)
    def hear(self, value):
        pass

app = QCoreApplication([])
thing = Thing()
thing.happened.connect(thing.hear)
ROUNDS = 1_000

def emit():
    thing.happened.emit(True)

def connect():
    thing.changed.connect(thing.deleteLater)
    thing.changed.disconnect(thing.deleteLater)

def process():
    app.processEvents()

def name():
    thing.setObjectName("x")

def read():
    thing.property("well")

deltas = {}
for act in (emit, connect, process, name, read):
    for _ in range(50):
        act()
    gc.collect()
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(ROUNDS):
        act()
    gc.collect()
    deltas[act.__name__] = (sys.getrefcount(True) - before[0], sys.getrefcount(None) - before[1])
    sys.stdout.write(json.dumps(deltas) + "\\n")
    sys.stdout.flush()
"""
SLACK = 100
"""The interpreter's own come and go; a lost reference for each act would be a thousand."""


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True and None are immortal from Python 3.12 on")
def test_no_reference_is_lost_over_a_thousand_acts() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROBE],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, f"{ended.stdout}{ended.stderr}"
    deltas = json.loads(ended.stdout.splitlines()[-1])
    assert set(deltas) == {"emit", "connect", "process", "name", "read"}
    lost = {act: delta for act, delta in deltas.items() if min(delta) < -SLACK}
    assert lost == {}
