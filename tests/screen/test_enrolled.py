"""Credentials that another program keeps beside one that runs, and its own."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from program.credentials import Credentials, CredentialsFile
from screen.enrolled import KeptCredentials

OWN = Credentials(
    server="wss://192.0.2.10:8765/ws", device_id="d", kind="kiosk", name="entrance", hall_id="y", token="t"
)
MOVED = msgspec.structs.replace(OWN, server="wss://192.0.2.11:8765/ws")


@pytest.fixture
def store(tmp_path: Path) -> CredentialsFile:
    store = CredentialsFile(tmp_path, "kiosk")
    store.save(OWN)
    return store


def test_newer_ones_are_told_once_somebody_watches(qtbot: QtBot, store: CredentialsFile) -> None:
    kept = KeptCredentials(store, look_ms=5)
    told: list[object] = []
    kept.newer.connect(told.append)
    assert kept.load() == (OWN, "")
    store.save(MOVED)
    assert told == []
    with qtbot.waitSignal(kept.newer, timeout=10_000):
        kept.watch(True)
    store.save(OWN)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=20_000)
    assert told == [MOVED, OWN]


def test_what_it_keeps_itself_is_no_news(qtbot: QtBot, store: CredentialsFile) -> None:
    kept = KeptCredentials(store, look_ms=5)
    told: list[object] = []
    kept.newer.connect(told.append)
    kept.load()
    kept.watch(True)
    kept.keep(MOVED)
    assert store.load() == MOVED
    third = msgspec.structs.replace(OWN, token="another")
    store.save(third)
    qtbot.waitUntil(lambda: told != [], timeout=20_000)
    assert told == [third]


def test_what_it_learnt_never_replaces_what_another_program_kept(store: CredentialsFile) -> None:
    kept = KeptCredentials(store)
    kept.load()
    store.save(enrolled := msgspec.structs.replace(OWN, token="another"))
    kept.keep(MOVED)
    assert store.load() == enrolled


def test_a_file_that_is_open_to_others_is_taken_once_it_is_not(qtbot: QtBot, store: CredentialsFile) -> None:
    assert store.path is not None
    store.path.chmod(0o644)
    kept = KeptCredentials(store, look_ms=5)
    assert kept.load()[0] is None
    kept.watch(True)
    with qtbot.waitSignal(kept.newer, timeout=10_000) as told:
        store.path.chmod(0o600)
    assert told.args == [OWN]
