"""What can go wrong with a store.

StoreRefused            the store cannot be used at all; the program does not start
├── SqliteTooOld        every SQLite at hand has the WAL-reset race
├── SchemaTooEarly      tables of the first days, whose log is not kept
├── SchemaTooNew        a newer program made these tables
└── UnknownHall         the log of another hall is there, none of this one
StorageFault            the world's fault (disk full, locked, server away); the same call may work later
LogTaken                another author has written to this hall's log; this one must stop
LogHeld                 another author is at work on this hall's log; this one does not begin
LogCorrupt              rows that no program of ours wrote; nothing is decided on them
"""

from __future__ import annotations

from enum import StrEnum


class StoreRefused(Exception):
    """`str()` is one line for the person who runs the server."""


class SqliteTooOld(StoreRefused):
    pass


class SchemaTooEarly(StoreRefused):
    pass


class SchemaTooNew(StoreRefused):
    pass


class UnknownHall(StoreRefused):
    pass


class FaultKind(StrEnum):
    """What keeps a store from its work, as far as it says so. The values are codes with a text in every language."""

    DISK_FULL = "disk_full"
    LOCKED = "store_locked"
    """Another program holds it."""
    AWAY = "store_away"
    """It does not answer, or is not where it was."""
    FLUSH_FAILS = "flush_fails"
    """The disk does not keep what is written."""
    READ_ONLY = "store_read_only"
    FAILS = "store_fails"


class StorageFault(Exception):
    """`str()` names the fault as the database tells it, without the statement."""

    def __init__(self, reason: str, kind: FaultKind = FaultKind.FAILS) -> None:
        super().__init__(reason)
        self.kind = kind


class LogTaken(Exception):
    """The next `seq`, a command's key or the heartbeat row is another author's: this one's picture of the hall is
    stale, or soon will be."""


class LogHeld(Exception):
    def __init__(self, author: str) -> None:
        super().__init__(f"another server writes this hall's log already: {author} (host and process)")


class LogCorrupt(Exception):
    """A row that does not decode, a gap in `seq`, or a broken hash chain; `str()` names the row."""
