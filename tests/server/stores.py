"""Logs with faults on demand: real stores that fail, wait or lie at the moment a test chooses."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from sqlalchemy import Engine

from server.storage.chain import Head
from server.storage.faults import StorageFault
from server.storage.keys import KeyEntry
from server.storage.log import Entry, HallLog, InDoubt


class FaultyLog(HallLog):
    """`fail_appends` more appends fail before anything is written; `lose_replies` more commit and then say that the
    outcome is unknown; while `blind`, nothing can be read.
    """

    def __init__(self, engine: Engine, hall_id: str) -> None:
        super().__init__(engine, hall_id)
        self.fail_appends = 0
        self.lose_replies = 0
        self.blind = False
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
        if self.fail_appends:
            self.fail_appends -= 1
            raise StorageFault("database or disk is full")
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
