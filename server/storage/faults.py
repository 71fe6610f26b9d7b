"""What can go wrong with a store.

StoreRefused            the store cannot be used at all; the program does not start
├── SqliteTooOld        every SQLite at hand has the WAL-reset race
├── SchemaTooEarly      tables of the first days, whose log is not kept
├── SchemaTooNew        a newer program made these tables
├── UnknownHall         the log of another hall is there, none of this one
└── LogLost             the log has less than was acknowledged; a person decides
StorageFault            the world's fault (disk full, locked, server away); the same call may work later
├── StoreGone           the database file was deleted or replaced under us
└── InDoubt             the commit itself failed: what it brought is there or not
LogTaken                another author has written to this hall's log; this one must stop
LogHeld                 another author is at work on this hall's log; this one does not begin
LogCorrupt              damage, as the database says it or as rows show it; nothing is decided on it
"""

from __future__ import annotations

from enum import StrEnum

from server.storage.chain import Head


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


class LogLost(StoreRefused):
    """Acknowledged facts are not in the log, or another log stands there."""

    def __init__(self, what: str, kept: str = "") -> None:
        """`kept`: the file that has the write-ahead log as the start found it."""
        self.what = what
        aside = _aside(kept)
        super().__init__(f"{what}{aside}; restore what is missing, or go on without it: ./jiaohao server --accept-loss")


class StorageFault(Exception):
    """`str()` names the fault as the database tells it, without the statement."""

    def __init__(self, reason: str, kind: FaultKind = FaultKind.FAILS) -> None:
        super().__init__(reason)
        self.kind = kind


class StoreGone(StorageFault):
    """Until the file is back in its place, or the server starts anew, nothing can be kept."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, FaultKind.AWAY)


class InDoubt(StorageFault):
    """The batch is in the log whole or not at all, and `HallLog.landed` can tell which."""

    def __init__(self, reason: str, head: Head, kind: FaultKind = FaultKind.FAILS) -> None:
        super().__init__(reason, kind)
        self.head = head
        """The log's end if the batch is in it."""


class LogTaken(Exception):
    """The next `seq`, a command's key or the heartbeat row is another author's: this one's picture of the hall is
    stale, or soon will be."""


class LogHeld(Exception):
    def __init__(self, author: str) -> None:
        super().__init__(f"another server writes this hall's log already: {author} (host and process)")


class LogCorrupt(Exception):
    """The database calls itself damaged, a row does not decode, `seq` has a gap, or the hash chain is broken; `str()`
    names what was found. Only a backup helps."""

    def __init__(self, what: str, kept: str = "") -> None:
        """`kept`: the file that has the write-ahead log as the start found it."""
        self.what = what
        super().__init__(f"{what}{_aside(kept)}")


def _aside(kept: str) -> str:
    return f"; the write-ahead log is kept as it was found, for whoever rescues what it has: {kept}" if kept else ""
