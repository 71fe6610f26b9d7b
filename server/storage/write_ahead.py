"""SQLite's write-ahead log after a flush that failed.

A failed fsync is not made good by a later one: Linux drops the pages that it could not write and reads them back as if
all were well (wiki.postgresql.org/wiki/Fsync_Errors). Each frame's checksum goes on from the frame before, so a commit
that is flushed behind a lost page is lost with it. Written once more, byte for byte, the pages are due again.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

CHUNK = 1 << 20


def write_once_more(database: Path) -> None:
    """Writes the write-ahead log of `database` over itself and flushes it. The caller holds SQLite's write lock, so
    that nobody else writes there. Raises OSError when the disk still fails. None is there: nothing to do, since SQLite
    removes it only after a flush of the database.
    """
    try:
        file = os.open(f"{database}-wal", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    with closing(os.fdopen(file, "r+b", buffering=0)):
        at = 0
        while chunk := os.pread(file, CHUNK, at):
            at += os.pwrite(file, chunk, at)
        os.fsync(file)
