"""Logs with faults on demand: real stores that fail, wait or lie at the moment a test chooses."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from sqlalchemy import Engine

from server.storage.chain import Head
from server.storage.faults import FaultKind, InDoubt, LogCorrupt, StorageFault
from server.storage.keys import KeyEntry
from server.storage.log import Entry, HallLog
from server.storage.room import DiskRoom


class FaultyLog(HallLog):
    """`fail_appends` more appends fail before anything is written; `lose_replies` more commit and then say that the
    outcome is unknown; while `blind`, nothing can be read; while `full`, only a heartbeat finds room; once `damaged`,
    nothing can be appended.
    """

    def __init__(self, engine: Engine, hall_id: str) -> None:
        super().__init__(engine, hall_id)
        self.fail_appends = 0
        self.lose_replies = 0
        self.blind = False
        self.full = False
        self.rehearsals = 0
        self.left: DiskRoom | None = None
        """What the disk is said to have left."""
        self.damaged = False
        self.claimed = True
        """Without, the author begins as on a file system that knows no locks, where another may be at work."""
        self.appends = 0
        self.gate = threading.Event()
        """Appends wait until it is set."""
        self.gate.set()
        self.at_gate = threading.Event()
        """Set when an append has come to the gate."""

    def claim(self, author: str, at: int) -> None:
        if self.claimed:
            super().claim(author, at)

    def append(self, entries: Sequence[Entry], keys: Sequence[KeyEntry]) -> Head:
        self.at_gate.set()
        assert self.gate.wait(30)
        if self.fail_appends or self.full:
            self.fail_appends -= not self.full
            raise _full()
        if self.damaged:
            raise LogCorrupt("database disk image is malformed")
        before = self.head
        head = super().append(entries, keys)
        self.appends += 1
        if self.lose_replies:
            self.lose_replies -= 1
            self.head = before
            raise InDoubt("server closed the connection unexpectedly", head)
        return head

    def landed(self, head: Head, keys: Sequence[str]) -> bool:
        if self.blind:
            raise StorageFault("connection refused")
        return super().landed(head, keys)

    def beat(self, at: int, author: str) -> None:
        if self.blind:
            raise StorageFault("connection refused")
        super().beat(at, author)

    def rehearse(self, at: int, author: str) -> None:
        self.rehearsals += 1
        if self.blind:
            raise StorageFault("connection refused")
        if self.full:
            raise _full()
        super().rehearse(at, author)

    def room(self) -> DiskRoom | None:
        return self.left


def _full() -> StorageFault:
    return StorageFault("database or disk is full", FaultKind.DISK_FULL)
